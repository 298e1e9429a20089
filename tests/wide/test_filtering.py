"""The evaluator of packet filters against the kernel, on very many generated rulesets."""

import os
import shutil

import pytest

from tests.collectors.filtering.test_kernel import without_disagreement

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("nft") is None, reason="a router of its own needs root and nft"
)


@pytest.mark.parametrize("kind", ["nft", "iptables", "legacy", "both"])
def test_the_kernel_agrees_on_more(kind: str) -> None:
    """No packet passes that is told as dropped, and none is dropped that is told as let through."""
    without_disagreement(kind, 10_000, 400)


@pytest.mark.parametrize("kind", ["nft", "iptables", "legacy", "both"])
def test_the_kernel_agrees_on_more_that_comes_in(kind: str) -> None:
    """The same for what a machine takes for itself."""
    without_disagreement(kind, 20_000, 400, way="arriving")

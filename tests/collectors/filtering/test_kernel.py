"""The evaluator against the kernel: generated rulesets, loaded into a real router that real packets go through."""

import json
import os
import shutil
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="a router of its own needs a network namespace, which root makes"),
    pytest.mark.skipif(shutil.which("nft") is None, reason="nft is not installed"),
]
_NEEDED = {
    "nft": (),
    "iptables": ("iptables-nft", "ipset"),
    "legacy": ("iptables-legacy", "ipset"),
    "both": ("iptables-legacy", "ipset"),
}


def without_disagreement(kind: str, first: int, count: int, *, way: str = "compare") -> None:
    """Compares some generated rulesets, in networks of the test's own: what is forwarded, or what is `arriving`."""
    missing = [program for program in _NEEDED[kind] if shutil.which(program) is None]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    tried = ["unshare", "--net", "ipset", "create", "tried", "hash:net"]
    if "ipset" in _NEEDED[kind] and subprocess.run(tried, capture_output=True, check=False).returncode:
        pytest.skip("the kernel here has no sets of ipset (module ip_set), which generated rules name")
    words = [
        "unshare",
        "--net",
        sys.executable,
        "-m",
        f"tests.collectors.filtering.{way}",
        str(first),
        str(count),
        kind,
    ]
    done = subprocess.run(words, capture_output=True, text=True, timeout=1800, check=False)
    assert not done.returncode, done.stderr
    found = json.loads(done.stdout)

    assert [] == found["wrong"]
    assert found["counted"]["rulesets"] > count // 2
    assert found["counted"]["surely open"] > count
    assert found["counted"]["surely closed"] > count


@pytest.mark.parametrize(("kind", "count"), [("nft", 110), ("iptables", 30), ("legacy", 30), ("both", 30)])
def test_the_kernel_agrees(kind: str, count: int) -> None:
    """No packet passes that is told as dropped, and none is dropped that is told as let through."""
    without_disagreement(kind, 0, count)


@pytest.mark.parametrize(("kind", "count"), [("nft", 60), ("iptables", 30), ("legacy", 30), ("both", 30)])
def test_the_kernel_agrees_on_what_comes_in(kind: str, count: int) -> None:
    """What a machine takes for itself is what its rules are told to let in, and comes from where its ports are told to
    be reached from; what it drops is told as no sure opening.
    """
    without_disagreement(kind, 0, count, way="arriving")

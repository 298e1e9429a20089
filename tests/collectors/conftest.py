"""Servers that several tests of collecting share."""

import os
from collections.abc import Iterator

import pytest

from tests.collectors.sshd import Server, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running OpenSSH server on loopback."""
    if os.geteuid() != 0:
        pytest.skip("sshd needs root")
    with running(tmp_path_factory.mktemp("sshd")) as made:
        yield made

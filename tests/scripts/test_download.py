"""The download of an OPA release, against a real web server on loopback."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

ROOT = Path(__file__).parents[2]
BINARY = b"#!/bin/sh\necho opa\n"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def download(folder: Path, target: Path) -> subprocess.CompletedProcess[str]:
    with serving(folder) as address:
        return subprocess.run(
            [sys.executable, ROOT / "tools/opa/download.py", "v1", "opa", target, address],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "v1"
    folder.mkdir(parents=True)
    (folder / "opa").write_bytes(BINARY)
    (folder / "opa.sha256").write_text(f"{hashlib.sha256(BINARY).hexdigest()}  opa\n")
    return folder


def test_a_release_with_the_published_digest_is_kept_and_executable(release: Path, tmp_path: Path) -> None:
    """A binary whose SHA-256 is the published one is written whole and may be run."""
    target = tmp_path / "bin-opa"

    answer = download(release.parent, target)

    assert answer.returncode == 0, answer.stderr
    assert target.read_bytes() == BINARY
    assert target.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("published", ["", "0" * 64 + "  opa\n", "\u00e9"])
def test_a_release_with_another_digest_is_refused(release: Path, tmp_path: Path, published: str) -> None:
    """A missing, wrong or unreadable digest leaves nothing on the disk."""
    (release / "opa.sha256").write_text(published, encoding="utf-8")
    target = tmp_path / "bin-opa"

    answer = download(release.parent, target)

    assert answer.returncode == 1
    assert not target.exists()
    assert answer.stderr.splitlines()[-1]


@pytest.mark.parametrize("absent", ["opa", "opa.sha256"])
def test_a_release_that_lacks_a_file_is_refused(release: Path, tmp_path: Path, absent: str) -> None:
    """Neither an unpublished digest nor an absent binary ends in a binary kept."""
    (release / absent).unlink()
    target = tmp_path / "bin-opa"

    answer = download(release.parent, target)

    assert answer.returncode == 1
    assert "cannot be had" in answer.stderr
    assert not target.exists()

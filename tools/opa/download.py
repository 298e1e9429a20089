"""Fetches one official OPA release and keeps it only if its published SHA-256 is right.

Arguments: version (as in the release's tag), file name, target path, and optionally another address to fetch from.
"""

import hashlib
import http.client
import sys
import time
import urllib.request
from pathlib import Path

RELEASES = "https://github.com/open-policy-agent/opa/releases/download"
CONNECT_SECONDS = 8
WHOLE_SECONDS = 600
LARGEST_BYTES = 200_000_000
CHUNK_BYTES = 1 << 16


def fetch(url: str) -> bytes:
    """The body behind an address; raises OSError when it cannot be had in time, is cut short or is too large."""
    deadline = time.monotonic() + WHOLE_SECONDS
    body = bytearray()
    with urllib.request.urlopen(url, timeout=CONNECT_SECONDS) as answer:  # noqa: S310 - the caller fixes the scheme
        while chunk := answer.read(CHUNK_BYTES):
            body += chunk
            if len(body) > LARGEST_BYTES:
                raise OSError(f"{url}: more than {LARGEST_BYTES} bytes")
            if time.monotonic() > deadline:
                raise TimeoutError(f"{url}: not finished after {WHOLE_SECONDS} seconds")
    return bytes(body)


def main(version: str, name: str, target: Path, releases: str = RELEASES) -> int:
    """Writes the checked binary to ``target``; 1 when it cannot be had or its digest is wrong."""
    address = f"{releases}/{version}/{name}"
    try:
        published = fetch(f"{address}.sha256").split()[0].decode("ascii")
        binary = fetch(address)
    except (OSError, http.client.HTTPException, IndexError, UnicodeDecodeError) as error:
        print(f"the official OPA release cannot be had: {error}", file=sys.stderr)
        return 1
    if hashlib.sha256(binary).hexdigest() != published:
        print(f"{address}: the SHA-256 is not the published one; not kept", file=sys.stderr)
        return 1
    partial = target.with_name(f"{target.name}.part")
    partial.write_bytes(binary)
    partial.chmod(0o755)
    partial.replace(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), *sys.argv[4:]))

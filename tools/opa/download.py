"""Fetches one official OPA release and keeps it only if its published SHA-256 is right."""

import hashlib
import sys
import urllib.error
import urllib.request
from pathlib import Path

RELEASES = "https://github.com/open-policy-agent/opa/releases/download"
TIMEOUT_SECONDS = 8
LARGEST_BYTES = 200_000_000


def fetch(url: str) -> bytes:
    """The body behind an https address; raises OSError when it cannot be had in time or is too large."""
    with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - the scheme is fixed above
        body: bytes = answer.read(LARGEST_BYTES + 1)
    if len(body) > LARGEST_BYTES:
        raise OSError(f"{url}: more than {LARGEST_BYTES} bytes")
    return body


def main(version: str, name: str, target: Path) -> int:
    """Writes the checked binary to ``target``; 1 when it cannot be had or its digest is wrong."""
    address = f"{RELEASES}/{version}/{name}"
    try:
        published = fetch(f"{address}.sha256").split()[0].decode("ascii")
        binary = fetch(address)
    except (OSError, IndexError, UnicodeDecodeError) as error:
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
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))

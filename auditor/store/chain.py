"""The chain that the records of a store hang on: what was changed, left out or put between them shows."""

from hashlib import sha256

GENESIS = "0" * 64
"""What the first record follows."""


def link(previous: str, record: bytes) -> str:
    """SHA-256 in hex of a record behind the link of the one before it."""
    return sha256(previous.encode() + record).hexdigest()

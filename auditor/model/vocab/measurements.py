"""How a look ended, and what a fact rests on."""

from enum import StrEnum


class State(StrEnum):
    """How a measurement ended. Only `ok` can carry a pass."""

    OK = "ok"
    PARTIAL = "partial"
    FILTERED = "filtered"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    NO_PERMISSION = "no_permission"
    OUT_OF_SCOPE = "out_of_scope"
    OUTSIDE_WINDOW = "outside_window"
    NOT_TRIED = "not_tried"
    PARSE_ERROR = "parse_error"


class Basis(StrEnum):
    """What a fact rests on."""

    MEASURED = "measured"
    CONFIGURED = "configured"
    IMPORTED = "imported"
    DECLARED = "declared"
    DOCUMENTED = "documented"


class KeyType(StrEnum):
    """The kind of a certificate's public key."""

    RSA = "rsa"
    DSA = "dsa"
    EC = "ec"
    ED25519 = "ed25519"
    ED448 = "ed448"
    OTHER = "other"
    UNREADABLE = "unreadable"

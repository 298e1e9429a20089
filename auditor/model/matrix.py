"""The declared-versus-observed matrix: one cell per pair of zones and per flow in it."""

from enum import StrEnum

from auditor.model.base import Document, Text


class MatrixState(StrEnum):
    """How a flow stands: declared or not, seen or not, or not measurable from anywhere we stood."""

    SEEN_ALLOWED = "seen_allowed"
    ALLOWED_NOT_SEEN = "allowed_not_seen"
    SEEN_UNDECLARED = "seen_undeclared"
    FORBIDDEN_SEEN = "forbidden_seen"
    NOT_MEASURABLE = "not_measurable"


class MatrixEntry(Document):
    """One flow between two zones. `target` is a host id or empty for a whole zone; `evidence` are observation ids.

    `forbidden_seen` is what no declaration can permit, declared or not (over the edge of an independent LAN; from TSLCD
    to the Internet), or undeclared from the Internet to the database or management zone; any other undeclared answer
    is `seen_undeclared`.
    """

    from_zone: Text
    to_zone: Text
    target: Text = ""
    port: Text = ""
    state: MatrixState
    flow: Text = ""
    evidence: tuple[Text, ...] = ()


class Matrix(Document):
    """All entries, and the pairs of zones nobody could measure."""

    entries: tuple[MatrixEntry, ...]

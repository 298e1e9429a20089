"""How long logs are kept on a host, and where they are sent."""

from auditor.model.base import Document, Text
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Logging(Document):
    """How long logs are kept (the shortest that logrotate, or a journal nobody else takes, keeps them) and where they
    are sent, as `tcp://host:port`. `oldest_days` is how far the journal's entries go back. Subject: host.
    """

    retention_days: int | None = None
    oldest_days: int | None = None
    remote_targets: tuple[Text, ...] = ()


KIND = Kind(
    name="logging",
    title="log configuration",
    shape=Logging,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
    excused={
        "oldest_days": "How far the journal goes back; a young machine shows less than it will keep.",
    },
)

"""What a host's own packet filter lets through to itself."""

from auditor.model.base import Document, Text, Told
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class TcpSpan(Document):
    """Ports that the filter treats alike, and from where a connection to them gets through: prefixes and ranges of
    addresses, of which the first are told.

    `limited`: nobody may come from everywhere, by the same measure as `source_limited` of `sshd_config`; absent where
    rules that nobody here understands decide.
    """

    first: int
    last: int
    sources: tuple[Text, ...] = ()
    limited: Told[bool] = None


class HostFilter(Document):
    """The filter of the host itself for what others send to it, over all its addresses and cards but the loopback.
    Together the spans are all TCP ports. Subject: host.
    """

    tcp: tuple[TcpSpan, ...] = ()


KIND = Kind(
    name="host_filter",
    title="the machine's own packet filter",
    shape=HostFilter,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/2",
)

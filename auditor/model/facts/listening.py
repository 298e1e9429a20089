"""What a host itself says it listens on."""

from auditor.model.base import Document, Port, Text, Told
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Socket(Document):
    """One socket that takes what others send: TCP in the state LISTEN, UDP that is joined to nobody.

    `address` is what it is bound to, canonical: `0.0.0.0` is every address of IPv4, `::` every one of IPv6, `*` every
    one of both. An IPv4 address in its IPv6 form is told as IPv4. `device` is the only interface from which it takes
    packets; empty for any.
    """

    port: Port
    address: Text
    device: Text = ""


class Program(Socket):
    """The name of a process that holds a socket, as the kernel keeps it: at most fifteen bytes, and chosen by whoever
    started it. Several that hold one socket are there one by one.
    """

    name: Text


class Listening(Document):
    """Sockets of the host's own network namespace, and the programs behind them. Subject: host.

    Where a program is not told for a socket, `programs` is unread: without privilege only the reader's own are told,
    and one that the kernel itself holds (NFS, WireGuard) has none.
    """

    sockets: tuple[Socket, ...] = ()
    programs: Told[tuple[Program, ...]] = None


KIND = Kind(
    name="listening",
    title="sockets the machine itself lists",
    shape=Listening,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/2",
)

"""Which ports a sweep found open, which were refused, and which stayed silent."""

from collections.abc import Collection

from auditor.model.base import Port, Told
from auditor.model.facts.addressed import EXCUSED, Addressed
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Ports(Addressed):
    """Ports seen open, and every port really tried (`swept`), from one vantage. Subject: host.

    A port is `open` when it answered at any address. It is `refused` when the machine itself said, at every address
    asked, that nothing takes packets there: for TCP a reset, for UDP an ICMP "port unreachable" from the very address.
    Every other port that was tried at every address is `silent`: nothing came back, or a firewall spoke for the
    machine. Silence tells what can be reached from the vantage and not what runs, and that only where the packet is
    known to have been sent: `left` are the silent ports of which it is shown that every unanswered packet left the
    vantage. `swept` is open, refused and silent together; facts of older readers have `open` and `swept` alone.
    """

    open: tuple[Port, ...] = ()
    swept: tuple[Port, ...] = ()
    refused: Told[tuple[Port, ...]] = None
    silent: Told[tuple[Port, ...]] = None
    left: Told[tuple[Port, ...]] = None

    def misses(self, addresses: Collection[str]) -> bool:
        """Whether one of some addresses was not dealt with: a sweep is about all addresses of its machine."""
        dealt_with = set(self.addresses_asked or ()).union(self.addresses_left_out or (), self.addresses_silent or ())
        return bool(self.addresses_asked) and not dealt_with.issuperset(addresses)


KIND = Kind(
    name="ports",
    title="open ports",
    shape=Ports,
    subject=SubjectKind.HOST,
    part=Part.SYSTEM,
    since="facts/1",
    excused={
        **EXCUSED,
    },
)

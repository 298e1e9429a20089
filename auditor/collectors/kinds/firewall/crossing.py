"""What gets from one zone to another through a gateway: its filter asked for each pair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auditor.collectors.filtering import ports
from auditor.collectors.filtering.boxes import Box, met
from auditor.collectors.filtering.reach import Packets, Passing, Wall
from auditor.collectors.filtering.rules import anything
from auditor.collectors.kinds.firewall.places import Places, Side
from auditor.collectors.spans import Spans, everything, joined

_NO_WAY_KNOWN = "the way to it"


@dataclass(frozen=True, slots=True)
class Crossing:
    """Packets of one IP version that get from a zone to one side, or may."""

    side: Side
    sure: tuple[Passing, ...]
    unsure: tuple[Passing, ...]

    @property
    def doubts(self) -> tuple[Passing, ...]:
        """Unsure ones that would open what nothing sure opens."""
        opened = ports.of(each.part.box for each in self.sure)
        return tuple(each for each in self.unsure if ports.beyond(ports.of([each.part.box]), opened))


@dataclass(frozen=True, slots=True)
class _Sender:
    """Addresses that a packet from a zone may have. `explicit`: of somebody else, so that only a rule which names the
    zone's interface, and not the one they are routed by, is about the zone.
    """

    addresses: Spans
    interfaces: int
    explicit: bool


class Crossings:
    """All pairs of one IP version. The filter is asked once for each side that packets go to."""

    def __init__(self, wall: Wall, places: Places) -> None:
        self._places = places
        self._whole = anything(places.family, places.names)
        self._sides = places.sides()
        self._answers = [self._asked(wall, side) for side in self._sides]

    def leaving(self, zone: str) -> list[Crossing]:
        """What gets out of a zone, by side; nothing is told of its own."""
        senders = self._senders(zone)
        mine = self._places.interfaces_of(zone)
        found = []
        for side, (sure, unsure) in zip(self._sides, self._answers, strict=True):
            if side.zone == zone and (not side.beyond or side.interfaces == mine):
                continue
            found.append(Crossing(side, self._sent(sure, senders, mine), self._sent(unsure, senders, mine)))
        return found

    def _asked(self, wall: Wall, side: Side) -> tuple[Sequence[Passing], Sequence[Passing]]:
        every = self._places.names.everything
        answer = wall.answer(
            Packets(
                iifs=every,
                oifs=side.interfaces or every,
                sources=everything(self._places.family),
                targets=side.addresses,
            )
        )
        if side.interfaces:
            return answer.sure, answer.unsure
        lost = [each for each in answer.sure if each.part.box.oif != every]
        kept = [each for each in answer.sure if each.part.box.oif == every]
        doubtful = [replace(each, part=replace(each.part, sure=False, why=_NO_WAY_KNOWN)) for each in lost]
        return kept, [*answer.unsure, *doubtful]

    def _senders(self, zone: str) -> list[_Sender]:
        mine = self._places.interfaces_of(zone)
        own = joined(
            span
            for side in self._sides
            if (side.zone == zone and not side.beyond)
            or (side.beyond and (side.interfaces & mine or not side.interfaces))
            for span in side.addresses
        )
        others = [
            _Sender(side.addresses, side.interfaces, explicit=True)
            for side in self._sides
            if side.interfaces and not side.interfaces & mine and side.zone != zone
        ]
        return [_Sender(own, mine, explicit=False), *others]

    def _sent(self, passing: Iterable[Passing], senders: Iterable[_Sender], mine: int) -> tuple[Passing, ...]:
        found = []
        for sender in senders:
            window = self._whole._replace(source=sender.addresses)
            window = window if sender.explicit else window._replace(iif=mine)
            if not sender.addresses:
                continue
            for each in passing:
                box = met(each.part.box, window)
                if box is not None and _is_about(box, sender, mine):
                    found.append(replace(each, part=replace(each.part, box=box._replace(iif=box.iif & mine))))
        return tuple(found)


def _is_about(box: Box, sender: _Sender, mine: int) -> bool:
    return not sender.explicit or bool(box.iif & mine and not box.iif & sender.interfaces)

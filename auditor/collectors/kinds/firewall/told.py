"""Crossings of both IP versions as the fact that tells them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from auditor.collectors.dialect import gap
from auditor.collectors.filtering import ports
from auditor.collectors.filtering.boxes import Box
from auditor.collectors.filtering.reach import Passing
from auditor.collectors.kinds.firewall.crossing import Crossing
from auditor.collectors.kinds.firewall.places import Places
from auditor.collectors.spans import Spans, common, joined, of_prefixes, told, without
from auditor.model.facts import Firewall, ForwardRule, Opening, Pair
from auditor.model.facts.reading import Unread
from auditor.text.harmless import from_target

MOST_RULES = 2000
MOST_OPENINGS = 300
_MOST_ADDRESSES = 20
Found = Sequence[tuple[Places, Crossing]]


def firewall(zone: str, found: Found) -> tuple[Firewall, tuple[Unread, ...]]:
    """What leaves a zone, and what of it was not understood."""
    rules = sorted({rule for places, crossing in found for rule in _rules(zone, places, crossing)}, key=_order)
    by_zone: dict[str, list[tuple[Places, Crossing]]] = {}
    for places, crossing in found:
        if not crossing.side.beyond:
            by_zone.setdefault(crossing.side.zone, []).append((places, crossing))
    pairs = tuple(_pair(zone, target, crossings) for target, crossings in sorted(by_zone.items()))
    crossings = [crossing for _, crossing in found]
    policy, everywhere = _policy(crossings), _everywhere(crossings)
    data = Firewall(forward_policy=policy, any_any=everywhere, rules=tuple(rules[:MOST_RULES]), pairs=pairs)
    return data, tuple(_gaps(zone, found, data, cut=len(rules) > MOST_RULES))


def _order(rule: ForwardRule) -> tuple[str, ...]:
    return rule.from_zone, rule.to_zone, rule.port, rule.source or "", rule.rule or "", str(rule.beyond)


def _rules(zone: str, places: Places, crossing: Crossing) -> Iterable[ForwardRule]:
    side = crossing.side
    by_rule: dict[str, list[Box]] = {}
    for each in crossing.sure:
        by_rule.setdefault(_named(each), []).append(each.part.box)
    for rule, boxes in by_rule.items():
        for port in ports.told(ports.of(boxes)):
            yield ForwardRule(
                from_zone=zone,
                to_zone=side.zone or _elsewhere(places, crossing),
                port=port,
                source=_source(zone, places, boxes),
                beyond=True if side.beyond and side.zone else None,
                rule=rule or None,
            )


def _named(passing: Passing) -> str:
    return from_target("; ".join(passing.rules), 200)


def _elsewhere(places: Places, crossing: Crossing) -> str:
    """A side of no declared zone: by the interface that leads there, else any."""
    names = places.names.told(crossing.side.interfaces)
    return f"interface {from_target(names[0], 40)}" if names else ""


def _source(zone: str, places: Places, boxes: Iterable[Box]) -> str | None:
    """Addresses that some packets come from, where they are not all that the zone has."""
    fewer = _fewer(zone, places, joined(span for box in boxes for span in box.source))
    return told(fewer, places.family) if fewer else None


def _fewer(zone: str, places: Places, sources: Spans) -> Spans:
    """Addresses that some packets come from, where they are not all that the zone has."""
    every = of_prefixes(places.zones.get(zone, ()), places.family)
    if not without(without(every, sources), places.own):
        return ()
    return common(sources, every) or sources


def _pair(zone: str, target: str, found: Found) -> Pair:
    opens = sorted(_openings(zone, found), key=lambda one: (one.port, one.sources, one.targets))
    pair = Pair(to_zone=target, state="open" if opens else "closed", opens=tuple(opens[:MOST_OPENINGS]))
    doubt = next((each for _, crossing in found for each in crossing.doubts), None)
    unread = None
    if doubt is not None:
        unread = {"state": "unread", "why": from_target(doubt.part.why, 120), "rule": _named(doubt) or None}
    elif len(opens) > MOST_OPENINGS:
        unread = {"state": "unread", "why": f"more than {MOST_OPENINGS} openings"}
    return pair.model_copy(update=unread) if unread else pair


def _openings(zone: str, found: Found) -> set[Opening]:
    """What surely gets through, by whom it is for and where it leads, whichever rules let it."""
    opens: set[Opening] = set()
    for places, crossing in found:
        by_ends: dict[tuple[Spans, Spans], list[Box]] = {}
        for targets, boxes in _alike(crossing):
            sources = _fewer(zone, places, joined(span for box in boxes for span in box.source))
            by_ends.setdefault((sources, targets), []).append(boxes[0])
        for ends, boxes in by_ends.items():
            here, there = (tuple(told(spans, places.family, _MOST_ADDRESSES).split()) for spans in ends)
            opens |= {Opening(port=each, sources=here, targets=there) for each in ports.told(ports.of(boxes))}
    return opens


def _alike(crossing: Crossing) -> Iterable[tuple[Spans, list[Box]]]:
    """What one rule lets through that differs by its sources alone, with the targets unless they are all of a side."""
    found: dict[tuple[object, ...], tuple[Spans, list[Box]]] = {}
    for each in crossing.sure:
        box = each.part.box
        targets: Spans = box.target if without(crossing.side.addresses, box.target) else ()
        key = (each.rules, targets, box.protocol, box.dport, box.icmp)
        found.setdefault(key, (targets, []))[1].append(box)
    return found.values()


def _policy(crossings: Sequence[Crossing]) -> Literal["drop", "accept"] | None:
    if any(not each.rules for crossing in crossings for each in crossing.sure):
        return "accept"
    return None if any(not each.rules for crossing in crossings for each in crossing.doubts) else "drop"


def _everywhere(crossings: Sequence[Crossing]) -> bool | None:
    """Whether every port to every side is open over one IP version."""
    by_family: dict[str, list[Crossing]] = {}
    for crossing in crossings:
        by_family.setdefault(_family(crossing), []).append(crossing)
    if any(_all_open(each, sure=True) for each in by_family.values()):
        return True
    return None if any(_all_open(each, sure=False) for each in by_family.values()) else False


def _all_open(crossings: Sequence[Crossing], *, sure: bool) -> bool:
    return bool(crossings) and all(
        ports.is_any(
            ports.of(each.part.box for each in ([*crossing.sure] if sure else [*crossing.sure, *crossing.unsure]))
        )
        for crossing in crossings
    )


def _family(crossing: Crossing) -> str:
    return "ipv6" if crossing.side.addresses[-1][1] >= 1 << 32 else "ipv4"


def _gaps(zone: str, found: Found, data: Firewall, *, cut: bool) -> Iterable[Unread]:
    told_of: dict[str, Passing] = {}
    for places, crossing in found:
        target = crossing.side.zone or _elsewhere(places, crossing)
        for doubt in crossing.doubts:
            told_of.setdefault(f"{zone} > {target or '*'}", doubt)
    for pair, doubt in list(told_of.items())[:20]:
        where = f"{pair}: {doubt.part.why}" + (f" ({_named(doubt)})" if doubt.rules else "")
        yield gap("rules", where, "not_understood")
    if cut:
        yield gap("rules", f"more than {MOST_RULES}", "too_many")
    fields: Mapping[str, object] = {"forward_policy": data.forward_policy, "any_any": data.any_any}
    for field, value in fields.items():
        if value is None:
            yield gap(field, next(iter(told_of), zone), "not_understood")

"""What nobody declared: traffic that was seen, links without a flow, flows whose users nobody can tell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor.model.facts import Observation
from auditor.model.inventory import Link
from auditor.model.matrix import Matrix, MatrixEntry, MatrixState
from auditor.model.reason import Reason, because
from auditor.plan.changes.links import flow_outwards
from auditor.plan.changes.planner import ChangePlanner, End
from auditor.plan.changes.shape import FlowQuestion
from auditor.plan.changes.ways import Asker, Way, standing_in

_UNDECLARED = (MatrixState.SEEN_UNDECLARED, MatrixState.FORBIDDEN_SEEN)


def seen_undeclared(
    planner: ChangePlanner, systems: Sequence[str], wave: str, seen: tuple[Matrix, Mapping[str, Observation]]
) -> Iterator[FlowQuestion]:
    """Answers nobody declared, to or from a machine that the wave leaves behind."""
    matrix, observations = seen
    left = {host.id: name for name in systems for host in planner.leaving(name)}
    for entry in matrix.entries:
        senders = {observations[one].vantage for one in entry.evidence if one in observations}
        touched = {left[name] for name in (entry.target, *senders) if name in left}
        if entry.state in _UNDECLARED and touched:
            yield _question(wave, touched, (entry.from_zone, entry.to_zone), _undeclared(entry), entry)


def _undeclared(entry: MatrixEntry) -> Reason:
    code = "seen_forbidden" if entry.state is MatrixState.FORBIDDEN_SEEN else "seen_not_declared"
    return because(code, entry.from_zone, entry.target, entry.port)


def _question(
    wave: str, systems: Iterable[str], zones: tuple[str, str], why: Reason, entry: MatrixEntry | None = None
) -> FlowQuestion:
    return FlowQuestion(
        wave=wave,
        systems=tuple(sorted(systems)),
        from_zone=zones[0],
        to_zone=zones[1],
        target=entry.target if entry else "",
        port=entry.port if entry else "",
        evidence=entry.evidence if entry else (),
        why=why,
    )


def barred_ways(wave: str, systems: Sequence[str], asker: Asker, ways: Iterable[Way]) -> Iterator[FlowQuestion]:
    """Ways that a flow, link or copy asks for and no declaration can permit, one question for each pair of zones."""
    pairs: dict[tuple[str, str], set[End]] = {}
    for way in ways:
        pairs.setdefault((way.source.zone, way.target.zone), set()).update((way.source, way.target))
    for zones, ends in sorted(pairs.items()):
        touched = {name for end in ends for name in end.systems} & set(systems)
        yield _question(wave, touched, zones, because("never_permitted", asker.id, *zones))


def whole_zone_flows(planner: ChangePlanner, systems: Sequence[str], wave: str) -> Iterator[FlowQuestion]:
    """Flows from a whole zone that the wave's systems stand in, where nothing says whether they use them."""
    for flow in planner.inventory.flows:
        if flow.from_hosts:
            continue
        known = planner.zone_users[flow.id]
        unclear = [name for name in systems if name not in known and standing_in(planner, name, flow.from_zone)]
        if unclear:
            yield _question(wave, unclear, (flow.from_zone, flow.to_zone), because("zone_flow_used", flow.id))


def link_without_flow(wave: str, systems: Iterable[str], link: Link) -> FlowQuestion:
    """A link that needs a permission which cannot be told from what is declared."""
    return _question(wave, systems, ("", ""), because("link_without_flow", link.id))


def link_outside(planner: ChangePlanner, wave: str, link: Link) -> Iterator[FlowQuestion]:
    """A direct link to somebody else's system, where no declared flow leads out."""
    if not link.target and not flow_outwards(planner, link):
        yield _question(wave, [link.source], ("", ""), because("link_outside", link.id, link.external))


def copy_unknown(wave: str, system: str) -> FlowQuestion:
    """Data has to be carried and no database or file service is declared on the machines it is on."""
    return _question(wave, [system], ("", ""), because("copy_path_unknown", system))

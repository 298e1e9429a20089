"""Machines that answer in a zone and that nobody declared: what a drawing of the network would have to show."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from auditor.estate import Estate
from auditor.model.facts import Observation
from auditor.model.facts.ports import Ports
from auditor.model.vocab.measurements import State
from auditor.model.vocab.subjects import SubjectKind


def unlisted(estate: Estate, observations: Iterable[Observation]) -> Mapping[str, list[str]]:
    """By zone the undeclared machines that a sweep met with something open, unless a newer finished sweep from the same
    vantage met nothing more; half a sweep that met something still met it.
    """
    sweeps = [look for look in observations if look.kind == "ports" and look.subject not in estate.hosts]
    newest: dict[tuple[str, str], datetime] = {}
    for look in sweeps:
        if look.state is State.OK:
            key = (look.subject, look.vantage)
            newest[key] = max(look.observed_at, newest.get(key, look.observed_at))
    met: dict[str, set[str]] = defaultdict(set)
    for look in sweeps:
        data = look.typed()
        if look.observed_at < newest.get((look.subject, look.vantage), look.observed_at):
            continue
        if isinstance(data, Ports) and data.open:
            met[estate.zone_of_subject(SubjectKind.HOST, look.subject) or look.zone].add(look.subject)
    return {zone: sorted(machines) for zone, machines in met.items()}

"""What of a system was met from the Internet, which its declaration may say nobody outside is served by."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from auditor.estate import Estate
from auditor.model.facts import Observation
from auditor.model.facts.ports import Ports
from auditor.model.inventory import System
from auditor.model.vocab.declared import ZoneKind
from auditor.model.vocab.measurements import State

_FRESH = timedelta(days=30)
"""What an older sweep did not meet may be there by now; what it met still speaks."""


def from_outside(
    estate: Estate, by_subject: Mapping[str, Sequence[Observation]], system: System, at: datetime
) -> dict[str, Any]:
    """`met_outside` and `seen_outside` of a system's row: services that sweeps from an Internet zone met open on its
    machines, and whether a finished and fresh one tried each of them.
    """
    met: set[str] = set()
    tried: list[bool] = []
    for host in estate.machines_of(system.id):
        sweeps = [look for look in by_subject.get(host.id, ()) if look.kind == "ports" and _outside(estate, look)]
        told = (look.typed() for look in sweeps)
        met |= {f"{host.id}/{port}" for data in told if isinstance(data, Ports) for port in data.open}
        tried.append(any(look.state is State.OK and at - look.observed_at <= _FRESH for look in sweeps))
    return {"met_outside": sorted(met), "seen_outside": bool(tried) and all(tried)}


def _outside(estate: Estate, look: Observation) -> bool:
    zone = estate.zones.get(look.zone)
    return zone is not None and zone.kind is ZoneKind.INTERNET

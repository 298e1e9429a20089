"""A small estate whose application moves, and runs made of it by hand."""

import copy
import datetime
from typing import Any

from auditor.estate.matrix import matrix
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.planning import Planning
from auditor.model.verdict import RunHead, RunResult, Verdict, totals_of
from auditor.plan.run import PlanRun
from auditor.plan.waves.shape import PlannedWave
from auditor.policy.catalogue import Catalogue

NIGHT = datetime.date(2027, 3, 6)
WAVE = PlannedWave(id="d1", date=NIGHT, systems=("app",))
ZONES = {
    "net": ("internet", "198.51.100.0/24"),
    "dmz": ("dmz", "10.1.0.0/24"),
    "srv": ("servers", "10.2.0.0/24"),
    "db": ("database", "10.3.0.0/24"),
    "office": ("internal", "10.4.0.0/24"),
    "tslcd": ("tslcd", "10.5.0.0/24"),
    "lan": ("independent_lan", "10.6.0.0/24"),
    "ndc": ("national", "10.9.0.0/24"),
}


def host(name: str, system: str, zone: str, address: str, **more: object) -> dict[str, Any]:
    return {"id": name, "system": system, "interfaces": [{"network": zone, "address": address}], **more}


def system(name: str, **more: object) -> dict[str, Any]:
    return {"id": name, "name": {"vi": name}, "kind": "application", "owner": "so", **more}


def base() -> dict[str, Any]:
    """The application's web server and database, and the machines built for them at the new place."""
    return {
        "zones": [{"id": name, "name": {"vi": name}, "kind": kind, "site": "idc"} for name, (kind, _) in ZONES.items()],
        "networks": [{"id": name, "zone": name, "prefixes": [prefix]} for name, (_, prefix) in ZONES.items()],
        "systems": [system("app", domains=["app.example.vn"]), system("peer")],
        "hosts": [
            host("web", "app", "dmz", "10.1.0.10", roles=["web"]),
            host("data", "app", "db", "10.3.0.10", roles=["database"]),
            host("new-web", "app", "ndc", "10.9.0.10", roles=["web"], instance="new"),
            host("new-data", "app", "ndc", "10.9.0.11", roles=["database"], instance="new"),
            host("peer-1", "peer", "srv", "10.2.0.20", roles=["app"]),
        ],
        "endpoints": [
            {"id": "web/tcp/443", "purpose": "web", "tls": True, "names": ["app.example.vn"]},
            {"id": "data/tcp/5432", "purpose": "database"},
            {"id": "peer-1/tcp/8443", "purpose": "api"},
        ],
        "flows": [],
        "links": [],
    }


def estate(**lists: list[dict[str, Any]]) -> Inventory:
    """The estate with entries added to its lists."""
    made = base()
    for name, entries in lists.items():
        made.setdefault(name, [])
        made[name] = made[name] + copy.deepcopy(entries)
    return Inventory.model_validate(made)


def without(inventory: Inventory, *hosts: str) -> Inventory:
    """The estate as it is when somebody has not entered those machines."""
    return inventory.model_copy(update={"hosts": tuple(one for one in inventory.hosts if one.id not in hosts)})


def head(as_of: datetime.date, name: str = "run-1", label: str = "none") -> RunHead:
    return RunHead.model_validate(
        {
            "id": name,
            "as_of": as_of,
            "evaluated_at": datetime.datetime.combine(as_of, datetime.time(5), datetime.UTC),
            "engine": "wasm",
            "tool_version": "0",
            "label": label,
        }
        | dict.fromkeys(("inventory_digest", "facts_digest", "policy_digest", "params_digest"), "x")
    )


def source(
    inventory: Inventory,
    observations: tuple[Observation, ...] = (),
    verdicts: tuple[Verdict, ...] = (),
    *,
    run: RunHead | None = None,
    planning: Planning | None = None,
    catalogue: Catalogue | None = None,
) -> PlanRun:
    """A run of the estate; its day is 1 February 2027."""
    return PlanRun(
        result=RunResult(
            run=run or head(datetime.date(2027, 2, 1)), totals=totals_of(verdicts), verdicts=tuple(verdicts)
        ),
        inventory=inventory,
        planning=planning or Planning(),
        catalogue=catalogue or Catalogue((), {}, {}),
        observations={one.id: one for one in observations},
        matrix=matrix(inventory, observations),
    )


def observation(
    kind: str,
    subject: str,
    data: dict[str, Any] | None,
    at: datetime.date,
    vantage: str = "probe",
    **more: object,
) -> Observation:
    """A look at noon; one without data says that nothing came back."""
    return Observation.model_validate(
        {
            "id": f"{kind}/{subject}@{vantage}",
            "kind": kind,
            "subject": subject,
            "vantage": vantage,
            "zone": "office",
            "state": "ok" if data is not None else "timeout",
            "basis": "measured",
            "observed_at": datetime.datetime.combine(at, datetime.time(4), datetime.UTC),
            "cause": None if data is not None else {"code": "timeout"},
            "data": data,
        }
        | more
    )

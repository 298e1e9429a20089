"""Small worlds for readiness and fixes: a catalogue, an inventory, verdicts, and the source made of them."""

import datetime
from collections.abc import Mapping
from typing import Any

from auditor.model.control import ControlMeta
from auditor.model.facts import Cause, Observation
from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix
from auditor.model.planning import Planning
from auditor.model.verdict import Evidence, RunHead, RunResult, Subject, Verdict, totals_of
from auditor.plan.run import PlanRun
from auditor.policy.catalogue import Catalogue
from tests.policy.small import CLAUSE

_TEXT = dict.fromkeys(("title", "title_vi", "rationale", "rationale_vi", "check_by_hand", "check_by_hand_vi"), "x")
_KINDS = {"ports": "same_zone", "snmp": "same_zone", "sshd_config": "self", "http": "any", "exports": "any"}


def control(name: str, subject: str = "host", *needs: Any, **keys: Any) -> ControlMeta:
    """A gating control. A need is a kind, or a kind and from where."""
    listed = [need if isinstance(need, tuple) else (need, _KINDS.get(need, "any")) for need in needs]
    document = {
        "id": name,
        "family": "network",
        "name": name.lower().replace("-", "_"),
        "severity": "high",
        "part": "system",
        "subject": subject,
        "max_age_days": 30,
        "needs": [{"kind": kind, "from": source} for kind, source in listed],
        "law": [CLAUSE | {"instrument": "x"}],
        "owner_role": "operator",
        "gates": ["migration"],
        "remedy": "mend",
        "remedy_vi": "sửa",
    }
    return ControlMeta.model_validate(_TEXT | document | keys)


CONTROLS = (
    control("NW-05", "host", "ports"),
    control("NW-03", "host", ("ports", "elsewhere")),
    control(
        "NW-04",
        "host",
        ("ports", "elsewhere"),
        params={"must_look_from": {"type": "set", "default": ["internal", "internet"], "origin": "ours"}},
    ),
    control("LV-07", "host", "ports"),
    control("AC-05", "host", "sshd_config"),
    control("CN-06", "endpoint", "http"),
    control("SY-11", "data_set", "exports"),
    control("LV-01", "system", "evidence.level_approval", owner_role="owner"),
    control("CN-05", "system", "evidence.level_approval", owner_role="owner"),
    control("SY-22", "system"),
    control("NW-01", "system"),
    control("MG-26", "system", owner_role="planner"),
    control("NW-99", "host", gates=[]),
)


def zone(name: str, kind: str, domain: str = "province") -> dict[str, Any]:
    return {"id": name, "name": {"vi": name}, "kind": kind, "site": "idc", "domain": domain}


def system(name: str, **keys: Any) -> dict[str, Any]:
    base = {"id": name, "name": {"vi": name}, "kind": "application", "owner": "so", "operator": "tt", "site": "idc"}
    return base | keys


def host(name: str, owner: str, network: str, last: int, **keys: Any) -> dict[str, Any]:
    """A machine in the network `n-<zone>`."""
    address = f"10.0.{sum(map(ord, network)) % 250}.{last}"
    return {"id": name, "system": owner, "interfaces": [{"network": f"n-{network}", "address": address}]} | keys


ZONES = (
    zone("srv", "servers"),
    zone("db", "database"),
    zone("lan-a", "internal"),
    zone("lan-b", "internal"),
    zone("net", "internet"),
    zone("alone", "internal", "elsewhere"),
)


def inventory(**keys: Any) -> Inventory:
    """Two systems with machines in two zones; `keys` replace whole lists."""
    lists: dict[str, Any] = {
        "organisations": [
            {"id": "so", "name": {"vi": "Sở"}, "kind": "department"},
            {"id": "tt", "name": {"vi": "Trung tâm"}, "kind": "department"},
        ],
        "sites": [{"id": "idc", "name": {"vi": "IDC"}, "organisation": "so"}],
        "zones": ZONES,
        "networks": [{"id": f"n-{row['id']}", "zone": row["id"], "prefixes": ["10.0.0.0/16"]} for row in ZONES],
        "systems": [system("app"), system("portal")],
        "hosts": [host("app-1", "app", "srv", 1), host("app-2", "app", "db", 2), host("web-1", "portal", "srv", 3)],
    }
    return Inventory.model_validate(lists | keys)


def verdict(name: str, subject: str, status: str, **keys: Any) -> Verdict:
    """`subject` is `kind:id@system`; a kind left out is a host, a system left out is `app`. Causes are `code arg …`."""
    head, _, owner = subject.partition("@")
    kind, _, identifier = head.rpartition(":")
    causes = [Cause(code=text.split()[0], args=tuple(text.split()[1:])) for text in keys.pop("causes", ())]
    evidence = [Evidence(id=piece, kind="ports", state="ok", basis="measured") for piece in keys.pop("evidence", ())]
    return Verdict(
        control=name,
        control_version=1,
        subject=Subject(kind=kind or "host", id=identifier, system=owner or "app"),
        status=status,
        severity=keys.pop("severity", "high"),
        causes=tuple(causes),
        evidence=tuple(evidence),
        **keys,
    )


def result(*verdicts: Verdict, name: str = "run-1") -> RunResult:
    head = RunHead(
        id=name,
        as_of=datetime.date(2026, 11, 22),
        evaluated_at=datetime.datetime(2026, 11, 22, 5, tzinfo=datetime.UTC),
        engine="wasm",
        tool_version="0",
        inventory_digest="i",
        facts_digest="f",
        policy_digest="p",
        params_digest="q",
    )
    return RunResult(run=head, totals=totals_of(verdicts), verdicts=verdicts)


def source(
    *verdicts: Verdict,
    estate: Inventory | None = None,
    costs: tuple[Mapping[str, Any], ...] = (),
    observations: tuple[Observation, ...] = (),
    controls: tuple[ControlMeta, ...] = CONTROLS,
) -> PlanRun:
    """A run of these verdicts over the small estate."""
    return PlanRun(
        result=result(*verdicts),
        inventory=estate or inventory(),
        planning=Planning.model_validate({"costs": costs}),
        catalogue=Catalogue(controls, {}, {}),
        observations={item.id: item for item in observations},
        matrix=Matrix(entries=()),
    )

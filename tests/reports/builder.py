"""One lifelike run of the made-up province as a `ReportInput`: sound by default, with planted faults, gaps and
warnings.
"""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from auditor.model.base import digest
from auditor.model.facts import Cause, Observation
from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix, MatrixEntry, MatrixState
from auditor.model.planning import Planning
from auditor.model.population import Population
from auditor.model.readiness import Blocker, Readiness, SystemReadiness
from auditor.model.verdict import (
    AppliedWaiver,
    CitedClause,
    Evidence,
    RunHead,
    RunResult,
    Subject,
    Verdict,
    totals_of,
)
from auditor.model.vocab.measurements import Basis, State
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Status
from auditor.pages.interface import ReportInput
from auditor.plan.run import PlanRun
from auditor.policy.catalogue import Catalogue
from tests.reports.province import HOSTS, SYSTEMS, inventory
from tests.reports.rules import catalogue

EVALUATED_AT = datetime.datetime(2026, 11, 22, 2, 15, tzinfo=datetime.UTC)
OBSERVED_AT = datetime.datetime(2026, 11, 21, 19, 40, tzinfo=datetime.UTC)

_DATA: dict[str, dict[str, Any]] = {
    "ports": {"open": ["tcp/22", "tcp/443"], "swept": ["tcp/21", "tcp/22", "tcp/23", "tcp/443", "udp/69"]},
    "tls": {
        "offered": ["TLSv1.2", "TLSv1.3"],
        "tried": ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"],
        "chain_valid": True,
    },
    "ntp": {"version": 4, "stratum": 3, "leap": 0, "offset_ms": 12},
    "logging": {"retention_days": 400, "remote_targets": ["10.10.40.9"]},
    "sshd_config": {
        "password_authentication": False,
        "keyboard_interactive": True,
        "public_key": True,
        "source_limited": True,
    },
    "reach": {"to_zone": "csdl", "control": True},
    "dns": {"name": "vi-du.gov.vn", "a": ["198.51.100.16"]},
}
_BASIS = {"logging": Basis.CONFIGURED, "sshd_config": Basis.CONFIGURED}
_EXPECTED: dict[str, Any] = {
    "NW-05": {"none_of": ["tcp/21", "tcp/23", "tcp/512", "udp/69"]},
    "NW-03": {"equals": []},
    "CN-07": {"none_of": ["SSLv3", "TLSv1.0", "TLSv1.1"]},
    "CN-08": {"at_least": 30},
    "CN-05": {"present": True},
    "CN-01": {"any_of": ["ndop", "ldop_to_ndop"]},
    "CN-13": {"present": True},
    "CN-04": {"equals": "dmz"},
    "SY-01": {"at_most": 1000},
    "LG-01": {"at_least": 365},
    "AC-05": {"at_least": 2},
    "LV-01": {"present": True},
    "SS-06": {"equals": "ban_co_yeu"},
    "MG-08": {"present": True},
}
_SOUND: dict[str, Any] = {
    "NW-05": [],
    "NW-03": [],
    "CN-07": [],
    "CN-08": 214,
    "CN-05": "40/40",
    "CN-01": "ndop",
    "CN-13": True,
    "CN-04": "dmz",
    "SY-01": 12,
    "LG-01": 400,
    "AC-05": 2,
    "LV-01": "12/QĐ-UBND",
    "SS-06": "ban_co_yeu",
    "MG-08": "3/BB",
}

# (control, subject id) -> status, observed, causes, flags
Planted = tuple[Status, Any, tuple[Cause, ...], tuple[str, ...]]


def _gap(code: str, *args: str) -> Planted:
    return Status.UNKNOWN, None, (Cause(code=code, args=args),), ()


def _fault(observed: Any, *flags: str) -> Planted:
    return Status.FAIL, observed, (), flags


def _warning(observed: Any, *flags: str) -> Planted:
    return Status.WARN, observed, (), flags


def _paper(kind: str) -> Planted:
    return Status.MANUAL, None, (Cause(code="record_missing", args=(kind,)),), ()


PLANTED: dict[tuple[str, str], Planted] = {
    ("NW-05", "dat-dai-db"): _fault(["tcp/23"]),
    ("NW-05", "mot-cua-may"): _warning(["tcp/21", "tcp/23"], "recommended"),
    ("NW-05", "sao-luu-may"): _fault(["tcp/21"], "evidence_stale"),
    ("NW-05", "tu-may-chu"): _gap("not_measured", "ports"),
    ("NW-03", "csdl"): _fault(["noi-bo-xa → dat-dai-db tcp/5432"]),
    ("CN-07", "dat-dai-web/tcp/443"): _warning(["TLSv1.0", "TLSv1.1"], "recommended"),
    ("CN-07", "thu-mx/tcp/443"): _warning(["TLSv1.1"], "recommended"),
    ("CN-07", "bao-cao-web/tcp/443"): _gap("observation", "tls/bao-cao-web/tcp/443/do-dmz", "timeout"),
    ("CN-08", "dat-dai-web/tcp/443"): _fault(-41),
    ("CN-08", "cong-web/tcp/443"): _warning(19),
    ("CN-08", "bao-cao-web/tcp/443"): _gap("observation", "tls/bao-cao-web/tcp/443/do-dmz", "timeout"),
    ("CN-05", "dat-dai"): _fault("27/40"),
    ("CN-05", "ioc"): _fault("12/40"),
    ("CN-05", "bao-cao"): _paper("evidence.level_approval"),
    ("CN-01", "lgsp"): _warning("ndxp", "not_yet_due"),
    ("CN-01", "kho-dl"): _warning("direct", "not_yet_due"),
    ("CN-13", "cong"): _fault("no AAAA"),
    ("CN-04", "lgsp-app"): _warning("may-chu", "unconfirmed"),
    ("SY-01", "qlvb-db"): _warning(5230, "recommended"),
    ("SY-01", "tu-may-chu"): _gap("observation", "ntp/tu-may-chu/do-quan-tri", "no_permission"),
    ("LG-01", "ioc-app"): _fault(30),
    ("LG-01", "kho-db"): _fault(90),
    ("LG-01", "tu-may-chu"): _gap("not_measured", "logging"),
    ("LG-01", "mot-cua-may"): _gap("not_measured", "logging"),
    ("AC-05", "tthc-db"): _fault(1),
    ("AC-05", "qlvb-db"): _fault(1),
    ("AC-05", "kho-db"): _fault(1),
    ("AC-05", "tu-may-chu"): _gap("not_measured", "sshd_config"),
    ("AC-05", "mot-cua-may"): _gap("evidence_stale", "sshd_config/mot-cua-may/mot-cua-may"),
    ("LV-01", "ioc"): _fault(None),
    ("LV-01", "mot-cua-xa"): _paper("evidence.level_approval"),
    ("LV-01", "bao-cao"): _paper("evidence.level_approval"),
    ("MG-08", "kho-dl"): _paper("evidence.restore_test"),
    ("MG-08", "truc-vb"): _warning("failed", "unconfirmed"),
    ("MG-08", "mot-cua-xa"): (
        Status.ERROR,
        None,
        (Cause(code="evaluation_aborted", args=("eval_type_error: to_number: invalid",)),),
        (),
    ),
}
_ONLY: dict[str, tuple[str, ...]] = {
    "CN-01": ("lgsp", "kho-dl", "tthc", "qlvb"),
    "CN-13": ("cong",),
    "CN-04": ("lgsp-app",),
}


def report_input() -> ReportInput:
    """The run and everything a report of it may show."""
    rules, estate = catalogue(), inventory()
    observations: dict[str, Observation] = {}
    verdicts = tuple(_verdicts(rules, observations))
    run = RunHead(
        id="20261122-0915-7f3c",
        as_of=datetime.date(2026, 11, 22),
        evaluated_at=EVALUATED_AT,
        engine="wasm",
        tool_version="0.1.0",
        inventory_digest=digest("inventory"),
        facts_digest=digest("facts"),
        policy_digest=digest("policy"),
        params_digest=digest("params"),
    )
    result = RunResult(run=run, totals=totals_of(verdicts), verdicts=verdicts)
    judged = readiness(result, estate, rules)
    return counted(ReportInput(result, estate, rules, observations, matrix(), judged, Population()))


def counted(report: ReportInput) -> ReportInput:
    """The same run with every system's disposition and state worked out anew."""
    run = PlanRun(report.result, report.inventory, Planning(), report.catalogue, report.observations, report.matrix)
    found = replace(run, given={"readiness": report.readiness}).population
    return replace(report, population=found, requests=run.requests)


def _subjects(kind: SubjectKind, control: str) -> Iterator[Subject]:
    if kind is SubjectKind.SYSTEM:
        found = [Subject(kind=kind, id=row[0], system=row[0]) for row in SYSTEMS]
    elif kind is SubjectKind.HOST:
        found = [Subject(kind=kind, id=row[0], system=row[1]) for row in HOSTS]
    elif kind is SubjectKind.ENDPOINT:
        found = [Subject(kind=kind, id=f"{row[0]}/tcp/443", system=row[1]) for row in HOSTS if row[2] == "dmz"]
    elif kind is SubjectKind.ZONE:
        found = [Subject(kind=kind, id="csdl")]
    else:
        found = [Subject(kind=kind, id="lk-tinh-uy-ubnd", system="dieu-hanh-tu")]
    chosen = _ONLY.get(control)
    yield from (subject for subject in found if chosen is None or subject.id in chosen)


def _verdicts(rules: Catalogue, observations: dict[str, Observation]) -> Iterator[Verdict]:
    for control in rules.controls:
        for subject in _subjects(control.subject, control.id):
            planted = PLANTED.get((control.id, subject.id))
            status, observed, causes, flags = planted or (Status.PASS, _SOUND[control.id], (), ())
            if control.id == "SS-06":
                status, observed = Status.NOT_APPLICABLE, None
            needed = control.needs[0].kind if control.needs else "inventory"
            yield Verdict(
                control=control.id,
                control_version=control.version,
                subject=subject,
                status=status,
                severity=control.severity,
                observed=observed,
                expected={} if status is Status.NOT_APPLICABLE else _EXPECTED[control.id],
                evidence=tuple(_evidence(needed, subject, status, observations)),
                causes=causes,
                flags=flags,
                due=datetime.date(2027, 1, 1) if "not_yet_due" in flags else None,
                law=tuple(
                    CitedClause(instrument=e.instrument, clause=e.clause, force=e.force, confidence=e.confidence)
                    for e in control.law
                ),
                waiver=_waiver(control.id, subject.id),
            )


def _waiver(control: str, subject: str) -> AppliedWaiver | None:
    if (control, subject) != ("LG-01", "kho-db"):
        return None
    return AppliedWaiver(
        id="w-2026-03", reason="Chờ bổ sung đĩa cứng", approver="vp-ubnd", until=datetime.date(2027, 1, 31)
    )


def _evidence(kind: str, subject: Subject, status: Status, observations: dict[str, Observation]) -> Iterator[Evidence]:
    if status in (Status.UNKNOWN, Status.MANUAL, Status.ERROR):
        return
    if kind.startswith("evidence.") or kind == "inventory":
        pointer = f"/systems/{subject.system}/plan" if kind == "inventory" else f"/evidence/ev-{subject.system}"
        basis = Basis.DECLARED if kind == "inventory" else Basis.DOCUMENTED
        yield Evidence(id=f"inv:{pointer}", kind=kind, state=State.OK, basis=basis, pointer=pointer)
        return
    place, zone = _vantage(subject)
    name = f"{kind}/{subject.id}/{place}"
    observations[name] = Observation(
        id=name,
        kind=kind,
        subject=subject.id,
        vantage=place,
        zone=zone,
        state=State.OK,
        basis=_BASIS.get(kind, Basis.MEASURED),
        observed_at=OBSERVED_AT,
        tool="nmap 7.93",
        data=_DATA[kind],
    )
    yield Evidence(
        id=name,
        kind=kind,
        state=State.OK,
        basis=_BASIS.get(kind, Basis.MEASURED),
        vantage=place,
        zone=zone,
        observed_at=OBSERVED_AT,
        digest=digest(observations[name]),
    )


def _vantage(subject: Subject) -> tuple[str, str]:
    if subject.kind is SubjectKind.ZONE:
        return "do-noi-bo-xa", "noi-bo-xa"
    host = subject.id.split("/")[0]
    zone = next((row[2] for row in HOSTS if row[0] == host), "dmz")
    return f"do-{zone}", zone


def matrix() -> Matrix:
    """A few flows of each state."""
    rows = (
        ("internet", "dmz", "tthc-web", "tcp/443", MatrixState.SEEN_ALLOWED),
        ("internet", "dmz", "qlvb-web", "tcp/443", MatrixState.SEEN_ALLOWED),
        ("internet", "dmz", "cong-web", "tcp/443", MatrixState.SEEN_ALLOWED),
        ("internet", "dmz", "dat-dai-web", "tcp/80", MatrixState.SEEN_UNDECLARED),
        ("internet", "csdl", "", "", MatrixState.NOT_MEASURABLE),
        ("dmz", "may-chu", "tthc-app", "tcp/8443", MatrixState.SEEN_ALLOWED),
        ("dmz", "csdl", "tthc-db", "tcp/5432", MatrixState.SEEN_ALLOWED),
        ("dmz", "csdl", "kho-db", "tcp/6379", MatrixState.SEEN_UNDECLARED),
        ("may-chu", "csdl", "qlvb-db", "tcp/5432", MatrixState.ALLOWED_NOT_SEEN),
        ("noi-bo-xa", "dmz", "tthc-web", "tcp/443", MatrixState.SEEN_ALLOWED),
        ("noi-bo-xa", "csdl", "dat-dai-db", "tcp/5432", MatrixState.FORBIDDEN_SEEN),
        ("quan-tri", "dmz", "", "tcp/22", MatrixState.SEEN_ALLOWED),
        ("quan-tri", "csdl", "", "tcp/22", MatrixState.SEEN_ALLOWED),
        ("tslcd", "dmz", "lgsp-app", "tcp/443", MatrixState.SEEN_ALLOWED),
        ("tslcd", "internet", "", "", MatrixState.NOT_MEASURABLE),
        ("mang-dang", "internet", "", "", MatrixState.NOT_MEASURABLE),
    )
    return Matrix(
        entries=tuple(MatrixEntry(from_zone=a, to_zone=b, target=t, port=p, state=s) for a, b, t, p, s in rows)
    )


def readiness(result: RunResult, estate: Inventory, rules: Catalogue) -> Readiness:
    """Readiness by the published rule, small enough to be checked by eye."""
    gating = {control.id: control for control in rules.controls if control.gates}
    systems = []
    for system in estate.systems:
        own = [v for v in result.verdicts if v.subject.system == system.id and v.control in gating]
        blockers = tuple(
            Blocker(
                control=v.control,
                subject=v.subject,
                status=v.status,
                severity=v.severity,
                owner=system.operator or system.owner,
                owner_role=gating[v.control].owner_role,
                remedy=gating[v.control].remedy,
                remedy_vi=gating[v.control].remedy_vi,
                due=v.due,
            )
            for v in own
            if v.status in (Status.FAIL, Status.WARN, Status.UNKNOWN, Status.MANUAL, Status.ERROR)
        )
        state = _state(blockers)
        passed = sum(v.status is Status.PASS for v in own)
        systems.append(
            SystemReadiness.model_validate(
                {
                    "id": system.id,
                    "decision": system.decision,
                    "state": state,
                    "blockers": blockers,
                    "gates": len(own),
                    "passed": passed,
                }
            )
        )
    return Readiness(run=result.run.id, systems=tuple(systems))


def _state(blockers: tuple[Blocker, ...]) -> str:
    if any(b.status is Status.FAIL and b.severity in ("crit", "high") for b in blockers):
        return "blocked"
    if any(b.status in (Status.UNKNOWN, Status.MANUAL, Status.ERROR) for b in blockers):
        return "unknown"
    return "conditional" if blockers else "ready"

"""Made-up plans for the leaders' page: the small province of the report tests, one of 300 systems, and an empty one."""

import datetime
from dataclasses import replace
from functools import cache

from auditor.model.inventory import Inventory, Link, System, Wave
from auditor.model.planning import Planning
from auditor.model.readiness import Readiness, SystemReadiness
from auditor.model.reason import because
from auditor.model.vocab.moves import Decision
from auditor.pages.interface import ReportInput
from auditor.plan.decisions.shape import Decisions, Proposal
from auditor.plan.history.shape import BurnUp, BurnUpPoint, Unreadable
from auditor.plan.movement.shape import Movement, SystemMovement
from auditor.plan.portfolio.shape import Portfolio
from auditor.plan.run import Choices, PlanRun
from auditor.plan.upgrades.shape import Upgrade, Upgrades
from auditor.plan.waves.shape import WavePlan
from tests.reports.builder import EVALUATED_AT, report_input

RUN = "20261122-0915-7f3c"
AS_OF = datetime.date(2026, 11, 22)
PLANNING = Planning.model_validate(
    {
        "freezes": [
            {"id": "tet", "name": {"vi": "Tết", "en": "New Year"}, "start": "2027-01-30", "end": "2027-02-21"},
            {
                "id": "thi",
                "name": {"vi": "Mùa thi"},
                "start": "2027-04-03",
                "end": "2027-04-20",
                "covers": "rollback",
            },
        ],
        "target": {"zones": [{"id": "ndc", "name": {"vi": "Phân khu"}, "slots_per_night": 4}]},
    }
)
LINKS = (
    ("tthc-qlvb", "tthc", "qlvb", True),
    ("qlvb-truc", "qlvb", "truc-vb", True),
    ("tthc-dat-dai", "tthc", "dat-dai", True),
    ("ioc-kho", "ioc", "kho-dl", False),
    ("tthc-kho", "tthc", "kho-dl", False),
    ("tthc-cong", "tthc", "cong", False),
    ("bao-cao-kho", "bao-cao", "kho-dl", False),
)


@cache
def small() -> tuple[ReportInput, Portfolio]:
    """The report tests' province: two waves, three runs, one of which cannot be read."""
    base = report_input()
    links = tuple(
        Link.model_validate(
            {"id": name, "source": source, "target": target, "hard": hard, "channel": "direct", "network": "lan"}
        )
        for name, source, target, hard in LINKS
    )
    waves = (
        Wave.model_validate(
            {"id": "dot-0", "name": {"vi": "Đợt 0", "en": "Wave 0"}, "date": "2026-10-03", "systems": ["bao-cao"]}
        ),
        *base.inventory.waves,
    )
    inventory = base.inventory.model_copy(update={"links": links, "waves": waves})
    report = replace(base, inventory=inventory)
    return _made(report, _parts(report, moved=("truc-vb",)))


@cache
def large(systems: int = 300, waves: int = 24) -> tuple[ReportInput, Portfolio]:
    """Many systems, waves and links, by rule and not by chance."""
    base = report_input()
    names = [f"he-thong-so-{n:03}" for n in range(systems)]
    held = names[: systems * 4 // 5]
    made = Inventory(
        organisations=base.inventory.organisations,
        systems=tuple(
            System.model_validate(
                {
                    "id": name,
                    "name": {"vi": f"Hệ thống thông tin chuyên ngành số {n}", "en": f"Information system {n}"},
                    "kind": "application",
                    "owner": "ubnd",
                    "decision": "migrate" if name in held else "retain_idc",
                }
            )
            for n, name in enumerate(names)
        ),
        links=tuple(
            Link.model_validate(
                {
                    "id": f"l{n}",
                    "source": names[n * 7 % systems],
                    "target": names[(n * 7 + 1 + n % 11 * (n % 3)) % systems],
                    "hard": n % 5 == 0,
                    "channel": "direct",
                    "network": "lan",
                }
            )
            for n in range(systems * 3)
            if names[n * 7 % systems] != names[(n * 7 + 1 + n % 11 * (n % 3)) % systems]
        ),
        waves=tuple(
            Wave.model_validate(
                {
                    "id": f"dot-{n + 1}",
                    "name": {"vi": f"Đợt {n + 1}", "en": f"Wave {n + 1}"},
                    "date": datetime.date(2027, 1, 9) + datetime.timedelta(days=21 * n),
                    "systems": [name for place, name in enumerate(held) if place * waves // len(held) == n],
                }
            )
            for n in range(waves)
        ),
    )
    states = ("ready", "blocked", "unknown", "conditional")
    readiness = Readiness(
        run=RUN,
        systems=tuple(
            SystemReadiness.model_validate({"id": name, "decision": None, "state": states[n % 4]})
            for n, name in enumerate(names)
        ),
    )
    report = replace(base, inventory=made, readiness=readiness)
    return _made(report, _parts(report))


@cache
def empty() -> tuple[ReportInput, Portfolio]:
    """No wave, nobody decided, no receiving side, no past run that can be read."""
    base = report_input()
    systems = tuple(system.model_copy(update={"decision": None}) for system in base.inventory.systems)
    report = replace(base, inventory=base.inventory.model_copy(update={"waves": (), "systems": systems}))
    made = _parts(report)
    parts = replace(made, planning=Planning(), given={**made.given, "history": BurnUp(run=RUN)})
    return _made(report, parts)


def proposed(plan: WavePlan) -> tuple[ReportInput, Portfolio]:
    """The small province under a proposal instead of its adopted waves."""
    report, _ = small()
    parts = _parts(report)
    return _made(report, replace(parts, choices=Choices(proposal=plan)))


def _made(report: ReportInput, parts: PlanRun) -> tuple[ReportInput, Portfolio]:
    return replace(report, population=parts.population), parts.portfolio


def _plan_source(report: ReportInput, planning: Planning) -> PlanRun:
    return PlanRun(report.result, report.inventory, planning, report.catalogue, report.observations, report.matrix)


def _parts(report: ReportInput, moved: tuple[str, ...] = ()) -> PlanRun:
    plan = _plan_source(report, PLANNING)
    given = {
        "decisions": Decisions(run=RUN, items=tuple(_proposal(system) for system in report.inventory.systems)),
        "movement": Movement(
            run=RUN, systems=tuple(SystemMovement.model_validate({"system": s, "state": "cut_over"}) for s in moved)
        ),
        "readiness": report.readiness,
        "upgrades": Upgrades(
            run=RUN,
            items=(
                Upgrade(id="u1", action="replace", what="ups", why=(because("x"),), urgency="now", million_vnd=900),
                Upgrade(id="u2", action="add", what="firewall", why=(because("x"),), urgency="before_moves"),
            ),
            million_vnd=900,
            unpriced=1,
        ),
        "history": _burn_up(report.readiness),
    }
    return replace(plan, given=given)


def _proposal(system: System) -> Proposal:
    declared = system.decision
    return Proposal(
        kind="system",
        id=system.id,
        declared=declared,
        proposed=Decision.MIGRATE,
        rule="r",
        why=(),
        standing="undecided" if declared is None else "agrees" if declared is Decision.MIGRATE else "differs",
        final=declared,
    )


def _burn_up(readiness: Readiness) -> BurnUp:
    now = [item.state for item in readiness.systems]
    total = len(now)
    points = [
        BurnUpPoint(
            run=f"20260{8 + n}01-0700-aaaa" if n < 2 else RUN,
            as_of=datetime.date(2026, 8 + n, 1) if n < 2 else AS_OF,
            evaluated_at=EVALUATED_AT,
            systems=total,
            ready=1 + n,
            conditional=2 * n,
            blocked=4 - n,
            unknown=total - 5 - 2 * n,
        )
        for n in range(3)
    ]
    return BurnUp(run=RUN, points=tuple(points), unreadable=(Unreadable(run="20260701-0700-bbbb", why=because("x")),))

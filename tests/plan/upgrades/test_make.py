"""The upgrade list names what fires, why and how urgently; what nobody entered is said and never passed over."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import PlanningError
from auditor.model.inventory import Inventory
from auditor.model.matrix import Matrix
from auditor.model.planning import Planning
from auditor.model.reason import because
from auditor.model.verdict import CitedClause, RunHead, RunResult, Subject, Verdict, totals_of
from auditor.model.vocab.controls import Confidence
from auditor.model.vocab.verdicts import Status
from auditor.plan.run import PlanRun
from auditor.plan.upgrades.make import upgrade_rules, upgrades
from auditor.plan.upgrades.rules import CircuitRule, UpgradeRules, VerdictRule
from auditor.plan.upgrades.shape import Upgrade, Upgrades
from auditor.policy.catalogue import Catalogue
from auditor.policy.compiled import load

RULES = upgrade_rules()
TODAY = datetime.date(2026, 11, 23)


def source(
    inventory: dict[str, Any], verdicts: tuple[Verdict, ...] = (), planning: dict[str, Any] | None = None
) -> PlanRun:
    declared: dict[str, Any] = {
        "organisations": [{"id": "tt", "name": {"vi": "Trung tâm"}, "kind": "department"}],
        "sites": [{"id": "idc", "name": {"vi": "IDC"}, "kind": "data_centre", "organisation": "tt"}],
    }
    head = RunHead(
        id="run-1",
        as_of=TODAY,
        evaluated_at=datetime.datetime(2026, 11, 23, 5, tzinfo=datetime.UTC),
        engine="wasm",
        tool_version="0",
        inventory_digest="i",
        facts_digest="f",
        policy_digest="p",
        params_digest="q",
    )
    return PlanRun(
        result=RunResult(run=head, totals=totals_of(verdicts), verdicts=verdicts),
        inventory=Inventory.model_validate(declared | inventory),
        planning=Planning.model_validate(planning or {}),
        catalogue=load().catalogue,
        observations={},
        matrix=Matrix(entries=()),
    )


def system(name: str, **values: Any) -> dict[str, Any]:
    return {"id": name, "name": {"vi": name}, "kind": "application", "owner": "tt", "site": "idc"} | values


def asset(kind: str, **values: Any) -> dict[str, Any]:
    return {"id": "a-1", "name": {"vi": "Một"}, "kind": kind, "site": "idc", "owner": "tt"} | values


def only(*names: str) -> UpgradeRules:
    return RULES.model_copy(update={"rules": tuple(rule for rule in RULES.rules if rule.id in names)})


def made(estate: PlanRun, rules: UpgradeRules) -> Upgrades:
    return upgrades(estate, rules, estate.population)


def judged(rules: UpgradeRules, *systems: dict[str, Any], **asset_values: Any) -> Upgrades:
    assets = [asset(**asset_values)] if asset_values else []
    return made(source({"systems": list(systems), "assets": assets}), rules)


STAYS = system("giu", level=3, decision="retain_idc")
MOVES = system("di", level=3, decision="migrate")


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ("2026-11-23", ("replace", "support-ended", "now", "upgrade_support_ended", None)),
        ("2026-11-24", ("replace", "support-ending", "within_a_year", "upgrade_support_ends", "2026-11-24")),
        ("2027-11-23", ("replace", "support-ending", "within_a_year", "upgrade_support_ends", "2027-11-23")),
        ("2027-11-24", None),
    ],
)
def test_support(ends: str, expected: tuple[str, ...] | None) -> None:
    """Support that has ended asks for a replacement, support that ends within a year for one in time."""
    found = judged(only("support-ended", "support-ending"), STAYS, kind="switch", support_ends=ends, serves=["giu"])

    assert ([expected] if expected else []) == [
        (item.action, item.rule, item.urgency, item.why[0].code, item.due.isoformat() if item.due else None)
        for item in found.items
    ]


@pytest.mark.parametrize(("used", "fires"), [(799, False), (800, True), (1000, True)])
def test_capacity(used: int, fires: bool) -> None:  # noqa: FBT001 - a case of the table
    """From four fifths on, capacity is asked for, and for a data centre the National Data Center's opinion first."""
    found = judged(only("capacity"), STAYS, kind="storage", capacity=1000, used=used, unit="TB", serves=["giu"])

    assert (
        [(True, "before_moves", (because("upgrade_capacity", used, 1000, "TB", 80), OPINION))] if fires else []
    ) == [(item.ask_ndc, item.urgency, item.why) for item in found.items]


OPINION = because("upgrade_ask_ndc", "Công văn số 4856/BCA-TTDLQG", "Annex 1 I.2.a, Annex 5 B.II.1", "C")


def test_the_opinion_is_guidance_of_low_confidence() -> None:
    """The text nobody read is never the item's legal basis."""
    item = judged(only("capacity"), STAYS, kind="storage", capacity=10, used=9).items[0]

    assert ("", "", None, True) == (item.instrument, item.clause, item.confidence, item.ask_ndc)


def test_single_device() -> None:
    """A device nothing stands in for is doubled only where a system of level 3 that stays hangs on it."""
    low = system("thap", level=2, decision="retain_idc")
    found = [
        judged(only("single-device"), STAYS, MOVES, low, kind="firewall", serves=serves)
        for serves in (["giu", "di"], ["di"], ["thap"])
    ]

    assert [[("add/firewall/a-1", (because("upgrade_single", "giu"),))], [], []] == [
        [(item.id, item.why) for item in one.items] for one in found
    ]


@pytest.mark.parametrize(
    ("features", "lacking"),
    [
        (["VLAN", "SNMP v3", "IPv6"], ()),
        (["vlan", "ipv6", "snmpv2c"], ("snmpv3",)),
        (["ssh"], ("vlan", "snmpv3", "ipv6")),
    ],
)
def test_features(features: list[str], lacking: tuple[str, ...]) -> None:
    """A missing feature is named; how it is spelt does not matter."""
    found = judged(only("device-features"), STAYS, kind="switch", features=features)

    assert ([because("upgrade_feature_missing", *lacking)] if lacking else []) == [
        r for i in found.items for r in i.why
    ]


def test_terminals_of_the_dedicated_network_by_law() -> None:
    """What stands in the dedicated network is held to the circular, by its clause."""
    inventory = {
        "systems": [STAYS],
        "zones": [{"id": "t", "name": {"vi": "t"}, "kind": "tslcd", "site": "idc"}],
        "networks": [{"id": "n", "zone": "t", "prefixes": ["10.0.0.0/24"], "kind": "tslcd"}],
        "hosts": [{"id": "h", "system": "giu", "interfaces": [{"network": "n", "address": "10.0.0.1"}]}],
        "assets": [asset("router", host="h", features=["vlan", "ipv6", "ssh"])],
    }
    found = made(source(inventory), only("terminal-features", "device-features"))

    assert [("terminal-features", "tt-06-2026-tt-bkhcn", "Annex I", Confidence.A, "upgrade_feature_missing")] == [
        (item.rule, item.instrument, item.clause, item.confidence, item.why[0].code) for item in found.items
    ]


def test_what_serves_only_leaving_systems_is_not_worth_it() -> None:
    """It is listed so that nobody buys it, last, and its cost is in no sum."""
    found = judged(
        only("support-ended"), MOVES, kind="server", support_ends="2020-01-01", serves=["di"], cost_million_vnd=900
    )

    assert (0, 0, [("later", False, "upgrade_serves_leaving", 900)]) == (
        found.million_vnd,
        found.unpriced,
        [(item.urgency, item.worth_it, item.why[-1].code, item.million_vnd) for item in found.items],
    )


@pytest.mark.parametrize("values", [{"decision": None}, {"label": "mat"}, {"declares_secrets": True}])
def test_who_never_leaves(values: dict[str, Any]) -> None:
    """What nobody decided about, or holds secrets, counts as staying, whatever anyone wrote."""
    found = judged(
        only("support-ended"),
        MOVES | values,
        kind="server",
        support_ends="2020-01-01",
        serves=["di"],
        cost_million_vnd=9,
    )

    assert (9, [True]) == (found.million_vnd, [item.worth_it for item in found.items])


def test_replacement_takes_over_the_upgrade() -> None:
    """One device is not both replaced and upgraded: the reasons stand together."""
    found = judged(
        only("support-ended", "capacity"), STAYS, kind="switch", support_ends="2020-01-01", capacity=10, used=10
    )

    assert [("replace/switch/a-1", ("upgrade_support_ended", "upgrade_capacity"))] == [
        (item.id, tuple(reason.code for reason in item.why)) for item in found.items
    ]


def test_nothing_entered_is_said() -> None:
    """What is missing to judge an asset is named for each rule, and nothing is concluded from it."""
    found = judged(RULES, STAYS, kind="firewall")
    about_assets = [reason for reason in found.unjudged if reason.args == ("a-1",)]

    assert [
        because(code, "a-1")
        for code in (
            "upgrade_no_support_date",
            "upgrade_no_capacity",
            "upgrade_no_serves",
            "upgrade_place_unknown",
            "upgrade_no_features",
        )
    ] == about_assets
    assert [] == [item for item in found.items if item.asset]


def test_no_assets_at_all() -> None:
    """An inventory without equipment is not one in which all equipment is sound."""
    assert because("upgrade_no_assets") in judged(RULES, STAYS).unjudged


def test_doubtful_redundancy() -> None:
    """A level nobody entered, or a stand-in named from one side only, is a question."""
    unlevelled = system("la", decision="retain_idc")
    one_sided = source(
        {
            "systems": [STAYS],
            "assets": [
                asset("firewall", serves=["giu"]),
                asset("firewall", serves=["giu"], redundant_with="a-1") | {"id": "a-2"},
            ],
        }
    )

    assert [(), (because("upgrade_level_unknown", "a-1"),), (), (because("upgrade_redundancy_one_sided", "a-1"),)] == [
        part
        for found in (
            judged(only("single-device"), unlevelled, kind="firewall", serves=["la"]),
            made(one_sided, only("single-device")),
        )
        for part in (found.items, found.unjudged)
    ]


@pytest.mark.parametrize(
    ("routes", "items", "missing"),
    [
        ((), (), ("upgrade_no_circuits",)),
        (("bac",), ("upgrade_circuits",), ()),
        (("bac", "bac"), ("upgrade_circuits",), ()),
        (("bac", "nam"), (), ()),
    ],
)
def test_circuits(routes: tuple[str, ...], items: tuple[str, ...], missing: tuple[str, ...]) -> None:
    """Two fibres on one route are not two routes; a site without declared circuits is a question."""
    circuits = [{"id": f"c-{n}", "site": "idc", "medium": "fibre", "route": route} for n, route in enumerate(routes)]
    found = made(source({"systems": [STAYS], "circuits": circuits, "assets": [asset("other")]}), only("two-routes"))

    assert (items, missing) == (
        tuple(reason.code for item in found.items for reason in item.why),
        tuple(reason.code for reason in found.unjudged),
    )


def test_software_of_what_stays() -> None:
    """Software out of support counts for systems that stay; of moving ones the decision speaks."""
    old = {"technology": {"os": "CentOS 7", "os_support_ends": "2024-06-30"}}
    found = judged(only("operating-system-support"), STAYS | old, MOVES | old, system("moi", decision="retain_idc"))

    assert (
        [("upgrade/os/giu", "now", (because("upgrade_os_ended", "giu", "CentOS 7", "2024-06-30"),), Confidence.C)],
        because("upgrade_no_os_date", "moi"),
    ) == (
        [(item.id, item.urgency, item.why, item.confidence) for item in found.items],
        found.unjudged[-1],
    )


def verdict(control: str, name: str, status: str) -> Verdict:
    return Verdict(
        control=control,
        control_version=1,
        subject=Subject(kind="system", id=name, system=name),
        status=Status(status),
        severity="high",
        law=(
            CitedClause(instrument="x", clause="2", force="binding", confidence="C"),
            CitedClause(instrument="qcvn-12-2026-bca", clause="3.12", force="recommended", confidence="A"),
        ),
    )


def test_controls_that_ask_for_infrastructure() -> None:
    """Verdicts of what stays are one item for each site, by the best-known clause; doubt is said, leavers are not."""
    verdicts = (
        verdict("SY-22", "giu", "fail"),
        verdict("SY-22", "di", "fail"),
        verdict("SY-22", "moi", "unknown"),
    )
    estate = source(
        {"systems": [STAYS, MOVES, system("moi")], "assets": [asset("other")]},
        verdicts,
        {"costs": [{"control": "SY-22", "million_vnd": 70}]},
    )
    found = made(estate, only("backup-copies"))

    assert (
        [("add/backup_copies/idc", "SY-22", ("giu",), "qcvn-12-2026-bca", Confidence.A, 70, "tt")],
        (because("upgrade_control_unknown", "SY-22"),),
        (70, 0),
    ) == (
        [(i.id, i.control, i.serves, i.instrument, i.confidence, i.million_vnd, i.owner) for i in found.items],
        found.unjudged,
        (found.million_vnd, found.unpriced),
    )


@pytest.mark.parametrize("status", ["unknown", "manual", "error"])
def test_doubt_is_no_pass(status: str) -> None:
    """A verdict that concludes nothing asks for no purchase and is not silent."""
    estate = source({"systems": [STAYS], "assets": [asset("other")]}, (verdict("SY-22", "giu", status),))

    assert ((), (because("upgrade_control_unknown", "SY-22"),)) == (
        made(estate, only("backup-copies")).items,
        made(estate, only("backup-copies")).unjudged,
    )


def test_a_control_without_verdicts_or_unknown_to_the_run() -> None:
    """A rule about a control this run did not judge, or does not have, says so."""
    absent = VerdictRule(id="x", test="verdict", control="ZZ-01", what="y", action="add", urgency="now")
    estate = source({"assets": [asset("other")]})
    chosen = only("backup-copies")
    rules = chosen.model_copy(update={"rules": (*chosen.rules, absent)})

    assert (because("upgrade_control_unjudged", "SY-22"), because("upgrade_control_absent", "ZZ-01")) == made(
        estate, rules
    ).unjudged


def test_every_control_of_the_shipped_rules_exists() -> None:
    """The shipped rules and opinion cite controls and instruments the catalogue has."""
    catalogue: Catalogue = load().catalogue
    known = {control.id for control in catalogue.controls}
    named = {rule.control for rule in RULES.rules if isinstance(rule, VerdictRule | CircuitRule) and rule.control}
    cited = {rule.law.instrument for rule in RULES.rules if rule.law}
    assert RULES.opinion is not None

    assert named
    assert set() == named - known
    assert set() == (cited | {RULES.opinion.law.instrument}) - set(catalogue.instruments)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rules:\n- {id: a, test: support, kinds: [switch], action: replace, urgency: now}", r"r\.yaml:2: .*missing"),
        (
            "rules:\n- {id: a, test: support, kinds: [toaster], within_days: 0, action: replace, urgency: now}",
            r"r\.yaml:2: .*toaster",
        ),
        ("rules:\n- {id: a, test: magic, action: add, urgency: now}", r"r\.yaml:2: .*magic"),
        (
            "rules:" + 2 * "\n- {id: a, test: verdict, control: CN-18, what: x, action: add, urgency: now}",
            r"r\.yaml:3: rules\[1\]\.id: is there twice",
        ),
        (
            "rules:\n- {id: a, test: capacity, kinds: [ups], above_permille: -3, action: add, urgency: now}",
            r"r\.yaml:2: .*-3",
        ),
    ],
)
def test_faulty_rules_are_refused_with_their_line(tmp_path: Path, text: str, message: str) -> None:
    """A rule that is malformed or there twice is an error with file and line, never a rule that does not fire."""
    path = tmp_path / "r.yaml"
    path.write_text(text)

    with pytest.raises(PlanningError, match=message):
        upgrade_rules(path)


_ASSETS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["switch", "storage", "ups", "licence"]),
        "serves": st.lists(st.sampled_from(["giu", "di"]), unique=True),
    },
    optional={
        "support_ends": st.dates(datetime.date(2024, 1, 1), datetime.date(2030, 1, 1)).map(str),
        "capacity": st.just(100),
        "used": st.integers(0, 100),
        "cost_million_vnd": st.integers(0, 1000),
        "features": st.lists(st.sampled_from(["vlan", "ipv6", "snmpv3"]), unique=True),
    },
)


def _entered(item: Upgrade) -> int:
    return item.million_vnd or 0


@settings(deadline=None)
@given(_ASSETS)
def test_sums_and_order(values: dict[str, Any]) -> None:
    """Sums are those of the items worth it, ids are unique, and every asset is in the list or judged or said."""
    found = judged(RULES, STAYS, MOVES, **values)
    worth = [item for item in found.items if item.worth_it]

    assert (sum(map(_entered, worth)), sum(item.million_vnd is None for item in worth)) == (
        found.million_vnd,
        found.unpriced,
    )
    assert len({item.id for item in found.items}) == len(found.items)
    assert ("support_ends" in values) or because("upgrade_no_support_date", "a-1") in found.unjudged
    assert all(item.why for item in found.items)
    assert all(item.worth_it or item.urgency == "later" for item in found.items)

"""What is proposed for each system and data set, and how it stands to what people decided."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import PlanningError
from auditor.law.instruments import standing
from auditor.model.reason import Reason, because
from auditor.model.vocab.controls import Confidence
from auditor.model.vocab.declared import SystemKind, Trait
from auditor.model.vocab.moves import Decision
from auditor.model.vocab.secrecy import Label
from auditor.plan.decisions.make import DecisionRules, decision_rules, decisions
from auditor.plan.decisions.shape import Decisions, Proposal, RuleLaw
from auditor.policy.catalogue import Catalogue
from auditor.policy.compiled import load
from tests.plan.sources import source_of

RULES = decision_rules()
NAME = {"vi": "Một"}


def system(name: str = "app", **changes: Any) -> dict[str, Any]:
    return {"id": name, "name": NAME, "kind": "application", "owner": "so"} | changes


def data(name: str = "ho-so", **changes: Any) -> dict[str, Any]:
    return {"id": name, "name": NAME, "system": "app", "entity": name} | changes


def decided(*systems: dict[str, Any], data_sets: tuple[dict[str, Any], ...] = (), rules: DecisionRules = RULES) -> Any:
    run = source_of({"systems": systems, "data_sets": data_sets}, places={"systems/app/decision": "he-thong.yaml:7"})
    return {item.id: item for item in decisions(run, rules).items}


def test_the_whole_answer() -> None:
    """A proposal names its rule, the facts that made it fire, the clause and how well that is known."""
    run = source_of({"systems": [system(label="mat", decision="migrate")]})
    expected = Proposal(
        kind="system",
        id="app",
        label=Label.MAT,
        declared=Decision.MIGRATE,
        proposed=Decision.RETAIN_ISOLATED,
        rule="state-secrets",
        why=(
            because("rule_secret", "state-secrets"),
            because("fact_label_mat", "app"),
            because("decision_forbidden", "migrate"),
        ),
        law=(
            RuleLaw(instrument="qd-1562-2025-qd-ttg", clause="toàn văn", confidence=Confidence.B),
            RuleLaw(instrument="luat-117-2025-qh15", clause="toàn văn", confidence=Confidence.B),
        ),
        standing="forbidden",
        final=None,
        line="systems/app/decision",
    )

    assert Decisions(run="run-1", items=(expected,)) == decisions(run, RULES)


OLD = {"os": "CentOS 7", "os_support_ends": "2024-06-30"}


@pytest.mark.parametrize(
    ("changes", "rule", "decision"),
    [
        ({"declares_secrets": True, "kind": "sharing_platform"}, "state-secrets", "retain_isolated"),
        ({"kind": "party_wan"}, "party-wan", "retain_isolated"),
        ({"kind": "ndop_agent", "technology": OLD}, "edge-to-ndop", "retain_idc"),
        ({"kind": "former_service_portal", "key_system": True}, "former-portal", "retire"),
        ({"kind": "soc"}, "centre-itself", "retain_idc"),
        ({"traits": ["media_latency"], "technology": OLD}, "place-bound", "retain_idc"),
        ({"kind": "ioc", "traits": ["edge_devices"]}, "operations-centre-core", "migrate"),
        ({"technology": OLD, "key_system": True}, "unsupported-software", "modernise_first"),
        ({"technology": {"os": "x", "os_support_ends": "2026-11-22"}}, "", None),
        ({"traits": ["shared_province"], "level": 3, "serves_citizens": True}, "early", "migrate"),
        ({"traits": ["national_sync"], "level": 4}, "early", "migrate"),
        ({"traits": ["shared_province"], "level": 3}, "", None),
        ({"key_system": True, "level": 2}, "key-system", "migrate"),
        ({"traits": ["low_use", "vendor_hosted"], "level": 1}, "little-used", "retire"),
        ({"traits": ["low_use"], "level": 2}, "late", "migrate"),
        ({"traits": ["low_use"], "level": 3}, "", None),
        ({"traits": ["low_use"]}, "", None),
        ({}, "", None),
    ],
)
def test_shipped_rules(changes: dict[str, Any], rule: str, decision: str | None) -> None:
    """The first rule of which every condition holds proposes; where none does, nothing is proposed."""
    found = decided(system(**changes))["app"]

    assert (rule, decision) == (found.rule, found.proposed)
    assert (rule == "early") == found.early


def test_data_of_a_national_master() -> None:
    """Where every data set has a national master the system is replaced; where one is the province's own it is not."""
    national = data(national_source="CSDL quốc gia về dân cư")
    own = data("rieng")

    replaced = decided(system(), data_sets=(national,))
    mixed = decided(system(), data_sets=(national, own))

    assert ("national-master", "data-national-master") == (replaced["app"].rule, replaced["ho-so"].rule)
    assert because("fact_national_source", "ho-so", "CSDL quốc gia về dân cư") in replaced["app"].why
    assert ("nothing-ties-it", "data-national-master", "data-follows") == (
        mixed["app"].rule,
        mixed["ho-so"].rule,
        mixed["rieng"].rule,
    )


def test_no_rule_says_so_and_names_what_is_missing() -> None:
    """Without a rule nothing is proposed; rules that only lacked data are named with what they lacked."""
    expected = (
        because("rule_none", "app"),
        because("rule_open", "unsupported-software"),
        because("missing_support"),
        because("rule_open", "late"),
        because("missing_level"),
    )
    found = decided(system(traits=["low_use"]))["app"]

    assert (None, "", expected, "undecided", None) == (
        found.proposed,
        found.rule,
        found.why,
        found.standing,
        found.final,
    )


@pytest.mark.parametrize(
    ("technology", "missing"),
    [
        (None, True),
        ({"os": "x"}, True),
        ({"os": "x", "os_support_ends": "2030-01-01", "dbms": "y"}, True),
        ({"os": "x", "os_support_ends": "2030-01-01"}, False),
        ({"os": "x", "os_support_ends": "2030-01-01", "dbms": "y", "dbms_support_ends": "2030-01-01"}, False),
    ],
)
def test_software_counts_as_supported_only_when_all_of_it_is_known(technology: Any, missing: bool) -> None:  # noqa: FBT001  # a case's expectation
    """A part without its date leaves the question open, and the proposal says so."""
    found = decided(system(key_system=True, technology=technology))["app"]

    assert "key-system" == found.rule
    assert missing == (because("missing_support") in found.why)


@pytest.mark.parametrize(
    ("decision", "standing", "final", "line"),
    [
        (None, "undecided", None, "he-thong.yaml:7"),
        ("retain_idc", "agrees", "retain_idc", ""),
        ("migrate", "differs", "migrate", "he-thong.yaml:7"),
    ],
)
def test_people_decide(decision: str | None, standing: str, final: str | None, line: str) -> None:
    """A person's decision stands before the proposal; a disagreement is shown with the line to look at."""
    found = decided(system(kind="soc", decision=decision))["app"]

    assert (standing, final, line) == (found.standing, found.final, found.line)
    assert (standing == "differs") == (because("decision_differs", "migrate") in found.why)


def test_what_no_rule_speaks_of_stands_as_decided() -> None:
    """Nothing speaks against a decision about which no rule says anything."""
    found = decided(system(decision="retire"))["app"]

    assert ("agrees", None, "retire") == (found.standing, found.proposed, found.final)


def test_labelled_data_makes_its_system_secret() -> None:
    """One labelled data set holds its system, and all other data of it, to the two decisions the law leaves."""
    found = decided(
        system(decision="migrate"),
        data_sets=(data(label="toi_mat", decision="retire"), data("khac", decision="special_zone")),
    )

    assert {
        "app": ("forbidden", None, "retain_isolated"),
        "ho-so": ("forbidden", None, "retain_isolated"),
        "khac": ("differs", "special_zone", "retain_isolated"),
    } == {name: (item.standing, item.final, item.proposed) for name, item in found.items()}
    assert because("fact_label_toi_mat", "ho-so") in found["app"].why


def test_data_follows_its_system() -> None:
    """Data without a rule of its own goes where its system was decided, or else proposed, to go."""
    by_people = decided(system(kind="soc", decision="retire"), data_sets=(data(role="copy"),))["ho-so"]
    by_rule = decided(system(kind="soc"), data_sets=(data(role="copy"),))["ho-so"]
    forbidden = decided(system(label="mat", decision="migrate"), data_sets=(data(),))["ho-so"]

    assert ("retire", "retain_idc", "retain_isolated") == (by_people.proposed, by_rule.proposed, forbidden.proposed)
    assert because("rule_follows_system", "app") == by_people.why[0]


def merges(*systems: dict[str, Any], data_sets: tuple[dict[str, Any], ...] = ()) -> dict[str, str]:
    found = decided(*systems, data_sets=data_sets)
    return {name: item.consolidate_into for name, item in found.items() if item.proposed == Decision.CONSOLIDATE}


def test_declared_duplicates_are_joined() -> None:
    """A system goes into the one it is declared to duplicate, along a chain to its end; of a ring the greater stays."""
    a, b = system("a", move={"duplicates": "b"}), system("b", move={"duplicates": "c"})

    assert {"a": "c", "b": "c"} == merges(a, b, system("c"))
    assert {"a": "b"} == merges(a, b | {"move": {"duplicates": "a"}, "key_system": True})
    assert {"b": "a"} == merges(a, b | {"move": {"duplicates": "a"}})


def test_duplicates_that_end_or_hold_secrets_take_nothing_in() -> None:
    """Nothing is proposed to be joined into what ends, is secret or is not there."""
    a = system("a", move={"duplicates": "b"})

    assert {} == merges(a, system("b", decision="retire"))
    assert {} == merges(a, system("b", label="mat"))
    assert {} == merges(a, system("b", declares_secrets=True))
    assert {} == merges(a)


def test_the_same_master_twice() -> None:
    """Systems of one kind with the same master data are joined into the one more depends on; their data too."""
    twice = (data("a1", system="a", entity="x"), data("b1", system="b", entity="x", rows=5))
    merged = merges(system("a"), system("b", scope="province"), data_sets=twice)
    other_kind = merges(system("a"), system("b", kind="reporting"), data_sets=twice)
    copies = merges(system("a"), system("b"), data_sets=(twice[0], twice[1] | {"role": "copy"}))

    assert {"a": "b", "a1": "b1"} == merged
    assert {"a1": "b1"} == other_kind
    assert {} == copies


def test_shipped_rules_name_known_texts() -> None:
    """Every text a shipped rule leans on is in the law tables, and stands on the day they were checked."""
    texts = load().catalogue.instruments
    named = {entry.instrument for rule in (*RULES.systems, *RULES.data_sets) for entry in rule.law}
    day = datetime.date(2026, 11, 22)

    assert {} == {name: None for name in named if name not in texts}
    assert set() == {
        name for name in named if standing(texts[name].effective_from, texts[name].effective_to, day) != "in_force"
    }


@pytest.mark.parametrize(
    ("day", "named", "said"),
    [
        ("2026-11-22", ["nd-224-2026-nd-cp"], ()),
        ("2026-06-30", [], (because("law_not_yet", "nd-224-2026-nd-cp"),)),
        ("2030-01-01", [], (because("law_ended", "nd-224-2026-nd-cp"),)),
    ],
)
def test_a_text_not_in_force_is_not_leant_on(day: str, named: list[str], said: tuple[Reason, ...]) -> None:
    """On the run's date a clause counts only while its text is in force; otherwise the reasons say so."""
    run = source_of({"systems": [system(kind="former_service_portal")]})
    text = (
        load().catalogue.instruments["nd-224-2026-nd-cp"].model_copy(update={"effective_to": datetime.date(2029, 1, 1)})
    )
    head = run.result.run.model_copy(update={"as_of": datetime.date.fromisoformat(day)})
    dated = replace(
        run,
        result=run.result.model_copy(update={"run": head}),
        catalogue=Catalogue((), {text.id: text}, {}),
    )
    (found,) = decisions(dated, RULES).items

    assert ("retire", named) == (found.proposed, [entry.instrument for entry in found.law])
    assert said == tuple(why for why in found.why if why.code.startswith("law_"))


_LABELS = st.sampled_from([label.value for label in Label])
_DECISIONS = st.none() | st.sampled_from([decision.value for decision in Decision])
_SYSTEMS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([kind.value for kind in SystemKind]),
        "label": _LABELS,
        "declares_secrets": st.booleans(),
        "level": st.none() | st.integers(1, 5),
        "traits": st.lists(st.sampled_from([trait.value for trait in Trait]), unique=True, max_size=4),
        "key_system": st.booleans(),
        "serves_citizens": st.booleans(),
        "decision": _DECISIONS,
        "technology": st.none() | st.just(OLD),
        "move": st.none() | st.fixed_dictionaries({"duplicates": st.sampled_from(["s0", "s1", "s2"])}),
    }
)
_DATA = st.fixed_dictionaries(
    {
        "system": st.sampled_from(["s0", "s1", "s2"]),
        "entity": st.sampled_from(["x", "y"]),
        "role": st.sampled_from(["system_of_record", "copy", "cache", "client"]),
        "label": _LABELS,
        "national_source": st.sampled_from(["", "quốc gia"]),
        "decision": _DECISIONS,
    }
)


@given(st.lists(_SYSTEMS, min_size=3, max_size=3), st.lists(_DATA, max_size=5))
def test_nothing_secret_ever_moves(systems: list[dict[str, Any]], sets: list[dict[str, Any]]) -> None:
    """Whatever is written anywhere, what holds state secrets is decided and proposed to stay, or not at all."""
    named = [system(f"s{n}", **changes) for n, changes in enumerate(systems)]
    held = [data(f"d{n}", **changes) for n, changes in enumerate(sets)]
    found = decided(*named, data_sets=tuple(held))
    secret = {row["id"] for row in named if row["label"] != "none" or row["declares_secrets"]}
    secret |= {row["system"] for row in held if row["label"] != "none"}
    secret |= {row["id"] for row in held if row["system"] in secret}
    allowed = {None, Decision.RETAIN_ISOLATED, Decision.SPECIAL_ZONE}

    assert {row["id"] for row in (*named, *held)} == set(found)
    for item in found.values():
        assert item.id not in secret or {item.final, item.proposed} <= allowed
        assert item.consolidate_into not in secret
        assert item.final in (None, item.declared)
        assert item.id in secret or item.standing != "forbidden"
        assert (item.proposed == Decision.CONSOLIDATE and item.rule != "data-follows") == bool(item.consolidate_into)


def rule(when: str, decide: str = "retire", *, name: str = "a", more: str = "origin: ours") -> str:
    return f"- {{id: {name}, when: {{{when}}}, decide: {decide}, reason: rule_own, {more}}}\n"


KEY = "key_system: true"
GUARD = rule("secret: true", "retain_isolated", name="g")
DATA = "data_sets:\n" + rule("secret: false", "migrate", name="d")
LET_GO = "decide: would let something with state secrets be decided otherwise"


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (GUARD + rule("colour: red"), ":3: systems[1].when.colour: is no known key"),
        (GUARD + rule(KEY, "fly"), ":3: systems[1].decide: is not an allowed value (found 'fly')"),
        (GUARD + rule("traits: [old]"), ":3: systems[1].when.traits[0]: is not an allowed value (found 'old')"),
        (GUARD + rule("level_at_least: 9"), ":3: systems[1].when.level_at_least"),
        (GUARD + rule(KEY, name="g"), ":3: systems[1].id: is used twice (found 'g')"),
        (rule(KEY, "migrate") + GUARD, f":2: systems[0].{LET_GO}"),
        (GUARD + rule("secret: true, level_at_most: 1", "migrate"), f":3: systems[1].{LET_GO}"),
        (rule("secret: true, level_at_most: 1", "special_zone", name="b") + rule(KEY), f":3: systems[1].{LET_GO}"),
        (GUARD + rule("") + rule(KEY, name="b"), ":3: systems[1].when: has no condition"),
        (GUARD + rule(KEY, "consolidate"), ":3: systems[1].decide: consolidates without knowing into what"),
        (GUARD + rule(KEY, more="early: true, origin: ours"), ":3: systems[1].early: stands beside a decision"),
        (GUARD + rule(KEY, more="origin: law"), ":3: systems[1].origin: says that the law commands it"),
        (f"{GUARD}data_sets:\n{rule('', 'follow_system')}", f":4: data_sets[0].{LET_GO}"),
        ("[\n", ":"),
    ],
)
def test_faulty_rules_are_refused(tmp_path: Path, rules: str, words: str) -> None:
    """Each fault is named with file, line and value; above all a rule by which secrets could move."""
    path = tmp_path / "rules.yaml"
    path.write_text(f"systems:\n{rules}" + ("" if "data_sets" in rules else DATA))

    with pytest.raises(PlanningError) as refused:
        decision_rules(path)
    assert f"rules.yaml{words}" in str(refused.value)


def test_a_province_may_have_rules_of_its_own(tmp_path: Path) -> None:
    """Another file replaces the shipped rules whole."""
    path = tmp_path / "rules.yaml"
    own = rule("level_at_least: 2, cloud_licence: true", "migrate", name="thuong")
    path.write_text(f"systems:\n{GUARD}{own}{DATA}")
    found = decided(system(level=2, technology={"cloud_licence": True}), rules=decision_rules(path))["app"]
    unknown = decided(system(level=2), rules=decision_rules(path))["app"]

    expected = ("rule_own", "fact_level", "fact_licence_allows", "rule_ours")
    assert ("thuong", expected) == (found.rule, tuple(why.code for why in found.why))
    assert ("", (because("rule_none", "app"), because("rule_open", "thuong"), because("missing_licence"))) == (
        unknown.rule,
        unknown.why,
    )

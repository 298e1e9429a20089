"""The constitution: each rule of `policies/main` against small controls, on both engines: none ends in a false pass."""

import datetime
from typing import Any

import pytest

from auditor.model.vocab.measurements import State
from tests.policy.small import CLAUSE, DAY, Controls, Judge, document, observation

pytestmark = pytest.mark.needs_opa

_OPEN = """
import data.lib.facts
import data.lib.finding

findings contains finding.fail(host.id, {"tcp/23"}, {"none_of": {"tcp/23"}}, facts.seen(host.id, "ports")) if {
	some host in input.inventory.hosts
	"tcp/23" in facts.open_ports[host.id]
}

findings contains finding.pass(host.id, set(), {"none_of": {"tcp/23"}}, facts.seen(host.id, "ports")) if {
	some host in input.inventory.hosts
	not "tcp/23" in object.get(facts.open_ports, host.id, set())
}
"""
"""A careless control: it passes whatever it has not seen open, on any evidence. The constitution must catch that."""

_SILENT = "findings contains finding if {\n\tfalse\n\tfinding := {}\n}"


def _says(*findings: str) -> str:
    return "\n\n".join(f"findings contains {finding}" for finding in findings)


def _finding(status: str, subject: str = "a", evidence: str = '{"ports/a/probe"}') -> str:
    return f'["{status}", "{subject}", 1, {{"equals": 2}}, {evidence}]'


def _named(status: str, duties: str) -> str:
    return f"{_finding(status)[:-1]}, {duties}]"


CONTROLS: Controls = {
    "plain": ({}, _OPEN),
    "successive": ({"law": [CLAUSE | {"from": "2026-11-23"}, CLAUSE | {"id": "d2", "to": "2026-11-23"}]}, _OPEN),
    "level_four": ({"law": [CLAUSE | {"applies_to": {"levels": [4]}}]}, _OPEN),
    "supported": ({"law": [CLAUSE | {"to": "2026-12-23"}, CLAUSE | {"id": "s1", "role": "support"}]}, _OPEN),
    "silent": ({}, _SILENT),
    "lacking": (
        {},
        _says(_finding("pass", subject="b", evidence='{"ports/b/probe"}'))
        + "\n\n"
        + 'lacks contains {"subject": s, "code": "ports_silent", "args": ["1", "tcp/23"]} if some s in {"a", "b", "x"}',
    ),
    "wishes": (
        {
            "needs": [
                {"kind": "ports", "from": "same_zone", "fields": ["open"]},
                {"kind": "ports", "from": "same_zone", "fields": ["swept"], "optional": True},
                {"kind": "services", "from": "any", "fields": ["services"], "optional": True},
            ]
        },
        _says(
            _finding("pass"),
            _finding("not_applicable", subject="b", evidence='{"ports/b/probe", "services/b/probe"}'),
        ),
    ),
    "ageless": ({"needs": [], "max_age_days": None}, _says(_finding("pass"))),
    "papers": ({"needs": [{"kind": "evidence.go_live"}], "subject": "system"}, _SILENT),
    "papers_and_ports": ({"needs": [{"kind": "evidence.go_live"}, {"kind": "ports", "from": "same_zone"}]}, _SILENT),
    "endpoints": ({"subject": "endpoint"}, _SILENT),
    "no_evidence": ({}, _says(_finding("pass", evidence="set()"))),
    "no_evidence_key": ({}, _says('["pass", "a", 1, {"equals": 1}]')),
    "no_observed_key": ({}, _says('["pass", "a", {}, {"ports/a/probe"}]')),
    "no_array": ({}, _says('{"subject": "a", "status": "pass", "evidence": {"ports/a/probe"}}', _finding("pass"))),
    "nobody": ({}, _says('["pass"]', _finding("pass"))),
    "duties_are_text": ({}, _says(_named("fail", '"d1"'))),
    "duties_unknown": ({}, _says(_named("fail", '{"d1", "d9"}'))),
    "duties_none": ({}, _says(_named("pass", "set()"))),
    "told_apart": ({}, _says(_named("pass", '{"d1"}'))),
    "exempt_told_apart": ({}, _says(_named("not_applicable", '{"d1"}'))),
    "evidence_is_text": ({}, _says(_finding("pass", evidence='"ports/a/probe"'))),
    "piece_is_number": ({"needs": []}, _says(_finding("fail", evidence="{7}"))),
    "pointer_of_numbers": ({"needs": []}, _says(_finding("fail", evidence='{["hosts", 7]}'))),
    "pointer_of_lists": ({"needs": []}, _says(_finding("pass", evidence='{["hosts", ["a"]]}'))),
    "pointer_of_nothing": ({"needs": []}, _says(_finding("fail", evidence="{[]}"))),
    "pointer_to_a_list": ({"needs": []}, _says(_finding("pass", evidence='{["hosts"]}'))),
    "invented": ({}, _says(_finding("pass", evidence='{"ports/a/probe", "ports/a/dreamt"}'))),
    "pointer_to_nothing": ({"needs": []}, _says(_finding("pass", evidence='{["hosts", "a", "nothing"]}'))),
    "pointer": ({"needs": []}, _says(_finding("pass", evidence='{["hosts", "a", "zones"]}'))),
    "pointer_to_an_entry": ({"needs": []}, _says(_finding("pass", evidence='{["hosts", "a"]}'))),
    "pointer_into_a_field": ({"needs": []}, _says(_finding("pass", evidence='{["systems", "s", "regime/kind"]}'))),
    "pointer_to_no_entry": ({"needs": []}, _says(_finding("pass", evidence='{["hosts", "no/a~"]}'))),
    "pointer_beyond_a_field": ({"needs": []}, _says(_finding("pass", evidence='{["systems", "s", "regime/none"]}'))),
    "pointer_as_text": ({"needs": []}, _says(_finding("pass", evidence='{"inv:/hosts/a/zones"}'))),
    "pointer_for_ports": ({}, _says(_finding("pass", evidence='{["hosts", "a", "zones"]}'))),
    "pass_and_fail": ({}, _says(_finding("pass"), _finding("fail"))),
    "pass_and_warn": ({}, _says(_finding("pass"), _finding("warn"))),
    "pass_twice": ({}, _says(_finding("pass"), _finding("pass", evidence='{"ports/a/old"}'))),
    "reads_open": (
        {"needs": [{"kind": "ports", "from": "same_zone", "fields": ["open"]}]},
        _says(_finding("pass"), _finding("not_applicable", subject="b", evidence='{"ports/b/probe"}')),
    ),
    "reads_all": ({}, _says(_finding("pass"), _finding("not_applicable", subject="b", evidence='{"ports/b/probe"}'))),
    "exempt": ({}, _says(_finding("not_applicable"))),
    "exempt_by_nothing": ({}, _says(_finding("not_applicable", evidence="set()"))),
    "exempt_by_invention": ({}, _says(_finding("not_applicable", evidence='{"ports/a/dreamt"}'))),
    "pass_or_bad_exempt": ({}, _says(_finding("pass"), _finding("not_applicable", evidence="set()"))),
    "of_another": ({}, _says(_finding("pass", evidence='{"ports/b/probe"}'))),
    "half": ({"subject": "system"}, _says(_finding("pass", subject="s", evidence='{"ports/a/probe"}'))),
    "half_wished": (
        {"subject": "system", "needs": [{"kind": "ports", "from": "same_zone", "optional": True}]},
        _says(_finding("pass", subject="s", evidence='{"ports/a/probe"}')),
    ),
    "whole": (
        {"subject": "system"},
        _says(_finding("pass", subject="s", evidence='{"ports/a/probe", "ports/b/probe"}')),
    ),
    "of_its_service": (
        {"subject": "system", "needs": [{"kind": "tls", "from": "any", "optional": True, "fields": []}]},
        _says(_finding("pass", subject="s", evidence='{"tls/a/tcp/443/probe"}')),
    ),
    "of_a_zone": (
        {"subject": "system", "needs": [{"kind": "firewall", "from": "any", "optional": True, "fields": ["pairs"]}]},
        _says(_finding("pass", subject="s", evidence='{"firewall/servers/gate"}')),
    ),
    "listens": ({"matters": ["insecure_service"]}, _says(_finding("pass"))),
    "listens_exempt": ({"matters": ["insecure_service"]}, _says(_finding("not_applicable"))),
    "listens_to_pass": (
        {"matters": [{"matter": "insecure_service", "against": "pass"}]},
        _says(_finding("not_applicable")),
    ),
    "listens_and_fails": ({"matters": ["insecure_service"]}, _says(_finding("pass"), _finding("fail"))),
    "pass_or_not": ({}, _says(_finding("pass"), _finding("not_applicable"))),
    "foreign": ({}, _says(_finding("pass"), _finding("pass", subject="stranger"))),
    "unknown_word": ({}, _says(_finding("passed"))),
    "word_and_pass": ({}, _says(_finding("pass"), _finding("ok"))),
}


SOUND = (observation("a"), observation("b"))
TELNET = {"open": ["tcp/22", "tcp/23"], "swept": ["tcp/22", "tcp/23"]}
FAULT = (observation("a", data=TELNET), observation("b"))
EXPECTED = {"none_of": ["tcp/23"]}
PASS_B = {"subject": "b", "status": "pass", "expected": EXPECTED, "evidence": ["ports/b/probe"]}


def test_a_sound_document_passes(judge: Judge) -> None:
    """The world of these tests can end in a pass, so that every other test can fail."""
    pass_a = {"subject": "a", "status": "pass", "expected": EXPECTED, "evidence": ["ports/a/probe"]}

    assert [pass_a, PASS_B] == judge.verdicts("plain", document(*SOUND))


# Rule 1: law


@pytest.mark.parametrize("day", [datetime.date(2025, 12, 31), datetime.date(2020, 1, 1)])
@pytest.mark.parametrize("seen", [SOUND, FAULT], ids=["sound", "fault"])
def test_before_its_law_a_control_neither_passes_nor_fails(judge: Judge, day: datetime.date, seen: Any) -> None:
    """Without a clause in force on the date a verdict is `not_in_force`, whatever the control says."""
    nothing = [{"subject": "a", "status": "not_in_force"}, {"subject": "b", "status": "not_in_force"}]

    assert nothing == judge.verdicts("plain", document(*seen), day)


def test_a_clause_counts_from_its_first_day_to_the_day_before_its_end(judge: Judge) -> None:
    """`from` is the first day of a clause, `to` the first day without it; here one begins when the other ends."""
    days = {
        day: judge.statuses("successive", document(*FAULT), datetime.date(2026, 11, day))["a"] for day in (22, 23, 24)
    }

    assert dict.fromkeys((22, 23, 24), "fail") == days


def test_a_clause_for_other_systems_gives_no_verdict(judge: Judge) -> None:
    """A clause for level 4 neither passes nor fails a system of level 3."""
    assert {"a": "not_in_force", "b": "not_in_force"} == judge.statuses("level_four", document(*FAULT))


def test_a_support_keeps_no_verdict_in_force(judge: Judge) -> None:
    """When the last duty has ended, a support still in force is cited by nothing."""
    days = {day: judge.statuses("supported", document(*FAULT), datetime.date(2026, 12, day))["a"] for day in (22, 23)}

    assert {22: "fail", 23: "not_in_force"} == days


# Rule 2: a fault stands

WEAK: dict[str, tuple[dict[str, Any], str]] = {
    "old": ({"age_seconds": 4000 * DAY}, "evidence_stale"),
    "from the future": ({"age_seconds": -5}, "evidence_future"),
    "partial": ({"state": "partial"}, "evidence_not_ok"),
    "filtered": ({"state": "filtered"}, "evidence_not_ok"),
    "from elsewhere": ({"zone": "internet"}, "evidence_vantage"),
}


@pytest.mark.parametrize("how", WEAK)
def test_a_fault_on_weak_evidence_stands_and_says_so(judge: Judge, how: str) -> None:
    """A fault seen once, partially, long ago or from elsewhere is a fail with a flag."""
    change, flag = WEAK[how]
    fail_a = {
        "subject": "a",
        "status": "fail",
        "observed": ["tcp/23"],
        "expected": EXPECTED,
        "evidence": ["ports/a/probe"],
        "flags": [flag],
    }

    assert [fail_a, PASS_B] == judge.verdicts("plain", document(FAULT[0] | change, FAULT[1]))


# Rule 3: what a pass may rest on

UNFIT = [({"state": state.value}, "evidence_not_ok ports/a/probe") for state in State if state is not State.OK] + [
    ({"age_seconds": 30 * DAY + 1}, "evidence_stale ports/a/probe"),
    ({"age_seconds": -1}, "evidence_future ports/a/probe"),
    ({"zone": "internet"}, "evidence_vantage ports/a/probe"),
]


@pytest.mark.parametrize(("change", "cause"), UNFIT, ids=lambda value: str(value)[:60])
def test_a_pass_on_unfit_evidence_is_unknown(judge: Judge, change: dict[str, Any], cause: str) -> None:
    """A pass that rests on an unfinished, old, future or misplaced observation is `unknown` and says why."""
    unknown_a = {
        "subject": "a",
        "status": "unknown",
        "expected": EXPECTED,
        "evidence": ["ports/a/probe"],
        "causes": [cause],
    }

    assert [unknown_a, PASS_B] == judge.verdicts("plain", document(SOUND[0] | change, SOUND[1]))


def test_a_pass_on_the_last_day_of_its_evidence_stands(judge: Judge) -> None:
    """Evidence counts up to and with its greatest age."""
    body = document(SOUND[0] | {"age_seconds": 30 * DAY}, SOUND[1])

    assert {"a": "pass", "b": "pass"} == judge.statuses("plain", body)


def test_a_pass_over_one_bad_piece_among_good_ones_is_unknown(judge: Judge) -> None:
    """Every piece of evidence must hold, not just one."""
    body = document(*SOUND, observation("a", id="ports/a/second", state="timeout"))
    verdict = judge.verdicts("plain", body)[0]

    assert ("unknown", ["evidence_not_ok ports/a/second"]) == (verdict["status"], verdict["causes"])


def _cards(*addresses: str, **changes: Any) -> dict[str, Any]:
    cards = [{"name": "eth0", "kind": "ethernet", "addresses": list(addresses)}]
    row = observation("a", id="interfaces/a", vantage="a", data={"interfaces": cards})
    return row | changes


def _machine_with(cards: list[dict[str, Any]], asked: list[str], *beside: dict[str, Any]) -> dict[str, Any]:
    """Host a with one declared address and readable settings, what these told, and where its sweep was made."""
    body = document(SOUND[0] | {"data": SOUND[0]["data"] | {"addresses_asked": asked}}, SOUND[1], *beside)
    body["inventory"]["zones"][0] |= {"domain": "d"}
    body["inventory"]["networks"] = [{"id": "n", "zone": "servers", "prefixes": ["10.0.0.0/24"]}]
    body["inventory"]["hosts"][0] |= {
        "domains": ["d"],
        "interfaces": [{"network": "n", "address": "10.0.0.5"}],
        "configuration": "ssh",
    }
    body["observations"]["interfaces"] = cards
    return body


_ONE, _TWO = ["10.0.0.5"], ["10.0.0.5", "10.0.0.77"]
_NOT_ASKED, _NOT_READ = "addresses_not_asked 1 10.0.0.77", "addresses_not_read 1 a"


@pytest.mark.parametrize(
    ("cards", "asked", "causes"),
    [
        ([_cards("10.0.0.5")], _ONE, []),
        ([_cards("10.0.0.5", "172.17.0.1", "fe80::1")], _ONE, []),
        ([_cards("10.0.0.5", "10.0.0.77")], _TWO, []),
        ([_cards("10.0.0.5", "10.0.0.77")], _ONE, [_NOT_ASKED]),
        ([_cards("10.0.0.5", "10.0.0.77", state="partial")], _ONE, [_NOT_ASKED, _NOT_READ]),
        ([], _ONE, [_NOT_READ]),
        ([_cards()], _ONE, []),
        ([_cards("10.0.0.5", data={"interfaces": []})], _ONE, [_NOT_READ]),
        ([_cards("10.0.0.5", age_seconds=30 * DAY + 1)], _ONE, [_NOT_READ]),
        ([_cards("10.0.0.5", age_seconds=-1)], _ONE, [_NOT_READ]),
        ([_cards("10.0.0.5", vantage="b")], _ONE, [_NOT_READ]),
        ([_cards("10.0.0.5", "no address")], _ONE, [_NOT_READ]),
        ([_cards(state="timeout", data={})], _ONE, [_NOT_READ]),
        ([_cards(state="no_permission", data={})], _ONE, []),
        ([_cards(state="not_tried", data={})], _ONE, []),
    ],
)
def test_a_look_speaks_for_the_addresses_it_was_made_at(
    judge: Judge, cards: list[dict[str, Any]], asked: list[str], causes: list[str]
) -> None:
    """Each that the machine tells of itself was asked, where its settings can be read they were, or it is `unknown`."""
    status = "unknown" if causes else "pass"
    verdict = judge.verdicts("plain", _machine_with(cards, asked))[0]

    assert (status, causes) == (verdict["status"], verdict.get("causes", []))


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("plain", "pass"),
        ("told_apart", "pass"),
        ("exempt", "not_applicable"),
        ("exempt_told_apart", "not_applicable"),
    ],
)
def test_addresses_are_asked_of_whatever_rests_on_a_look(judge: Judge, name: str, sound: str) -> None:
    """A pass and a not_applicable alike, whether or not a control tells its duties apart."""
    cards = [_cards("10.0.0.5", "10.0.0.77")]

    found = {len(asked): judge.statuses(name, _machine_with(cards, asked))["a"] for asked in (_ONE, _TWO)}

    assert {len(_ONE): "unknown", len(_TWO): sound} == found


def test_a_look_beside_the_dossier_stands_for_no_other_address(judge: Judge) -> None:
    """What was met at an undeclared address shows a fault of the machine, and no declared address to be sound."""
    beside = observation("d/10.0.0.77", data={"open": [], "swept": ["tcp/23"], "addresses_asked": ["10.0.0.77"]})
    cards = [_cards("10.0.0.5", "10.0.0.77")]
    body = _machine_with(cards, _ONE, beside)
    without = body | {"observations": body["observations"] | {"ports": [beside, SOUND[1]]}}
    telnet = _machine_with(cards, _TWO, beside | {"data": TELNET})

    assert {"a": "unknown", "b": "pass"} == judge.statuses("plain", without)
    assert {"a": "fail", "b": "pass"} == judge.statuses("plain", telnet)


NO_PASS = {
    "no_evidence": ["needed_kind_missing ports", "no_evidence"],
    "invented": ["evidence_missing ports/a/dreamt"],
    "pointer_to_nothing": ["evidence_missing inv:/hosts/a/nothing"],
    "pointer_to_no_entry": ["evidence_missing inv:/hosts/no~1a~0"],
    "pointer_beyond_a_field": ["evidence_missing inv:/systems/s/regime/none"],
    "pointer_to_a_list": ["evidence_missing inv:/hosts"],
    "pointer_as_text": ["evidence_missing inv:/hosts/a/zones"],
    "pointer_for_ports": ["needed_kind_missing ports"],
}


@pytest.mark.parametrize("name", NO_PASS)
def test_a_pass_without_the_evidence_it_needs_is_unknown(judge: Judge, name: str) -> None:
    """A pass with no evidence, invented evidence, or none of the needed kind is `unknown`."""
    verdict = next(verdict for verdict in judge.verdicts(name, document(*SOUND)) if verdict["subject"] == "a")

    assert ("unknown", NO_PASS[name]) == (verdict["status"], verdict["causes"])


@pytest.mark.parametrize(
    ("name", "status", "causes"),
    [
        ("half", "unknown", ["needed_place_missing ports b"]),
        ("half_wished", "unknown", ["needed_place_missing ports b"]),
        ("whole", "pass", None),
    ],
)
def test_a_pass_of_a_system_shows_every_machine_it_stands_on(
    judge: Judge, name: str, status: str, causes: list[str] | None
) -> None:
    """Of a kind that it needs, and of one of which it shows some."""
    body = document(*SOUND)
    body["inventory"]["systems"][0]["machines"] = [{"id": "a"}, {"id": "b"}]
    verdict = next(one for one in judge.verdicts(name, body) if one["subject"] == "s")

    assert (status, causes) == (verdict["status"], verdict.get("causes"))


@pytest.mark.parametrize(
    ("owner", "status", "causes"), [("s", "pass", None), ("t", "unknown", ["needed_place_missing tls s"])]
)
def test_a_pass_of_a_system_may_rest_on_a_service_of_its_own(
    judge: Judge, owner: str, status: str, causes: list[str] | None
) -> None:
    """A look at a service of another system says nothing of it, however sound."""
    endpoint = {"id": "a/tcp/443", "declared": True, "host": "a", "port": "tcp/443", "system": owner}
    body = document(*SOUND, endpoints=[endpoint])
    look = {"id": "tls/a/tcp/443/probe", "subject": "a/tcp/443", "data": {}}
    body["observations"]["tls"] = [observation("a") | look]
    verdict = next(one for one in judge.verdicts("of_its_service", body) if one["subject"] == "s")

    assert (status, causes) == (verdict["status"], verdict.get("causes"))


@pytest.mark.parametrize(
    ("changes", "status", "causes"),
    [
        ({}, "pass", None),
        ({"data": {}}, "unknown", ["field_unread firewall/servers/gate pairs"]),
        ({"age_seconds": 40 * DAY}, "unknown", ["evidence_stale firewall/servers/gate"]),
    ],
)
def test_a_pass_of_a_system_may_rest_on_looks_at_zones(
    judge: Judge, changes: dict[str, Any], status: str, causes: list[str] | None
) -> None:
    """Which zones show something of it, its control says; each look is held to age and fields as every other is."""
    body = document(*SOUND)
    look = {"id": "firewall/servers/gate", "subject": "servers", "vantage": "gate", "data": {"pairs": []}}
    body["observations"]["firewall"] = [observation("a") | look | changes]
    verdict = next(one for one in judge.verdicts("of_a_zone", body) if one["subject"] == "s")

    assert (status, causes) == (verdict["status"], verdict.get("causes"))


def test_looks_at_another_machine_carry_no_pass(judge: Judge) -> None:
    """However sound they are."""
    verdict = next(one for one in judge.verdicts("of_another", document(*SOUND)) if one["subject"] == "a")

    assert ("unknown", ["needed_place_missing ports a"]) == (verdict["status"], verdict["causes"])


@pytest.mark.parametrize("name", ["pointer", "pointer_to_an_entry", "pointer_into_a_field"])
def test_a_pass_may_rest_on_what_the_inventory_says(judge: Judge, name: str) -> None:
    """A pointer that leads to a value carries a pass when no observation is needed."""
    assert "pass" == judge.statuses(name, document(*SOUND))["a"]


@pytest.mark.parametrize(
    ("name", "ports", "status", "causes"),
    [
        ("exempt", {}, "not_applicable", None),
        ("exempt", {"age_seconds": 40 * DAY}, "unknown", ["evidence_stale ports/a/probe"]),
        ("exempt", {"age_seconds": -1}, "unknown", ["evidence_future ports/a/probe"]),
        ("exempt", {"state": "partial"}, "unknown", ["evidence_not_ok ports/a/probe"]),
        ("exempt", {"zone": "office"}, "unknown", ["evidence_vantage ports/a/probe"]),
        ("exempt_by_nothing", {}, "unknown", ["no_evidence"]),
        ("exempt_by_invention", {}, "unknown", ["evidence_missing ports/a/dreamt"]),
        ("pass_or_bad_exempt", {}, "pass", None),
    ],
)
def test_not_applicable_is_held_to_its_evidence(
    judge: Judge, name: str, ports: dict[str, Any], status: str, causes: Any
) -> None:
    """What is said not to be concerned rests on pieces that exist, are finished, fresh and well placed; a sound pass
    beside it outweighs one that does not.
    """
    verdict = _of_a(judge, name, document(observation("a", **ports), observation("b")))

    assert (status, causes) == (verdict["status"], verdict.get("causes"))


# Rule 7: counter-facts

TELNET_ELSEWHERE = {
    "id": "services/a/probe",
    "subject": "a",
    "vantage": "probe",
    "zone": "office",
    "state": "partial",
    "basis": "measured",
    "age_seconds": 400 * DAY,
    "observed_day": 1,
    "data": {"services": [{"port": "tcp/8080", "name": "telnet", "product": "", "version": "", "tls": False}]},
}
NEWER = TELNET_ELSEWHERE | {"id": "services/a/newer", "state": "ok", "age_seconds": 10, "data": {"services": []}}
CONTRADICTED = ["contradicted insecure_service services/a/probe"]


def _of_a(judge: Judge, name: str, seen: dict[str, Any]) -> dict[str, Any]:
    return next(verdict for verdict in judge.verdicts(name, seen) if verdict["subject"] == "a")


def _with_services(*services: dict[str, Any]) -> dict[str, Any]:
    seen = document(*SOUND)
    seen["observations"]["services"] = list(services)
    return seen


@pytest.mark.parametrize(
    ("name", "status", "causes"),
    [
        ("listens", "unknown", CONTRADICTED),
        ("listens_exempt", "unknown", CONTRADICTED),
        ("listens_to_pass", "not_applicable", None),
        ("listens_and_fails", "fail", None),
        ("exempt", "not_applicable", None),
    ],
)
def test_a_counter_fact_undoes_what_it_contradicts(judge: Judge, name: str, status: str, causes: Any) -> None:
    """However old, partial or far away it was seen; only in the controls that listen to its matter, and only against
    the verdicts they name. A control that says fail fails.
    """
    verdict = _of_a(judge, name, _with_services(TELNET_ELSEWHERE))

    assert (status, causes) == (verdict["status"], verdict.get("causes"))


def test_a_newer_finished_look_of_the_same_place_frees_a_contradicted_pass(judge: Judge) -> None:
    """And nothing else does: not an unfinished one, one of another vantage, one that is older or from the future."""
    others = ({"state": "partial"}, {"vantage": "other"}, {"age_seconds": 401 * DAY}, {"age_seconds": -5})

    assert "pass" == _of_a(judge, "listens", _with_services(TELNET_ELSEWHERE, NEWER))["status"]
    assert ["unknown"] * 4 == [
        _of_a(judge, "listens", _with_services(TELNET_ELSEWHERE, NEWER | other))["status"] for other in others
    ]


@pytest.mark.parametrize("changes", [{"state": "partial"}, {"state": "ok"}])
def test_a_look_serves_where_it_read_the_fields_of_the_control(judge: Judge, changes: dict[str, Any]) -> None:
    """Soundness is per field: what could not be read spoils only controls that judge by it, or that name no fields."""

    def statuses(name: str, *fields: str) -> dict[str, str]:
        unread = changes | {"unread": list(fields)}
        return judge.statuses(name, document(observation("a", **unread), observation("b", **unread)))

    assert {"a": "pass", "b": "not_applicable"} == statuses("reads_open", "swept")
    assert {"a": "unknown", "b": "unknown"} == statuses("reads_open", "open", "swept")
    assert {"a": "unknown", "b": "unknown"} == statuses("reads_all", "swept")


def test_the_unread_field_is_named(judge: Judge) -> None:
    """The cause says which field of which look; a look cut short without saying where is unfinished as a whole."""
    seen = observation("a", state="partial", unread=["open", "swept"])

    assert ["field_unread ports/a/probe open"] == _of_a(judge, "reads_open", document(seen, observation("b")))["causes"]
    assert ["evidence_not_ok ports/a/probe"] == _of_a(
        judge, "reads_open", document(observation("a", state="partial"), observation("b"))
    )["causes"]


# Rule 4: silence


def test_silence_about_what_was_never_measured_is_unknown(judge: Judge) -> None:
    """A control that says nothing and has nothing gives `unknown: not measured`."""
    expected = [{"subject": name, "status": "unknown", "causes": ["not_measured ports"]} for name in ("a", "b")]

    assert expected == judge.verdicts("silent", document())


def test_what_a_control_says_is_lacking_is_told_and_decides_nothing(judge: Judge) -> None:
    """It stands in the place of "does not cover all"; a pass stays one, and no stranger is judged."""
    assert judge.verdicts("lacking", document(*SOUND)) == [
        {"subject": "a", "status": "unknown", "causes": ["ports_silent 1 tcp/23"]},
        {
            "subject": "b",
            "status": "pass",
            "observed": 1,
            "expected": {"equals": 2},
            "evidence": ["ports/b/probe"],
        },
    ]


def test_a_field_that_is_only_wished_for_is_not_held_against_what_is_needed(judge: Judge) -> None:
    """Of a kind that is needed, the fields of an optional need may be unread; of one that is only wished for, none."""
    partial = {"state": "partial", "unread": ["swept"]}
    services = observation("b", id="services/b/probe", data={}, state="partial", unread=["services"])
    body = document(SOUND[0] | partial, SOUND[1] | partial)

    assert judge.statuses("wishes", body) == {"a": "pass", "b": "unknown"}
    body["observations"]["services"] = [services]
    assert judge.statuses("wishes", body) == {"a": "pass", "b": "unknown"}
    body["observations"]["services"] = [services | {"state": "ok", "unread": [], "data": {"services": []}}]
    assert judge.statuses("wishes", body) == {"a": "pass", "b": "not_applicable"}
    whole = document(SOUND[0] | {"state": "partial", "unread": ["open"]}, SOUND[1])
    assert judge.statuses("wishes", whole)["a"] == "unknown"


def test_silence_names_the_observations_that_failed(judge: Judge) -> None:
    """A control that says nothing names each unfit observation it needs, or says that they do not suffice."""
    expected = [
        {"subject": "a", "status": "unknown", "causes": ["observation ports/a/probe timeout"]},
        {"subject": "b", "status": "unknown", "causes": ["incomplete ports"]},
    ]

    assert expected == judge.verdicts("silent", document(SOUND[0] | {"state": "timeout"}, SOUND[1]))


def test_a_paper_nobody_entered_is_waited_for(judge: Judge) -> None:
    """When only a paper is missing the verdict is `manual` and names the kind of paper."""
    expected = [{"subject": "s", "status": "manual", "causes": ["record_missing evidence.go_live"]}]

    assert expected == judge.verdicts("papers", document(*SOUND))


def test_a_paper_that_says_nothing_is_unknown(judge: Judge) -> None:
    """A paper that was entered but does not answer the control is no pass and no longer waited for."""
    record = {"id": "r", "kind": "go_live", "subject": {"kind": "system", "id": "s"}, "number": "1", "date_day": 1}

    assert {"s": "unknown"} == judge.statuses("papers", document(*SOUND, evidence=[record]))


def test_a_missing_measurement_is_not_hidden_behind_a_missing_paper(judge: Judge) -> None:
    """With the measurement missing too, the verdict is `unknown` with both causes; with it there, `manual`."""
    expected = [
        {"subject": "a", "status": "manual", "causes": ["record_missing evidence.go_live"]},
        {"subject": "b", "status": "unknown", "causes": ["not_measured ports", "record_missing evidence.go_live"]},
    ]

    assert expected == judge.verdicts("papers_and_ports", document(SOUND[0]))


def test_hosts_whose_ports_nobody_saw_stand_in_for_their_endpoints(judge: Judge) -> None:
    """Where the list of endpoints was never measured, the declared host is one `unknown`."""
    expected = [
        {"subject": "b", "kind": "host", "status": "unknown", "causes": ["subjects_not_listed b"]},
    ]

    assert expected == judge.verdicts("endpoints", document(SOUND[0]))


# Rule 6: several findings, strangers


WORST = {"pass_and_fail": "fail", "pass_and_warn": "warn", "pass_twice": "unknown", "pass_or_not": "pass"}


@pytest.mark.parametrize("name", WORST)
def test_of_several_findings_the_worst_counts(judge: Judge, name: str) -> None:
    """A pass beside a fail, a warning or an unsound pass is no pass."""
    body = document(*SOUND, observation("a", id="ports/a/old", age_seconds=99 * DAY))

    assert {"a": WORST[name], "b": "unknown"} == judge.statuses(name, body)


def test_a_finding_about_a_stranger_is_an_error(judge: Judge) -> None:
    """A subject the control does not own gets `error`; the subjects it owns keep their verdicts."""
    expected = {"a": "pass", "b": "unknown", "stranger": "error"}

    assert expected == judge.statuses("foreign", document(*SOUND))


MALFORMED = [
    "unknown_word",
    "word_and_pass",
    "no_evidence_key",
    "no_observed_key",
    "evidence_is_text",
    "piece_is_number",
    "pointer_of_numbers",
    "pointer_of_lists",
    "pointer_of_nothing",
    "duties_are_text",
    "duties_unknown",
    "duties_none",
]


@pytest.mark.parametrize("name", MALFORMED)
def test_a_finding_of_the_wrong_shape_is_an_error(judge: Judge, name: str) -> None:
    """A misspelt status or a missing part never becomes a pass, not even beside one."""
    assert {"a": "error", "b": "unknown"} == judge.statuses(name, document(*SOUND))


@pytest.mark.parametrize("name", ["no_array", "nobody"])
def test_a_finding_about_nobody_is_an_error_of_all(judge: Judge, name: str) -> None:
    """What does not say whom it is about may be about anybody, so that no verdict of the control stands."""
    assert {"a": "error", "b": "error"} == judge.statuses(name, document(*SOUND))


def test_a_control_that_says_no_age_passes_on_no_look(judge: Judge) -> None:
    """Where nothing says how old a look may be, none carries a pass, not even one of this hour."""
    verdict = judge.verdicts("ageless", document(observation("a")))[0]

    assert ("a", "unknown", ["evidence_stale ports/a/probe"]) == (
        verdict["subject"],
        verdict["status"],
        verdict["causes"],
    )

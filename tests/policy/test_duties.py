"""Rule 5, duty by duty: whom a duty reaches, what softens a breach of it and until when, on both engines."""

import datetime
from typing import Any

import pytest

from tests.policy.small import CLAUSE, Controls, Judge, document, observation

pytestmark = pytest.mark.needs_opa

_BREAKS = """
import data.lib.finding

findings contains finding.fail(host.id, 1, {"equals": 2}, {"ports/a/probe"}) if {
	some host in input.inventory.hosts
	host.id == "a"
}

findings contains finding.pass(host.id, 2, {"equals": 2}, {"ports/b/probe"}) if {
	some host in input.inventory.hosts
	host.id == "b"
}
"""
"""Breaks every duty on host a and keeps every duty on host b."""


def _told(*findings: tuple[str, str]) -> str:
    """Findings about host a, each with its status and the duties it names."""
    said = dict.fromkeys(("pass", "warn", "fail"), '"a", 1, {"equals": 2}, {"ports/a/probe"}')
    said["not_applicable"] = '"a", 1, {"ports/a/probe"}'
    rules = (
        f"findings contains finding.on(finding.{status}({said[status]}), {{{duties}}})" for status, duties in findings
    )
    return "import data.lib.finding\n\n" + "\n\n".join(rules)


def law(*changes: dict[str, Any]) -> dict[str, Any]:
    """Metadata of a control with one law entry for each change, named d1, d2 and so on."""
    return {"law": [CLAUSE | {"id": f"d{number}"} | change for number, change in enumerate(changes, start=1)]}


BY_INSTRUMENT = {"transition": "instrument"}
SOFT: dict[str, Any] = {"force": "recommended"}
CARRIER = {"addressee": {"who": "carrier", "clause": "5"}}
PAPER = {"needs": [{"kind": "evidence.go_live"}, {"kind": "ports", "from": "same_zone"}]}

PER_SYSTEM: dict[str, Any] = {
    "per": "system",
    "transition": {"rules": ["law/kept", "law/built", "law/built-low"]},
}
OF_BODIES: dict[str, Any] = {"part": "estate", "subject": "organisation"}
_BODY = """
import data.lib.finding

findings contains finding.fail(o.id, 1, {"equals": 2}, {finding.inv("organisations", o.id, "kind")}) if {
	some o in input.inventory.organisations
}
"""

CONTROLS: Controls = {
    "recommended": (law(SOFT), _BREAKS),
    "secondary": (law({"confidence": "C"}), _BREAKS),
    "hearsay": (law({"confidence": "D"}), _BREAKS),
    "not_due": (law({"due": "2026-12-31"}), _BREAKS),
    "due_today": (law({"due": "2026-11-22"}), _BREAKS),
    "overdue": (law({"due": "2026-11-21"}), _BREAKS),
    "two_duties": (law(SOFT, {}), _BREAKS),
    "two_days": (law({"due": "2026-12-31"}, {"due": "2027-03-31"}), _BREAKS),
    "day_and_advice": (law({"due": "2026-12-31"}, SOFT), _BREAKS),
    "advice_with_a_day": (law({"due": "2026-12-31"} | SOFT), _BREAKS),
    "supported": (law({"due": "2026-12-31"}, {"id": "s1", "role": "support"}), _BREAKS),
    "by_instrument": (law(BY_INSTRUMENT), _BREAKS),
    "by_rule": (law({"transition": {"rules": ["law/investing"]}}), _BREAKS),
    "seen_elsewhere": (law({"instrument": "decree"} | BY_INSTRUMENT), _BREAKS),
    "contradicted": (
        law({"against": [_against := {"instrument": "other", "clause": "3", "why": "law_over_decree"}]}),
        _BREAKS,
    ),
    "contradicted_low": (law({"against": [_against | {"when": {"levels": [1, 2]}}]}), _BREAKS),
    "state_only": (law({"addressee": {"who": "state_body", "clause": "2"}}), _BREAKS),
    "others_encouraged": (
        law({"addressee": {"who": "state_or_online", "clause": "2", "others": "encouraged"}}),
        _BREAKS,
    ),
    "party_only": (law({"applies_to": {"owners": ["party"]}}), _BREAKS),
    "unread": (law({"addressee": "unread", "condition": "unread", "transition": "unread"}), _BREAKS),
    "unread_at_levels": (law({"condition": "unread", "applies_to": {"levels": [3, 4, 5]}}), _BREAKS),
    "read_at_levels": (law({"applies_to": {"levels": [3, 4, 5]}}), _BREAKS),
    "continued": (law({"transition": "unread", "continues": {"instrument": "other", "clause": "1"}}), _BREAKS),
    "carrier": (law(CARRIER), _BREAKS),
    "carrier_silent": (law(CARRIER), "findings contains finding if {\n\tfalse\n\tfinding := {}\n}"),
    "carrier_and_own": (law(CARRIER, SOFT), _BREAKS),
    "breaks_soft_only": (law(SOFT, {}), _told(("fail", '"d1"'), ("pass", '"d2"'))),
    "breaks_hard_only": (law(SOFT, {}), _told(("pass", '"d1"'), ("fail", '"d2"'))),
    "warns_and_waits": (law(SOFT, {}) | PAPER, _told(("fail", '"d1"'))),
    "warns_and_unknown": (law(SOFT, {}), _told(("fail", '"d1"'))),
    "per_system": (law(PER_SYSTEM) | OF_BODIES, _BODY),
    "per_system_at_levels": (
        law(PER_SYSTEM | {"transition": {"none": "9"}, "applies_to": {"levels": [3]}, "condition": "unread"})
        | OF_BODIES,
        _BODY,
    ),
    "per_system_or_advice": (
        law(PER_SYSTEM | {"against": [_against | {"when": {"levels": [1, 2]}}]}) | OF_BODIES,
        _BODY,
    ),
    "per_system_with_a_day": (law(PER_SYSTEM | {"due": "2027-12-31"}) | OF_BODIES, _BODY),
    "passes_both": (law({}, {}), _told(("pass", '"d1"'), ("pass", '"d2"'))),
    "passes_one": (law({}, {}), _told(("pass", '"d1"'))),
    "one_drops_out": (law({}, {"applies_to": {"levels": [5]}}), _told(("pass", '"d1"'), ("fail", '"d2"'))),
    "not_for_it": (law({}, {}), _told(("pass", '"d1"'), ("not_applicable", '"d2"'))),
}


def world(*, owner: str = "department", papers: tuple[dict[str, Any], ...] = (), **system: Any) -> dict[str, Any]:
    """The small world with a system of its own kind, owner and papers; a key set to None is left out."""
    body = document(observation("a"), observation("b"))
    row = body["inventory"]["systems"][0] | system
    body["inventory"]["systems"][0] = {key: value for key, value in row.items() if value is not None}
    body["inventory"]["organisations"][0]["kind"] = owner
    body["inventory"]["evidence"] = [
        {"id": f"p{place}", "subject": {"kind": "system", "id": "s"}, "number": "1", "result": "none"} | paper
        for place, paper in enumerate(papers)
    ]
    for host in body["inventory"]["hosts"]:
        host |= {"level_open": "level" not in row or row["level"] is None}
        if row.get("level"):
            host["level"] = row["level"]
    return body


def told(judge: Judge, name: str, body: dict[str, Any], day: str = "2026-11-22") -> tuple[Any, ...]:
    """Status of host a, with its flags and the day on which it hardens."""
    row = next(row for row in judge.verdicts(name, body, datetime.date.fromisoformat(day)) if row["subject"] == "a")
    due = row.get("due")
    return row["status"], tuple(row.get("flags", ())), due.isoformat() if due else None


def day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


SOFTENED = {
    "recommended": (("recommended",), None),
    "secondary": (("unconfirmed",), None),
    "hearsay": (("unconfirmed",), None),
    "not_due": (("not_yet_due",), "2027-01-01"),
    "due_today": (("not_yet_due",), "2026-11-23"),
    "advice_with_a_day": (("not_yet_due", "recommended"), None),
    "two_days": (("not_yet_due",), "2027-01-01"),
    "day_and_advice": (("not_yet_due", "recommended"), "2027-01-01"),
    "supported": (("not_yet_due",), "2027-01-01"),
    "contradicted": (("conflict",), None),
}


@pytest.mark.parametrize("name", SOFTENED)
def test_a_breach_of_duties_that_are_all_softened_is_a_warning(judge: Judge, name: str) -> None:
    """It names each reason, and the first day on which one of the duties hardens; advice has no such day."""
    flags, due = SOFTENED[name]

    assert ("warn", flags, due) == told(judge, name, world())


@pytest.mark.parametrize("name", ["overdue", "two_duties"])
def test_one_duty_that_nothing_softens_keeps_a_fail(judge: Judge, name: str) -> None:
    """A duty past its day, or one hard duty beside a softened one, leaves the fail."""
    assert ("fail", (), None) == told(judge, name, world())


def test_a_duty_hardens_on_the_day_the_verdict_names(judge: Judge) -> None:
    """The last day to comply is still a warning, the next one a fail."""
    assert "warn" == told(judge, "not_due", world(), "2026-12-31")[0]
    assert "fail" == told(judge, "not_due", world(), "2027-01-01")[0]


FOUND = {"identified": True, "entitled": True}
OLD_LEVEL = {"kind": "level_approval", "date_day": day("2024-05-10")} | FOUND
NEW_LEVEL = {"kind": "level_approval", "date_day": day("2026-08-19")} | FOUND
LIVE = {"kind": "go_live", "date_day": day("2019-03-01")} | FOUND
INSIDE: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
    "levelled before": ({"levelled_under": "nd85"}, ("warn", ("transition",), "2027-07-01")),
    "its paper too": ({"levelled_under": "nd85", "papers": (OLD_LEVEL,)}, ("warn", ("transition",), "2027-07-01")),
    "a later paper": ({"levelled_under": "nd85", "papers": (OLD_LEVEL, NEW_LEVEL)}, ("fail", (), None)),
    "a paper refused": (
        {"levelled_under": "nd85", "papers": (NEW_LEVEL | {"result": "failed"},)},
        ("warn", ("transition",), "2027-07-01"),
    ),
    "a paper of tomorrow": (
        {"levelled_under": "nd85", "papers": (NEW_LEVEL | {"date_day": day("2026-11-23")},)},
        ("warn", ("transition",), "2027-07-01"),
    ),
    "no level at all": ({"levelled_under": "nd85", "level": None}, ("fail", (), None)),
    "levelled since": ({"levelled_under": "nd331"}, ("fail", (), None)),
    "built before": ({"built_on_day": day("2026-05-11")}, ("warn", ("transition",), "2027-07-01")),
    "built on the day": ({"built_on_day": day("2026-05-12")}, ("fail", (), None)),
    "accepted before": ({"accepted_on_day": day("2020-01-01")}, ("warn", ("transition",), "2027-07-01")),
    "a later paper that nobody can find": (
        {"levelled_under": "nd85", "papers": (OLD_LEVEL, NEW_LEVEL | {"identified": False})},
        ("fail", (), None),
    ),
    "went live before": ({"papers": (LIVE,)}, ("warn", ("transition",), "2027-07-01")),
    "went live by a lost paper": ({"papers": (LIVE | {"identified": False},)}, ("fail", (), None)),
    "went live by a paper of others": ({"papers": (LIVE | {"entitled": False},)}, ("fail", (), None)),
    "built before it was invested in": (
        {"built_on_day": day("2026-05-11"), "invested_on_day": day("2026-09-01")},
        ("fail", (), None),
    ),
    "accepted before it was built": (
        {"accepted_on_day": day("2020-01-01"), "built_on_day": day("2026-09-01")},
        ("fail", (), None),
    ),
    "built before, low": (
        {"built_on_day": day("2026-05-11"), "level": 2},
        ("warn", ("transition",), "2028-01-01"),
    ),
    "in use before": ({"accepted_on_day": day("2026-06-30")}, ("warn", ("transition",), "2027-07-01")),
    "under investment": ({"invested_on_day": day("2026-06-30")}, ("warn", ("transition",), "2027-01-01")),
    "nothing shown": ({}, ("fail", (), None)),
}


@pytest.mark.parametrize("how", INSIDE)
def test_a_transition_softens_whom_its_instrument_selects(judge: Judge, how: str) -> None:
    """By level and decree, papers, days of building, acceptance and investment; what is not shown selects nobody.

    The world stands on the dedicated network, so that the transition off it selects nobody here.
    """
    changes, expected = INSIDE[how]
    body = world(**changes)
    body["inventory"]["networks"] = [{"id": "n", "zone": "servers", "kind": "tslcd", "label": "none"}]
    for host in body["inventory"]["hosts"]:
        host["interfaces"] = [{"network": "n", "address": "10.0.0.1"}]

    assert expected == told(judge, "by_instrument", body)


def test_a_transition_may_ask_that_a_system_is_off_a_network(judge: Judge) -> None:
    """A system without a leg or link on the dedicated network is inside, and on the last day no longer."""
    assert ("warn", ("transition",), "2027-07-01") == told(judge, "by_instrument", world())
    assert "fail" == told(judge, "by_instrument", world(), "2027-07-01")[0]


def test_an_investment_that_has_ended_is_none(judge: Judge) -> None:
    """What was accepted before the day was not under investment on it."""
    begun: dict[str, Any] = {"invested_on_day": day("2024-01-01")}

    assert "warn" == told(judge, "by_rule", world(**begun))[0]
    assert "fail" == told(judge, "by_rule", world(**begun, accepted_on_day=day("2026-06-01")))[0]


def test_a_transition_of_another_instrument_counts_where_it_is_named(judge: Judge) -> None:
    """The decree's own list names the transition of the law."""
    assert "warn" == told(judge, "seen_elsewhere", world(levelled_under="nd85"))[0]
    assert "fail" == told(judge, "seen_elsewhere", world(accepted_on_day=day("2020-01-01")))[0]


def test_a_guest_outside_a_transition_takes_its_host_out_of_it(judge: Judge) -> None:
    """What softens must be shown of everything that runs on the machine."""
    body = world(levelled_under="nd85")
    guest: dict[str, Any] = {
        "id": "g",
        "label": "none",
        "regime": {"kind": "mail", "owners": ["department"], "networks": [], "level": 3},
    }
    body["inventory"]["hosts"][0]["guests"] = [guest]
    for row in body["inventory"]["hosts"]:
        row["zones"] = row["zones"]

    assert "fail" == told(judge, "seen_elsewhere", body)[0]
    guest["regime"]["levelled_under"] = "nd85"
    assert "warn" == told(judge, "seen_elsewhere", body)[0]


def test_where_a_law_says_otherwise_a_fail_warns(judge: Judge) -> None:
    """Only at the levels it speaks of, and only where the level is known."""
    statuses = {level: told(judge, "contradicted_low", world(level=level))[:2] for level in (None, 1, 2, 3)}

    assert {None: ("fail", ()), 1: ("warn", ("conflict",)), 2: ("warn", ("conflict",)), 3: ("fail", ())} == statuses


OWNERS = ("department", "party", "enterprise", "other")


def test_a_duty_drops_out_for_owners_it_does_not_address(judge: Judge) -> None:
    """Only kinds of owner that the text is known not to mean are spared; one nobody thought of falls in."""
    found = {owner: told(judge, "state_only", world(owner=owner))[0] for owner in OWNERS}

    assert {"department": "fail", "party": "not_in_force", "enterprise": "not_in_force", "other": "fail"} == found


def test_a_text_may_encourage_those_it_does_not_oblige(judge: Judge) -> None:
    """They are warned; a company that serves citizens online is obliged."""
    found = {owner: told(judge, "others_encouraged", world(owner=owner))[:2] for owner in OWNERS}
    online = told(judge, "others_encouraged", world(owner="enterprise", serves_citizens=True))[0]
    warned = ("warn", ("recommended",))

    assert {"department": ("fail", ()), "party": warned, "enterprise": warned, "other": ("fail", ())} == found
    assert "fail" == online


def test_a_duty_of_one_kind_of_owner_reaches_no_other(judge: Judge) -> None:
    """A Party rule judges systems of Party bodies only."""
    found = {owner: told(judge, "party_only", world(owner=owner))[0] for owner in OWNERS}

    assert {
        "department": "not_in_force",
        "party": "fail",
        "enterprise": "not_in_force",
        "other": "not_in_force",
    } == found


UNREAD: dict[str, tuple[str, dict[str, Any], tuple[Any, ...]]] = {
    "no sign": ("unread", {}, ("fail", (), None)),
    "another kind of owner": ("unread", {"owner": "party"}, ("warn", ("unread",), None)),
    "older than the law": ("unread", {"accepted_on_day": day("2025-12-31")}, ("warn", ("unread",), None)),
    "as old as the law": ("unread", {"accepted_on_day": day("2026-01-01")}, ("fail", (), None)),
    "older by its paper": ("unread", {"papers": (OLD_LEVEL,)}, ("warn", ("unread",), None)),
    "older, but nothing new": ("continued", {"accepted_on_day": day("2000-01-01")}, ("fail", (), None)),
    "a level it names": ("unread_at_levels", {}, ("fail", (), None)),
    "a level it does not name": ("unread_at_levels", {"level": 2}, ("not_in_force", (), None)),
    "no level": ("unread_at_levels", {"level": None}, ("warn", ("unread",), None)),
    "no level, all read": ("read_at_levels", {"level": None}, ("fail", (), None)),
}


@pytest.mark.parametrize("how", UNREAD)
def test_what_nobody_has_read_softens_only_where_the_inventory_shows_a_sign(judge: Judge, how: str) -> None:
    """Older than the instrument, of another kind of owner, or at a level the entry does not name."""
    name, changes, expected = UNREAD[how]

    assert expected == told(judge, name, world(**changes))


def test_a_duty_of_somebody_else_is_asked_for(judge: Judge) -> None:
    """A breach of it, or silence about it, is a request to whom it addresses; what is kept passes."""
    asked = {"subject": "a", "status": "manual", "causes": ["request_to carrier"]}
    broken = {"observed": 1, "expected": {"equals": 2}, "evidence": ["ports/a/probe"]}

    assert "pass" == judge.statuses("carrier", world())["b"]
    assert asked | broken == judge.verdicts("carrier", world())[0]
    assert [asked, asked | {"subject": "b"}] == judge.verdicts("carrier_silent", world())


def test_a_request_does_not_hide_what_the_province_owes(judge: Judge) -> None:
    """Its own duty decides, and what would have to be asked of whom is told beside it."""
    row = judge.verdicts("carrier_and_own", world())[0]

    assert ("warn", ["request_to carrier"], ["recommended"]) == (row["status"], row["causes"], row["flags"])


def test_a_finding_is_about_the_duties_it_names(judge: Judge) -> None:
    """Breaking the softened one warns, breaking the hard one fails, whatever the other says."""
    assert ("warn", ("recommended",), None) == told(judge, "breaks_soft_only", world())
    assert ("fail", (), None) == told(judge, "breaks_hard_only", world())


def test_a_warning_beside_an_unknown_duty_says_what_is_not_known(judge: Judge) -> None:
    """It keeps the causes of the duty that nothing was said of, also where a paper is what is missing."""
    unknown, waiting = (judge.verdicts(name, world())[0] for name in ("warns_and_unknown", "warns_and_waits"))

    assert ("warn", ["incomplete ports"]) == (unknown["status"], unknown["causes"])
    assert ("warn", ["record_missing evidence.go_live"]) == (waiting["status"], waiting["causes"])


def test_a_pass_passes_every_duty_that_applies(judge: Judge) -> None:
    """One duty kept and nothing said of the other is unknown; a duty of other levels drops out; one that is not
    applicable stands beside the pass.
    """
    found = {
        name: told(judge, name, world())[0] for name in ("passes_both", "passes_one", "one_drops_out", "not_for_it")
    }

    assert {"passes_both": "pass", "passes_one": "unknown", "one_drops_out": "pass", "not_for_it": "pass"} == found


DECIDING = {
    "two_duties": [1],
    "recommended": [0],
    "breaks_soft_only": [0],
    "breaks_hard_only": [1],
    "passes_one": [1],
    "supported": [0],
}


@pytest.mark.parametrize("name", DECIDING)
def test_a_verdict_names_the_duties_that_decide_it(judge: Judge, name: str) -> None:
    """Those broken without excuse, those a warning is about, those not known; never a support."""
    assert DECIDING[name] == sorted(judge.raw(name, world(), "a")["duties"])


def bodies(*systems: dict[str, Any]) -> dict[str, Any]:
    """Three bodies, the last without a system; each system is new, of level 3 and of body `a` unless it says so."""
    body = document()
    row = body["inventory"]["systems"][0] | {"owner": "a"}
    body["part"] = "estate"
    body["inventory"]["hosts"] = []
    body["inventory"]["systems"] = [row | {"id": f"s{place}"} | one for place, one in enumerate(systems)]
    body["inventory"]["organisations"] = [
        {"id": name, "kind": "department", "status": "active"} for name in ("a", "b", "none")
    ]
    return body


_KEPT = {"levelled_under": "nd85"}
_BUILT = {"built_on_day": day("2026-01-01")}
_NEW: dict[str, Any] = {}
OF_BODY_A: dict[str, tuple[str, tuple[dict[str, Any], ...], tuple[Any, ...]]] = {
    "new": ("per_system", (_NEW,), ("fail", (), None)),
    "kept": ("per_system", (_KEPT,), ("warn", ("transition",), "2027-07-01")),
    "kept_and_new": ("per_system", (_KEPT, _NEW), ("fail", (), None)),
    "each_by_its_own_rule": ("per_system", (_KEPT, _BUILT), ("warn", ("transition",), "2027-07-01")),
    "of_another_body": ("per_system", (_KEPT, _NEW | {"owner": "b"}), ("warn", ("transition",), "2027-07-01")),
    "the_first_hardens_first": (
        "per_system",
        (_BUILT | {"level": 1}, _KEPT),
        ("warn", ("transition",), "2027-07-01"),
    ),
    "the_last_rule_of_one": ("per_system", (_BUILT | {"level": 1},), ("warn", ("transition",), "2028-01-01")),
    "another_level_beside_it": ("per_system_at_levels", (_NEW, _NEW | {"level": 2}), ("fail", (), None)),
    "no_such_level": ("per_system_at_levels", (_NEW | {"level": 2},), ("not_in_force", (), None)),
    "perhaps_such_a_level": ("per_system_at_levels", (_NEW | {"level": None},), ("warn", ("unread",), None)),
    "surely_beside_perhaps": ("per_system_at_levels", (_NEW, _NEW | {"level": None}), ("fail", (), None)),
    "kept_and_low": (
        "per_system_or_advice",
        (_KEPT, _NEW | {"level": 2}),
        ("warn", ("conflict", "transition"), "2027-07-01"),
    ),
    "low": ("per_system_or_advice", (_NEW | {"level": 2},), ("warn", ("conflict",), None)),
    "new_and_low": ("per_system_or_advice", (_NEW, _NEW | {"level": 2}), ("fail", (), None)),
    "not_yet_due": (
        "per_system_with_a_day",
        (_KEPT, _NEW),
        ("warn", ("not_yet_due", "transition"), "2028-01-01"),
    ),
}


@pytest.mark.parametrize("case", OF_BODY_A)
def test_a_duty_per_system_is_softened_where_each_system_is(judge: Judge, case: str) -> None:
    """By whatever reason; systems of other bodies, or of levels that the duty does not ask, count for nothing."""
    name, systems, expected = OF_BODY_A[case]
    stripped = [{key: value for key, value in one.items() if value is not None} for one in systems]
    body = bodies(*stripped)
    for row, one in zip(body["inventory"]["systems"], systems, strict=True):
        if one.get("level", 3) is None:
            del row["level"]

    assert expected == _of(judge, name, body, "a")


@pytest.mark.parametrize("name", ["per_system", "per_system_at_levels"])
def test_a_duty_per_system_binds_no_body_without_one(judge: Judge, name: str) -> None:
    """Whatever it broke, it owes nothing for systems that it does not have."""
    assert ("not_in_force", (), None) == _of(judge, name, bodies(_NEW), "none")


def _of(judge: Judge, name: str, body: dict[str, Any], subject: str) -> tuple[Any, ...]:
    row = next(row for row in judge.verdicts(name, body) if row["subject"] == subject)
    due = row.get("due")
    return row["status"], tuple(row.get("flags", ())), due.isoformat() if due else None

"""What a control says of many subjects at once comes to what it would come to said of each."""

from typing import Any

import pytest

from tests.policy.alike import Group, rules_of, told
from tests.policy.small import CLAUSE, DAY, Controls, Judge, document, observation

pytestmark = pytest.mark.needs_opa

_D2 = CLAUSE | {"id": "d2"}
_LAW: dict[str, dict[str, Any]] = {
    "one": {},
    "one_for_level_four": {"law": [CLAUSE, _D2 | {"applies_to": {"levels": [4]}}]},
    "all_but_one_for_level_four": {"law": [CLAUSE | {"applies_to": {"levels": [4]}}, _D2]},
    "to_request": {"law": [CLAUSE | {"addressee": {"who": "carrier", "clause": "5"}}, _D2]},
    "needless": {"needs": []},
    "only_to_request": {"law": [CLAUSE | {"addressee": {"who": "carrier", "clause": "5"}}]},
    "listening": {"matters": [{"matter": "insecure_service", "against": "both"}]},
    "for_level_four": {"law": [CLAUSE | {"applies_to": {"levels": [4]}}]},
}

A, B = "ports/a/probe", "ports/b/probe"
_LACK = 'lacks contains {"subject": "b", "code": "not_declared", "args": ["1", "x"]}'
_SAID: dict[str, tuple[list[Group], list[str]]] = {
    "pass": ([Group("pass", ("a", "b"), (A, B))], []),
    "pass_by_looks_at_one": ([Group("pass", ("a", "b"), (A,))], []),
    "exempt": ([Group("not_applicable", ("a", "b"), (A, B))], []),
    "either": ([Group("pass", ("a",), (A,)), Group("not_applicable", ("b",), (B,))], []),
    "by_own_fields": ([Group("not_applicable", ("a", "b"), own=("system", "zones"))], []),
    "by_own_and_looks": ([Group("not_applicable", ("a", "b"), (A,), ("system",))], []),
    "pass_by_own": ([Group("pass", ("a", "b"), own=("system",))], []),
    "a_field_of_one": ([Group("not_applicable", ("a", "b"), own=("os",))], []),
    "pass_a_field_of_one": ([Group("pass", ("a", "b"), own=("os", "system"))], []),
    "by_nothing": ([Group("not_applicable", ("a", "b")), Group("pass", ("a",))], []),
    "of_one_alone": ([Group("not_applicable", ("a",), (A,))], []),
    "of_nobody": ([Group("not_applicable", (), (A,))], []),
    "of_a_stranger": ([Group("not_applicable", ("a", "x"), (A,))], []),
    "twice": ([Group("not_applicable", ("a", "b"), (A,)), Group("not_applicable", ("b",), (B,), observed=2)], []),
    "as_both": ([Group("not_applicable", ("a", "b"), (A, B)), Group("pass", ("b",), (B,))], []),
    "beside_a_fault": (
        [Group("not_applicable", ("a", "b"), (A, B))],
        [f'findings contains ["fail", "b", 2, {{}}, {{"{B}"}}]'],
    ),
    "beside_a_warning": ([Group("pass", ("a", "b"), (A, B))], [f'findings contains ["warn", "a", 2, {{}}, {{"{A}"}}]']),
    "beside_one_duty": (
        [Group("not_applicable", ("a",), (A,))],
        [f'findings contains ["pass", "b", 2, {{}}, {{"{B}"}}, {{"d1"}}]'],
    ),
    "beside_one_duty_of_the_same": (
        [Group("not_applicable", ("a", "b"), (A, B))],
        [f'findings contains ["fail", "b", 2, {{}}, {{"{B}"}}, {{"d1"}}]'],
    ),
    "with_a_lack": ([Group("not_applicable", ("a", "b"), (A, B))], [_LACK]),
    "by_a_dead_pointer": ([Group("not_applicable", ("a", "b"), ("ports/nowhere/probe",))], []),
}
_ODD = {
    "a_warning": 'alike[["warn", 1, {}, {"ports/a/probe"}, set()]] := {"a", "b"}',
    "no_set": 'alike[["not_applicable", 1, {}, {"ports/a/probe"}, set()]] := "a"',
    "short": 'alike[["not_applicable", 1, {}, {"ports/a/probe"}]] := {"a", "b"}',
    "own_of_numbers": 'alike[["not_applicable", 1, {}, {"ports/a/probe"}, {1}]] := {"a", "b"}',
    "a_list": 'alike contains ["not_applicable", 1, {}, {"ports/a/probe"}, set()]',
    "odd_evidence": 'alike[["not_applicable", 1, {}, {1}, set()]] := {"a", "b"}',
}
"""What no function of `lib.finding` says of a group."""

_UNDER_EVERY_LAW = {"exempt", "by_own_fields", "beside_one_duty"}
_WITHOUT_NEEDS = {"pass", "pass_by_own", "pass_a_field_of_one"}
_PAIRS = [
    (law, said)
    for law in _LAW
    for said in _SAID
    if law == "one" or said in _UNDER_EVERY_LAW or (law == "needless" and said in _WITHOUT_NEEDS)
]
"""A family has ninety-nine ids."""


CONTROLS: Controls = {name: ({}, rule) for name, rule in _ODD.items()} | {
    f"{law}_{said}_{how}": (_LAW[law], rules) for law, said in _PAIRS for how, rules in rules_of(*_SAID[said]).items()
}

_TELNET = [{"port": "tcp/23", "name": "telnet", "product": "", "version": "", "tls": False}]
_SEEN: dict[str, tuple[dict[str, Any], ...]] = {
    "sound": (observation("a"), observation("b")),
    "old": (observation("a"), observation("b", age_seconds=31 * DAY)),
    "all old": (observation("a", age_seconds=40 * DAY), observation("b", age_seconds=31 * DAY)),
    "future": (observation("a", age_seconds=-1), observation("b")),
    "unfinished": (observation("a", state="timeout"), observation("b")),
    "unread": (observation("a", unread=["open"]), observation("b")),
    "from elsewhere": (observation("a"), observation("b", zone="internet")),
    "contradicted": (observation("a"), observation("b", age_seconds=31 * DAY)),
    "more addresses": (observation("a"), observation("b")),
    "nothing": (),
}


def _body(seen: str) -> dict[str, Any]:
    body = document(*_SEEN[seen])
    body["inventory"]["hosts"][0]["os"] = "Debian 12"
    if seen == "contradicted":
        body["observations"]["services"] = [
            observation("a", id="services/a/probe", zone="office", data={"services": _TELNET})
        ]
    if seen == "more addresses":
        body["inventory"]["hosts"][0] |= {"configuration": "ssh", "interfaces": [{"address": "10.0.0.1"}]}
    return body


@pytest.mark.parametrize("seen", _SEEN)
@pytest.mark.parametrize("said", _SAID)
def test_alike_and_apart_come_to_the_same(judge: Judge, said: str, seen: str) -> None:
    """Whatever the law and the looks: status, findings, law, causes, duties and flags, whole."""
    body = _body(seen)
    for law in [law for law, of in _PAIRS if of == said]:
        alike, apart = (told(judge, f"{law}_{said}_{how}", body) for how in ("alike", "apart"))
        assert apart == alike, law


def test_what_these_controls_say_differs(judge: Judge) -> None:
    """Else the test above would hold for anything."""
    statuses = {
        tuple(judge.statuses(f"{law}_{said}_alike", _body(seen)).values())
        for law, said in _PAIRS
        for seen in ("sound", "old")
    }
    met = {status for told in statuses for status in told}
    assert {"pass", "fail", "warn", "unknown", "not_applicable", "manual", "error", "not_in_force"} == met


@pytest.mark.parametrize("name", _ODD)
def test_a_group_that_is_none_is_an_error(judge: Judge, name: str) -> None:
    """Of those it names, and of all where it names nobody."""
    statuses = judge.statuses(name, document(*_SEEN["sound"]))
    assert statuses == dict.fromkeys(("a", "b"), "error")

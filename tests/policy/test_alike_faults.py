"""Faults told of many at once, and many of whom nothing was told: each comes to what it would come to alone."""

from typing import Any

import pytest

from tests.policy.alike import Group, rules_of, told
from tests.policy.small import CLAUSE, DAY, Controls, Judge, document, observation

pytestmark = pytest.mark.needs_opa

A, B = "ports/a/probe", "ports/b/probe"
_D2 = CLAUSE | {"id": "d2"}
_SOFT = CLAUSE | {"force": "recommended"}
_LATER = CLAUSE | {"due": "2026-12-31"}
_AGAINST = {"instrument": "other", "clause": "3", "why": "law_over_decree", "when": {"levels": [1, 2]}}
_LAW: dict[str, dict[str, Any]] = {
    "one": {},
    "recommended": {"law": [_SOFT]},
    "one_recommended": {"law": [_SOFT, _D2]},
    "not_yet_due": {"law": [_LATER]},
    "two_days": {"law": [_LATER, _D2 | {"due": "2027-03-31"}]},
    "contradicted_for_some": {"law": [CLAUSE | {"against": [_AGAINST]}]},
    "not_yet_due_and_contradicted_for_some": {"law": [_LATER | {"against": [_AGAINST]}]},
    "at_level_two": {"law": [CLAUSE | {"applies_to": {"levels": [2]}}, _D2 | {"force": "recommended"}]},
    "to_request": {"law": [CLAUSE | {"addressee": {"who": "carrier", "clause": "5"}}, _D2]},
}
_SAID: dict[str, tuple[list[Group], list[str]]] = {
    "fail": ([Group("fail", ("a", "b"), (A, B))], []),
    "fail_by_own": ([Group("fail", ("a", "b"), own=("system",))], []),
    "fail_by_a_field_of_one": ([Group("fail", ("a", "b"), own=("os",))], []),
    "fail_beside_a_pass": ([Group("fail", ("a", "b"), (A, B)), Group("pass", ("b",), (B,))], []),
    "fail_beside_a_warning": (
        [Group("fail", ("a", "b"), (A, B))],
        [f'findings contains ["warn", "a", 2, {{}}, {{"{A}"}}]'],
    ),
    "fail_or_exempt": ([Group("fail", ("a",), (A,)), Group("not_applicable", ("b",), (B,))], []),
}
_OF_BODIES: dict[str, Any] = {"part": "estate", "subject": "organisation", "max_age_days": 30}
_PAPER: dict[str, Any] = {"needs": [{"kind": "evidence.go_live"}]}
_MUTE: dict[str, tuple[dict[str, Any], str]] = {
    "mute_on_papers": (_OF_BODIES | _PAPER, "findings := set()"),
    "mute_on_papers_of_two": (
        _OF_BODIES | _PAPER | {"law": [CLAUSE, _D2 | {"applies_to": {"owners": ["party"]}}]},
        "findings := set()",
    ),
    "mute_to_request": (
        _OF_BODIES | _PAPER | {"law": [CLAUSE | {"addressee": {"who": "carrier", "clause": "5"}}]},
        "findings := set()",
    ),
    "mute_on_looks": (_OF_BODIES | {"needs": [{"kind": "ports", "from": "any"}]}, "findings := set()"),
    "mute_with_a_lack": (
        _OF_BODIES | _PAPER,
        'findings := set()\n\nlacks contains {"subject": "o2", "code": "not_declared", "args": ["1", "x"]}',
    ),
    "mute_on_looks_with_a_lack": (
        _OF_BODIES | {"needs": [{"kind": "ports", "from": "any"}]},
        'findings := set()\n\nlacks contains {"subject": "o2", "code": "not_declared", "args": ["1", "x"]}',
    ),
    "mute_but_for_one_duty": (
        _OF_BODIES | {"law": [CLAUSE, _D2], "needs": [{"kind": "ports", "from": "any", "duties": ["d2"]}]},
        'findings contains ["pass", "o3", 1, {}, {["organisations", "o3", "kind"]}, {"d1"}]',
    ),
    "mute_systems": (
        {"part": "estate", "subject": "system", "needs": [{"kind": "ports", "from": "any"}]},
        "findings := set()",
    ),
    "mute_but_for_one": (
        _OF_BODIES | _PAPER,
        'findings contains ["fail", "o3", 1, {}, {["organisations", "o3", "kind"]}]',
    ),
}
CONTROLS: Controls = _MUTE | {
    f"{law}_{said}_{how}": (metadata, rules)
    for law, metadata in _LAW.items()
    for said, parts in _SAID.items()
    if said == "fail" or law not in {"to_request", "not_yet_due_and_contradicted_for_some", "two_days"}
    for how, rules in rules_of(*parts).items()
}

_SEEN: dict[str, tuple[dict[str, Any], ...]] = {
    "sound": (observation("a"), observation("b")),
    "old": (observation("a"), observation("b", age_seconds=31 * DAY)),
    "unread": (observation("a", unread=["open"]), observation("b")),
    "nothing": (),
}


def _body(seen: str, systems: int) -> dict[str, Any]:
    body = document(*_SEEN[seen])
    inventory = body["inventory"]
    inventory["hosts"][0]["os"] = "Debian 12"
    if systems == 2:
        inventory["systems"].append(inventory["systems"][0] | {"id": "t", "level": 2})
        inventory["hosts"][1]["system"] = "t"
    return body


@pytest.mark.parametrize("systems", [1, 2])
@pytest.mark.parametrize("seen", _SEEN)
@pytest.mark.parametrize("said", _SAID)
def test_faults_told_alike_and_apart_are_the_same(judge: Judge, said: str, seen: str, systems: int) -> None:
    """Whatever softens them, for all or for the machines of one system."""
    body = _body(seen, systems)
    for law in [law for law in _LAW if f"{law}_{said}_alike" in CONTROLS]:
        alike, apart = (told(judge, f"{law}_{said}_{how}", body) for how in ("alike", "apart"))
        assert apart == alike, law


def test_faults_of_two_systems_differ(judge: Judge) -> None:
    """Else softening would not have been tried."""
    statuses = judge.statuses("contradicted_for_some_fail_alike", _body("sound", 2))
    assert {"a": "fail", "b": "warn"} == statuses


_BODIES = [
    {"id": f"o{i}", "kind": kind, "status": "active"}
    for i, kind in enumerate(("department", "party", "department", "commune", "party"))
]


def _of_bodies(bodies: list[dict[str, Any]]) -> dict[str, Any]:
    """An estate of these bodies; one has entered its paper, of another something was seen."""
    body = document(observation("o4"))
    inventory = body["inventory"]
    inventory |= {"organisations": bodies, "hosts": [], "systems": []}
    inventory["evidence"] = [
        {"id": "e", "kind": "go_live", "subject": {"kind": "organisation", "id": "o1"}, "also": [], "date_day": 740000}
    ]
    return body | {"part": "estate"}


@pytest.mark.parametrize("name", [name for name in _MUTE if name != "mute_systems"])
def test_of_many_nothing_is_told_as_of_one(judge: Judge, name: str) -> None:
    """Each body in the estate of all gets what it gets in an estate of its own."""
    together = told(judge, name, _of_bodies(_BODIES))
    alone = [
        verdict
        for body in _BODIES
        for verdict in told(judge, name, _of_bodies([body]))
        if verdict["subject"] == body["id"]
    ]

    assert alone == together
    assert len(_BODIES) == len(together)


def test_a_system_with_machines_is_told_of_by_what_was_seen_of_them(judge: Judge) -> None:
    """Two that nothing stands around, and one with a machine that was looked at."""
    body = _body("sound", 2) | {"part": "estate"}
    systems = body["inventory"]["systems"]
    systems += [systems[0] | {"id": name} for name in ("u", "v")]
    causes = {one: judge.raw("mute_systems", body, one)["causes"] for one in ("s", "t", "u", "v")}

    nothing = [{"code": "not_measured", "args": ["ports"]}]
    assert {"u": nothing, "v": nothing} == {one: causes[one] for one in ("u", "v")}
    assert nothing not in (causes["s"], causes["t"])

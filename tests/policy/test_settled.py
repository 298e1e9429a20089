"""The short way of a control that told each subject one thing comes to what the order of statuses comes to."""

from typing import Any

import pytest

from tests.policy.small import CLAUSE, DAY, TODAY, Controls, Judge, document, observation

pytestmark = pytest.mark.needs_opa

_D2 = CLAUSE | {"id": "d2"}
_LAW: dict[str, dict[str, Any]] = {
    "one": {},
    "for_level_four": {"law": [CLAUSE | {"applies_to": {"levels": [4]}}]},
    "one_for_level_four": {"law": [CLAUSE, _D2 | {"applies_to": {"levels": [4]}}]},
    "supported": {"law": [CLAUSE, CLAUSE | {"id": "s1", "role": "support"}]},
    "to_request": {"law": [CLAUSE | {"addressee": {"who": "carrier", "clause": "5"}}, _D2]},
    "two": {"law": [CLAUSE, _D2]},
    "needless": {"needs": []},
    "listening": {"matters": ["insecure_service"]},
}
_SAID = {
    "pass": [("pass", "a", ""), ("pass", "b", "")],
    "exempt": [("not_applicable", "a", ""), ("not_applicable", "b", "")],
    "either": [("pass", "a", ""), ("not_applicable", "b", "")],
    "both_of_one": [("pass", "a", ""), ("not_applicable", "a", "")],
    "one_alone": [("pass", "a", "")],
    "stranger": [("pass", "a", ""), ("pass", "x", "")],
    "a_fault": [("pass", "a", ""), ("fail", "b", "")],
    "one_duty": [("pass", "a", ', {"d1"}'), ("pass", "b", ', {"d1"}')],
    "no_such_duty": [("pass", "a", ', {"d9"}'), ("pass", "b", "")],
}


def _rules(said: list[tuple[str, str, str]], values: list[int]) -> str:
    looks = {"a": "ports/a/probe", "b": "ports/b/probe", "x": "ports/a/probe"}
    told = [
        f'["{status}", "{who}", {n}, {{}}, {{"{looks[who]}"}}{duties}]' for status, who, duties in said for n in values
    ]
    return "\n\n".join(f"findings contains {finding}" for finding in told)


_PAIRS = [
    (law, said)
    for law in _LAW
    for said in _SAID
    if law == "one" or said in {"exempt", "either", "stranger", "one_duty"}
]

CONTROLS: Controls = {
    f"{law}_{said}_{how}": (_LAW[law], _rules(_SAID[said], values))
    for law, said in _PAIRS
    for how, values in {"once": [1], "twice": [1, 2]}.items()
}
"""Of each pair the second says everything twice, which no short way is for."""

_SOUND = (observation("a"), observation("b"))
_TELNET = {
    "id": "services/a/probe",
    "subject": "a",
    "vantage": "probe",
    "zone": "office",
    "state": "ok",
    "basis": "measured",
    "age_seconds": 10,
    "observed_day": TODAY.toordinal(),
    "data": {"services": [{"port": "tcp/8080", "name": "telnet", "product": "", "version": "", "tls": False}]},
}
_SEEN: dict[str, tuple[dict[str, Any], ...]] = {
    "sound": _SOUND,
    "old": (_SOUND[0], observation("b", age_seconds=31 * DAY)),
    "future": (observation("a", age_seconds=-1), _SOUND[1]),
    "unfinished": (observation("a", state="timeout"), _SOUND[1]),
    "from elsewhere": (_SOUND[0], observation("b", zone="internet")),
    "contradicted": _SOUND,
    "nothing": (),
}


def _told(judge: Judge, name: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything of a control's verdicts but how often something was said."""
    answers = [judge.raw(name, body, subject) for subject in judge.statuses(name, body)]
    hidden = {"control", "findings"}
    return [{key: value for key, value in answer.items() if key not in hidden} for answer in answers]


@pytest.mark.parametrize("seen", _SEEN)
@pytest.mark.parametrize("said", _SAID)
def test_once_and_twice_come_to_the_same(judge: Judge, said: str, seen: str) -> None:
    """Whatever the law, the findings and the looks: status, law, causes and duties are those of the long way."""
    body = document(*_SEEN[seen])
    body["observations"]["services"] = [_TELNET] if seen == "contradicted" else []
    for law in [law for law, of in _PAIRS if of == said]:
        once, twice = (_told(judge, f"{law}_{said}_{how}", body) for how in ("once", "twice"))
        renamed = [
            {
                **verdict,
                "causes": [
                    {**c, "args": ["-" if arg[:3] == "NW-" else arg for arg in c["args"]]} for c in verdict["causes"]
                ],
            }
            for verdict in (*once, *twice)
        ]
        assert renamed[: len(once)] == renamed[len(once) :], law


def test_both_ways_tell_what_was_found(judge: Judge) -> None:
    """Each subject keeps its own finding, and its own clauses of law."""
    body = document(*_SOUND)
    by_subject = {who: judge.raw("one_for_level_four_either_once", body, who) for who in ("a", "b")}

    found = {who: ([f["status"] for f in raw["findings"]], raw["law"]) for who, raw in by_subject.items()}
    assert {"a": (["pass"], [0]), "b": (["not_applicable"], [0])} == found

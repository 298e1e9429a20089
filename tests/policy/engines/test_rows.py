"""Whole verdicts out of rows."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import EngineError
from auditor.policy.engines.ordering import ordered
from auditor.policy.engines.rows import verdicts_of

ROW = {"control": "CN-06", "kind": "endpoint", "status": "unknown", "law": [1, 0]}
CAUSE = {"code": "evidence_stale", "args": ["http/a"]}


def test_each_subject_of_a_row_gets_what_the_row_says_of_all() -> None:
    found = verdicts_of([ROW | {"subjects": {"a": [[], [CAUSE], [0]], "b": [[]]}}])
    empty: dict[str, list[object]] = {"findings": [], "causes": [], "duties": [], "flags": [], "due_days": []}
    row = ROW | empty | {"law": [0, 1]}
    assert [row | {"subject": "a", "causes": [CAUSE], "duties": [0]}, row | {"subject": "b"}] == found


def test_a_finding_is_about_the_subject_of_its_place() -> None:
    [verdict] = verdicts_of(
        [ROW | {"subjects": {"a": [[["fail", 1, {"at_most": 0}, ["p"]], ["warn", 1, {}, [], ["d1"]]]]}}]
    )
    told = {"subject": "a", "status": "fail", "observed": 1, "expected": {"at_most": 0}, "evidence": ["p"]}
    assert [
        {"subject": "a", "status": "warn", "observed": 1, "expected": {}, "evidence": [], "duties": ["d1"]},
        told,
    ] == verdict["findings"]


def test_subjects_told_alike_get_the_same_and_pointers_of_their_own() -> None:
    told = [[["not_applicable", "web", {}, ["services/h/probe"]]], [CAUSE], [0]]
    found = verdicts_of([ROW | {"alike": [[["a", "b/1"], told, [["endpoints", "purpose"]]]]}])

    assert ["a", "b/1"] == [verdict["subject"] for verdict in found]
    assert [[CAUSE], [CAUSE]] == [verdict["causes"] for verdict in found]
    assert [["inv:/endpoints/a/purpose"], ["inv:/endpoints/b~11/purpose"]] == [
        verdict["findings"][0]["evidence"][:1] for verdict in found
    ]
    assert ["services/h/probe"] == found[0]["findings"][0]["evidence"][1:]


def test_pointers_are_written_as_verdicts_show_them() -> None:
    pieces = [["systems", "a", "level"], ["endpoints", "a/tcp/443", "tls"], ["evidence", "x~y"], "ports/a/probe"]
    cause = {"code": "contradicted", "args": ["way_out", ["networks", "n/1", "kind"]]}
    [verdict] = verdicts_of([ROW | {"subjects": {"a": [[["pass", 1, {}, pieces]], [cause], [0]]}}])

    assert [
        "inv:/endpoints/a~1tcp~1443/tls",
        "inv:/evidence/x~0y",
        "inv:/systems/a/level",
        "ports/a/probe",
    ] == verdict["findings"][0]["evidence"]
    assert [cause | {"args": ["way_out", "inv:/networks/n~11/kind"]}] == verdict["causes"]


_NAMES = st.text("abc", max_size=2)
_INDEXES = st.lists(st.integers(0, 12), max_size=4, unique=True)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | _NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=6,
)
_FINDINGS = st.tuples(_NAMES, _VALUES, _VALUES, st.lists(_NAMES, max_size=3), st.lists(_NAMES, max_size=3)).map(list)
_CAUSES = st.fixed_dictionaries({"code": _NAMES, "args": st.lists(_NAMES, max_size=3)})
_TOLD = st.tuples(
    st.lists(_FINDINGS, max_size=3),
    st.lists(_CAUSES, max_size=3),
    _INDEXES,
    st.lists(_NAMES, max_size=3),
    _INDEXES,
).map(list)


@given(told=_TOLD, law=_INDEXES)
def test_every_verdict_is_in_canonical_order(told: list[Any], law: list[int]) -> None:
    """Whatever order an engine gave its sets in, the verdict is what walking it whole would have made of it."""
    [verdict] = verdicts_of([ROW | {"law": law, "subjects": {"a": told}}])
    findings, causes, duties, flags, due_days = told
    names = ("status", "observed", "expected", "evidence", "duties")
    whole = {
        "findings": [{"subject": "a"} | dict(zip(names, finding, strict=True)) for finding in findings],
        "causes": causes,
        "duties": duties,
        "flags": flags,
        "due_days": due_days,
    }

    assert ordered(ROW | whole | {"subject": "a", "law": law}) == verdict


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        "rows",
        [1],
        [[]],
        [{"subjects": {"a": [[]]}}],
        [ROW | {"subjects": ["a"]}],
        [ROW | {"subjects": {"a": 1}}],
        [ROW | {"subjects": {"a": [[1]]}}],
        [ROW | {"subjects": {"a": []}}],
        [ROW | {"subjects": {"a": [[], [], [], [], [], []]}}],
        [ROW | {"subjects": {"a": [[["fail", 1, {}]]]}}],
        [ROW | {"subjects": {"a": [[["fail", 1, {}, [7]]]]}}],
        [ROW | {"subjects": {"a": [[["fail", 1, {}, [["hosts", 7]]]]]}}],
        [ROW],
        [ROW | {"alike": 1}],
        [ROW | {"alike": [["a", [[["pass", 1, {}, []]]], [[["hosts"], 1]]]]}],
        [ROW | {"alike": [[["a"], [[]]]]}],
        [ROW | {"alike": [[["a"], [], []]]}],
        [ROW | {"alike": [[["a"], [[["pass", 1, {}, []]]], [1]]]}],
    ],
)
def test_what_is_no_list_of_rows_is_refused(answer: object) -> None:
    with pytest.raises(EngineError, match="rows of verdicts"):
        verdicts_of(answer)

"""Whole verdicts out of rows."""

import pytest

from auditor.errors import EngineError
from auditor.policy.engines.rows import verdicts_of

ROW = {"control": "CN-06", "kind": "endpoint", "status": "unknown", "law": [1, 0]}
CAUSE = {"code": "evidence_stale", "args": ["http/a"]}


def test_each_subject_of_a_row_gets_what_the_row_says_of_all() -> None:
    found = verdicts_of([ROW | {"subjects": {"a": [[], [CAUSE], [0]], "b": [[]]}}])
    empty: dict[str, list[object]] = {"findings": [], "causes": [], "duties": [], "flags": [], "due_days": []}
    assert [ROW | empty | {"subject": "a", "causes": [CAUSE], "duties": [0]}, ROW | empty | {"subject": "b"}] == found


def test_a_finding_is_about_the_subject_of_its_place() -> None:
    [verdict] = verdicts_of(
        [ROW | {"subjects": {"a": [[["fail", 1, {"at_most": 0}, ["p"]], ["warn", 1, {}, [], ["d1"]]]]}}]
    )
    told = {"subject": "a", "status": "fail", "observed": 1, "expected": {"at_most": 0}, "evidence": ["p"]}
    assert [
        told,
        {"subject": "a", "status": "warn", "observed": 1, "expected": {}, "evidence": [], "duties": ["d1"]},
    ] == verdict["findings"]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        "rows",
        [1],
        [[]],
        [ROW],
        [{"subjects": {"a": [[]]}}],
        [ROW | {"subjects": ["a"]}],
        [ROW | {"subjects": {"a": 1}}],
        [ROW | {"subjects": {"a": [[1]]}}],
        [ROW | {"subjects": {"a": []}}],
        [ROW | {"subjects": {"a": [[], [], [], [], [], []]}}],
        [ROW | {"subjects": {"a": [[["fail", 1, {}]]]}}],
    ],
)
def test_what_is_no_list_of_rows_is_refused(answer: object) -> None:
    with pytest.raises(EngineError, match="rows of verdicts"):
        verdicts_of(answer)

"""What does not apply is grouped without losing a word: a document expands to exactly the rows it was made of."""

import datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model.base import canonical
from auditor.model.facts import Cause
from auditor.model.groups import grouped, read_run, run_document
from auditor.model.verdict import CitedClause, Evidence, RunHead, RunResult, Subject, Verdict, totals_of
from auditor.model.vocab.controls import Confidence, Force
from auditor.model.vocab.measurements import Basis, State
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Severity, Status

HEAD = RunHead(
    id="run-1",
    as_of=datetime.date(2026, 11, 22),
    evaluated_at=datetime.datetime(2026, 11, 22, 5, tzinfo=datetime.UTC),
    engine="wasm",
    tool_version="0",
    inventory_digest="i",
    facts_digest="f",
    policy_digest="p",
    params_digest="q",
)
_names = st.sampled_from(["web-1", "web", "a/tcp/443", "x~1/y", "{id}", "{system}", "ệ", "kind"])
_reasons = st.sampled_from([None, "none", "", 0, 1, True, False, ["web"], {"missing": ["level"]}, 2])
_subjects = st.builds(Subject, kind=st.sampled_from(SubjectKind), id=_names, system=st.one_of(st.just(""), _names))
_pointers = st.one_of(
    st.sampled_from(["/hosts/web-1/roles", "/evidence/e-1", "/systems/web/label", "/hosts/{id}/x", "", "/", "web-1"]),
    st.builds(lambda name: f"/hosts/{name.replace('~', '~0').replace('/', '~1')}/zone_kind", _names),
)
_pieces = st.one_of(
    _pointers.map(Evidence.of_pointer),
    st.builds(Evidence, id=_names, kind=st.just("ports"), state=st.sampled_from(State), basis=st.sampled_from(Basis)),
    st.builds(
        Evidence,
        id=_names,
        kind=st.just("inventory"),
        state=st.just(State.OK),
        basis=st.just(Basis.DECLARED),
        pointer=_pointers,
    ),
)
_clauses = st.builds(
    CitedClause,
    instrument=st.just("law"),
    clause=st.sampled_from(["1", "2"]),
    force=st.sampled_from(Force),
    confidence=st.sampled_from(Confidence),
)
_rows = st.builds(
    Verdict,
    control=st.sampled_from(["NW-05", "SS-01"]),
    control_version=st.integers(1, 2),
    subject=_subjects,
    status=st.one_of(st.just(Status.NOT_APPLICABLE), st.sampled_from(Status)),
    severity=st.sampled_from(Severity),
    observed=_reasons,
    expected=_reasons,
    evidence=st.lists(_pieces, max_size=3).map(tuple),
    causes=st.one_of(st.just(()), st.just((Cause(code="c", args=("a",)),))),
    flags=st.one_of(st.just(()), st.just(("weak",))),
    due=st.one_of(st.none(), st.just(datetime.date(2027, 1, 1))),
    law=st.lists(_clauses, max_size=2).map(tuple),
)


def _sorted(rows: list[Verdict]) -> tuple[Verdict, ...]:
    return tuple(sorted(rows, key=lambda row: (row.control, row.subject.kind, row.subject.id, canonical(row))))


def _exact(rows: tuple[Verdict, ...]) -> list[bytes]:
    """Rows as bytes: 1, 1.0 and true are three things."""
    return [canonical(row) for row in _sorted(list(rows))]


@pytest.mark.long
@settings(max_examples=300, deadline=None)
@given(st.lists(_rows, max_size=12))
def test_a_document_gives_back_equal_rows(rows: list[Verdict]) -> None:
    """Whatever the rows say: ids that look like patterns, evidence of any kind, reasons of any type."""
    result = RunResult(run=HEAD, totals=totals_of(rows), verdicts=_sorted(rows))
    for every_row in (False, True):
        document = orjson.loads(canonical(run_document(result, every_row=every_row)))
        back = read_run(document)

        assert _exact(result.verdicts) == _exact(back.verdicts)
        assert (result.run, result.totals) == (back.run, back.totals)
        assert not (every_row and document["not_applicable"])


def _plain(host: str, label: str = "none") -> Verdict:
    return Verdict(
        control="SS-01",
        control_version=1,
        subject=Subject(kind=SubjectKind.HOST, id=host, system="portal"),
        status=Status.NOT_APPLICABLE,
        severity=Severity.HIGH,
        observed=label,
        expected={},
        evidence=(Evidence.of_pointer(f"/hosts/{host}/roles"), Evidence.of_pointer("/systems/portal/label")),
    )


def test_one_reason_is_one_group() -> None:
    """Subjects that differ in nothing but themselves share a group, whose evidence is a pattern; another reason is
    another group.
    """
    alone, groups = grouped([_plain("a"), _plain("b"), _plain("c", "mat")])

    assert () == alone
    assert [("none", ["a", "b"]), ("mat", ["c"])] == [
        (group.reason, [member.id for member in group.subjects]) for group in groups
    ]
    assert ("/hosts/{id}/roles", "/systems/{system}/label") == groups[0].evidence
    assert (Basis.DECLARED,) == groups[0].basis


def test_a_group_takes_a_fraction_of_its_rows() -> None:
    """A hundred rows that do not apply for one reason take less than a tenth of the bytes."""
    rows = tuple(_plain(f"host-{number:03}") for number in range(100))
    result = RunResult(run=HEAD, totals=totals_of(rows), verdicts=rows)
    small, large = (len(canonical(run_document(result, every_row=every))) for every in (False, True))

    assert 10 * small < large

"""Rows of law: how each stands, and what is wrong between rows and controls."""

from pathlib import Path
from typing import Any

import pytest

from auditor.errors import PolicyError
from auditor.law.read import read_rows
from auditor.law.rows import Placed, RowStanding, count, place, problems
from auditor.model.control import ControlMeta
from auditor.model.law_row import LawRow
from auditor.model.vocab.controls import Ground

WORDS = ("title", "title_vi", "rationale", "rationale_vi", "remedy", "remedy_vi", "check_by_hand", "check_by_hand_vi")
ENTRY = {
    "id": "d1",
    "role": "duty",
    "instrument": "law",
    "clause": "1",
    "force": "binding",
    "confidence": "A",
    "addressee": {"who": "owner", "clause": "1"},
    "condition": {"none": "1"},
    "transition": "instrument",
}
PORTS = {"kind": "ports", "from": "self"}
PAPER = {"kind": "evidence.regulation"}


def control(name: str, *needs: dict[str, Any], aliases: tuple[str, ...] = ()) -> ControlMeta:
    aged = {"max_age_days": 9} if PORTS in needs else {}
    return ControlMeta.model_validate(
        dict.fromkeys(WORDS, "-")
        | {"id": name, "aliases": aliases, "family": "network", "name": "x", "severity": "low", "part": "system"}
        | {"subject": "host", "owner_role": "operator", "law": [ENTRY], "needs": needs}
        | aged
    )


def row(name: str, by: str = "facts", **more: Any) -> LawRow:
    told = {"id": name, "says": "a rule", "says_vi": "quy định", "source": "Art. 1", "severity": "low", "by": by}
    return LawRow.model_validate(told | more)


CONTROLS = (control("NW-01", PORTS, aliases=("NW-11",)), control("NW-02", PAPER), control("NW-03"))


def placed(one: LawRow, *others: LawRow) -> Placed:
    return place([one, *others], CONTROLS)[0]


@pytest.mark.parametrize(
    ("one", "standing", "controls", "ground"),
    [
        (row("NW-01"), RowStanding.CONTROL, ("NW-01",), Ground.FACTS),
        (row("NW-02"), RowStanding.CONTROL, ("NW-02",), Ground.PAPER),
        (row("NW-03"), RowStanding.CONTROL, ("NW-03",), Ground.DECLARATION),
        (row("NW-11"), RowStanding.ALIAS, ("NW-01",), Ground.FACTS),
        (row("NW-50", same_as=["NW-01"]), RowStanding.ALIAS, ("NW-01",), Ground.FACTS),
        (row("NW-50", same_as=["NW-01", "NW-03"]), RowStanding.ALIAS, ("NW-01", "NW-03"), Ground.DECLARATION),
        (row("NW-50", same_as=["NW-01", "NW-60"]), RowStanding.OPEN, (), None),
        (row("NW-50", same_as=["NW-51"]), RowStanding.OPEN, (), None),
        (row("NW-50"), RowStanding.OPEN, (), None),
        (row("NW-50", lacks=["accounts"]), RowStanding.WAITS, (), None),
        (row("NW-50", by="person", lacks=["accounts"]), RowStanding.PERSON, (), None),
        (row("NW-50", left_out="it is the carrier's"), RowStanding.LEFT_OUT, (), None),
    ],
)
def test_how_a_row_stands(one: LawRow, standing: RowStanding, controls: tuple[str, ...], ground: Ground | None) -> None:
    """By its own control, an alias, or all rows that say the same; of several controls the weakest ground counts."""
    rest = [row(name) for name in ("NW-01", "NW-03", "NW-60") if name != one.id]
    found = placed(one, *rest, row("NW-51", same_as=["NW-50"]))

    assert (standing, controls, ground) == (found.standing, found.controls, found.ground)


def test_figures() -> None:
    """Rows by standing, controls by ground, and kinds by how many rows wait for them."""
    rows = [row("NW-01"), row("NW-50", lacks=["a", "b"]), row("NW-51", lacks=["b"]), row("NW-52", by="person")]
    found = count(place(rows, CONTROLS), CONTROLS)

    assert 1 == found.covered
    assert {RowStanding.CONTROL: 1, RowStanding.WAITS: 2, RowStanding.PERSON: 1} == found.rows
    assert {Ground.FACTS: 1, Ground.PAPER: 1, Ground.DECLARATION: 1} == found.controls
    assert (("b", 2), ("a", 1)) == found.missing


def test_what_is_wrong() -> None:
    """A judged row that waits or is left out, one that is the same as nothing, one that waits for what there is, and a
    control without a row.
    """
    rows = [
        row("NW-01", lacks=["pam_vault"]),
        row("NW-02", left_out="why"),
        row("NW-11"),
        row("NW-50", same_as=["XX-01"]),
        row("NW-51", lacks=["pam_vault", "ports"]),
    ]
    found = [(one.place, one.message, one.warning) for one in problems(rows, CONTROLS)]

    assert [
        ("NW-01", "NW-01 judges it, but it says that it waits", False),
        ("NW-02", "NW-02 judges it, but it says that it is left out", False),
        ("NW-50", "is the same as XX-01, which is no row", False),
        ("NW-51", "waits for ports, which is collected", False),
        ("NW-03", "is no row of law/rows.yaml", True),
    ] == found


def test_a_folder_without_rows_has_nothing_wrong(tmp_path: Path) -> None:
    """A province's own controls need none."""
    assert () == read_rows(tmp_path)
    assert [] == problems((), CONTROLS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rows: 5", "rows.yaml:1: is no list `rows:`"),
        ("nothing: []", "rows"),
        ("rows: [{id: NW-01}]", "says"),
        ("rows: [", "rows.yaml:1: is no YAML"),
        ("rows: [{ROW}, {ROW}]", "rows.yaml:1: NW-01 stands twice"),
        ("rows: [{ROW, lacks: [x], left_out: y}]", "waits for no kind"),
        ("rows: [{ROW, same_as: [NW-01]}]", "the same as itself"),
        ("rows: [{ROW, by: magic}]", "magic"),
    ],
)
def test_a_file_that_holds_no_rows(tmp_path: Path, text: str, told: str) -> None:
    """One clear error with the file and what is wrong in it."""
    words = "id: NW-01, says: a, says_vi: b, source: c, severity: low, by: facts"
    written = text.replace("{ROW, by: magic}", "{" + words.replace("facts", "magic") + "}").replace("ROW", words)
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "rows.yaml").write_text(written, encoding="utf-8")

    with pytest.raises(PolicyError) as error:
        read_rows(tmp_path)
    assert told in error.value.message
    assert "rows.yaml" in error.value.message

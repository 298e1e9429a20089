"""Promises of a level dossier as the inventory takes them, and the table of who looks at each."""

import pytest
from pydantic import ValidationError

from auditor.model.details import PromisedMeasures
from auditor.model.inventory import EvidenceRecord
from auditor.policy.compiled import load
from auditor.text.vocabulary import PROMISES

_SAYS_NOTHING_OF_A_MEASURE = {"whole", "others"}


def _paper(kind: str, promises: dict[str, object]) -> EvidenceRecord:
    return EvidenceRecord.model_validate(
        {
            "id": "ev",
            "kind": kind,
            "subject": {"kind": "system", "id": "portal"},
            "number": "40/TTr-TTCNTT",
            "date": "2026-09-05",
            "promises": promises,
        }
    )


def test_a_dossier_promises_measures() -> None:
    """What was entered stands as it was entered, and nothing else is promised."""
    paper = _paper("level_dossier", {"whole": True, "log_months": 24, "second_factor": False})

    assert paper.promises == PromisedMeasures(whole=True, log_months=24, second_factor=False)


def test_no_other_paper_promises_any() -> None:
    """A promise on a paper that holds no plan would be one that nobody looks for."""
    with pytest.raises(ValidationError, match="a paper of kind level_approval promises no measures"):
        _paper("level_approval", {"log_months": 24})


@pytest.mark.parametrize("wrong", [{"log_months": 0}, {"restore_months": 37}, {"waf": True}, {"others": -1}])
def test_a_promise_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    """A measure that no list has, and a number that would promise nothing or that no calendar reaches."""
    with pytest.raises(ValidationError):
        _paper("level_dossier", wrong)


def test_each_measure_has_a_row_and_words() -> None:
    """A measure without a row in the table would be read by no policy, and every row names controls that exist."""
    measures = set(PromisedMeasures.model_fields) - _SAYS_NOTHING_OF_A_MEASURE
    catalogue = load().catalogue
    rows = catalogue.tables["promised_measures"][-1]["values"]

    assert measures == set(PROMISES) == set(rows)
    assert {name for names in rows.values() for name in names} <= {control.id for control in catalogue.controls}

"""State of a data set, as its own system exports it."""

from auditor.model.base import Document
from auditor.model.facts.kind import Kind
from auditor.model.vocab.controls import Part
from auditor.model.vocab.subjects import SubjectKind


class Exports(Document):
    """State of a data set as its own system exports it: rows, the last synchronisation that succeeded, the newest
    change of a row, and the faults of the last run: how many, or how many in a thousand. Days are proleptic ordinals;
    ages count from the export. What an export does not tell is absent. Subject: data_set.
    """

    rows: int | None = None
    last_success_day: int | None = None
    last_success_age_seconds: int | None = None
    max_updated_day: int | None = None
    max_updated_age_seconds: int | None = None
    errors: int | None = None
    error_permille: int | None = None


KIND = Kind(
    name="exports",
    title="export state of a data set",
    shape=Exports,
    subject=SubjectKind.DATA_SET,
    part=Part.ESTATE,
    since="facts/1",
    excused={
        "last_success_day": "The day of the last success, for people; its age is judged.",
        "max_updated_day": "The day of the newest row, for people; its age is judged.",
        "errors": "Shows why a synchronisation lags; the age of the last success is judged.",
        "error_permille": "The same where an export tells a share; the age of the last success is judged.",
    },
)

"""Reads the form of the document: the shipped one, or a province's own."""

from pathlib import Path

from auditor.errors import PlanningError
from auditor.inventory.document import read_document
from auditor.plan.document.shape import DocumentForm
from auditor.resources import policies_dir

FILE_NAME = "document_form.yaml"


def document_form(path: Path | None = None) -> DocumentForm:
    """The form of a file, else the shipped one. Raises PlanningError with file and line when it is malformed."""
    form, _ = read_document(path or policies_dir() / "migration" / FILE_NAME, DocumentForm, PlanningError)
    return form

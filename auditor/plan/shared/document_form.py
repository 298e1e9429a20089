"""Reads the form of the document: the shipped one, or a province's own."""

from pathlib import Path

from auditor.plan.document.shape import DocumentForm
from auditor.plan.shared.rule_files import read_rules

FILE_NAME = "document_form.yaml"


def document_form(path: Path | None = None) -> DocumentForm:
    """The form of a file, else the shipped one. Raises PlanningError with file and line when it is malformed."""
    return read_rules(path, FILE_NAME, DocumentForm)

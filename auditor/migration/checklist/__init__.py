"""Checklists before, during and after a move: lines as data, filled from evidence, answered by people."""

from auditor.migration.checklist.data import ChecklistData, load_checklist
from auditor.migration.checklist.sheets import make

__all__ = ["ChecklistData", "load_checklist", "make"]

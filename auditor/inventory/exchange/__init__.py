"""Exchange with people who keep the inventory in a workbook: a template to fill in, and its import."""

from auditor.inventory.exchange.importer import import_workbook
from auditor.inventory.exchange.workbook import write_workbook

__all__ = ["import_workbook", "write_workbook"]

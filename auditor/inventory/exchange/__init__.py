"""Exchange with people who keep the inventory in a workbook: a template to fill in, and its import;
and the import of lists with headings of their own.
"""

from auditor.inventory.exchange.importer import import_workbook
from auditor.inventory.exchange.mapping import import_mapped
from auditor.inventory.exchange.proposing import propose
from auditor.inventory.exchange.workbook import write_workbook

__all__ = ["import_mapped", "import_workbook", "propose", "write_workbook"]

"""The declared world: indexed once, what its labels cover, parted in two, and held against what was seen."""

from auditor.estate.cover import Cover
from auditor.estate.estate import Estate

__all__ = ["Cover", "Estate"]

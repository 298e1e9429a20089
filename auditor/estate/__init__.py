"""The declared world: indexed once, what its labels cover, parted in two, and held against what was seen."""

from auditor.estate.cover import Cover
from auditor.estate.estate import Estate
from auditor.estate.worlds import World, Worlds

__all__ = ["Cover", "Estate", "World", "Worlds"]

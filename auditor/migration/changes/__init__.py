"""What firewalls and names must change for each wave, from declared flows and links beside what was seen."""

from auditor.migration.changes.waves import changes

__all__ = ["changes"]

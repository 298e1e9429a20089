"""The least that has to be put right, measured or entered before systems are ready."""

from auditor.migration.fixes.build import fixes

__all__ = ["fixes"]

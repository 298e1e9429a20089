"""Whether moved systems are as good as they were: one run before the move beside one after it."""

from auditor.migration.parity.systems import parity

__all__ = ["parity"]

"""Ways of looking: only what passed the scope opens a socket or starts a process. Writes and reads facts folders."""

from auditor.collectors.collect import collect
from auditor.collectors.folder import FactsFolder
from auditor.collectors.interface import Progress
from auditor.collectors.merge import read_facts
from auditor.collectors.plan import CollectionPlan, plan

__all__ = ["CollectionPlan", "FactsFolder", "Progress", "collect", "plan", "read_facts"]

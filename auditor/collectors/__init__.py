"""Ways of looking: only what passed the scope opens a socket or starts a process. Writes and reads facts folders."""

from auditor.collectors.interface import Progress
from auditor.collectors.planning.plan import CollectionPlan, plan
from auditor.collectors.running.collect import collect
from auditor.collectors.running.folder import FactsFolder
from auditor.collectors.running.merge import read_facts

__all__ = ["CollectionPlan", "FactsFolder", "Progress", "collect", "plan", "read_facts"]

"""Texts on which a verdict rests against what they are to say: a text that says nothing counts as none."""

from collections.abc import Iterator

from auditor.estate.wording import Bodies, bodies_by_name, names_place, nation_named, says_something
from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault
from auditor.model.inventory import DataSet, System

_NATIONAL = "Write the name of the national database, for example `Cơ sở dữ liệu tổng hợp quốc gia`."


def compare_texts(told: Declarations) -> Iterator[Doubt]:
    """Decisions without a reason, feeds that lead nowhere, and names that show no database of the nation."""
    for system in told.estate.inventory.systems:
        yield from _of_system(system)
    bodies = bodies_by_name(told.estate)
    for data_set in told.estate.inventory.data_sets:
        yield from _of_data_set(bodies, data_set)


def _of_system(system: System) -> Iterator[Doubt]:
    if system.decision and not says_something(system.decision_reason):
        message = "says nothing, and the system is decided about"
        remedy = "Write why it was decided so, in a few words."
        yield Doubt("systems", system.id, Fault(("decision_reason",), message, system.decision_reason, remedy))
    feed = system.monitoring
    if feed and feed.feed != "none" and not names_place(feed.endpoint):
        message = f"says nothing, and the system is said to feed the {feed.feed} centre"
        remedy = "Write what sends to the centre: a machine of yours, or the address it sends to."
        yield Doubt("systems", system.id, Fault(("monitoring", "endpoint"), message, feed.endpoint, remedy))


def _of_data_set(bodies: Bodies, data_set: DataSet) -> Iterator[Doubt]:
    if data_set.sync and (named := nation_named(data_set.sync.target, bodies)) != "national":
        message = "says nothing" if named == "none" else "does not show that it is of the nation"
        fault = Fault(("sync", "target"), message, data_set.sync.target, _NATIONAL)
        yield Doubt("data_sets", data_set.id, fault)
    source = data_set.national_source
    if source and (named := nation_named(source, bodies)) != "national":
        message = "says nothing" if named == "none" else "does not show that it is of the nation"
        yield Doubt("data_sets", data_set.id, Fault(("national_source",), message, source, _NATIONAL))

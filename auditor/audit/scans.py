"""Facts from scans that somebody else made: read from files as looks of one vantage, each world into its own folder."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.audit.collecting import Folders, Looks, owner_alone
from auditor.audit.private import private_facts
from auditor.errors import NotFoundError, UsageError
from auditor.model.settings import Vantage

if TYPE_CHECKING:
    from auditor.collectors import CollectionPlan, Progress
    from auditor.model.facts import Manifest

_LABELLED = "labelled"


def collect_scans(
    looks: Looks, folders: Folders, files: Sequence[Path], at: datetime.datetime | None, progress: "Progress"
) -> tuple["Manifest", ...]:
    """Writes what the files say into new folders, that of the open world first. Sends nothing.

    `looks.vantages` names the one vantage they were made from; `at` is when they ended, where their own word is not
    taken. Raises UsageError, NotFoundError, FactsError for a file that is no scan, and CollectError as `collect`.
    """
    from auditor.collectors import collect
    from auditor.collectors.planning.addresses import PlanningEstate
    from auditor.collectors.running.aside import Discreet
    from auditor.collectors.running.scans import read_scan, scanned

    vantage, worlds, inside = _vantage(looks), looks.worlds, folders.labelled
    now = datetime.datetime.now(datetime.UTC)
    scans = [read_scan(path, now, at) for path in files]
    found = scanned(PlanningEstate(worlds.whole.estate.inventory), vantage, scans)
    opened = looks.open(now)
    partial = not all(scan.whole for scan in scans)
    standing = tuple(order.vantage for order in opened.orders)
    shown = tuple(item for item in found if worlds.is_open(item.observation))
    first = replace(_without_looks(opened, partial=partial), refused=shown, scanned_from=standing)
    if not worlds.parted:
        return (collect(first, folders.open, progress=progress),)
    for note in private_facts(inside) if inside else ():
        progress.note(_LABELLED, note)
    manifest = collect(first, folders.open, progress=Discreet(progress, worlds.mentions.in_text))
    if inside is None:
        progress.note(_LABELLED, "not kept: set restricted_store or restricted_facts")
        return (manifest,)
    second = replace(_without_looks(looks.labelled(now, opened), partial=partial), scanned_from=(vantage,))
    known = {item.observation.id for item in shown}
    covered = [(item.document, item.observation) for item in found if item.observation.id not in known]
    with owner_alone():
        return manifest, collect(second, inside, given=covered)


def _without_looks(plan: "CollectionPlan", *, partial: bool) -> "CollectionPlan":
    """The plan of a collection that makes no look of its own."""
    nothing = replace(plan, orders=(), refused=(), imports=(), zones_of_data_sets={}, partial=partial)
    return replace(nothing, exchange_logs=(), logged_links={})


def _vantage(looks: Looks) -> Vantage:
    names = looks.vantages or ()
    if len(names) != 1:
        raise UsageError(
            "a scan by file needs the one vantage it was made from",
            remedy="Name it with --vantage ID, as in auditor.yaml.",
        )
    found = next((vantage for vantage in looks.settings.vantages if vantage.id == names[0]), None)
    if found is None:
        known = ", ".join(sorted(vantage.id for vantage in looks.settings.vantages)) or "none; add some under vantages:"
        raise NotFoundError(f"no vantage is called {names[0]}", remedy=f"Vantages of auditor.yaml: {known}.")
    return found

"""Measures both worlds: the open one into the folder that goes with the reports, the labelled one into its own.

The open collection is planned from the open inventory and the open part of the permission, so that nothing in its
folder, job files, logs or progress can name a covered thing. The labelled one makes only the looks that the open one
may not.
"""

import contextlib
import datetime
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.audit.private import private_facts
from auditor.estate import Worlds
from auditor.inventory.settings import restricted_facts
from auditor.inventory.snmp import load_snmp
from auditor.model.scope import Scope
from auditor.model.settings import Settings

if TYPE_CHECKING:
    from auditor.collectors import CollectionPlan, Progress
    from auditor.model.facts import Manifest


@dataclass(frozen=True, slots=True)
class Looks:
    """What is to be measured: the worlds without observations, the permission, and where vantages stand."""

    worlds: Worlds
    scope: Scope
    settings: Settings
    vantages: tuple[str, ...] | None = None

    def open(self, now: datetime.datetime) -> "CollectionPlan":
        """The plan of the open world. Where anything is labelled, machines nobody declared are searched for by the
        labelled one: a search meets covered machines, and which prefixes are left out would say where they stand.
        """
        from auditor.collectors import plan
        from auditor.collectors.planning.leftover import unsearching

        worlds = self.worlds
        inventory, settings = worlds.open.estate.inventory, worlds.open_vantages(self.settings)
        chosen = self._standing_in(settings)
        whole = plan(inventory, worlds.open_scope(self.scope), settings, now, chosen)
        if not worlds.parted:
            return whole
        return replace(unsearching(whole), hides=worlds.mentions.in_text)

    def labelled(self, now: datetime.datetime, opened: "CollectionPlan | None" = None) -> "CollectionPlan":
        """The plan of everything that the open plan, `opened` where it was made already, leaves out."""
        from auditor.collectors import plan
        from auditor.collectors.planning.leftover import leftover

        whole = plan(self.worlds.whole.estate.inventory, self.scope, self.settings, now, self.vantages)
        return leftover(whole, opened or self.open(now), self.worlds.cover.highest)

    def _standing_in(self, settings: Settings) -> tuple[str, ...] | None:
        """The vantages and zones asked for by name, without those that stand in the labelled world. A name nobody knows
        stays, for planning to refuse.
        """
        if self.vantages is None:
            return None
        inside = _names(self.settings) - _names(settings)
        return tuple(name for name in self.vantages if name not in inside)


def _names(settings: Settings) -> set[str]:
    return {name for vantage in settings.vantages for name in (vantage.id, vantage.zone)}


@dataclass(frozen=True, slots=True)
class Folders:
    """Where facts go. `labelled` is None where there is nothing labelled, or no place for it."""

    open: Path
    labelled: Path | None

    @classmethod
    def of(cls, folder: Path, name: str, settings: Settings, *, labelled: bool) -> "Folders":
        """`folder` for the open facts; for those of the labelled world a folder of the same name at their own place."""
        place = restricted_facts(settings) if labelled else None
        return cls(folder, place / name if place else None)

    def written(self) -> tuple[Path, ...]:
        """The folders in which a collection was begun; one that was only made for it holds none."""
        return tuple(folder for folder in (self.open, self.labelled) if folder and _is_begun(folder))


def _is_begun(folder: Path) -> bool:
    from auditor.collectors.running.folder import MANIFEST
    from auditor.collectors.running.journal import JOURNAL

    return any((folder / name).is_file() for name in (MANIFEST, JOURNAL))


def collect_worlds(
    looks: Looks, folders: Folders, progress: "Progress", *, resume: bool = False
) -> tuple["Manifest", ...]:
    """Carries both collections out, the open one first, and returns their manifests, that of the open one first.

    What a look at an open thing found about a covered one is written to the labelled folder and nowhere else; without
    one it is dropped. Raises CollectError and KeyboardInterrupt as `collect` does; an interruption leaves the labelled
    world unmeasured.
    """
    from auditor.collectors import collect
    from auditor.collectors.running.aside import Aside, Discreet

    now = datetime.datetime.now(datetime.UTC)
    opened, inside = looks.open(now), folders.labelled
    entered = load_snmp(Path(looks.settings.snmp_file)) if looks.settings.snmp_file else None
    if not looks.worlds.parted:
        return (collect(opened, folders.open, progress=progress, resume=resume, entered=entered),)
    for note in private_facts(inside) if inside else ():
        progress.note(_LABELLED, note)
    aside = Aside(inside, looks.worlds.is_open)
    first = _kept(folders) if resume else None
    if first is None:
        shown = Discreet(progress, looks.worlds.mentions.in_text)
        first = collect(opened, folders.open, progress=shown, resume=resume, aside=aside, entered=entered)
    if inside is None:
        progress.note(_LABELLED, _UNMEASURED)
        return (first,)
    progress.note(_LABELLED, "measuring; how far it is stands in its own folder only")
    with owner_alone():
        plan = looks.labelled(now, opened)
        second = collect(plan, inside, resume=resume, given=aside.taken(), last=first.complete, entered=entered)
    progress.note(_LABELLED, "ended")
    return first, second


_LABELLED = "labelled"
"""What progress calls the labelled world, of which it says nothing else."""

_UNMEASURED = "not measured, and nobody searches for undeclared machines: set restricted_store or restricted_facts"


def _kept(folders: Folders) -> "Manifest | None":
    """The open collection, where it is finished and only the labelled one is left to go on with."""
    from auditor.collectors import FactsFolder
    from auditor.collectors.running.collect import is_finished

    left = folders.labelled is not None and not is_finished(folders.labelled)
    return FactsFolder(folders.open).manifest if left and is_finished(folders.open) else None


@contextlib.contextmanager
def owner_alone() -> Iterator[None]:
    """What is written meanwhile is for its owner alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)

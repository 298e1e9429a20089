"""Measures both worlds: the open one into the folder that goes with the reports, the labelled one into its own.

The open collection is planned from the open inventory and the open part of the permission, so that nothing in its
folder, job files, logs or progress can name a covered thing. The labelled one makes only the looks that the open one
may not.
"""

import contextlib
import datetime
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.estate import Worlds
from auditor.inventory.settings import restricted_facts
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
        """The plan of the open world."""
        from auditor.collectors import plan
        from auditor.collectors.planning.leftover import searching

        worlds = self.worlds
        inventory, settings = worlds.open.estate.inventory, worlds.open_vantages(self.settings)
        chosen = self._standing_in(settings)
        whole = plan(inventory, worlds.open_scope(self.scope), settings, now, chosen)
        return searching(whole, lambda prefix: not worlds.holds_covered_address(prefix))

    def labelled(self, now: datetime.datetime, opened: "CollectionPlan | None" = None) -> "CollectionPlan":
        """The plan of everything that the open plan, `opened` where it was made already, leaves out."""
        from auditor.collectors import plan
        from auditor.collectors.planning.leftover import leftover

        whole = plan(self.worlds.whole.estate.inventory, self.scope, self.settings, now, self.vantages)
        return leftover(whole, opened or self.open(now))

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
        """The folders in which a collection was begun."""
        return tuple(folder for folder in (self.open, self.labelled) if folder and folder.is_dir())


def collect_worlds(
    looks: Looks, folders: Folders, progress: "Progress", *, resume: bool = False
) -> tuple["Manifest", ...]:
    """Carries both collections out, the open one first, and returns their manifests.

    Raises CollectError and KeyboardInterrupt as `collect` does; an interruption leaves the labelled world unmeasured.
    """
    from auditor.collectors import collect
    from auditor.collectors.planning.leftover import Unnamed

    now = datetime.datetime.now(datetime.UTC)
    opened = looks.open(now)
    done = [collect(opened, folders.open, progress=progress, resume=resume)]
    if folders.labelled is not None and looks.worlds.parted:
        with _private(folders.labelled):
            done.append(
                collect(looks.labelled(now, opened), folders.labelled, progress=Unnamed(progress), resume=resume)
            )
    return tuple(done)


@contextlib.contextmanager
def _private(folder: Path) -> Iterator[None]:
    """What is written meanwhile is for its owner alone, and so is the folder, whatever it was before."""
    before = os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        yield
    finally:
        os.umask(before)

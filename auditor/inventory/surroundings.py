"""Checks the files that stand beside an inventory against it: whose scope it is, where its vantages stand."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.errors import InputError, Problem
from auditor.estate import Estate
from auditor.inventory.confirmations import FILE_NAME as CONFIRMATIONS
from auditor.inventory.confirmations import load_confirmations
from auditor.inventory.crossings import covered_servers, covered_vantages
from auditor.inventory.explain import nearest
from auditor.inventory.places import places
from auditor.inventory.planning import FILE_NAME, load_planning
from auditor.inventory.scope import load_scope
from auditor.inventory.settings import load_settings
from auditor.model.inventory import Inventory
from auditor.model.settings import Vantage


def surrounding_problems(folder: Path, inventory: Inventory | None) -> list[Problem]:
    """Faults of `scope.yaml`, `auditor.yaml`, `planning.yaml` and `confirmations.yaml` where they exist, names in them
    that nothing declares, and covered machines that open systems depend on.

    Without an inventory only their own form is checked.
    """
    problems: list[Problem] = []
    for name, check in (
        ("scope.yaml", _scope),
        ("auditor.yaml", _settings),
        (FILE_NAME, _planning),
        (CONFIRMATIONS, _confirmations),
    ):
        path = folder / name
        if path.exists() or path.is_symlink():
            try:
                problems += check(path, inventory)
            except InputError as error:
                problems += error.problems
    if inventory is not None:
        problems += covered_servers(inventory, places(folder), folder)
    return problems


def _scope(path: Path, inventory: Inventory | None) -> Iterator[Problem]:
    scope = load_scope(path)
    if inventory is None:
        return
    domains = {zone.domain for zone in inventory.zones}
    for paper in scope.authorisations:
        key = f"authorisations[{paper.id}]"
        yield from _unknown(path, f"{key}.owner", paper.owner, (body.id for body in inventory.organisations))
        for area in paper.areas:
            yield from _unknown(path, f"{key}.areas.domain", area.domain, domains)


def _settings(path: Path, inventory: Inventory | None) -> Iterator[Problem]:
    settings = load_settings(path)
    if inventory is None:
        return
    for vantage in settings.vantages:
        key = f"vantages[{vantage.id}]"
        yield from _unknown(path, f"{key}.zone", vantage.zone, (zone.id for zone in inventory.zones))
        if vantage.host:
            yield from _unknown(path, f"{key}.host", vantage.host, (host.id for host in inventory.hosts))
    yield from _misplaced(path, Estate(inventory), settings.vantages)
    yield from covered_vantages(inventory, settings.vantages, path)
    for schedule in settings.schedules:
        if not Path(schedule.inventory).is_dir():
            yield Problem(
                path, None, f"schedules[{schedule.id}].inventory", "there is no such folder", schedule.inventory,
                "Name the folder that holds the inventory, relative to this file.",
            )  # fmt: skip


def _misplaced(path: Path, estate: Estate, vantages: Iterable[Vantage]) -> Iterator[Problem]:
    """A look from a machine is made from a zone that the machine has a leg in, or it is told of another place."""
    for vantage in vantages:
        host = estate.hosts.get(vantage.host or "")
        if host and vantage.zone in estate.zones and vantage.zone not in estate.zones_of(host):
            message = f"has no address in zone {vantage.zone!r}, from which its looks are said to be made"
            remedy = f"Name a zone the machine stands in: {', '.join(estate.zones_of(host))}."
            yield Problem(path, None, f"vantages[{vantage.id}].host", message, host.id, remedy)


def _planning(path: Path, inventory: Inventory | None) -> Iterator[Problem]:
    if inventory is not None:
        load_planning(path, inventory)
    yield from ()


def _confirmations(path: Path, _inventory: Inventory | None) -> Iterator[Problem]:
    load_confirmations(path.parent)
    yield from ()


def _unknown(path: Path, key: str, value: str, declared: Iterable[str]) -> Iterator[Problem]:
    names = set(declared)
    if value not in names:
        yield Problem(path, None, key, "is declared nowhere in the inventory", value, nearest(value, names))

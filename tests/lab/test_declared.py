"""The lab's inventory, scope and settings: they follow from how the lab is built and can be read by the auditor."""

import ipaddress
from pathlib import Path

import pytest

from auditor.inventory import load, load_scope, load_settings
from lab import declared, permission
from lab.flows import FLOWS
from lab.hosts import HOSTS

FOLDER = Path(__file__).resolve().parents[2] / "inventories" / "lab"


@pytest.mark.parametrize(("name", "text"), [*declared.files().items(), *permission.files().items()])
def test_committed_files_are_what_the_lab_declares(name: str, text: str) -> None:
    """A change of the lab that was not declared anew is noticed."""
    assert text == (FOLDER / name).read_text(encoding="utf-8")


def test_the_auditor_reads_the_inventory() -> None:
    """Every reference holds, and the estate has the size the lab promises."""
    inventory = load(FOLDER)

    assert {host.name for host in declared.declared_hosts()} == {host.id for host in inventory.hosts}
    assert len(inventory.systems) >= 12
    shared = {host for system in inventory.systems for host in system.runs_on}
    assert shared == {"tthc-app", "xa-web", "archive-app", "store-db"}


def test_what_is_planted_as_undeclared_is_not_declared() -> None:
    """No planted permission, service or machine stands in the inventory."""
    inventory = load(FOLDER)
    planted = {flow.id for flow in FLOWS if not flow.declared}

    assert set() == planted & {flow.id for flow in inventory.flows}
    assert set() == {"backup-srv/tcp/21", "xa-cpe/tcp/23"} & {endpoint.id for endpoint in inventory.endpoints}
    assert set() == {"lan-b-modem", "pub-web", "nat-ndop"} & {host.id for host in inventory.hosts}


def test_every_declared_address_is_in_its_owners_permission() -> None:
    """Nothing but the excluded cache is left unmeasured for want of a paper."""
    inventory, scope = load(FOLDER), load_scope(FOLDER / "scope.yaml")
    owners = {system.id: system.owner for system in inventory.systems}
    zones = {zone.id: zone.domain for zone in inventory.zones}
    domains = {network.id: zones[network.zone] for network in inventory.networks}
    outside = []
    for host in inventory.hosts:
        paper = next(one for one in scope.authorisations if one.owner == owners[host.system])
        prefixes = [(area.domain, ipaddress.ip_network(text)) for area in paper.areas for text in area.prefixes]
        for interface in host.interfaces:
            address = ipaddress.ip_address(interface.address)
            if not any(domain == domains[interface.network] and address in prefix for domain, prefix in prefixes):
                outside.append((host.id, interface.address))

    assert [] == outside


def test_the_excluded_cache_is_on_the_do_not_touch_list() -> None:
    """The machine whose verdicts must be unknown is excluded by its address."""
    untouchable = {
        address for paper in load_scope(FOLDER / "scope.yaml").authorisations for address in paper.do_not_touch
    }

    assert {str(HOSTS[name].v4_address) for name in permission.DO_NOT_TOUCH} <= untouchable


def test_the_auditor_reads_the_settings() -> None:
    """There is a standpoint in every zone, each with something that must answer from it."""
    settings = load_settings(FOLDER / "auditor.yaml")

    assert {zone.id for zone in load(FOLDER).zones} == {vantage.zone for vantage in settings.vantages}
    assert all(vantage.control_target for vantage in settings.vantages)

"""The declared world answers where things stand, what runs on what, at which level, and who answers for it."""

from typing import Any

import pytest

from auditor.estate import Estate
from auditor.model.base import EndpointId
from auditor.model.inventory import Endpoint, Inventory
from auditor.model.vocab.subjects import OwnerRole, SubjectKind

NAME = {"vi": "Tên"}

DECLARED: dict[str, Any] = {
    "organisations": [
        {"id": "dept", "name": NAME, "kind": "department"},
        {"id": "centre", "name": NAME, "kind": "department"},
        {"id": "province", "name": NAME, "kind": "province"},
    ],
    "sites": [{"id": "idc", "name": NAME, "kind": "data_centre", "organisation": "centre"}],
    "zones": [
        {"id": "servers", "name": NAME, "kind": "servers", "site": "idc"},
        {"id": "border", "name": NAME, "kind": "border", "site": "idc"},
        {"id": "lan", "name": NAME, "kind": "independent_lan", "site": "idc", "domain": "lan"},
    ],
    "networks": [
        {"id": "n-servers", "zone": "servers", "prefixes": ["10.0.0.0/16"]},
        {"id": "n-inner", "zone": "border", "prefixes": ["10.0.9.0/24", "2001:db8::/64"]},
        {"id": "n-lan", "zone": "lan", "prefixes": ["10.0.0.0/24"]},
    ],
    "systems": [
        {"id": "portal", "name": NAME, "kind": "portal", "owner": "dept", "level": 1},
        {"id": "guest", "name": NAME, "kind": "tthc", "owner": "dept", "operator": "centre", "level": 4},
        {"id": "lodger", "name": NAME, "kind": "mail", "owner": "dept"},
        {"id": "edge", "name": NAME, "kind": "infrastructure", "owner": "centre", "level": 2},
    ],
    "hosts": [
        {"id": "web", "system": "portal", "interfaces": [{"network": "n-servers", "address": "10.0.0.5"}]},
        {
            "id": "gw",
            "system": "edge",
            "interfaces": [
                {"network": "n-inner", "address": "10.0.9.1"},
                {"network": "n-servers", "address": "10.0.0.1"},
                {"network": "n-inner", "address": "2001:db8::1"},
            ],
        },
    ],
    "endpoints": [
        {"id": "web/tcp/443", "purpose": "web"},
        {"id": "web/tcp/25/mail.example.vn", "system": "lodger", "purpose": "mail"},
    ],
}


def estate(**changes: Any) -> Estate:
    """The estate above, some of its lists replaced."""
    return Estate(Inventory.model_validate(DECLARED | changes))


GUESTS = [system | ({"runs_on": ["web"]} if system["id"] == "guest" else {}) for system in DECLARED["systems"]]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("web/tcp/443", ("web", "tcp/443", "")),
        ("web/udp/53/ns.example.vn", ("web", "udp/53", "ns.example.vn")),
        ("lan/10.0.0.9/tcp/80", ("lan/10.0.0.9", "tcp/80", "")),
        ("lan/2001:db8::9/tcp/80", ("lan/2001:db8::9", "tcp/80", "")),
        ("tcp/tcp/22", ("tcp", "tcp/22", "")),
        ("web", ("web", "", "")),
        ("web/tcp", ("web/tcp", "", "")),
    ],
)
def test_endpoint_ids_say_their_parts(text: str, parts: tuple[str, str, str]) -> None:
    """Host, port and name come out of the text, also for what nobody declared."""
    found = EndpointId(text)
    assert parts == (found.host, found.port, found.name)


def test_endpoint_ids_are_their_text() -> None:
    """An id read from a document finds plain text in a set, is refused when malformed, and is written as text."""
    endpoint = Endpoint.model_validate({"id": "web/tcp/443", "purpose": "web"})
    assert isinstance(endpoint.id, EndpointId)
    assert {"web/tcp/443"} == {endpoint.id}
    assert endpoint.model_dump(mode="json")["id"] == "web/tcp/443"
    with pytest.raises(ValueError, match="String should match pattern"):
        Endpoint.model_validate({"id": "web/443", "purpose": "web"})


def test_a_machine_is_in_every_zone_it_has_a_leg_in() -> None:
    """Zones come in the order of interfaces and each once; the first is the one to print."""
    found = estate()
    assert ("border", "servers") == found.zones_of(found.hosts["gw"])
    assert "border" == found.zone_of(found.hosts["gw"])


def test_ip_versions_are_those_of_the_machines_that_stand_there() -> None:
    """A network's prefix alone gives nobody an address."""
    found = estate()
    assert ("v4", "v6") == found.ip_versions_in_zone("border")
    assert ("v4",) == found.ip_versions_in_zone("servers")
    assert () == found.ip_versions_in_zone("lan")


def test_an_address_belongs_to_the_longest_prefix_of_its_domain() -> None:
    """Independent LANs reuse addresses; only prefixes of the asked domain count."""
    found = estate()
    assert "servers" == found.zone_at("province", "10.0.0.5")
    assert "border" == found.zone_at("province", "10.0.9.77")
    assert "lan" == found.zone_at("lan", "10.0.0.5")
    assert "" == found.zone_at("lan", "10.0.9.77")
    assert "" == found.zone_at("province", "not-an-address")
    assert "lan" == found.zone_of_subject(SubjectKind.ENDPOINT, "lan/10.0.0.9/tcp/80")
    assert "border" == found.zone_of_subject(SubjectKind.HOST, "gw")
    assert "" == found.zone_of_subject(SubjectKind.SYSTEM, "portal")


def test_who_stands_on_a_machine() -> None:
    """The owner first, then guests that say so, then those with an endpoint there."""
    found = estate(systems=GUESTS)
    assert ("portal", "guest", "lodger") == found.systems_on("web")
    assert ["web"] == [host.id for host in found.machines_of("lodger")]
    assert 2 == len(found.endpoints_on("web"))
    assert "lodger" == found.system_of(SubjectKind.ENDPOINT, "web/tcp/25/mail.example.vn")
    assert "portal" == found.system_of(SubjectKind.ENDPOINT, "web/tcp/8080")


def test_where_a_system_stands() -> None:
    """A system stands where its machines have legs, also those it runs on; one without machines where it says."""
    moved = [system | ({"site": "idc"} if system["id"] == "guest" else {}) for system in DECLARED["systems"]]

    assert ["border", "servers"] == [zone.id for zone in estate().zones_of_system("edge")]
    assert ["servers"] == [zone.id for zone in estate(systems=GUESTS).zones_of_system("guest")]
    assert frozenset({"idc"}) == estate().sites_of_system("lodger")
    assert frozenset() == estate().sites_of_system("guest")
    assert frozenset({"idc"}) == estate(systems=moved).sites_of_system("guest")


def test_levels_come_from_all_that_stands_there() -> None:
    """A guest counts as much as the owner, on the machine, in its network and in its zone."""
    found = estate(systems=GUESTS)
    assert (1, 4, None) == found.levels_on("web")
    assert {1, 2, 4, None} == set(found.levels_in_zone("servers"))
    assert (2,) == found.levels_in_zone("border")
    assert {1, 2, 4, None} == set(found.levels_in_network("n-servers"))


def test_who_holds_a_role() -> None:
    """The owner stands in for an operator and a data steward that nobody named; nobody stands in for a monitor."""
    found = estate()
    assert "dept" == found.holder(OwnerRole.OPERATOR, "portal")
    assert "centre" == found.holder(OwnerRole.OPERATOR, "guest")
    assert "dept" == found.holder(OwnerRole.DATA_STEWARD, "guest")
    assert "" == found.holder(OwnerRole.MONITOR, "guest")
    assert "" == found.holder(OwnerRole.CIPHER, "guest")
    assert "" == found.holder(OwnerRole.OWNER, "nobody-declared-this")
    assert "centre" == found.keeper(SubjectKind.ZONE, "servers")
    assert "centre" == found.keeper(SubjectKind.NETWORK, "n-lan")
    assert "" == found.keeper(SubjectKind.SITE, "elsewhere")


def test_nothing_is_known_of_what_nobody_declared() -> None:
    """An empty estate answers every question with nothing."""
    found = Estate(Inventory())
    assert () == found.hosts_of("x")
    assert () == found.levels_on("x")
    assert "" == found.system_of(SubjectKind.LINK, "x")
    assert None is found.title()


def test_the_province_gives_the_title() -> None:
    """The province goes before the body declared first."""
    title = estate().title()
    assert title is not None
    assert "province" == title.id

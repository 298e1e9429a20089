"""What is planned, what is refused and why, and that planning sends nothing."""

import ipaddress

import pytest

from auditor.collectors.planning.plan import CollectionPlan, plan
from auditor.collectors.scope import DEFAULT_PORTS
from auditor.errors import NotFoundError
from tests.collectors.estates import NOW, inventory, paper, scope, settings, vantage

SSH = {"known_hosts_file": "known", "key_file": "key"}


def looks(made: CollectionPlan) -> set[tuple[str, str]]:
    return {(look.kind, look.subject) for look in made.looks()}


def refused(made: CollectionPlan) -> dict[str, str]:
    return {item.observation.id: item.observation.cause.code for item in made.refused if item.observation.cause}


def test_one_vantage() -> None:
    """Permitted looks are planned; those at another owner's host stand as refusals with their reason."""
    made = plan(inventory(), scope(), settings(vantage()), NOW)

    assert {
        ("ports", "web"),
        ("services", "web"),
        ("tls", "web/tcp/443/tinh.gov.vn"),
        ("http", "web/tcp/443/tinh.gov.vn"),
        ("http", "web/tcp/80"),
        ("http_versions", "web/tcp/443/tinh.gov.vn"),
        ("http_versions", "web/tcp/80"),
        ("ssh", "web/tcp/22"),
        ("snmp", "web"),
        ("reach", "dmz"),
    } >= looks(made)
    assert "no_authorisation_for_owner" == refused(made)["ports/db/v-dmz"]
    assert "configuration_not_offered" == refused(made)["sshd_config/web/web"]
    assert "no_vantage_on_host" in refused(made).values()


def test_no_scope() -> None:
    """Without a permission nothing is planned, and every look stands as refused."""
    made = plan(inventory(), scope().model_copy(update={"authorisations": ()}), settings(vantage()), NOW)

    assert set() == looks(made)
    assert "no_authorisation" == refused(made)["ports/web/v-dmz"]
    assert 10 < len(made.refused)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"valid_until": "2026-01-31"}, "authorisation_expired"),
        ({"do_not_touch": ["10.1.0.11"]}, "do_not_touch"),
        ({"windows": [{"days": ["mon"], "from": "01:00", "to": "02:00"}]}, "outside_window"),
        ({"areas": [{"prefixes": ["10.1.0.128/25"]}]}, "address_outside_scope"),
    ],
)
def test_refusals(change: dict[str, object], code: str) -> None:
    """Expired, untouchable, early or elsewhere: no look at the host, and each says why."""
    made = plan(inventory(), scope(paper(**change)), settings(vantage()), NOW)

    assert not [look for look in made.looks() if look.subject.startswith("web")]
    assert code == refused(made)["tls/web/tcp/443/tinh.gov.vn/v-dmz"]


def test_a_port_that_is_not_permitted() -> None:
    """A list of ports narrows the sweep and refuses endpoints outside it."""
    made = plan(inventory(), scope(paper(ports=["tcp/443"])), settings(vantage()), NOW)
    (sweep,) = [look for look in made.looks() if look.kind == "ports"]

    assert ("tcp/443",) == sweep.ports
    assert "port_outside_scope" == refused(made)["http/web/tcp/80/v-dmz"]
    assert "port_outside_scope" == refused(made)["snmp/web/v-dmz"]


def test_default_ports_and_declared_ones() -> None:
    """Without a list, the default ports are tried, with those its owner declares."""
    (sweep,) = [look for look in plan(inventory(), scope(), settings(vantage()), NOW).looks() if look.kind == "ports"]

    assert {*DEFAULT_PORTS, "tcp/9443"} == set(sweep.ports)


def test_two_lans_with_the_same_addresses() -> None:
    """From one independent LAN the other's machine, which has the same address, is never tried."""
    made = plan(inventory(), scope(), settings(vantage("lan"), vantage("lan2")), NOW)
    lan = next(order.job for order in made.orders if order.vantage.id == "v-lan")

    assert ["kin"] == [host.subject for host in lan.hosts]
    assert not [target for reach in lan.reach for target in reach.targets if target.address == "192.168.1.9"]
    assert "address_outside_scope" == refused(made)["ports/kin2/v-lan2"]
    assert "ports/kin/v-lan2" not in refused(made)


def test_settings_are_read_from_one_place() -> None:
    """Over SSH by one vantage, as observations of the host itself."""
    made = plan(inventory(), scope(), settings(vantage(ssh=SSH), vantage("servers", ssh=SSH)), NOW)
    found = [look for look in made.looks() if look.kind == "sshd_config"]

    assert [("web", "web", "dmz")] == [(look.subject, look.place.vantage, look.place.zone) for look in found]


def test_the_account_that_reads_is_named() -> None:
    """Whoever reads settings knows the names that any vantage logs in with: no administrator's way in."""
    made = plan(inventory(), scope(), settings(vantage(ssh=SSH), vantage("servers", ssh=SSH | {"user": "reader"})), NOW)
    told = [
        host.configuration.accounts
        for order in made.orders
        for host in order.job.hosts
        if host.configuration is not None
    ]

    assert {("auditor", "reader")} == set(told)


def test_settings_may_be_kept_closed() -> None:
    """An owner who permits no reading of settings is asked for none."""
    made = plan(inventory(), scope(paper(configuration=False)), settings(vantage(ssh=SSH)), NOW)

    assert not [look for look in made.looks() if look.kind == "sshd_config"]
    assert "configuration_not_permitted" == refused(made)["sshd_config/web/web"]


def test_a_namespace_shares_its_files() -> None:
    """In a namespace entered by name only the network is the host's own, so no file is read there."""
    place = vantage(kind="netns", namespace="web", host="web")
    closed = inventory(hosts=[{**host.model_dump(), "configuration": "local"} for host in inventory().hosts])
    made = plan(closed, scope(), settings(place), NOW)

    (order,) = [host.configuration for host in made.orders[0].job.hosts if host.configuration is not None]

    assert order.network_only
    assert {"interfaces", "routes"} == {look.kind for look in made.looks()} & {"interfaces", "routes", "sshd_config"}
    assert "configuration_not_offered" == refused(made)["sshd_config/web/web"]


def test_egress_needs_a_vantage_on_the_host() -> None:
    """Targets outside are tried only from a machine the vantage stands on, and only if permitted."""
    targets = ["203.0.113.80:443", "203.0.113.81:443"]
    places = settings(vantage(host="web", egress_targets=targets), vantage("lan", egress_targets=targets))
    made = plan(inventory(), scope(), places, NOW)
    (egress,) = [look for look in made.looks() if look.kind == "egress"]

    assert ("web", "web", ("203.0.113.80",)) == (egress.subject, egress.place.vantage, egress.targets)


def test_reach_of_the_internet() -> None:
    """Targets outside also answer for the zone of the Internet."""
    made = plan(inventory(), scope(), settings(vantage(egress_targets=["203.0.113.80:443"])), NOW)
    (reach,) = [reach for reach in made.orders[0].job.reach if reach.to_zone == "internet"]

    assert [("province/203.0.113.80", "province")] == [(target.name, target.domain) for target in reach.targets]


def test_reach_over_udp() -> None:
    """Services over UDP are tried where their protocol can be asked, declared ones and those named outside."""
    more = [
        {"id": f"db/{port}", "purpose": "other"} for port in ("udp/53", "udp/123", "udp/161", "udp/514", "udp/9999")
    ]
    estate = inventory(endpoints=more)
    named = ["tcp/443", "udp/53", "udp/123", "udp/161", "udp/514"]
    wide = [{"domain": "province", "prefixes": ["10.1.0.0/24", "10.2.0.0/24", "203.0.113.80/32"]}]
    permission = scope(paper(ports=named), paper(id="p2", owner="so", areas=wide, ports=named))
    outside = settings(vantage(egress_targets=["203.0.113.80:53/udp", "[2001:db8:9::1]:123/udp"]))
    wished = plan(estate, permission, outside, NOW)
    ports = {r.to_zone: {port for target in r.targets for port in target.ports} for r in wished.orders[0].job.reach}

    assert {"udp/53", "udp/123", "udp/161", "udp/514"} == ports["servers"]
    assert {"udp/53"} == ports["internet"]


def test_a_resolver_is_a_probe_too() -> None:
    """Asking a resolver outside every permission is refused."""
    inside = plan(inventory(), scope(), settings(vantage(resolver="10.1.0.53")), NOW)
    outside = plan(inventory(), scope(), settings(vantage(resolver="10.9.0.53")), NOW)

    assert ("dns", "portal") in looks(inside)
    assert "address_outside_scope" == refused(outside)["dns/portal/v-dmz/tinh.gov.vn"]


def test_an_address_without_permission_is_left_out() -> None:
    """A host with one permitted address is asked there, and what was left out is known."""
    made = plan(
        inventory(), scope(paper(owner="so", areas=[{"prefixes": ["10.2.0.0/24"]}])), settings(vantage("servers")), NOW
    )
    (host,) = made.orders[0].job.hosts

    assert (("10.2.0.12",), ("2001:db8:2::12",)) == (host.addresses, host.left_out)


def test_discovery_stays_inside() -> None:
    """Strangers are looked for where zone and permission overlap, leaving the known and untouchable alone."""
    made = plan(inventory(), scope(paper(do_not_touch=["10.1.0.99"])), settings(vantage()), NOW)
    (order,) = made.orders[0].job.discovery

    assert ("10.1.0.0/24", ("10.1.0.11", "10.1.0.99")) == (order.prefix, order.known)
    assert all(ipaddress.ip_address(address) for address in order.known)


def test_names_of_vantages() -> None:
    """A zone's name means its vantages; an unknown name says which there are."""
    places = settings(vantage(), vantage("servers"))

    assert ["v-servers"] == [order.vantage.id for order in plan(inventory(), scope(), places, NOW, ["servers"]).orders]
    with pytest.raises(NotFoundError, match="v-dmz, v-servers"):
        plan(inventory(), scope(), places, NOW, ["moon"])


def test_a_vantage_in_no_zone() -> None:
    """A vantage in a zone nobody declares is a mistake of the settings."""
    with pytest.raises(NotFoundError, match="does not declare"):
        plan(inventory(), scope(), settings(vantage("mars")), NOW)


def test_equal_plans_have_equal_ids() -> None:
    """Inventory, scope and instant decide the collection's id."""
    first, second = (plan(inventory(), scope(), settings(vantage()), NOW) for _ in range(2))

    assert (first.id, first.inventory_digest) == (second.id, second.inventory_digest)
    assert "20261122T030000Z" == first.id[:16]


def clock(name: str, network: str, *addresses: str) -> dict[str, object]:
    legs = [{"network": network, "address": address} for address in addresses]
    return {"id": name, "system": "portal", "interfaces": legs, "roles": ["time_server"]}


def test_a_vantage_that_reads_settings_is_given_time_servers() -> None:
    """Declared ones of its routing domain that may be asked, those of its zone first; none where it reads nothing. One
    that gives time beside its work counts only where nobody has the role.
    """
    hosts = [
        *inventory().model_dump(mode="json", exclude_none=True)["hosts"],
        clock("far", "n-servers", "10.2.0.123", "2001:db8:2::123"),
        clock("near", "n-dmz", "10.1.0.123"),
        clock("elsewhere", "n-lan", "192.168.1.123"),
    ]
    areas = [{"domain": "province", "prefixes": ["10.1.0.0/24", "10.2.0.0/24", "2001:db8:2::/64"]}]
    may, may_not = (scope(paper(areas=areas, ports=["tcp/22", *more])) for more in (["udp/123"], []))
    province, reading, sweeping = inventory(hosts=hosts), vantage(ssh=SSH), vantage("servers")
    orders = {order.vantage.id: order.job for order in plan(province, may, settings(reading, sweeping), NOW).orders}
    deaf = plan(province, may_not, settings(reading), NOW).orders[0].job

    assert [("near", "10.1.0.123"), ("far", "10.2.0.123"), ("far", "2001:db8:2::123")] == [
        (target.name, target.address) for target in orders["v-dmz"].time_servers
    ]
    assert {("udp/123",)} == {target.ports for target in orders["v-dmz"].time_servers}
    beside = [{"id": "web/udp/123", "purpose": "ntp"}]
    clockless = inventory(endpoints=beside)
    assert ["web"] == [
        target.name for target in plan(clockless, may, settings(reading), NOW).orders[0].job.time_servers
    ]
    both = plan(inventory(hosts=hosts, endpoints=beside), may, settings(reading), NOW).orders[0].job
    assert orders["v-dmz"].time_servers == both.time_servers
    assert () == orders["v-servers"].time_servers
    assert () == deaf.time_servers


@pytest.mark.parametrize("count", [1, 2, 3])
def test_vantages_share_the_permitted_rate(count: int) -> None:
    """All of them together send what the slowest permission allows, however many meet at one target."""
    some = [vantage(id=name) for name in ("v-one", "v-two", "v-three")[:count]]
    rates = {"rate": {"packets_per_second": 100, "parallel_hosts": 4}}
    made = plan(inventory(), scope(paper(**rates)), settings(*some), NOW)
    shares = [order.job.rates.shared() for order in made.orders]

    assert [100 / count] * count == [order.job.rates.packets_per_second for order in made.orders]
    assert sum(each.sweep + each.questions + each.identify * 2 for each in shares) == pytest.approx(100)


def test_whoever_stands_beside_a_time_server_holds_the_computers_clock() -> None:
    """For machines in LANs without one: vantages on this computer alone, one a zone, that may ask; nobody where every
    machine has a time server in its routing domain.
    """
    hosts = [
        *inventory().model_dump(mode="json", exclude_none=True)["hosts"],
        clock("near", "n-servers", "10.2.0.123"),
    ]
    areas = [{"domain": "province", "prefixes": ["10.1.0.0/24", "10.2.0.0/24"]}]
    may, may_not = (scope(paper(areas=areas, ports=["tcp/22", *more])) for more in (["udp/123"], []))
    beside = vantage("servers", kind="netns", namespace="aud-s")
    far = vantage("dmz", kind="ssh", address="10.1.0.5", ssh=SSH)
    several = settings(vantage(), vantage(id="v-second"), beside, far | {"id": "v-far"})

    made = plan(inventory(hosts=hosts), may, several, NOW)
    served = [*hosts, clock("in-lan", "n-lan", "192.168.1.123"), clock("in-lan2", "n-lan2", "192.168.1.123")]

    assert ["v-servers", "v-dmz"] == [order.vantage.id for order in made.keepers]
    assert all(order.job.holds_clock and () == order.job.units() for order in made.keepers)
    assert [("near",)] * 2 == [tuple(one.name for one in order.job.time_servers) for order in made.keepers]
    assert () == plan(inventory(hosts=hosts), may_not, several, NOW).keepers
    assert () == plan(inventory(hosts=hosts), may, settings(far), NOW).keepers
    assert () == plan(inventory(hosts=served), may, several, NOW).keepers


def test_what_a_portal_is_to_show_is_sought_on_its_pages() -> None:
    """Only of a system whose dossier names addresses for reports of incidents, and only what it names."""
    reports = {"to": ["suco@tinh.gov.vn"], "page": "/lien-he"}
    systems = [
        system.model_dump(mode="json") | ({"incident_reports": reports} if system.id == "portal" else {})
        for system in inventory().systems
    ]
    made = plan(inventory(systems=systems), scope(), settings(vantage()), NOW)

    assert ("incident_contacts", "web/tcp/443/tinh.gov.vn") in looks(made)
    ((sought, at),) = {
        (endpoint.sought, endpoint.sought_at)
        for order in made.orders
        for host in order.job.hosts
        for endpoint in host.endpoints
        if "incident_contacts" in endpoint.questions
    }
    assert (("suco@tinh.gov.vn",), "/lien-he") == (sought, at)
    assert "incident_contacts" not in {kind for kind, _ in looks(plan(inventory(), scope(), settings(vantage()), NOW))}

"""Inventory and facts become documents that say who is judged, by what, and never mix labels."""

import copy
import datetime
from typing import Any

import orjson
import pytest

from auditor.errors import FactsError
from auditor.estate import World, Worlds
from auditor.model.base import VIETNAM
from auditor.model.facts import Observation
from auditor.model.inventory import Inventory
from auditor.model.vocab.controls import Part
from auditor.policy.documents import Clocks, months_before
from auditor.policy.join import Join, JoinedDocument

AT = datetime.datetime(2026, 11, 22, 12, tzinfo=VIETNAM)
CLOCKS = Clocks(datetime.date(2026, 11, 22), AT)


def name(text: str) -> dict[str, str]:
    return {"vi": text}


INVENTORY: dict[str, Any] = {
    "organisations": [
        {"id": "ubnd", "name": name("UBND"), "kind": "province"},
        {"id": "sgd", "name": name("Sở"), "kind": "department"},
    ],
    "sites": [{"id": "idc", "name": name("IDC"), "organisation": "ubnd", "kind": "data_centre"}],
    "zones": [
        {"id": "servers", "name": name("Máy chủ"), "kind": "servers", "site": "idc"},
        {
            "id": "lan",
            "name": name("LAN"),
            "kind": "independent_lan",
            "site": "idc",
            "domain": "secret-lan",
            "label": "mat",
        },
    ],
    "networks": [
        {"id": "net-servers", "zone": "servers", "prefixes": ["10.0.0.0/24"], "gateway": "app-1"},
        {"id": "net-lan", "zone": "lan", "prefixes": ["192.168.1.0/24"], "kind": "independent_lan", "label": "mat"},
    ],
    "flows": [{"id": "f1", "from_zone": "servers", "to_zone": "lan", "ports": ["tcp/22"]}],
    "systems": [
        {"id": "app", "name": name("Ứng dụng"), "kind": "application", "owner": "ubnd", "level": 3},
        {"id": "other", "name": name("Khác"), "kind": "application", "owner": "sgd", "runs_on": ["app-1"]},
        {"id": "secret", "name": name("Mật"), "kind": "secret_docs", "owner": "ubnd", "label": "mat"},
    ],
    "hosts": [
        {"id": "app-1", "system": "app", "interfaces": [{"network": "net-servers", "address": "10.0.0.5"}]},
        {"id": "sec-1", "system": "secret", "interfaces": [{"network": "net-lan", "address": "192.168.1.5"}]},
    ],
    "endpoints": [
        {"id": "app-1/tcp/443", "purpose": "web", "tls": True},
        {"id": "app-1/tcp/8443", "purpose": "api", "system": "other", "tls": True},
    ],
    "links": [
        {"id": "l1", "source": "app", "target": "other", "channel": "direct", "network": "lan"},
        {"id": "l2", "source": "secret", "external": "Cục", "channel": "file", "network": "party_wan", "label": "mat"},
    ],
    "data_sets": [
        {"id": "d1", "name": name("Dữ liệu"), "system": "app", "entity": "citizen"},
        {"id": "d2", "name": name("Mật"), "system": "secret", "entity": "paper", "label": "mat"},
    ],
    "evidence": [
        {"id": "e1", "kind": "level_approval", "subject": {"kind": "system", "id": "app"}, "date": "2026-09-01"},
        {"id": "e2", "kind": "level_approval", "subject": {"kind": "system", "id": "secret"}, "date": "2026-09-01"},
    ],
}


def observation(kind: str, subject: str, data: dict[str, Any], *, zone: str = "servers", age: int = 60) -> Observation:
    return Observation(
        id=f"{kind}/{subject}/probe",
        kind=kind,
        subject=subject,
        vantage="probe",
        zone=zone,
        state="ok",
        basis="measured",
        observed_at=AT.astimezone(datetime.UTC) - datetime.timedelta(seconds=age),
        data=data,
    )


def documents(*observations: Observation) -> dict[str, JoinedDocument]:
    inventory = Inventory.model_validate(INVENTORY)
    return {document.name: document for document in Join(World.of(inventory, observations), CLOCKS).documents()}


def open_documents(*observations: Observation) -> dict[str, JoinedDocument]:
    world = Worlds(Inventory.model_validate(INVENTORY), observations).open
    return {document.name: document for document in Join(world, CLOCKS).documents()}


def ids(document: JoinedDocument, key: str) -> list[str]:
    return [row["id"] for row in document.inventory[key]]


def test_one_document_a_system_and_one_for_the_estate() -> None:
    """Every system of a world has a document of its own, and so has the estate."""
    found = documents()

    assert ["app", "other", "secret", "estate"] == list(found)
    assert {Part.SYSTEM, Part.ESTATE} == {item.part for item in found.values()}
    assert ["app", "other", "estate"] == list(open_documents())


def test_open_documents_show_nothing_labelled() -> None:
    """The open world's bytes mention no labelled zone, network, system, link, data set or paper."""
    text = "".join(document.to_bytes(CLOCKS).decode() for document in open_documents().values())

    assert [] == [
        word for word in ('"secret"', "net-lan", '"id":"lan"', '"l2"', '"d2"', '"e2"', '"f1"') if word in text
    ]


def test_documents_say_what_a_label_covers() -> None:
    """The label of a machine, a service and a link is that of everything on it, of its networks and its ends."""
    estate, secret, app = (documents()[name] for name in ("estate", "secret", "app"))

    assert {"servers": "none", "lan": "mat"} == {row["id"]: row["label"] for row in estate.inventory["zones"]}
    assert {"l1": "none", "l2": "mat"} == {row["id"]: row["label"] for row in estate.inventory["links"]}
    assert ["mat"] == [row["label"] for row in secret.inventory["hosts"]]
    assert ["none"] == [row["label"] for row in app.inventory["hosts"]]


def test_documents_say_the_level_and_the_guests_of_a_machine() -> None:
    """The level is the highest declared there, said to be open where a guest declares none."""
    found = documents()
    host = found["app"].inventory["hosts"][0]

    assert (3, True) == (host["level"], host["level_open"])
    assert [("other", "none")] == [(guest["id"], guest["label"]) for guest in host["guests"]]
    assert [(3, True)] == [
        (row["level"], row["level_open"]) for row in found["estate"].inventory["zones"] if row["id"] == "servers"
    ]
    assert ["app-1"] == [machine["id"] for machine in found["other"].inventory["systems"][0]["machines"]]


def test_endpoint_belongs_to_the_system_that_declares_it() -> None:
    """A shared host is judged once, in its owner's document; an endpoint in its own system's."""
    found = documents()

    assert ["app-1"] == ids(found["app"], "hosts")
    assert [] == ids(found["other"], "hosts")
    assert ["app-1/tcp/443"] == ids(found["app"], "endpoints")
    assert ["app-1/tcp/8443"] == ids(found["other"], "endpoints")
    assert ["tcp/443", "tcp/8443"] == found["app"].inventory["hosts"][0]["declared_ports"]


def test_seen_port_becomes_an_undeclared_endpoint() -> None:
    """An open port nobody declared is an endpoint of the host's system; what answers tells its purpose."""
    ports = observation("ports", "app-1", {"open": ["tcp/443", "tcp/6379", "tcp/9999"], "swept": []})
    services = observation("services", "app-1", {"services": [{"port": "tcp/6379", "name": "redis"}]})
    rows = {row["id"]: row for row in documents(ports, services)["app"].inventory["endpoints"]}

    assert (False, "cache") == (rows["app-1/tcp/6379"]["declared"], rows["app-1/tcp/6379"]["purpose"])
    assert (False, "unknown") == (rows["app-1/tcp/9999"]["declared"], rows["app-1/tcp/9999"]["purpose"])
    assert rows["app-1/tcp/443"]["declared"]


def test_undeclared_host_has_a_document_of_its_domain() -> None:
    """A live address nobody declared is judged in a pseudo system of its routing domain, with that domain's label."""
    open_ = observation("ports", "province/10.0.0.99", {"open": ["tcp/23"], "swept": ["tcp/23"]})
    secret = observation("ports", "secret-lan/192.168.1.99", {"open": [], "swept": ["tcp/23"]}, zone="lan")
    found = documents(open_, secret)

    assert ["province/10.0.0.99"] == ids(found["undeclared-province"], "hosts")
    assert not found["undeclared-province"].inventory["hosts"][0]["declared"]
    assert ["none"] == [row["label"] for row in found["undeclared-province"].inventory["hosts"]]
    assert ["mat"] == [row["label"] for row in found["undeclared-secret-lan"].inventory["hosts"]]
    assert "undeclared-secret-lan" not in open_documents(open_, secret)


def test_what_was_met_at_an_undeclared_address_of_a_machine_stands_beside_it() -> None:
    """Its own settings tell the address; looks at it keep their subject, and ports open there are its endpoints. An
    address of another declared machine is that one's, and said to be.
    """
    cards = [{"name": "eth0", "kind": "ethernet", "addresses": ["10.0.0.5", "10.0.0.77/24", "10.0.0.9"]}]
    told = observation("interfaces", "app-1", {"interfaces": cards})
    met = observation("ports", "province/10.0.0.77", {"open": ["tcp/6379"], "swept": ["tcp/6379"]})
    strange = observation("ports", "province/10.0.0.78", {"open": ["tcp/23"], "swept": ["tcp/23"]})
    inventory = copy.deepcopy(INVENTORY)
    inventory["hosts"] += [
        {"id": "app-2", "system": "other", "interfaces": [{"network": "net-servers", "address": "10.0.0.9"}]}
    ]
    world = World.of(Inventory.model_validate(inventory), (told, met, strange))
    found = {item.name: item for item in Join(world, CLOCKS).documents()}

    for name in ("app", "other"):
        assert ["province/10.0.0.77"] == [row["subject"] for row in found[name].observations["ports"]]
    assert "app-1/tcp/6379" in ids(found["app"], "endpoints")
    assert [["10.0.0.9"]] == [row["held_elsewhere"] for row in found["app"].inventory["hosts"]]
    assert ["province/10.0.0.77", "province/10.0.0.78"] == ids(found["undeclared-province"], "hosts")


def test_an_endpoint_on_a_machine_of_others_tells_of_the_machine() -> None:
    """Its system's document has no row of the machine; one on an own machine has nothing to tell."""
    rows = {row["id"]: row for item in documents().values() for row in item.inventory["endpoints"]}

    machine = {"addresses": ["10.0.0.5"], "domains": ["province"], "configuration": "none"}
    assert machine == rows["app-1/tcp/8443"]["machine"]
    assert "machine" not in rows["app-1/tcp/443"]


def test_the_estate_has_the_ways_out_of_machines_that_must_have_none() -> None:
    """Of machines in independent LANs and in the dedicated network, and of no others."""
    inventory = copy.deepcopy(INVENTORY)
    inventory["zones"] += [{"id": "wan", "name": name("TSLCD"), "kind": "tslcd", "site": "idc"}]
    inventory["networks"] += [{"id": "net-wan", "zone": "wan", "prefixes": ["10.9.0.0/24"], "kind": "tslcd"}]
    inventory["hosts"] += [
        {"id": "mcu-1", "system": "app", "interfaces": [{"network": "net-wan", "address": "10.9.0.2"}]}
    ]
    looks = [observation("interfaces", host, {"interfaces": []}) for host in ("app-1", "mcu-1", "sec-1")]
    world = World.of(Inventory.model_validate(inventory), looks)
    estate = next(item for item in Join(world, CLOCKS).documents() if item.part is Part.ESTATE)

    assert ["mcu-1", "sec-1"] == [row["subject"] for row in estate.observations["interfaces"]]
    assert ["app-1", "mcu-1"] == [row["id"] for row in estate.inventory["systems"][0]["machines"]]
    assert ["tcp/443", "tcp/8443"] == estate.inventory["systems"][0]["machines"][0]["declared_ports"]


@pytest.mark.parametrize(("carrier", "told"), [(True, True), (None, True), (False, False)])
def test_the_estate_has_the_machines_that_are_joined_by_radio(carrier: bool | None, told: bool) -> None:  # noqa: FBT001
    """A site that says it is without wireless is judged there; a radio joined to nothing shows no network."""
    radio = {"name": "wlan0", "kind": "wireless", "carrier": carrier}
    looks = (
        observation("interfaces", "app-1", {"interfaces": [radio]}),
        observation("interfaces", "mcu-1", {"interfaces": [{"name": "eth0", "kind": "ethernet", "carrier": True}]}),
    )
    estate = list(Join(World.of(Inventory.model_validate(INVENTORY), looks), CLOCKS).documents())[-1]

    assert [row["subject"] for row in estate.observations["interfaces"]] == (["app-1"] if told else [])


def test_documents_say_which_machine_keeps_the_logs_of_another() -> None:
    """A target is found by its address in the machine's own routing domain, with what was read there."""
    sends = observation(
        "logging",
        "app-1",
        {"retention_days": 7, "remote_targets": ["tcp://10.0.0.9:1514", "udp://10.0.0.5:514", "tcp://["]},
    )
    keeps = observation("logging", "log-1", {"retention_days": 700, "remote_targets": []})
    other = observation("logging", "log-2", {"retention_days": 700, "remote_targets": []})
    inventory = copy.deepcopy(INVENTORY)
    inventory["hosts"] += [
        {"id": "log-1", "system": "other", "interfaces": [{"network": "net-servers", "address": "10.0.0.9"}]},
        {"id": "log-2", "system": "other", "interfaces": [{"network": "net-servers", "address": "10.0.0.8"}]},
    ]
    inventory["endpoints"].append({"id": "log-1/tcp/1514", "purpose": "syslog"})
    world = World.of(Inventory.model_validate(inventory), (sends, keeps, other))
    app = next(item for item in Join(world, CLOCKS).documents() if item.name == "app")

    assert app.inventory["hosts"][0]["log_stores"] == [{"target": "tcp://10.0.0.9:1514", "host": "log-1"}]
    assert [row["id"] for row in app.observations["logging"]] == ["logging/app-1/probe", "logging/log-1/probe"]


def test_documents_say_in_which_ring_the_time_of_a_machine_goes_round() -> None:
    """Two systems whose machines follow each other, and the looks at both; the newest look of each counts."""
    inventory = copy.deepcopy(INVENTORY)
    inventory["hosts"] += [
        {"id": "ntp-1", "system": "other", "interfaces": [{"network": "net-servers", "address": "10.0.0.9"}]}
    ]
    clock = {"service": "chrony", "servers": ["x"], "synchronised": True}
    first = observation("time_config", "app-1", clock | {"source": "10.0.0.9"}, age=60)
    second = observation("time_config", "ntp-1", clock | {"source": "10.0.0.5"}, age=60)
    before = observation("time_config", "ntp-1", clock | {"source": "192.0.2.1"}, age=600)
    older = before.model_copy(update={"id": "time_config/ntp-1/before"})

    def app(*looks: Observation) -> JoinedDocument:
        world = World.of(Inventory.model_validate(inventory), looks)
        return next(item for item in Join(world, CLOCKS).documents() if item.name == "app")

    ring = app(first, second, older)
    assert ["app-1", "ntp-1"] == ring.inventory["hosts"][0]["time_ring"]
    assert {"app-1", "ntp-1"} == {row["subject"] for row in ring.observations["time_config"]}
    led_out = app(first, older)
    assert [] == led_out.inventory["hosts"][0]["time_ring"]
    assert {"app-1"} == {row["subject"] for row in led_out.observations["time_config"]}


@pytest.mark.parametrize(
    "said", [{"synchronised": False, "source": "192.0.2.1"}, {"self_source": True, "source": ""}, {"service": "none"}]
)
def test_documents_say_that_the_machine_that_is_followed_is_out_of_step(said: dict[str, object]) -> None:
    """Its own reading stands in another system's document; who follows it must not pass without it."""
    inventory = copy.deepcopy(INVENTORY)
    inventory["hosts"] += [
        {"id": "ntp-1", "system": "other", "interfaces": [{"network": "net-servers", "address": "10.0.0.9"}]}
    ]
    follows = {"service": "chrony", "servers": ["x"], "synchronised": True, "source": "10.0.0.9"}
    looks = (observation("time_config", "app-1", follows, age=60), observation("time_config", "ntp-1", follows | said))
    found = Join(World.of(Inventory.model_validate(inventory), looks), CLOCKS).documents()
    app = next(item for item in found if item.name == "app")

    assert ["ntp-1"] == app.inventory["hosts"][0]["time_ring"]
    assert {"app-1", "ntp-1"} == {row["subject"] for row in app.observations["time_config"]}


def test_documents_say_what_is_known_of_the_clock_that_a_machine_was_held_against() -> None:
    """The time server stands in another system's document; what it follows, and whether that goes round, is said. So is
    what a vantage measured of it that measured the machine too.
    """
    inventory = copy.deepcopy(INVENTORY)
    inventory["hosts"] += [
        {"id": "ntp-1", "system": "other", "interfaces": [{"network": "net-servers", "address": "10.0.0.9"}]}
    ]
    told = {"ahead_ms": 3, "offset_ms": 3, "within_ms": 4, "reference": "ntp-1", "reference_source": "203.0.113.123"}
    held = observation("own_clock", "app-1", told)
    answers = {"version": 4, "stratum": 2, "leap": 0, "offset_ms": 1, "delay_ms": 1, "reference": "203.0.113.123"}
    client = {"service": "chrony", "servers": ["x"], "synchronised": True, "source": "203.0.113.123"}

    def app(*looks: Observation) -> JoinedDocument:
        world = World.of(Inventory.model_validate(inventory), looks)
        return next(item for item in Join(world, CLOCKS).documents() if item.name == "app")

    known = app(held, observation("ntp", "ntp-1", answers), observation("time_config", "ntp-1", client))
    adrift = app(held, observation("time_config", "ntp-1", {"service": "none"}))
    alone = app(observation("ntp", "ntp-1", answers))
    beside = app(observation("ntp", "app-1", answers), observation("ntp", "ntp-1", answers))

    assert [] == known.inventory["hosts"][0]["reference_ring"]
    assert ["ntp-1"] == [row["subject"] for row in known.observations["ntp"]]
    assert ["ntp-1"] == [row["subject"] for row in known.observations["time_config"]]
    assert ["ntp-1"] == adrift.inventory["hosts"][0]["reference_ring"]
    assert ["ntp-1"] == [row["subject"] for row in adrift.observations["time_config"]]
    assert ([], []) == (alone.observations["ntp"], alone.inventory["hosts"][0]["reference_ring"])
    assert {"app-1", "ntp-1"} == {row["subject"] for row in beside.observations["ntp"]}


def test_documents_say_whom_a_system_serves_and_what_its_texts_say() -> None:
    """Systems of other bodies on its machines, or linked to it; a reason, a feed and a trait as they are told."""
    inventory = copy.deepcopy(INVENTORY)
    inventory["systems"][0] |= {"decision": "migrate", "decision_reason": "...", "traits": ["shared_province"]}
    inventory["systems"][0] |= {"monitoring": {"feed": "provincial", "endpoint": "soc-1"}}
    found = Join(World.of(Inventory.model_validate(inventory), ()), CLOCKS).documents()
    rows = {item.name: item.inventory["systems"][0] for item in found if item.part is Part.SYSTEM}
    keys = ("carries", "serves", "said_shared", "reasoned", "feeds_somewhere")

    assert [["sgd"], [], True, False, True] == [rows["app"][key] for key in keys]
    assert [[], ["ubnd"], False, False, False] == [rows["other"][key] for key in keys]


@pytest.mark.parametrize(
    ("target", "declared", "sweep", "stores"),
    [
        ("tcp://10.0.0.9:1514", "tcp/1514", None, ["log-1"]),
        ("tcp://10.0.0.9:1514", "tcp/1514", {"open": ["tcp/1514"], "swept": ["tcp/1514"]}, ["log-1"]),
        ("tcp://10.0.0.9:6514", "tcp/1514", {"open": ["tcp/6514"], "swept": ["tcp/6514"]}, ["log-1"]),
        ("tcp://log-1:1514", "tcp/1514", None, ["log-1"]),
        ("tcp://10.0.0.9:1514", "tcp/1514", {"swept": ["tcp/1514"], "refused": ["tcp/1514"]}, []),
        ("tcp://10.0.0.9:9999", "tcp/1514", None, []),
        ("udp://10.0.0.9:1514", "tcp/1514", None, []),
        ("tcp://log-1.example:1514", "tcp/1514", None, []),
    ],
)
def test_a_log_server_keeps_what_it_takes(
    target: str, declared: str, sweep: dict[str, Any] | None, stores: list[str]
) -> None:
    """A machine that refuses the port, or that nobody declared to listen there, takes nothing that is sent to it."""
    seen = [observation("logging", "app-1", {"retention_days": 7, "remote_targets": [target]})]
    seen += [observation("ports", "log-1", sweep)] if sweep else []
    inventory = copy.deepcopy(INVENTORY)
    inventory["hosts"].append(
        {"id": "log-1", "system": "other", "interfaces": [{"network": "net-servers", "address": "10.0.0.9"}]}
    )
    inventory["endpoints"].append({"id": f"log-1/{declared}", "purpose": "syslog"})
    world = World.of(Inventory.model_validate(inventory), tuple(seen))
    app = next(item for item in Join(world, CLOCKS).documents() if item.name == "app")

    assert app.inventory["hosts"][0]["log_stores"] == [{"target": target, "host": store} for store in stores]


@pytest.mark.parametrize(
    ("port", "vantage", "zone", "told"),
    [
        ("tcp/22", "probe", "office", 1),
        ("tcp/443", "probe", "office", 0),
        ("tcp/8443", "gw-1", "office", 0),
        ("tcp/8443", "probe", "office", 1),
        ("tcp/22", "probe", "servers", 0),
    ],
)
def test_sweeps_that_met_what_no_line_opens_stand_beside_the_networks(
    port: str, vantage: str, zone: str, told: int
) -> None:
    """The estate has those only: what a line opens to that sender, or a neighbour shows, crosses nothing."""
    sweep = observation("ports", "app-1", {"open": [port], "swept": [port]})
    sweep = sweep.model_copy(update={"zone": zone, "vantage": vantage})
    inventory = copy.deepcopy(INVENTORY)
    inventory["zones"].append({"id": "office", "name": name("Văn phòng"), "kind": "internal", "site": "idc"})
    inventory["networks"].append({"id": "net-office", "zone": "office", "prefixes": ["10.0.1.0/24"]})
    gateway = {"id": "gw-1", "system": "other", "interfaces": [{"network": "net-office", "address": "10.0.1.9"}]}
    inventory["hosts"].append(gateway)
    lines = {"from_zone": "office", "to_zone": "servers"}
    inventory["flows"] += [
        lines | {"id": "f2", "ports": ["tcp/443"]},
        lines | {"id": "f3", "from_hosts": ["gw-1"], "to_hosts": ["app-1"], "ports": ["tcp/8443"]},
    ]
    world = World.of(Inventory.model_validate(inventory), (sweep,))
    estate = next(item for item in Join(world, CLOCKS).documents() if item.part is Part.ESTATE)

    assert told == len(estate.observations["ports"])


def _with_walls() -> Inventory:
    """A machine between the servers and the dedicated network that is no gateway of it, and a line with a sender."""
    given = copy.deepcopy(INVENTORY)
    given["zones"] += [
        {"id": "tslcd", "name": name("TSLCD"), "kind": "tslcd", "site": "idc"},
        {"id": "office", "name": name("Văn phòng"), "kind": "internal", "site": "idc"},
    ]
    given["networks"] += [
        {"id": "net-t", "zone": "tslcd", "prefixes": ["10.60.0.0/24"], "kind": "tslcd"},
        {"id": "net-o", "zone": "office", "prefixes": ["10.20.0.0/24"]},
    ]
    legs = [{"network": "net-servers", "address": "10.0.0.1"}, {"network": "net-t", "address": "10.60.0.9"}]
    given["hosts"] += [
        {"id": "gw-1", "system": "other", "interfaces": legs},
        {"id": "pc-1", "system": "other", "interfaces": [{"network": "net-o", "address": "10.20.0.7"}]},
    ]
    line = {"from_zone": "office", "to_zone": "servers", "ports": ["tcp/5432"]}
    given["flows"] += [{"id": "f2", **line, "from_hosts": ["pc-1"]}, {"id": "f3", **line}]
    return Inventory.model_validate(given)


def _wall(zone: str, *targets: str, vantage: str = "gw-1") -> Observation:
    pairs = [{"to_zone": each, "state": "closed", "opens": []} for each in targets]
    data = {"forward_policy": "drop", "any_any": False, "rules": [{"port": "tcp/1"}], "pairs": pairs}
    return observation("firewall", zone, data).model_copy(
        update={"id": f"firewall/{zone}/{vantage}", "vantage": vantage}
    )


def test_a_system_has_the_walls_that_its_machines_stand_behind_or_at() -> None:
    """Of each look the pairs that concern it and nothing else: the way to its zones, and what its own machine lets into
    the dedicated network or out of it. The estate has each look whole.
    """
    walls = [
        _wall("office", "servers", "tslcd"),
        _wall("servers", "office", "tslcd"),
        _wall("tslcd", "servers", "office"),
    ]
    walls.append(_wall("office", "tslcd", vantage="gw-2"))
    world = World.of(_with_walls(), walls)
    found = {each.name: each.observations["firewall"] for each in Join(world, CLOCKS).documents()}
    told = {
        system: {
            row["id"].removeprefix("firewall/"): [pair["to_zone"] for pair in row["data"]["pairs"]] for row in rows
        }
        for system, rows in found.items()
    }

    assert {"office/gw-1": ["servers"], "tslcd/gw-1": ["servers"]} == told["app"]
    assert {
        "office/gw-1": ["servers", "tslcd"],
        "servers/gw-1": ["tslcd", "office"],
        "tslcd/gw-1": ["servers", "office"],
        "office/gw-2": ["tslcd"],
    } == {look: sorted(pairs, key=["servers", "tslcd", "office"].index) for look, pairs in told["other"].items()}
    assert [["pairs"]] * len(found["app"]) == [list(row["data"]) for row in found["app"]]
    assert {"pairs", "rules", "any_any", "forward_policy"} == set(found["estate"][0]["data"])


def test_documents_say_who_joins_a_zone_and_where_the_senders_of_a_line_are() -> None:
    """Machines with legs in several zones, and the addresses of those whom a line names."""
    found = {each.name: each for each in Join(World.of(_with_walls(), []), CLOCKS).documents()}
    zones = {row["id"]: row["joined_by"] for row in found["app"].inventory["zones"]}
    lines = {row["id"]: row["from_addresses"] for row in found["app"].inventory["flows"]}

    assert {"servers": ["gw-1"], "tslcd": ["gw-1"], "office": [], "lan": []} == zones
    assert {"f1": [], "f2": ["10.20.0.7"], "f3": []} == lines


def test_observation_ages_and_dates_are_integers() -> None:
    """Ages are seconds before `evaluated_at`, dates are ordinals, and an export's own ages grow by its age."""
    export = observation("exports", "d1", {"last_success_age_seconds": 100, "last_success_day": 739942}, age=500)
    estate = orjson.loads(documents(export)["estate"].to_bytes(CLOCKS))
    row = estate["observations"]["exports"][0]

    assert 500 == row["age_seconds"]
    assert {"last_success_age_seconds": 600, "last_success_day": 739942} == row["data"]
    assert [datetime.date(2026, 9, 1).toordinal()] * 2 == [item["date_day"] for item in estate["inventory"]["evidence"]]


def test_absent_values_are_left_out() -> None:
    """A null would sort before every number in Rego and satisfy an upper bound, so it is never written."""
    assert b"null" not in documents()["other"].to_bytes(CLOCKS)
    assert "level" not in documents()["other"].inventory["systems"][0]


def test_links_say_whether_they_cross_owners() -> None:
    """A link between systems of two bodies crosses owners; both systems count as connected."""
    found = documents()
    link = found["estate"].inventory["links"][0]

    assert (True, "ubnd", "sgd") == (link["crosses_owners"], link["source_owner"], link["target_owner"])
    assert found["app"].inventory["systems"][0]["connected"]
    assert ["10.0.0.5"] == found["app"].inventory["networks"][0]["gateway_addresses"]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ({"target": "other", "network": "lan"}, False),
        ({"target": "other", "network": "tslcd"}, True),
        ({"external": "a ministry", "network": "lan"}, True),
        ({"external": "the body's own", "organisation": "ubnd", "network": "lan"}, False),
    ],
)
def test_a_system_is_connected_where_a_link_leaves_its_house(link: dict[str, str], *, expected: bool) -> None:
    """Links inside one body's own networks connect it with nobody."""
    row = {"id": "l1", "source": "app", "channel": "direct"} | link
    own = [one | {"owner": "ubnd"} for one in INVENTORY["systems"]]
    inventory = Inventory.model_validate(INVENTORY | {"links": [row], "systems": own})
    found = {one.name: one for one in Join(World.of(inventory, ()), CLOCKS).documents()}

    assert expected == found["app"].inventory["systems"][0]["connected"]


def test_two_observations_of_one_id_are_refused() -> None:
    """Evidence is named by id, so an id that names two things is an error."""
    twin = observation("ports", "app-1", {"open": [], "swept": []})
    with pytest.raises(FactsError, match="share the id ports/app-1/probe"):
        documents(twin, twin)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (datetime.date(2026, 11, 22), 12, datetime.date(2025, 11, 22)),
        (datetime.date(2026, 3, 31), 1, datetime.date(2026, 2, 28)),
        (datetime.date(2024, 3, 30), 1, datetime.date(2024, 2, 29)),
        (datetime.date(2026, 1, 15), 1, datetime.date(2025, 12, 15)),
    ],
)
def test_months_before_keeps_to_the_calendar(day: datetime.date, months: int, expected: datetime.date) -> None:
    """A month earlier is the same day, or that month's last."""
    assert expected == months_before(day, months)


def test_documents_tell_the_day_of_every_month_of_five_years() -> None:
    """A province may set any number of them; by a day that is not told no policy says anything."""
    told = CLOCKS.context()["months_ago"]

    assert [str(months) for months in range(1, 61)] == list(told)
    assert datetime.date(2021, 11, 22).toordinal() == told["60"]

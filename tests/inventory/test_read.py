"""Inventories as people write them, sound and wrong."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.errors import InventoryError
from auditor.inventory.digest import inventory_digest
from auditor.inventory.read import load
from auditor.model.base import digest

Folder = Callable[..., Path]


def problems(folder: Path) -> list[tuple[str, int | None, str, str, str]]:
    """File name, line, key, message and value of every problem a folder has."""
    with pytest.raises(InventoryError) as caught:
        load(folder)
    assert all(problem.remedy for problem in caught.value.problems)
    return [
        (problem.file.name if problem.file else "", problem.line, problem.key, problem.message, problem.value)
        for problem in caught.value.problems
    ]


def test_sound(folder: Folder) -> None:
    """A sound folder gives everything it declares, typed."""
    inventory = load(folder())

    assert ["so-khcn", "ubnd"] == [body.id for body in inventory.organisations]
    assert "10.0.1.5" == inventory.hosts[1].interfaces[0].address


def test_files_are_merged(folder: Folder, sound: str, tmp_path: Path) -> None:
    """The same things spread over other files in another order are the same inventory with the same digest."""
    whole = load(folder())
    parts = tmp_path / "parts"
    parts.mkdir()
    heads = [f"{chunk}\n" for chunk in sound.replace("\n  - ", "\0").splitlines()]
    for number, chunk in enumerate(heads):
        name, *rows = chunk.rstrip("\n").split("\0")
        text = "".join(f"  - {row}\n" for row in reversed(rows))
        (parts / f"{9 - number}.yaml").write_text(f"{name}\n{text}", encoding="utf-8")

    assert load(parts) == whole
    assert inventory_digest(load(parts)) == inventory_digest(whole) == digest(whole)


def test_ipv6(folder: Folder) -> None:
    """An IPv6 address is accepted and written in one form only."""
    inventory = load(folder("address: 10.0.1.5", "address: '2001:DB8:1:0::0005'"))

    assert "2001:db8:1::5" == inventory.hosts[1].interfaces[0].address


def test_two_independent_networks_share_addresses(folder: Folder) -> None:
    """The same private address in two routing domains is normal."""
    other = """\
zones:
  - {id: lan, name: {vi: LAN độc lập}, kind: independent_lan, site: idc, domain: lan-a}
networks:
  - {id: net-lan, zone: lan, prefixes: [10.0.1.0/24], kind: independent_lan}
hosts:
  - {id: pc-1, system: tthc, interfaces: [{network: net-lan, address: 10.0.1.5}]}
"""

    assert 3 == len(load(folder(lan=other)).hosts)


def test_same_address_twice_in_one_domain(folder: Folder) -> None:
    """The same address twice in one routing domain is an error that names both places."""
    other = "hosts:\n  - {id: web-2, system: tthc, interfaces: [{network: net-dmz, address: 10.0.1.5}]}\n"

    assert problems(folder(more=other)) == [
        (
            "more.yaml",
            2,
            "hosts[web-2].interfaces[0].address",
            "stands twice in routing domain 'province': in all.yaml:15 and in more.yaml:2",
            "10.0.1.5",
        )
    ]


CLOTHED = (
    *("::ffff:10.0.1.5", "::FFFF:a00:105", "0:0:0:0:0:ffff:10.0.1.5", "0::ffff:a00:105", "0000::0:ffff:10.0.1.5"),
    *("0:0:0:0:0:FFFF:0a00:0105", "::10.0.1.5", "::a00:105", "0::10.0.1.5", "::ffff:0:10.0.1.5"),
    *("64:ff9b::10.0.1.5", "0064:ff9b:0::a00:105", "64:ff9b:1::a00:105", "2002:a00:105::1", "2001:0:a00:105::1"),
)
"""10.0.1.5 as IPv6 writes it: mapped, compatible, translated and tunnelled."""


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("--script=evil", "'--script=evil' does not appear to be an IPv4 or IPv6 address"),
        ("10.0.0.1; rm -rf /", "'10.0.0.1; rm -rf /' does not appear to be an IPv4 or IPv6 address"),
        ("10.0.1.5/24", "'10.0.1.5/24' does not appear to be an IPv4 or IPv6 address"),
        ("10.0.1.1-254", "'10.0.1.1-254' does not appear to be an IPv4 or IPv6 address"),
        ("web.example.vn", "'web.example.vn' does not appear to be an IPv4 or IPv6 address"),
        ("010.0.1.5", "'010.0.1.5' does not appear to be an IPv4 or IPv6 address"),
        ("::ffff:10.0.1.5%eth0", "'::ffff:10.0.1.5%eth0' carries a scope id after '%'"),
        ("::ffff:010.0.1.5", "'::ffff:010.0.1.5' does not appear to be an IPv4 or IPv6 address"),
        ("0x0a000105", "'0x0a000105' does not appear to be an IPv4 or IPv6 address"),
        ("fe80::1%-oX", "'fe80::1%-oX' carries a scope id after '%'"),
        *(
            (spelling, f"{spelling!r} is an IPv4 address in IPv6 clothing; write the IPv4 address")
            for spelling in CLOTHED
        ),
    ],
)
def test_hostile_address(folder: Folder, address: str, message: str) -> None:
    """An address that is no plain address is refused with its file, line and key."""
    place = folder("address: 10.0.1.5", f"address: '{address}'")

    assert problems(place) == [("all.yaml", 15, "hosts[web-1].interfaces[0].address", message, "")]


@pytest.mark.parametrize("address", ["224.0.0.1", "::", "255.255.255.255"])
def test_address_no_machine_has(folder: Folder, address: str) -> None:
    """Unspecified and multicast addresses are refused."""
    found = problems(folder("address: 10.0.1.5", f"address: '{address}'"))

    assert ("all.yaml", 15, "hosts[web-1].interfaces[0].address", "is no address a machine can have", address) in found


def test_address_outside_its_network(folder: Folder) -> None:
    """An address outside the prefixes of its network is refused."""
    assert problems(folder("address: 10.0.2.5", "address: 10.0.9.5")) == [
        (
            "all.yaml",
            16,
            "hosts[db-1].interfaces[0].address",
            "lies outside network 'net-db' (10.0.2.0/24)",
            "10.0.9.5",
        )
    ]


def test_duplicate_id_names_both_places(folder: Folder) -> None:
    """An id declared in two files is an error that names both."""
    other = "systems:\n  - {id: tthc, name: {vi: Khác}, kind: portal, owner: so-khcn}\n"

    assert problems(folder(more=other)) == [
        (
            "more.yaml",
            2,
            "systems[tthc].id",
            "the systems id 'tthc' stands twice: in all.yaml:13 and in more.yaml:2",
            "",
        )
    ]


def test_earlier_id_still_in_use(folder: Folder) -> None:
    """An earlier id that another thing still has is refused, because history would be shared."""
    place = folder("{id: db-1,", "{id: db-1, formerly: [web-1],")

    assert problems(place) == [
        (
            "all.yaml",
            16,
            "hosts[db-1].formerly[0]",
            "the hosts id 'web-1' stands twice: in all.yaml:15 and in all.yaml:16",
            "",
        )
    ]


def test_all_problems_at_once(folder: Folder) -> None:
    """Faults of different kinds in different files are all said, in order of file and line."""
    other = "hosts:\n  - {id: web-2, system: tthk, interface: [], rolls: []}\nsystem: []\nlinks: none\n"

    assert problems(folder("kind: tthc, owner", "kind: thtc, owmer", more=other, broken="a: [1\n")) == [
        ("all.yaml", 13, "systems[tthc].kind", "is not an allowed value", "thtc"),
        ("all.yaml", 13, "systems[tthc].owmer", "is no known key here", ""),
        ("all.yaml", 13, "systems[tthc].owner", "is missing", ""),
        ("broken.yaml", 2, "", BROKEN, ""),
        ("more.yaml", 2, "hosts[web-2].interface", "is no known key here", ""),
        ("more.yaml", 2, "hosts[web-2].interfaces", "is missing", ""),
        ("more.yaml", 2, "hosts[web-2].rolls", "is no known key here", ""),
        ("more.yaml", 3, "system", "is no list of an inventory", ""),
        ("more.yaml", 4, "links", "must be a list", ""),
    ]


def test_a_lost_file_is_one_fault(folder: Folder) -> None:
    """Where a file cannot be read, the names it would have declared are not held against the others."""
    extra = "links:\n  - {id: l, source: of-the-lost-file, external: NDOP, channel: ndop, network: tslcd}\n"

    assert problems(folder(more=extra, broken="a: [1\n")) == [("broken.yaml", 2, "", BROKEN, "")]


BROKEN = "this is not YAML: while parsing a flow sequence did not find expected ',' or ']'"


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("kind: tthc", "kind: thtc", "Did you mean 'tthc'?"),
        ("owner: so-khcn", "owmer: so-khcn", "Did you mean 'owner'?"),
        ("owner: so-khcn", "owner: so-khnc", "Did you mean 'so-khcn'? Allowed: so-khcn, ubnd."),
        (
            "{network: net-db, address",
            "{netwrok: net-db, address",
            "Did you mean 'network'? Allowed: address, network.",
        ),
        ("tls: true", "tls: yes", "Write `true` or `false`, without quotes."),
        ("date: 2026-09-10", "date: 20260910", "Write it as YYYY-MM-DD, for example 2026-11-22."),
        ("number: 12/QĐ", "number: 12", "Put the value in quotes."),
        (
            "web-1/tcp/443",
            "web-1:443",
            "Write it as host/tcp/443, or host/tcp/443/name where one address serves several.",
        ),
        ("ports: [tcp/5432]", "ports: [5432/tcp]", "Write it as tcp/443 or udp/53."),
        ("ports: [tcp/5432]", "ports: [tcp/99999]", "Ports run from 1 to 65535. Write no nought before them."),
        ("web-1/tcp/443", "web-1/tcp/0", "Ports run from 1 to 65535. Write no nought before them."),
        ("prefixes: [10.0.2.0/24]", "prefixes: [10.0.2.5/24]", "Write one network as 10.1.2.0/24 or 2001:db8::/64."),
        ("from_hosts: [web-1]", "from_hosts: [db-1]", "Name the zone the host stands in."),
        ("{id: ubnd,", "{id: ubnd, parent: so-khcn,", "Name the body above it."),
    ],
)
def test_remedy(folder: Folder, old: str, new: str, remedy: str) -> None:
    """Each slip is answered with the nearest allowed value or the right form."""
    with pytest.raises(InventoryError) as caught:
        load(folder(old, new))

    assert any(problem.remedy.startswith(remedy) for problem in caught.value.problems), str(caught.value)


@pytest.mark.parametrize(
    ("extra", "key", "message"),
    [
        (
            "links:\n  - {id: l, source: tthc, channel: ndop, network: tslcd}",
            "links[l]",
            "has neither `target` nor `external`",
        ),
        (
            "links:\n  - {id: l, source: tthc, target: tthc, channel: ndop, network: tslcd}",
            "links[l].target",
            "is the source itself",
        ),
        (
            "waves:\n  - {id: w, name: {vi: Đợt 1}, date: 2027-01-01, systems: [tthc, nope]}",
            "waves[w].systems[1]",
            "is not declared under `systems`",
        ),
        (
            "evidence:\n  - {id: e, kind: other, subject: {kind: wave, id: w9}, date: 2026-01-01}",
            "evidence[e].subject.id",
            "is not declared under `waves`",
        ),
        (
            "evidence:\n  - {id: e, kind: other, subject: {kind: site, id: idc}, date: 2026-02-01, until: 2026-01-01}",
            "evidence[e].until",
            "lies before `date` (2026-02-01)",
        ),
        (
            "endpoints:\n  - {id: ghost/tcp/80, purpose: web}",
            "endpoints[ghost/tcp/80].id",
            "is not declared under `hosts`",
        ),
        (
            "circuits:\n  - {id: c, site: idk, medium: fibre, route: r1}",
            "circuits[c].site",
            "is not declared under `sites`",
        ),
        (
            "data_sets:\n  - {id: d, name: {vi: D}, system: x, entity: e}",
            "data_sets[d].system",
            "is not declared under `systems`",
        ),
        (
            "systems:\n  - {id: b, name: {vi: B}, kind: portal, owner: ubnd, runs_on: [nix]}",
            "systems[b].runs_on[0]",
            "is not declared under `hosts`",
        ),
        (
            "systems:\n  - {id: b, name: {vi: B}, kind: portal, owner: ubnd, plan: {done: 2, total: 1}}",
            "systems[b].plan.done",
            "says 2 of 1 items are done",
        ),
        ("flows:\n  - {id: f, from_zone: dmz, to_zone: database, ports: []}", "flows[f].ports", "is empty"),
        ("networks:\n  - {id: n, zone: dmz, prefixes: []}", "networks[n].prefixes", "is empty"),
    ],
)
def test_contradiction(folder: Folder, extra: str, key: str, message: str) -> None:
    """What an inventory says must hang together."""
    found = problems(folder(more=extra))

    assert [(key, message)] == [(row[2], row[3]) for row in found]


def test_a_label_is_not_hidden_in_an_unlabelled_system(folder: Folder) -> None:
    """Data above the label of its system is refused, so that no ordinary plan can carry it along."""
    data = "data_sets:\n  - {id: d, name: {vi: D}, system: tthc, entity: e, label: toi_mat}\n"

    assert problems(folder(more=data)) == [
        ("more.yaml", 2, "data_sets[d].label", "is above the label of its system 'tthc' (none)", "toi_mat")
    ]


def test_two_links_have_no_name_in_common(folder: Folder) -> None:
    """A log that calls two links by one name tells of neither; a link may say its own id, or a name twice."""
    links = """\
links:
  - {id: l, source: tthc, external: a, channel: ndop, network: tslcd, logged_as: [dan-cu, Dan-cu, l]}
  - {id: k, source: tthc, external: b, channel: ndop, network: tslcd, logged_as: [x, L]}
"""
    message = "is a name of the link in more.yaml:2 too"

    assert problems(folder(more=links)) == [("more.yaml", 3, "links[k].logged_as[1]", message, "L")]


def test_a_system_moves_once(folder: Folder) -> None:
    """A system in two waves is refused."""
    waves = """\
waves:
  - {id: w1, name: {vi: Đợt 1}, date: 2027-01-01, systems: [tthc]}
  - {id: w2, name: {vi: Đợt 2}, date: 2027-06-01, systems: [tthc]}
"""

    assert problems(folder(more=waves)) == [
        ("more.yaml", 3, "waves[w2].systems[0]", "is already in the wave of more.yaml:2", "tthc")
    ]


def test_empty_folder(tmp_path: Path) -> None:
    """A folder without files is an error that says how to begin."""
    with pytest.raises(InventoryError, match=r"holds no \.yaml file.*auditor init"):
        load(tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    """A folder that does not exist is an error that says so."""
    with pytest.raises(InventoryError, match="there is no such folder"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "systems:\n", "systems: []\n", "---\n"])
def test_empty_inventory(tmp_path: Path, text: str) -> None:
    """An inventory that declares nothing is an error, never an estate without faults."""
    (tmp_path / "a.yaml").write_text(text)

    assert problems(tmp_path) == [("", None, "systems", "the inventory declares no system", "")]


def test_link_out_of_the_folder(folder: Folder, tmp_path: Path) -> None:
    """A link to a file elsewhere is refused; one inside the folder is read."""
    place = folder()
    outside = tmp_path / "outside.yaml"
    outside.write_text("systems: []\n")
    (place / "link.yaml").symlink_to(outside)

    assert problems(place) == [("link.yaml", None, "", "is a link out of the folder", "")]


def test_a_pipe_is_not_read(folder: Folder) -> None:
    """A named pipe is refused instead of waited for."""
    place = folder()
    os.mkfifo(place / "pipe.yaml")

    assert problems(place) == [("pipe.yaml", None, "", "is not a regular file", "")]


def test_other_ending(folder: Folder) -> None:
    """A file that looks like a part of the inventory but would not be read is said."""
    place = folder()
    (place / "more.yml").write_text("systems: []\n")

    assert problems(place) == [("more.yml", None, "", "is not read", "")]


def test_neighbours_are_left_alone(folder: Folder) -> None:
    """The scope and the settings in the same folder are no part of the inventory."""
    assert 1 == len(load(folder(scope="authorisations: []\n", auditor="engine: wasm\n")).systems)


@pytest.mark.parametrize("name", ["waivers", "waivers.yml"])
def test_waivers_do_not_count_in_silence(folder: Folder, name: str) -> None:
    """Nobody may believe that an exception counts which no part of this version reads."""
    place = folder()
    path = place / (name if "." in name else f"{name}.yaml")
    path.write_text("waivers: [{control: NW-05, subject: web-1}]\n", encoding="utf-8")

    assert [(path.name, None, "", "is not read by this version: no exception in it counts", "")] == problems(place)

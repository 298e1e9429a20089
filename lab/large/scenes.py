"""Reads the scenes and makes machines, flows and lines of the inventory of them.

A scene of `scenes/*.yaml` has `both` (what fault and twin share), `fault` and `twin`, laid over it. Each variant is
called `<scene>-f` or `<scene>-t`. Words in it: `@V@` the variant; `@A@` and `@A6@` its addresses; `@GW@` and `@GW6@`
its gateway; `@P@` and `@P6@` its neighbour `beside`; `@H@` the machine that a neighbour stands beside; `@M1@` a further
address; `@L1@` that of a further leg; `@PY@` Python; `@PROG@` the folder of the small servers.
"""

import functools
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lab.errors import LabError
from lab.large.frame import FIRST_OCTET, FIXED, JOINED, NEIGHBOUR_OCTET, ROUTER, TAKEN, Machine, lan
from lab.model import Cert, Clock, Dataset, Log, Page, Plain, Site, Ssh, Tls
from lab.zones import PROBE_OCTET, Zone

FOLDER = Path(__file__).parent / "scenes"
PROGRAMS = Path(__file__).parent / "programs"
Row = dict[str, Any]


@dataclass(frozen=True)
class Variant:
    """One side of a scene: its machines and its lines of the inventory."""

    name: str
    scene: str
    machines: tuple[Machine, ...]
    lan: Zone | None
    system: Row | None
    papers: Row
    rows: Mapping[str, list[Row]]
    flows: tuple[Row, ...]
    wall: tuple[str, ...]
    """Further rules of the central router's forward chain, behind those of the flows."""
    tables: str
    """Further tables of its packet filter."""
    router: tuple[str, ...]
    """Shell lines run inside the central router once its filter is loaded, in order."""
    exports: Mapping[str, Row]


@dataclass(frozen=True)
class Scene:
    """A planted fault beside its sound twin, with the clause it breaks and what an inspector would see."""

    id: str
    what: str
    clause: str
    inspector: str
    fault: Variant
    twin: Variant


def merged(base: Any, over: Any) -> Any:
    """`over` laid upon `base`: mappings key by key, everything else replaced."""
    if isinstance(base, dict) and isinstance(over, dict):
        return base | {key: merged(base.get(key), value) for key, value in over.items()}
    return over


def filled(value: Any, words: Mapping[str, str]) -> Any:
    """The value with every `@WORD@` written out."""
    if isinstance(value, str):
        for word, text in words.items():
            value = value.replace(f"@{word}@", text)
        return value
    if isinstance(value, dict):
        return {filled(key, words): filled(one, words) for key, one in value.items()}
    return [filled(one, words) for one in value] if isinstance(value, list) else value


class _Addresses:
    """Gives out last octets, zone by zone, in the order of the scenes."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def take(self, zone: Zone) -> int:
        octet = self._next.get(zone.id, FIRST_OCTET)
        while octet in TAKEN:
            octet += 1
        if octet >= PROBE_OCTET:
            raise LabError(f"zone {zone.id} of the large lab is full")
        self._next[zone.id] = octet + 1
        return octet


def _site(row: Row) -> Site:
    kinds = {"tls": Tls, "cert": Cert, "plain": Plain}
    row = {key: kinds[key](value) if key in kinds else value for key, value in row.items()}
    if "pages" in row:
        row["pages"] = tuple((path, Page(page)) for path, page in row["pages"])
    return Site(**row)


_ENUMS: Mapping[str, Any] = {"ssh": Ssh, "clock": Clock, "log": Log}
_TUPLES = ("run", "roles", "hidden", "admin_from", "extra")
_FILES = {"files": "files", "prepended": "prepend", "appended": "append", "certs": "certs"}


@dataclass(frozen=True)
class _Place:
    """Where a machine stands: zone, last octet, further cables, further addresses."""

    zone: Zone
    octet: int
    cables: tuple[tuple[Zone, int], ...]
    more: tuple[int, ...]


def _machine(name: str, system: str | None, spec: Row, place: _Place) -> Machine:
    spec = {key: value for key, value in spec.items() if key not in {"zone", "legs", "more"}}
    given: Row = {key: kind(spec.pop(key)) for key, kind in _ENUMS.items() if key in spec}
    given |= {key: tuple(spec.pop(key)) for key in _TUPLES if key in spec}
    given |= {field: tuple(spec.pop(key, {}).items()) for field, key in _FILES.items()}
    given["sites"] = tuple(_site(row) for row in spec.pop("sites", ()))
    given["postgres"] = (Dataset("bang-mau", 20, 2, 1),) if spec.pop("postgres", False) else ()
    given["routes"] = tuple((prefix, hop) for prefix, hop in spec.pop("routes", ()))
    spot: Row = {"net": place.zone, "cables": place.cables, "more": place.more}
    return Machine(name, place.zone.id, place.octet, system, **spot, **given, **spec)


def _words(name: str, zone: Zone, octet: int) -> dict[str, str]:
    words = {"V": name, "A": str(zone.address4(octet)), "PY": sys.executable, "PROG": str(PROGRAMS)}
    words |= {"A6": str(zone.address6(octet) or ""), "GW": str(zone.address4(1)), "GW6": str(zone.address6(1) or "")}
    return words


def _workstation(name: str, system: str | None, zone: Zone) -> Machine:
    """The neighbour in an independent LAN that shows that a measuring place is alive."""
    page = Site(f"{name}-pc.lan.example", plain=Plain.CLOSED)
    return Machine(
        f"{name}-pc", zone.id, NEIGHBOUR_OCTET, system, net=zone, ssh=Ssh.NONE, clock=Clock.ABSENT, log=Log.NONE,
        sites=(page,), roles=("secret_docs", "workstation"), admin_from=(), stand=True,
    )  # fmt: skip


def _places(specs: Mapping[str, Row], own_lan: Zone | None, addresses: _Addresses) -> dict[str, _Place]:
    zones = {zone.id: zone for zone in JOINED}
    found = {}
    for machine, spec in specs.items():
        zone = own_lan or zones[spec.get("zone", "servers")]
        cables = tuple((zones[leg], addresses.take(zones[leg])) for leg in spec.get("legs", ()))
        octet = addresses.take(zone)
        found[machine] = _Place(zone, octet, cables, tuple(addresses.take(zone) for _ in range(spec.get("more", 0))))
    return found


def _all_words(name: str, places: Mapping[str, _Place]) -> dict[str, str]:
    """The words of a variant: those of its machine, then of its neighbour, its further legs and addresses."""
    if name not in places:
        return {"V": name}
    mine = places[name]
    words = _words(name, mine.zone, mine.octet)
    for place in [place for machine, place in places.items() if machine != name][:1]:
        words |= {"P": str(place.zone.address4(place.octet)), "P6": str(place.zone.address6(place.octet) or "")}
    words |= {f"L{n}": str(leg.address4(octet)) for n, (leg, octet) in enumerate(mine.cables, 1)}
    return words | {f"M{n}": str(mine.zone.address4(octet)) for n, octet in enumerate(mine.more, 1)}


def _variant(scene: str, side: str, spec: Row, addresses: _Addresses) -> Variant:
    name = f"{scene}-{side}"
    own_lan = lan(f"lan-{name}") if spec.get("lan") else None
    specs: dict[str, Row] = {} if spec.get("machine") is None else {name: spec["machine"]}
    specs |= {f"{name}-{suffix}": one for suffix, one in (spec.get("beside") or {}).items()}
    places = _places(specs, own_lan, addresses)
    words = _all_words(name, places)
    system = name if spec.get("system") is not False else None
    machines = []
    for machine, one in specs.items():
        place = places[machine]
        own = words | _words(machine, place.zone, place.octet) | {"V": name, "H": words.get("A", "")}
        machines.append(_machine(machine, system if one.get("declared", True) else None, filled(one, own), place))
    if own_lan:
        machines.append(_workstation(name, system, own_lan))
    return Variant(
        name,
        scene,
        tuple(machines),
        own_lan,
        filled(spec.get("system") or {}, words) if system else None,
        filled(spec.get("papers") or {}, words),
        filled(spec.get("rows") or {}, words),
        tuple(filled(spec.get("flows") or [], words)),
        tuple(filled(spec.get("wall") or [], words)),
        filled(spec.get("tables") or "", words),
        tuple(filled(spec.get("router") or [], words)),
        filled(spec.get("exports") or {}, words),
    )


def read(folder: Path = FOLDER) -> list[Row]:
    """Every scene as it is written, in the order of files and lines."""
    return [row for path in sorted(folder.glob("*.yaml")) for row in yaml.safe_load(path.read_text(encoding="utf-8"))]


@functools.cache
def scenes() -> tuple[Scene, ...]:
    """Every scene, with machines and addresses. Raises LabError for an id written twice or a side that is missing."""
    addresses = _Addresses()
    found: dict[str, Scene] = {}
    for row in read():
        if row["id"] in found:
            raise LabError(f"scene {row['id']} is written twice")
        if missing := {"what", "clause", "inspector", "fault", "twin"} - set(row):
            raise LabError(f"scene {row['id']} lacks {', '.join(sorted(missing))}")
        sides = {
            side: _variant(row["id"], side, merged(row.get("both") or {}, row[key] or {}), addresses)
            for side, key in (("f", "fault"), ("t", "twin"))
        }
        found[row["id"]] = Scene(row["id"], row["what"], row["clause"], row["inspector"], sides["f"], sides["t"])
    return tuple(found.values())


def variants() -> Iterator[Variant]:
    """Both sides of every scene."""
    for scene in scenes():
        yield scene.fault
        yield scene.twin


@functools.cache
def machines() -> tuple[Machine, ...]:
    """Every machine that is to be started: the frame's and the scenes'."""
    return (*FIXED, *(one for variant in variants() for one in variant.machines if one.exists))


def lans() -> tuple[Zone, ...]:
    """The independent LANs of all scenes."""
    return tuple(variant.lan for variant in variants() if variant.lan)


def switch_of(zone: Zone) -> str:
    """The machine a zone's cables end in: the central router, or the LAN's own switch."""
    return ROUTER if zone.joined else f"switch-{zone.id}"

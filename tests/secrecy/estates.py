"""Estates with things that a label covers, each field of which carries a word found nowhere else."""

import copy
import datetime
import itertools
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from auditor.model.facts import Observation

Row = dict[str, Any]
Lists = dict[str, list[Row]]

AT = datetime.datetime(2026, 11, 22, 5, tzinfo=datetime.UTC)
CANARY = "canary"
"""Every word of a covered thing holds this; no word of an open one does."""

OPEN: Lists = {
    "organisations": [
        {"id": "ubnd", "name": {"vi": "Ủy ban"}, "kind": "province", "code": "H49"},
        {"id": "so", "name": {"vi": "Sở"}, "kind": "department", "parent": "ubnd", "code": "H49.01"},
    ],
    "sites": [{"id": "idc", "name": {"vi": "Trung tâm"}, "kind": "data_centre", "organisation": "ubnd"}],
    "zones": [
        {"id": "dmz", "name": {"vi": "Vùng DMZ"}, "kind": "dmz", "site": "idc"},
        {"id": "data", "name": {"vi": "Vùng dữ liệu"}, "kind": "database", "site": "idc"},
        {"id": "admin", "name": {"vi": "Vùng quản trị"}, "kind": "management", "site": "idc"},
    ],
    "networks": [
        {"id": "net-dmz", "zone": "dmz", "prefixes": ["192.0.2.0/25"]},
        {"id": "net-data", "zone": "data", "prefixes": ["192.0.2.128/26"]},
        {"id": "net-admin", "zone": "admin", "prefixes": ["192.0.2.192/26"], "kind": "management"},
    ],
    "flows": [{"id": "f1", "from_zone": "dmz", "to_zone": "data", "ports": ["tcp/5432"]}],
    "systems": [
        {"id": "portal", "name": {"vi": "Cổng"}, "kind": "portal", "owner": "ubnd", "operator": "so", "site": "idc",
         "level": 3, "decision": "migrate", "domains": ["cong.example.vn"]},
        {"id": "tthc", "name": {"vi": "Thủ tục"}, "kind": "tthc", "owner": "ubnd", "operator": "so", "site": "idc",
         "level": 3, "key_system": True, "decision": "migrate", "domains": ["tthc.example.vn"]},
        {"id": "mail", "name": {"vi": "Thư"}, "kind": "mail", "owner": "so", "site": "idc", "level": 2},
    ],
    "hosts": [
        {"id": "web1", "system": "portal", "roles": ["web"], "configuration": "ssh",
         "interfaces": [{"network": "net-dmz", "address": "192.0.2.10"}]},
        {"id": "db1", "system": "tthc", "roles": ["database"], "configuration": "ssh",
         "interfaces": [{"network": "net-data", "address": "192.0.2.130"}]},
        {"id": "mx1", "system": "mail", "roles": ["mail"], "configuration": "ssh",
         "interfaces": [{"network": "net-dmz", "address": "192.0.2.12"}]},
        {"id": "gw", "system": "tthc", "roles": ["gateway"], "configuration": "local",
         "interfaces": [{"network": "net-dmz", "address": "192.0.2.1"}, {"network": "net-data", "address": "192.0.2.129"}]},
    ],
    "endpoints": [
        {"id": "web1/tcp/443", "purpose": "web", "tls": True, "names": ["cong.example.vn"]},
        {"id": "db1/tcp/5432", "purpose": "database"},
        {"id": "mx1/tcp/25", "purpose": "mail"},
    ],
    "links": [{"id": "l1", "source": "portal", "target": "tthc", "channel": "lgsp", "network": "lan"}],
    "data_sets": [{"id": "ds1", "name": {"vi": "Hồ sơ"}, "system": "tthc", "entity": "e1"}],
    "circuits": [{"id": "c1", "site": "idc", "medium": "fibre", "route": "north"}],
    "assets": [{"id": "a1", "name": {"vi": "Bộ chuyển mạch"}, "kind": "switch", "site": "idc", "owner": "so", "serves": ["portal"]}],
    "evidence": [{"id": "ev1", "kind": "level_approval", "subject": {"kind": "system", "id": "portal"}, "number": "1/QD", "date": "2026-09-10"}],
    "waves": [{"id": "w1", "name": {"vi": "Đợt 1"}, "date": "2027-01-15", "systems": ["portal", "tthc"]}],
    "tasks": [{"id": "t1", "name": {"vi": "Việc 1"}, "kind": "review", "owner": "so", "due": "2027-06-30", "proof": "acceptance", "systems": ["portal"]}],
    "reported": [{"id": "r1", "figure": "it_staff", "value": 7, "unit": "count", "about": "ubnd", "as_of": "2026-11-01", "stated_in": "Báo cáo 1/BC"}],
}  # fmt: skip
"""Open things only."""


_NUMBERS = itertools.count()


def _text() -> str:
    """A sentence with a word of its own."""
    return f"Text {next(_words()).upper()}"


def _words() -> Iterator[str]:
    """Words that no other part has."""
    return (f"{CANARY}{number:05}" for number in _NUMBERS)


def labelled_system(address: str = "192.0.2.140") -> Lists:
    """A labelled system with a machine in an open network, and everything that can hang on it."""
    word = _words()
    names = {key: f"s{next(word)}" for key in ("system", "host", "link", "data", "asset", "paper")}
    system = {
        "id": names["system"], "name": {"vi": _text(), "en": _text()}, "kind": "application", "owner": "ubnd",
        "operator": "so", "site": "idc", "level": 3, "label": "mat", "declares_secrets": True,
        "decision": "retain_isolated", "decision_reason": _text(), "domains": [f"{next(word)}.vn"],
        "technology": {"os": _text(), "dbms": _text()}, "note": _text(), "origin": {"source": _text()},
        "monitoring": {"feed": "provincial", "endpoint": _text()}, "formerly": [next(word)],
        "secret_protection": {"provider": "civil", "product": _text()}, "target_zone": _text(),
    }  # fmt: skip
    host = {"id": names["host"], "system": names["system"], "name": _text(), "os": _text(), "note": _text(),
            "roles": ["secret_docs"], "configuration": "ssh",
            "interfaces": [{"network": "net-data", "address": address}]}  # fmt: skip
    return {
        "systems": [system],
        "hosts": [host],
        "endpoints": [{"id": f"{names['host']}/tcp/443", "purpose": "web", "names": [f"{next(word)}.vn"], "note": _text()}],
        "links": [
            {"id": names["link"], "source": "portal", "target": names["system"], "channel": "direct", "network": "lan",
             "protocol": _text(), "note": _text()},
            {"id": f"{names['link']}-back", "source": names["system"], "target": "tthc", "channel": "direct",
             "network": "lan", "protocol": _text()},
            {"id": f"{names['link']}-out", "source": names["system"], "external": _text(), "channel": "file",
             "network": "tslcd"},
        ],
        "data_sets": [{"id": names["data"], "name": {"vi": _text()}, "system": names["system"], "entity": next(word),
                       "label": "mat", "national_source": _text(), "sync": {"target": _text(), "cycle_minutes": 5}}],
        "assets": [{"id": names["asset"], "name": {"vi": _text()}, "kind": "firewall", "site": "idc", "owner": "so",
                    "serves": [names["system"]], "model": _text()}],
        "evidence": [{"id": names["paper"], "kind": "level_approval", "number": _text(), "issuer": _text(),
                      "subject": {"kind": "system", "id": names["system"]}, "date": "2026-09-10"}],
        "flows": [{"id": f"f{next(word)}", "from_zone": "dmz", "to_zone": "data", "to_hosts": [names["host"]],
                   "ports": ["tcp/1521"], "reason": _text()}],
    }  # fmt: skip


def labelled_zone() -> Lists:
    """A labelled zone and a machine of an open system in its network, with a paper about it."""
    word = _words()
    zone, network, host = (f"z{next(word)}" for _ in range(3))
    return {
        "zones": [{"id": zone, "name": {"vi": _text()}, "kind": "servers", "site": "idc", "label": "toi_mat", "note": _text()}],
        "networks": [{"id": network, "zone": zone, "prefixes": ["203.0.113.64/26"], "note": _text()}],
        "hosts": [{"id": host, "system": "portal", "name": _text(), "interfaces": [{"network": network, "address": "203.0.113.70"}]}],
        "endpoints": [{"id": f"{host}/tcp/443", "purpose": "web", "names": [f"{next(word)}.vn"]}],
        "flows": [{"id": f"f{next(word)}", "from_zone": "dmz", "to_zone": zone, "ports": ["tcp/443"], "reason": _text()}],
        "evidence": [{"id": next(word), "kind": "level_approval", "number": _text(), "subject": {"kind": "host", "id": host}, "date": "2026-09-10"},
                     {"id": next(word), "kind": "level_approval", "number": _text(), "subject": {"kind": "zone", "id": zone}, "date": "2026-09-10"}],
        "assets": [{"id": next(word), "name": {"vi": _text()}, "kind": "switch", "site": "idc", "owner": "so", "host": host}],
    }  # fmt: skip


def labelled_network() -> Lists:
    """A labelled network in an open zone, with a machine of an open system."""
    word = _words()
    network, host = (f"n{next(word)}" for _ in range(2))
    return {
        "networks": [{"id": network, "zone": "data", "prefixes": ["203.0.113.0/26"], "label": "mat", "note": next(word)}],
        "hosts": [{"id": host, "system": "tthc", "name": next(word), "interfaces": [{"network": network, "address": "203.0.113.5"}]}],
        "endpoints": [{"id": f"{host}/tcp/443", "purpose": "web", "names": [f"{next(word)}.vn"]}],
    }  # fmt: skip


def labelled_link() -> Lists:
    """A labelled link between open systems, and one that leaves; nothing else is labelled."""
    word = _words()
    between, out = f"l{next(word)}", f"l{next(word)}"
    return {
        "links": [
            {"id": between, "source": "portal", "target": "tthc", "channel": "direct", "network": "lan",
             "label": "mat", "protocol": next(word), "note": next(word)},
            {"id": out, "source": "tthc", "external": next(word), "organisation": "so", "channel": "direct",
             "network": "tslcd", "label": "tuyet_mat", "cipher": {"provider": "none", "product": next(word)}},
        ],
        "evidence": [{"id": next(word), "kind": "exception", "number": next(word), "subject": {"kind": "link", "id": between}, "date": "2026-09-10"}],
    }  # fmt: skip


def labelled_guest() -> Lists:
    """A labelled system that stands on a machine of an open one: by `runs_on`, and by an endpoint."""
    word = _words()
    guest, service = f"g{next(word)}", f"{next(word)}.vn"
    return {
        "systems": [{"id": guest, "name": {"vi": next(word)}, "kind": "application", "owner": "so", "site": "idc",
                     "level": 4, "label": "mat", "runs_on": ["mx1"], "note": next(word)}],
        "endpoints": [{"id": f"mx1/tcp/8443/{service}", "system": guest, "purpose": "web", "names": [service]}],
    }  # fmt: skip


def labelled_plans() -> Lists:
    """A labelled system and what is for it alone: a wave, an asset, a flow, with papers about the wave."""
    word = _words()
    found = labelled_system("192.0.2.141")
    system, host = found["systems"][0]["id"], found["hosts"][0]["id"]
    wave, asset = f"w{next(word)}", f"a{next(word)}"
    found["waves"] = [{"id": wave, "name": {"vi": _text(), "en": _text()}, "date": "2027-02-20", "systems": [system]}]
    found["assets"].append({"id": asset, "name": {"vi": _text()}, "kind": "storage", "site": "idc", "owner": "so",
                            "serves": [system], "features": [_text()]})  # fmt: skip
    found["flows"].append({"id": f"f{next(word)}", "from_zone": "data", "to_zone": "dmz", "from_hosts": [host],
                           "ports": ["tcp/25"], "reason": _text()})  # fmt: skip
    found["evidence"].append({"id": next(word), "kind": "exception", "number": _text(), "issuer": _text(),
                              "subject": {"kind": "wave", "id": wave}, "date": "2026-09-10"})  # fmt: skip
    task = f"t{next(word)}"
    found["tasks"] = [
        {"id": task, "name": {"vi": _text(), "en": _text()}, "kind": "software", "owner": "so", "due": "2027-03-31",
         "proof": "acceptance", "systems": [system], "note": _text()},
        {"id": f"{task}-part", "name": {"vi": _text()}, "kind": "software", "owner": "so", "due": "2027-03-30",
         "proof": "acceptance", "part_of": task},
    ]  # fmt: skip
    found["evidence"].append({"id": next(word), "kind": "acceptance", "number": _text(), "issuer": _text(),
                              "subject": {"kind": "task", "id": f"{task}-part"}, "date": "2026-09-10"})  # fmt: skip
    return found


VARIANTS = {
    "system": labelled_system,
    "zone": labelled_zone,
    "network": labelled_network,
    "link": labelled_link,
    "guest": labelled_guest,
    "plans": labelled_plans,
}


def joined(*parts: Lists) -> Lists:
    """The lists of several parts one after another."""
    found: Lists = {}
    for part in parts:
        for name, rows in part.items():
            found.setdefault(name, []).extend(copy.deepcopy(rows))
    return found


def naming(lists: Lists, covered: Lists) -> Lists:
    """The same with open things that name covered ones wherever an id can stand, and in free text."""
    found = copy.deepcopy(lists)
    systems = [row["id"] for row in covered.get("systems", ())]
    hosts = [row["id"] for row in covered.get("hosts", ())]
    papers = [row["id"] for row in covered.get("evidence", ())]
    portal = next(row for row in found["systems"] if row["id"] == "portal")
    assets, waves, tasks = ([row["id"] for row in covered.get(name, ())] for name in ("assets", "waves", "tasks"))
    things = systems + hosts + papers + assets + waves + tasks
    spoken = f"beside {' '.join(things)} or {' '.join(map(escaped, things))}"
    portal |= {"note": spoken, "decision_reason": spoken, "technology": {"os": spoken}, "target_zone": spoken}
    for name in ("organisations", "sites", "circuits", "hosts", "endpoints", "data_sets"):
        found[name][0]["note"] = spoken
    found["hosts"][0] |= {"name": spoken, "os": spoken}
    found["links"][0] |= {"protocol": spoken}
    found["evidence"][0] |= {"issuer": spoken}
    found["waves"][0] |= {"name": {"vi": spoken, "en": spoken}}
    found["assets"][0] |= {"model": spoken, "features": [spoken, "plain"]}
    found["tasks"][0] |= {"name": {"vi": spoken}, "note": spoken}
    found["tasks"][0]["systems"] += systems
    found["tasks"][0]["after"] = [task for task in tasks if not task.endswith("-part")]
    found["reported"][0] |= {"stated_in": spoken, "note": spoken}
    found["flows"][0] |= {"reason": spoken}
    found["organisations"][0]["code"] = spoken[:64]
    if things:
        found["endpoints"][0]["path"] = f"/v1/{escaped(things[0])[:90]}/x?of={things[-1]}"
        found["endpoints"][0]["names"].append(f"{things[0]}.example.vn")
        portal["domains"] += [f"www.{things[-1]}.example.vn"]
    if assets:
        found["assets"][0]["redundant_with"] = assets[-1]
    if systems:
        portal["move"] = {"together": systems, "duplicates": systems[0]}
        waved = {name for row in covered.get("waves", ()) for name in row["systems"]}
        found["waves"][0]["systems"] += [name for name in systems if name not in waved]
        found["assets"][0]["serves"] += systems
    if hosts:
        found["flows"].append(
            {"id": "f2", "from_zone": "dmz", "to_zone": "data", "to_hosts": ["db1"], "ports": ["tcp/22"]}
        )
        found["data_sets"][0]["sync"] = {"target": hosts[0], "cycle_minutes": 9}
    if papers:
        found["links"][0]["exception"] = papers[0]
    return found


def escaped(text: str) -> str:
    """The text as an address may hold it: every second sign behind a percent sign, in capitals and not."""
    signs = enumerate(text.encode())
    return "".join(chr(sign) if place % 2 else f"%{sign:{'02X' if place % 4 else '02x'}}" for place, sign in signs)


def measured(lists: Lists) -> tuple[Observation, ...]:
    """A sweep of every machine from a probe in the DMZ, and looks of open machines that speak of covered ones."""
    hosts = [row["id"] for row in lists["hosts"]]
    found = [_seen("ports", host, {"open": ["tcp/443", "tcp/23"], "swept": ["tcp/23", "tcp/443"]}) for host in hosts]
    for host in hosts:
        if CANARY in host:
            address = next(row["interfaces"][0]["address"] for row in lists["hosts"] if row["id"] == host)
            found += _spoken_of(host, address)
    for name in (name for row in lists["endpoints"] for name in row.get("names", ()) if CANARY in name):
        found.append(_seen("tls", "web1/tcp/443", {"tried": ["TLSv1.2"], "name_checked": name}, salt=name))
    return tuple(found)


def _spoken_of(host: str, address: str) -> Iterator[Observation]:
    yield _seen("logging", "web1", {"retention_days": 90, "remote_targets": [f"tcp://{host}:514"]}, salt=host)
    yield _seen("logging", "db1", {"retention_days": 90, "remote_targets": [f"@@{address}:514"]}, salt=host)
    yield _seen(
        "routes",
        "web1",
        {"default": False, "routes": [{"prefix": f"{address}/32", "via": "192.0.2.1", "device": "e0"}]},
        salt=host,
    )
    yield _seen(
        "routes",
        "db1",
        {"default": True, "routes": [{"prefix": "0.0.0.0/0", "via": address, "device": "e0"}]},
        salt=host,
    )
    yield _seen("time_config", "db1", {"service": "chrony", "servers": [host], "synchronised": True}, salt=host)
    yield _seen(
        "sshd_config",
        "db1",
        {
            "password_authentication": False,
            "keyboard_interactive": False,
            "public_key": True,
            "source_limited": True,
            "allow_users": [f"root@{address}"],
        },
        salt=host,
    )
    reached = {"to_zone": "data", "tried": [{"target": host, "port": "tcp/22"}], "answered": [], "control": True}
    yield _seen("reach", "dmz", reached, salt=host)
    yield Observation(
        id=f"http/web1/tcp/443/{zlib.crc32(host.encode())}", kind="http", subject="web1/tcp/443", vantage="probe", zone="dmz",
        state="refused", basis="measured", observed_at=AT, cause={"code": "refused_somewhere", "args": [f"{address}:443", host]},
    )  # fmt: skip


def _seen(kind: str, subject: str, data: Row, salt: str = "") -> Observation:
    own = kind in {"logging", "routes", "time_config", "sshd_config"}
    return Observation(
        id=f"{kind}/{subject}/{zlib.crc32(salt.encode())}", kind=kind, subject=subject,
        vantage=subject if own else "probe", zone="dmz", state="ok", basis="configured" if own else "measured",
        observed_at=AT, data=data,
    )  # fmt: skip


def write(folder: Path, lists: Lists, covered: Lists) -> Path:
    """An inventory folder in which every covered entry stands in a file of its own, with planning, scope, settings."""
    folder.mkdir(parents=True)
    lists = copy.deepcopy(lists)
    if covered:
        next(row for row in lists["systems"] if row["id"] == "mail")["move"] = {"target": f"tz{CANARY}902"}
        next(row for row in lists["systems"] if row["id"] == "mail")["note"] = f"to tz{CANARY}902, Vùng {CANARY}903"
    (folder / "estate.yaml").write_text(yaml.safe_dump(lists, allow_unicode=True), encoding="utf-8")
    (folder / "covered.yaml").write_text(yaml.safe_dump(covered, allow_unicode=True), encoding="utf-8")
    systems = [row["id"] for row in covered.get("systems", ())]
    planning = {
        "nights": {"start": "2027-01-01", "end": "2027-12-31", "weekdays": ["sat"]},
        "systems_per_night": 2,
        "letterhead": {"issuer": f"of {' '.join(systems)}", "bases": [f"on {name}" for name in systems]},
        "freezes": [
            {"id": "tet", "name": {"vi": f"nghỉ {' '.join(systems)}"}, "start": "2027-02-01", "end": "2027-02-10"}
        ],
        "pins": [{"system": name, "not_before": "2027-03-01", "reason": f"pin {CANARY}900"} for name in systems],
        "costs": [{"control": "NW-05", "subject": name, "million_vnd": 7} for name in systems],
        "assignments": [{"task": {"vi": f"Việc {CANARY}901"}, "systems": systems}] if systems else [],
        "target": {
            "contact": f"hỏi {' '.join(systems)}",
            "zones": [
                {"id": "tz", "name": {"vi": "Vùng thường"}},
                {"id": f"tz{CANARY}902", "name": {"vi": f"Vùng {CANARY}903"}, "labels": ["mat"]},
            ],
            **({"agreement": covered["evidence"][0]["id"]} if covered.get("evidence") else {}),
        },
    }
    (folder / "planning.yaml").write_text(yaml.safe_dump(planning, allow_unicode=True), encoding="utf-8")
    prefixes = ["192.0.2.0/24"] + [prefix for row in covered.get("networks", ()) for prefix in row["prefixes"]]
    addresses = [row["interfaces"][0]["address"] for row in covered.get("hosts", ())]
    scope = {
        "authorisations": [
            {"id": f"p-{owner}", "owner": owner, "document": "1/GP", "allowed_by": f"X of {' '.join(systems)}", "valid_from": "2026-11-01",
             "valid_until": "2030-12-31", "areas": [{"prefixes": [*prefixes]}], "do_not_touch": addresses[:1]} for owner in ("ubnd", "so")
        ]
    }  # fmt: skip
    (folder / "scope.yaml").write_text(yaml.safe_dump(scope), encoding="utf-8")
    vantages = [{"id": "probe", "zone": "dmz", "kind": "bundle"}]
    vantages += [{"id": f"v-{zone['id']}", "zone": zone["id"], "kind": "bundle"} for zone in covered.get("zones", ())]
    permitted = [*addresses[:1], *(escaped(name) for name in systems)]
    settings = {
        "params": {"SY-03": {"allowed_sources": ["192.0.2.1", *permitted]}},
        "params_reason": "of the province",
        "store": "sqlite:///open.sqlite",
        "restricted_store": "sqlite:///inside/labelled.sqlite",
        "vantages": vantages,
    }
    (folder / "auditor.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return folder

"""What fixes say is to be measured is what the policies miss: done, nothing of it stays unknown."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.model.facts import Observation
from auditor.policy.compiled import load as load_policies
from tests.cli.command import auditor, facts_of

ESTATE = """organisations: [{id: so, name: {vi: Sở}, kind: department}]
sites: [{id: idc, name: {vi: Trung tâm}, organisation: so, without: []}]
zones:
- {id: dmz, name: {vi: DMZ}, kind: dmz, site: idc}
- {id: db, name: {vi: Dữ liệu}, kind: database, site: idc}
- {id: lan-a, name: {vi: Nội bộ}, kind: internal, site: idc}
- {id: lan-b, name: {vi: Nội bộ}, kind: internal, site: idc}
- {id: net, name: {vi: Internet}, kind: internet, site: idc}
- {id: far, name: {vi: Nơi khác}, kind: internal, site: idc, domain: other}
- {id: tslcd, name: {vi: Truyền số liệu}, kind: tslcd, site: idc}
networks:
- {id: n-tslcd, zone: tslcd, kind: tslcd, prefixes: [10.9.0.0/24]}
- {id: n-dmz, zone: dmz, prefixes: [10.0.1.0/24]}
- {id: n-db, zone: db, prefixes: [10.0.2.0/24]}
systems: [{id: cong, name: {vi: Cổng}, kind: portal, owner: so, operator: so, site: idc, level: 3}]
hosts:
- {id: web, system: cong, roles: [web], interfaces: [{network: n-dmz, address: 10.0.1.1}]}
- {id: db-1, system: cong, roles: [database], interfaces: [{network: n-db, address: 10.0.2.1}]}
- {id: db-2, system: cong, roles: [database], interfaces: [{network: n-db, address: 10.0.2.2}]}
"""
CLOCKS = ("--as-of", "2026-11-22", "--at", "2026-11-22T08:00:00+07:00")
AT = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)


def every_port() -> tuple[str, ...]:
    """Every port that any control names."""
    named = [value.default for control in load_policies().catalogue.controls for value in control.params.values()]
    rows = [row["values"] for rows in load_policies().catalogue.tables.values() for row in rows]
    return tuple(sorted(set(_ports([named, rows]))))


def _ports(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith(("tcp/", "udp/")):
        yield value
    elif isinstance(value, dict):
        yield from _ports(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _ports(part)


SOUND: dict[str, Any] = {
    "ports": {"open": [], "refused": every_port(), "silent": [], "swept": every_port(), "left": every_port()},
    "services": {"services": []},
    "snmp": {"tried": ["v1", "v2c"], "answered": [], "seen_by": ["public"], "mapped": []},
    "sshd_config": {
        "password_authentication": False,
        "keyboard_interactive": True,
        "public_key": True,
        "source_limited": True,
        "authentication_methods": ["publickey,keyboard-interactive"],
        "ports": ["tcp/22"],
    },
    "routes": {"routes": [], "default": False, "proxy": "", "tables": ["main"], "policy_rules": []},
    "interfaces": {"interfaces": []},
    "listening": {"sockets": [], "programs": []},
    "host_filter": {"tcp": [{"first": 1, "last": 65535, "sources": [], "limited": True}]},
    "own_clock": {
        "ahead_ms": 0,
        "offset_ms": 0,
        "within_ms": 3,
        "reference": "idc-ntp",
        "reference_source": "203.0.113.123",
    },
}
CONFIGURED = {"sshd_config", "routes", "interfaces", "listening", "host_filter", "own_clock"}


def looks(fix: dict[str, Any]) -> Iterator[Observation]:
    """The observations that somebody makes who does what the fix says."""
    for subject in fix["clears"]:
        kind, at_home = fix["what"], fix["what"] in CONFIGURED
        if at_home and subject["id"] != fix["place"]:
            continue
        zone = {"web": "dmz"}.get(subject["id"], "db") if at_home else fix["place"]
        yield Observation(
            id=f"{kind}/{subject['id']}/{zone}",
            kind=kind,
            subject=subject["id"],
            vantage=subject["id"] if at_home else f"probe-{zone}",
            zone=zone,
            state="ok",
            basis="configured" if at_home else "measured",
            observed_at=AT,
            data=SOUND[kind],
        )


def evaluated(folder: Path, facts: str, *observations: Observation) -> dict[tuple[str, str], str]:
    facts_of(folder / facts, "cong", *observations)
    done = auditor("evaluate", facts, "--inventory", "estate", *CLOCKS, "--all", "--format", "json", cwd=folder)
    assert done.code == 0, done.err
    return {(row["control"], row["subject"]["id"]): row["status"] for row in json.loads(done.out)["verdicts"]}


def test_measuring_what_fixes_say_leaves_no_gap(tmp_path: Path) -> None:
    """Every verdict that a set of fixes clears by measuring alone is judged once all of it was measured."""
    (tmp_path / "estate").mkdir()
    (tmp_path / "estate" / "estate.yaml").write_text(ESTATE, encoding="utf-8")
    before = evaluated(tmp_path, "nothing")
    found = json.loads(auditor("plan", "fixes", "--format", "json", cwd=tmp_path).out)
    scans = [fix for fix in found["fixes"] if fix["kind"] == "measure"]
    entered = {name for fix in found["fixes"] if fix["kind"] != "measure" for name in fix["controls"]}
    cleared = {f"{control}@{subject}=pass": (control, subject) for control, subject in before}
    gaps = {cleared[text] for text in found["assume"] if before[cleared[text]] == "unknown"}
    gaps = {(control, subject) for control, subject in gaps if control not in entered}
    after = evaluated(tmp_path, "measured", *{item.id: item for fix in scans for item in looks(fix)}.values())

    assert {"AC-05", "HO-03", "LV-07", "NW-03", "NW-04", "NW-05", "NW-09"} <= {control for control, _ in gaps}
    assert [] == [name for name in gaps if after.get(name) == "unknown"]  # what stood in for a list is gone

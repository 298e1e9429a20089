"""The lab audited from its command line as a user would: every verdict is the one a careful human gives."""

import datetime
import hashlib
import ipaddress
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from lab.compare import Comparison, compare
from lab.declared import declared_hosts
from lab.packets import Packet, packets
from lab.truth import WRITTEN_FOR, planted, table
from lab.wiring import PROBES
from lab.zones import ISOLATED, PROBE_OCTET, ZONES
from tests.lab.live.keeper import Answer

ROOT = Path(__file__).resolve().parents[3]
RUN = ROOT / "lab" / ".run"
EVERY_ROW = ("--all", "--format", "json")
INVENTORY = ROOT / "inventories" / "lab"

Verdicts = dict[tuple[str, str], dict[str, Any]]


_DOMAINS = {"core-fw": "province", "switch-lan-a": "lan-a", "switch-lan-b": "lan-b"}


@dataclass(frozen=True)
class Audit:
    """One audit of the whole lab: its folder, its open and labelled results, what the probes sent, seconds taken."""

    folder: Path
    open: dict[str, Any]
    labelled: dict[str, Any]
    sent: frozenset[Packet]
    seconds: float

    @property
    def facts(self) -> Path:
        """The facts folder."""
        return self.folder / "facts"

    @property
    def verdicts(self) -> list[dict[str, Any]]:
        """Open and labelled verdicts together."""
        return [*self.open["verdicts"], *self.labelled["verdicts"]]


def environment(store: Path) -> dict[str, str]:
    """Settings of the running lab, with stores of this test's own."""
    return os.environ | {
        "AUDITOR_CONFIG": str(RUN / "auditor.yaml"),
        "AUDITOR_STORE": f"sqlite:///{store}/open.sqlite",
        "AUDITOR_RESTRICTED_STORE": f"sqlite:///{store}/restricted/labelled.sqlite",
    }


def auditor(store: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command line to its end."""
    command = [sys.executable, "-m", "auditor", *map(str, words)]
    return subprocess.run(
        command, cwd=ROOT, env=environment(store), capture_output=True, text=True, timeout=400, check=False
    )


def document(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The JSON document of a command that must have succeeded."""
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this module's runs are kept."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def audit(machines: dict[str, int], answer: Answer, store: Path, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The whole lab audited once, with a capture running."""
    assert machines
    reports = tmp_path_factory.mktemp("reports")
    answer("capture", "start")
    begun = time.monotonic()
    run = document(auditor(store, "audit", INVENTORY, "--as-of", WRITTEN_FOR, "--reports", reports, *EVERY_ROW))
    seconds = time.monotonic() - begun
    sent = packets(answer("capture", "stop")["files"], _probe_addresses())
    labelled = document(auditor(store, "runs", "show", "latest", "--restricted", *EVERY_ROW))
    return Audit(next(reports.iterdir()), run, labelled, sent, seconds)


def _probe_addresses() -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    zones = [ZONES[zone] for zone in PROBES.values()]
    both = [address for zone in zones for address in (zone.address4(PROBE_OCTET), zone.address6(PROBE_OCTET))]
    return [address for address in both if address is not None]


def test_every_verdict_is_the_one_of_the_truth_table(audit: Audit) -> None:
    """No false pass, no false fail, no other difference, and no unknown without a cause, over every subject."""
    expected = table()
    found = compare(expected, audit.verdicts)

    assert Comparison(len(expected), (), (), (), (), found.unknowns) == found
    assert len(expected) > 1500


def test_planted_faults_and_their_twins_are_told_apart(audit: Audit) -> None:
    """At least 40 faults are found and at least 40 sound twins that look alike are not blamed."""
    pairs = planted()
    found = {(v["control"], v["subject"]["kind"], v["subject"]["id"]): v["status"] for v in audit.verdicts}
    expected = {one.id: one.status for pair in pairs for one in pair}

    assert expected == {one.id: found[one.control, one.kind, one.subject] for pair in pairs for one in pair}
    assert len(pairs) >= 40
    # Manual where the duty is another's and a paper is asked for: never a pass, and never silent.
    assert all(fault.status in {"fail", "warn", "unknown", "manual"} for fault, _ in pairs)
    assert all(fault.status != twin.status for fault, twin in pairs)


def judged(audit: Audit, store: Path, *words: str) -> dict[str, Any]:
    """The same facts, of both worlds, judged once more, aged to the moment of the audit, by the law of its day unless
    told otherwise.
    """
    inside = store / "restricted" / "facts" / audit.folder.name
    day = () if "--as-of" in words else ("--as-of", WRITTEN_FOR)
    clocks = ("--at", audit.open["run"]["evaluated_at"], *day)
    return document(
        auditor(
            store, "evaluate", audit.facts, inside, "--inventory", INVENTORY, "--no-store", *EVERY_ROW, *clocks, *words
        )
    )


@pytest.mark.needs_opa
@pytest.mark.parametrize("engine", ["wasm", "opa"])
def test_both_engines_judge_the_lab_alike(audit: Audit, store: Path, engine: str) -> None:
    """Evaluating the audit's facts again gives the audit's own verdicts, open and labelled, on either engine."""
    whole = judged(audit, store, "--engine", engine), judged(audit, store, "--engine", engine, "--labelled")

    assert audit.open["verdicts"] == whole[0]["verdicts"]
    assert audit.labelled["verdicts"] == whole[1]["verdicts"]
    assert engine == whole[0]["run"]["engine"]


def test_probes_sent_nothing_outside_the_permission(audit: Audit) -> None:
    """No measuring machine sent a packet to an address or port that no paper names, or to one that nobody may touch.

    An independent LAN is asked from outside whether it is closed: at the addresses of its declared machines alone.
    """
    papers = yaml.safe_load((INVENTORY / "scope.yaml").read_text())["authorisations"]
    areas = [
        (area["domain"], ipaddress.ip_network(prefix), frozenset(paper["ports"]))
        for paper in papers
        for area in paper["areas"]
        for prefix in area["prefixes"]
    ]
    never = {ipaddress.ip_address(text) for paper in papers for text in paper.get("do_not_touch", [])}
    crossed = {
        zone.address4(leg)
        for zone in ISOLATED
        for host in declared_hosts()
        for leg in ([host.octet] * (host.zone == zone.id) + [leg.octet for leg in host.legs if leg.zone == zone.id])
    }

    def permitted(packet: Packet) -> bool:
        here = {"province", _DOMAINS[packet.recorder]}
        asked = not packet.opening or not packet.port
        return any(
            packet.target in prefix and (asked or packet.port in ports) and (area in here or packet.target in crossed)
            for area, prefix, ports in areas
        )

    # IPv6 finds its neighbours by multicast and link-local messages of the kernel's own.
    probes = {one for one in audit.sent if one.port or not (one.target.is_multicast or one.target.is_link_local)}
    assert set() == {one for one in probes if one.target in never or not permitted(one)}
    assert {"tcp/22", "tcp/443", "udp/53", "udp/161"} <= {one.port for one in probes}
    assert set(_DOMAINS) == {one.recorder for one in probes}


def test_the_manifest_knows_every_file(audit: Audit) -> None:
    """Each part of the facts has the digest the manifest says, and the collection is complete."""
    manifest = json.loads((audit.facts / "manifest.json").read_text())
    found = {
        part["path"]: hashlib.sha256((audit.facts / part["path"]).read_bytes()).hexdigest()
        for part in manifest["parts"]
    }

    assert {part["path"]: part["sha256"] for part in manifest["parts"]} == found
    assert {*found, "manifest.json"} == {
        path.relative_to(audit.facts).as_posix() for path in audit.facts.rglob("*") if path.is_file()
    }
    assert manifest["complete"] is True


def test_a_changed_byte_is_refused(audit: Audit, store: Path, tmp_path: Path) -> None:
    """Facts of which one byte was changed are not judged at all."""
    copy = shutil.copytree(audit.facts, tmp_path / "facts")
    part = copy / "systems" / "tthc.json"
    part.write_bytes(part.read_bytes().replace(b'"state":"ok"', b'"state":"OK"', 1))
    done = auditor(store, "evaluate", copy, "--inventory", INVENTORY, "--no-store", "--format", "json")

    assert (5, "") == (done.returncode, done.stdout)
    assert "systems/tthc.json" in done.stderr


BY_DATE = [
    ("CN-01", "l-axis-national", "not_in_force", "warn", "warn", "Decree 278/2025 from 22.10.2025; due 31.12.2026"),
    (
        "CN-02",
        "l-dms-ministry",
        "not_in_force",
        "pass",
        "warn",
        "Decree 194/2025 from 19.8.2025; excepted to 30.6.2026; its transition for older systems is unread",
    ),
    ("CN-06", "lgsp-gw/tcp/443/api-danhmuc", "not_in_force", "fail", "fail", "Decision 1562/2025 from 18.7.2025"),
    (
        "CN-07",
        "archive-app/tcp/443",
        "warn",
        "warn",
        "fail",
        "QCVN 12 binds archives from 1.7.2026; before, a list of D",
    ),
    ("CN-08", "archive-app/tcp/8443", "not_in_force", "not_in_force", "fail", "QCVN 12 binds archives from 1.7.2026"),
    ("CN-13", "portal-halong", "warn", "warn", "fail", "Decree 224/2026 binds from 1.7.2026; before, a recommendation"),
    ("CN-35", "oldportal-so/tcp/443", "warn", "warn", "warn", "a notice and a dispatch recommend the closing"),
    ("LV-03", "tthc-so", "not_in_force", "not_in_force", "fail", "Decree 331/2026 from 19.8.2026"),
    ("NW-05", "backup-srv", "not_in_force", "not_in_force", "fail", "TCVN 14423 from 19.8.2026"),
    ("SS-13", "doc-axis", "not_in_force", "fail", "fail", "Decree 63/2026 from 1.3.2026"),
    ("SY-16", "dulieu-mo", "warn", "warn", "warn", "Resolution 214 and the plan recommend"),
]
"""Control, subject, its status by the law of 30.6.2025, 30.6.2026 and 22.11.2026, and why."""


def test_the_law_of_the_day_decides(audit: Audit, store: Path) -> None:
    """The same facts judged by the law of three days give each day's own verdicts."""
    found: list[Verdicts] = []
    for day in ("2025-06-30", "2026-06-30", "2026-11-22"):
        run = judged(audit, store, "--as-of", day)
        assert day == run["run"]["as_of"]
        found.append({(v["control"], v["subject"]["id"]): v for v in run["verdicts"]})
    expected = [(control, subject, *statuses) for control, subject, *statuses, _ in BY_DATE]

    assert expected == [
        (control, subject, *(day[control, subject]["status"] for day in found)) for control, subject, *_ in BY_DATE
    ]


def test_an_expired_permission_sends_nothing(audit: Audit, answer: Answer, store: Path, tmp_path: Path) -> None:
    """With every paper out of date not one packet leaves a probe, and the facts say why nothing is known."""
    text = (INVENTORY / "scope.yaml").read_text()
    scope = tmp_path / "scope.yaml"
    scope.write_text(text.replace("'2035-12-31'", "'2026-02-01'"))
    facts = tmp_path / "facts"
    answer("capture", "start")
    done = auditor(store, "collect", INVENTORY, "--scope", scope, "-o", facts)
    sent = packets(answer("capture", "stop")["files"], _probe_addresses())
    measured = [
        observation
        for path in (facts / "systems").glob("*.json")
        for observation in json.loads(path.read_text())["observations"]
    ]

    assert audit.sent
    assert done.returncode == 0, done.stderr
    assert set() == {one for one in sent if one.port}
    assert {"out_of_scope", "not_tried"} >= {observation["state"] for observation in measured}
    causes = {observation["cause"]["code"] for observation in measured if observation["kind"] == "ports"}
    assert {"authorisation_expired", "do_not_touch"} == causes


def test_ctrl_c_keeps_what_was_measured_and_says_partial(audit: Audit, tmp_path: Path) -> None:
    """Interrupted while it measures, the audit keeps and judges what it has, says partial, and passes nothing new."""
    settings = yaml.safe_load((RUN / "auditor.yaml").read_text())
    settings["vantages"] = [v for v in settings["vantages"] if v["id"] in {"core-fw", "probe-management"}]
    settings["vantages"].sort(key=lambda vantage: str(vantage["id"]))
    few = RUN / "few.yaml"
    few.write_text(yaml.safe_dump(settings, allow_unicode=True))
    own = tmp_path / "store"
    command = [sys.executable, "-m", "auditor", "audit", str(INVENTORY), "--as-of", WRITTEN_FOR]
    command += ["--reports", str(tmp_path), "-e", "technical"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(own) | {"AUDITOR_CONFIG": str(few)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        lines = iter(process.stderr)
        said = next(line for line in lines if "core-fw: done" in line)
        process.send_signal(signal.SIGINT)
        said += "".join(lines)
    folder = next(path for path in tmp_path.iterdir() if (path / "facts").is_dir())
    manifest = json.loads((folder / "facts" / "manifest.json").read_text())
    estate = json.loads((folder / "facts" / "estate.json").read_text())["observations"]
    run = document(auditor(own, "runs", "show", "latest", "--format", "json"))
    whole = {(v["control"], v["subject"]["id"]): v["status"] for v in audit.open["verdicts"]}
    passes = {(v["control"], v["subject"]["id"]) for v in run["verdicts"] if v["status"] == "pass"}

    assert (130, False, False) == (process.returncode, manifest["complete"], run["run"]["complete"]), said
    assert "partial" in said
    assert {"ok"} == {item["state"] for item in estate if item["kind"] == "firewall" and item["subject"] == "dmz"}
    assert "interrupted" in {item["cause"]["code"] for item in estate if item["state"] == "not_tried"}
    assert {key for key in passes if whole[key] != "pass"} == set()
    assert len(passes) < sum(1 for status in whole.values() if status == "pass")


def test_the_run_says_both_its_clocks(audit: Audit) -> None:
    """The run names the day of the law and the instant its facts were aged to, and nothing is missing from it."""
    evaluated = datetime.datetime.fromisoformat(audit.open["run"]["evaluated_at"])

    assert abs(datetime.datetime.now(datetime.UTC) - evaluated) < datetime.timedelta(hours=1)
    assert WRITTEN_FOR == audit.open["run"]["as_of"]
    assert (True, True) == (audit.open["run"]["complete"], audit.labelled["run"]["complete"])

"""A portal of the lab is moved to another machine, and two audits tell whether it is as good as it was.

The lab has one data centre, so the new machine stands in the same network; what is measured is the same.
"""

import ipaddress
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from lab.machines import run_in
from lab.paths import machine_dir
from lab.truth import WRITTEN_FOR

ROOT = Path(__file__).resolve().parents[3]
INVENTORY = ROOT / "inventories" / "lab"
SETTINGS = ROOT / "lab" / ".run" / "move.yaml"
NAME, OLD, NEW = "quangninh.gov.vn", "198.51.100.16", "198.51.100.216"
OLD6, NEW6 = "2001:db8:100::16", "2001:db8:100::216"
# What the measuring itself leans on: resolvers and the targets that show that a probe works.
HELPERS = ("10.20.20.53", "203.0.113.53", "203.0.113.80", "2001:db8:113::80")
NOBODY = "192.0.2.240/32"


@dataclass(frozen=True)
class Province:
    """The running lab, and the folder in which its inventories and runs are kept."""

    machines: dict[str, int]
    folder: Path

    def auditor(self, *words: str | Path) -> Any:
        """The JSON document of a command that must succeed."""
        environment = os.environ | {
            "AUDITOR_CONFIG": str(SETTINGS),
            "AUDITOR_STORE": f"sqlite:///{self.folder}/runs.sqlite",
            "AUDITOR_RESTRICTED_STORE": "",
        }
        command = [sys.executable, "-m", "auditor", *map(str, words), "--format", "json"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def audited(self, inventory: Path, name: str) -> str:
        """The run of an audit that may look at the portal, old and new, and at nothing else."""
        words = ("--as-of", WRITTEN_FOR, "--reports", self.folder / name, "--edition", "technical")
        return str(self.auditor("audit", inventory, *words)["run"]["id"])

    def parity(self, before: str, after: str) -> dict[str, Any]:
        """What the comparison says of the portal."""
        (found,) = self.auditor("plan", "parity", before, after, "--system", "portal")["systems"]
        return dict(found)

    def inside(self, machine: str, *command: str) -> str:
        """Output of a command inside a machine."""
        return run_in(self.machines[machine], list(command))

    def rewrite(self, machine: str, file: str, *changes: tuple[str, str]) -> None:
        """Replaces texts in a file of a machine, each of which must be there."""
        path = machine_dir(machine) / file
        text = path.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text)

    def build_new(self) -> None:
        """A web server with the portal's pages answers at the new addresses beside the old ones."""
        self.rewrite(
            "portal-web",
            "etc/nginx/lab/sites.conf",
            *((f"listen {OLD}:{port}", f"listen {NEW}:{port}{flag};\n  listen {OLD}:{port}") for port, flag in PORTS),
            *(
                (f"listen [{OLD6}]:{port}", f"listen [{NEW6}]:{port}{flag};\n  listen [{OLD6}]:{port}")
                for port, flag in PORTS
            ),
        )
        device = self.inside("portal-web", "ip", "-o", "-4", "addr", "show", "to", OLD).split()[1]
        self.inside("portal-web", "ip", "addr", "add", f"{NEW}/24", "dev", device)
        self.inside("portal-web", "ip", "-6", "addr", "add", f"{NEW6}/64", "dev", device, "nodad")
        self.inside("portal-web", "nginx", "-s", "reload")

    def finish(self) -> None:
        """The firewall lets the Internet reach the new machine, names lead to it, and the old one serves no more."""
        for family, address in (("ip", NEW), ("ip6", NEW6)):
            rule = f"iifname z-internet {family} daddr {address} tcp dport {{ 80, 443 }} accept"
            self.inside("core-fw", "nft", "insert", "rule", "inet", "lab", "forward", *rule.split())
        record = f"host-record={NAME},{OLD},{OLD6}"
        self.rewrite("pub-dns", "etc/lab/dnsmasq.conf", (record, f"host-record={NAME},{NEW},{NEW6}"))
        for machine in ("pub-dns", "idc-dns"):
            self.inside(machine, "sh", "-c", RESTART)
        gone = [f"  listen {old}:{port}{flag};\n" for old in (OLD, f"[{OLD6}]") for port, flag in PORTS]
        self.rewrite("portal-web", "etc/nginx/lab/sites.conf", *((line, "") for line in gone))
        self.inside("portal-web", "nginx", "-s", "reload")


VANTAGES = ("probe-internet", "probe-dmz")
PORTS = ((443, " ssl http2"), (80, ""))
CONTROLS = (
    "CN-07@portal-web/tcp/443",
    "CN-08@portal-web/tcp/443",
    "CN-09@portal-web/tcp/443",
    "CN-09@portal-web/tcp/80",
    "CN-13@portal",
    "NW-05@portal-web",
)
RESTART = (
    'kill "$(cat /run/dnsmasq.pid)"; while kill -0 "$(cat /run/dnsmasq.pid)" 2>/dev/null; do sleep 0.1; done; '
    "dnsmasq --conf-file=/etc/lab/dnsmasq.conf --pid-file=/run/dnsmasq.pid >/var/log/dnsmasq.log 2>&1"
)


def declared(folder: Path, *, moved: bool) -> Path:
    """The lab's inventory with a permission for the portal only; once moved, with its old and its new machine."""
    folder.mkdir()
    for path in INVENTORY.glob("*.yaml"):
        (folder / path.name).write_text(path.read_text())
    scope = yaml.safe_load((INVENTORY / "scope.yaml").read_text())
    for paper in scope["authorisations"]:
        for area in paper["areas"]:
            area["prefixes"] = permitted(paper["owner"], area["prefixes"])
    (folder / "scope.yaml").write_text(yaml.safe_dump(scope, allow_unicode=True))
    if moved:
        declare_new(folder)
    return folder


def permitted(owner: str, prefixes: list[str]) -> list[str]:
    """What is left of a paper: the portal's addresses for its owner, and what the measuring itself leans on."""
    areas = [ipaddress.ip_network(text) for text in prefixes]
    helpers = [ipaddress.ip_network(text) for text in HELPERS]
    kept = [str(one) for one in helpers for area in areas if one.version == area.version and one.subnet_of(area)]  # type: ignore[arg-type]  # versions are equal
    return [*kept, *([OLD + "/32", NEW + "/32", OLD6 + "/128", NEW6 + "/128"] if owner == "vp-ubnd" else [])] or [
        NOBODY
    ]


def declare_new(folder: Path) -> None:
    """Adds the new machine with the old one's services, and says that the data is in use there."""
    path = folder / "hosts.yaml"
    lists = yaml.safe_load(path.read_text())
    old = next(host for host in lists["hosts"] if host["id"] == "portal-web")
    new = json.loads(json.dumps(old)) | {
        "id": "portal-new",
        "instance": "new",
        "configuration": "none",
        "interfaces": [{"network": "net-dmz", "address": text} for text in (NEW, NEW6)],
    }
    old["instance"] = "old"
    lists["hosts"].append(new)
    for endpoint in [one for one in lists["endpoints"] if one["id"].startswith("portal-web/")]:
        copy = json.loads(json.dumps(endpoint))
        lists["endpoints"].append(copy | {"id": endpoint["id"].replace("portal-web/", "portal-new/")})
    path.write_text(yaml.safe_dump(lists, allow_unicode=True))
    data = folder / "data.yaml"
    lists = yaml.safe_load(data.read_text())
    published = next(one for one in lists["data_sets"] if one["id"] == "tthc-hoso-cong")
    published["move"] = {"state": "cut_over", "as_of": WRITTEN_FOR}
    data.write_text(yaml.safe_dump(lists, allow_unicode=True))


@pytest.fixture(scope="module")
def province(own_machines: dict[str, int], tmp_path_factory: pytest.TempPathFactory) -> Province:
    """The lab, up, with a folder of its own and settings that name two places to look from."""
    folder = tmp_path_factory.mktemp("move")
    settings = yaml.safe_load(SETTINGS.with_name("auditor.yaml").read_text())
    settings["vantages"] = [one for one in settings["vantages"] if one["id"] in VANTAGES]
    settings.pop("schedules", None)
    SETTINGS.write_text(yaml.safe_dump(settings, allow_unicode=True))
    return Province(own_machines, folder)


def standings(found: dict[str, Any], kind: str) -> dict[str, str]:
    """Standing of each check of a kind, by what is compared."""
    return {check["id"]: check["standing"] for check in found["checks"] if check["kind"] == kind}


def test_a_move_is_followed_by_measuring(province: Province) -> None:
    """Halfway the firewall keeps the Internet out and the name leads to the old machine; finished, both are at parity
    and the old machine is silent.
    """
    first = province.audited(declared(province.folder / "before", moved=False), "first")
    moved = declared(province.folder / "after", moved=True)
    province.build_new()
    halfway = province.parity(first, province.audited(moved, "halfway"))
    province.finish()
    finished = province.parity(first, province.audited(moved, "finished"))

    public = ["portal-web/tcp/443@probe-internet/ports", "portal-web/tcp/80@probe-internet/ports"]
    assert dict.fromkeys(public, "degraded") == {
        name: standing for name, standing in standings(halfway, "service").items() if standing != "at_parity"
    }
    assert ({"portal": "degraded"}, "degraded") == (standings(halfway, "dns"), halfway["standing"])
    assert {"at_parity"} == set(standings(finished, "service").values())
    assert {"portal": "at_parity"} == standings(finished, "dns")
    assert {"at_parity"} == set(standings(finished, "old_instance").values())
    assert {"at_parity"} == set(standings(finished, "certificate").values())
    controls = standings(finished, "control")
    assert ["at_parity"] * 6 == [controls[name] for name in CONTROLS]


def test_what_nobody_measured_keeps_the_answer_open(province: Province) -> None:
    """Nobody counted the data at the new place nor read the new machine's configuration, so nobody says parity."""
    before, _, after = (run["id"] for run in reversed(province.auditor("runs", "list")))
    found = province.parity(before, after)

    assert "cannot_tell" == found["standing"]
    assert {"tthc-hoso-cong": "cannot_tell"} == standings(found, "data")
    assert "cannot_tell" == standings(found, "control")["LG-01@portal-web"]

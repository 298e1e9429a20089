"""The lab for real: its servers are as planted."""

import json
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lab.live.keeper import Answer

ROOT = Path(__file__).resolve().parents[3]
RUN = ROOT / "lab" / ".run"


def inside(pid: int, *command: str, timeout: float = 30) -> subprocess.CompletedProcess[str]:
    """Runs a command in a machine's network and with its files."""
    entered = ["nsenter", "-t", str(pid), "-n", "-m", f"--wd={ROOT}", "--", *command]
    return subprocess.run(entered, capture_output=True, text=True, timeout=timeout, check=False)


def connects(pid: int, address: str, port: int) -> bool:
    """Whether TCP connects from a machine's network within a second."""
    code = (
        "import socket,sys\n"
        "try:\n    socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=1).close()\n"
        "except OSError:\n    sys.exit(1)\n"
    )
    return inside(pid, sys.executable, "-c", code, address, str(port)).returncode == 0


REACH = [
    ("probe-internet", "198.51.100.16", 443, True, "the portal is public"),
    ("probe-internet", "2001:db8:100::16", 443, True, "over IPv6 too"),
    ("probe-internet", "198.51.100.11", 22, False, "administration is not"),
    ("probe-internet", "198.51.100.21", 22, True, "except where a vendor was let in"),
    ("probe-internet", "198.51.100.17", 22, False, "closed over IPv4"),
    ("probe-internet", "2001:db8:100::17", 22, True, "open over IPv6"),
    ("probe-internet", "10.20.30.11", 5432, False, "databases are not public"),
    ("probe-office", "10.20.30.21", 5432, True, "the planted hole"),
    ("probe-office", "10.20.30.11", 5432, False, "its twin"),
    ("probe-office", "10.20.20.18", 22, True, "the planted hole"),
    ("probe-office", "10.20.20.11", 22, False, "its twin"),
    ("probe-servers", "10.20.20.11", 22, False, "neighbours do not administer"),
    ("probe-management", "10.20.20.11", 22, True, "the management zone does"),
    ("probe-management", "192.0.2.1", 22, True, "the firewall as well"),
    ("probe-management", "203.0.113.80", 443, False, "and has no way out"),
    ("probe-wireless", "10.20.20.26", 443, True, "the planted hole"),
    ("probe-wireless", "10.20.20.12", 443, False, "its twin"),
    ("probe-tslcd", "203.0.113.80", 443, False, "the dedicated network is closed"),
    ("probe-tslcd-xa", "203.0.113.80", 443, True, "this part of it leaks"),
    ("probe-lan-a", "203.0.113.80", 443, False, "LAN A has no way out"),
    ("probe-lan-a", "192.168.1.11", 443, True, "and works inside"),
    ("probe-lan-b", "203.0.113.80", 443, True, "LAN B has one"),
    ("sdoc-b-pc", "203.0.113.80", 443, True, "the office lets it out"),
    ("probe-office", "10.30.1.2", 23, True, "Telnet on the terminal"),
    ("probe-servers", "10.20.20.22", 21, True, "FTP on the backup server"),
    ("probe-database", "10.20.30.14", 6379, True, "Redis among its neighbours"),
]


@pytest.mark.parametrize(("machine", "address", "port", "expected", "why"), REACH)
def test_reachability_is_as_planted(
    machines: dict[str, int], machine: str, address: str, port: int, *, expected: bool, why: str
) -> None:
    """The router and the machines let through what the matrix says and nothing beside it."""
    assert expected is connects(machines[machine], address, port), why


def test_every_server_offers_the_tls_versions_it_should(machines: dict[str, int]) -> None:
    """The web server really speaks TLS 1.0 alone, 1.1 beside 1.2, or only what is current."""
    found = {}
    for address in ("10.20.20.18", "10.20.20.25", "10.20.20.12"):
        scan = inside(machines["probe-servers"], "nmap", "-n", "-Pn", "-p443", "--script", "ssl-enum-ciphers", address)
        found[address] = {
            word.rstrip(":") for word in scan.stdout.split() if word.startswith("TLSv1") and word.endswith(":")
        }

    assert {
        "10.20.20.18": {"TLSv1.0"},
        "10.20.20.25": {"TLSv1.1", "TLSv1.2"},
        "10.20.20.12": {"TLSv1.2", "TLSv1.3"},
    } == found


def test_names_resolve_as_planted(machines: dict[str, int]) -> None:
    """The portal has both kinds of address, the ward's site only the old one, a stranger none."""
    found = {}
    for name in ("quangninh.gov.vn", "xahalong.quangninh.vn", "nobody.quangninh.gov.vn"):
        lines = [inside(machines["probe-office"], "dig", "+short", name, kind).stdout.strip() for kind in ("A", "AAAA")]
        found[name] = tuple(lines)

    assert {
        "quangninh.gov.vn": ("198.51.100.16", "2001:db8:100::16"),
        "xahalong.quangninh.vn": ("198.51.100.17", ""),
        "nobody.quangninh.gov.vn": ("", ""),
    } == found


def offset_ms(pid: int, address: str) -> float:
    """Server minus local clock of one NTP answer, in milliseconds."""
    code = "import ntplib,sys; print(ntplib.NTPClient().request(sys.argv[1], version=4, timeout=2).offset * 1000)"
    return float(inside(pid, sys.executable, "-c", code, address).stdout)


def test_clocks_are_as_far_off_as_planted_and_ours_is_untouched(machines: dict[str, int]) -> None:
    """The time servers tell four seconds, 400 ms and nothing off, while the computer's clock goes on evenly."""
    wall, steady = time.time(), time.monotonic()
    planted, limit = [4000, 400, 0], time.monotonic() + 40
    found: list[float] = []
    while found != planted and time.monotonic() < limit:  # each follows its source some seconds after its start
        time.sleep(1)
        found = [round(offset_ms(machines["probe-servers"], f"10.20.20.{octet}"), -2) for octet in (18, 14, 11)]

    assert planted == found
    assert abs((time.time() - wall) - (time.monotonic() - steady)) < 0.5


def ssh(machines: dict[str, int], address: str, command: str) -> subprocess.CompletedProcess[str]:
    """Runs a command over SSH as the auditor's account, from the management zone."""
    options = ["-i", str(RUN / "keys" / "auditor"), "-o", f"UserKnownHostsFile={RUN / 'keys' / 'known_hosts'}"]
    options += ["-o", "BatchMode=yes", "-o", "ConnectTimeout=5", "-o", "StrictHostKeyChecking=yes"]
    return inside(machines["probe-management"], "ssh", *options, f"auditor@{address}", command)


def test_configuration_can_be_read_over_ssh_without_privileges(machines: dict[str, int]) -> None:
    """A machine shows its own settings, and those of a sound and a weak one differ."""
    ask = "hostname; sshd -T 2>/dev/null | grep -E '^(authenticationmethods|passwordauthentication)' | sort"

    assert [
        "tthc-app\nauthenticationmethods publickey,keyboard-interactive\npasswordauthentication no\n",
        "dms-app\nauthenticationmethods any\npasswordauthentication yes\n",
    ] == [ssh(machines, address, ask).stdout for address in ("10.20.20.11", "10.20.20.12")]


def test_two_machines_refuse_the_key(machines: dict[str, int]) -> None:
    """Where reading is planted as not permitted, the server says so."""
    refused = [ssh(machines, address, "true") for address in ("10.20.30.21", "10.88.0.11")]

    assert [255, 255] == [done.returncode for done in refused]
    assert all("Permission denied" in done.stderr for done in refused)


def test_nothing_of_the_computers_own_settings_shows_through(machines: dict[str, int]) -> None:
    """A machine's logs are kept as long as its own file says, whatever packages the computer has."""
    assert "rsyslog\n" == inside(machines["tthc-app"], "ls", "/etc/logrotate.d").stdout
    assert "" == inside(machines["tthc-db"], "ls", "/etc/nginx").stdout


def test_exports_are_what_the_databases_hold(machines: dict[str, int]) -> None:
    """Each data set with a table has an export with its real count."""
    rows = {path.stem: json.loads(path.read_text())["rows"] for path in (RUN / "exports").glob("*.json")}

    assert machines
    assert {
        "tthc-hoso": 1200, "tthc-ketqua": 800, "dms-vanban": 5000, "luutru-hoso": 9000,
        "danhmuc-dungchung": 300, "doanhnghiep": 4200, "dulieu-mo": 150, "datdai-thuadat": 20000,
    } == rows  # fmt: skip


def test_every_certificate_file_is_readable_by_a_tls_library(machines: dict[str, int]) -> None:
    """The authority's certificate can be trusted by a client."""
    assert machines
    ssl.create_default_context(cafile=str(RUN / "keys" / "ca.pem"))


def test_a_capture_shows_what_was_touched(machines: dict[str, int], answer: Answer) -> None:
    """A packet to one address is in the record, and no packet to another is."""
    answer("capture", "start")
    connects(machines["probe-office"], "10.20.20.12", 443)
    files = answer("capture", "stop")["files"]
    seen = "".join(
        subprocess.run(["tcpdump", "-n", "-r", name], capture_output=True, text=True, timeout=30, check=False).stdout
        for name in files
    )

    assert "10.20.20.12.443" in seen
    assert "10.20.20.25.443" not in seen


def test_vantages_can_be_entered_by_name(machines: dict[str, int]) -> None:
    """Every standpoint has a name of the kernel's tools and the first process the status shows."""
    rows = json.loads((RUN / "vantages.json").read_text())
    names = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, timeout=10, check=True).stdout

    assert all(row["namespace"] in names for row in rows)
    assert {row["host"]: row["pid"] for row in rows} == {row["host"]: machines[row["host"]] for row in rows}

"""What is read of apt, held against dpkg's own order of versions and against what apt itself would install.

Sixty machines are made, each with packages of its own, an archive of its release, one for security updates and some of
others; versions, pins, holds and the ages of indexes are drawn.
"""

import datetime
import email.utils
import hashlib
import os
import random
import re
import subprocess
from dataclasses import dataclass, field
from typing import Any

import pytest

from auditor.collectors.platforms.debian import older
from tests.collectors.kinds.room import Input, asked

pytestmark = [pytest.mark.skipif(os.geteuid() != 0, reason="apt fetches as root"), pytest.mark.slow]

MACHINES = 60
CODENAME = "bookworm"
ARCHIVES = {
    CODENAME: {"Origin": "Debian", "Label": "Debian", "Suite": "oldstable", "Codename": CODENAME},
    f"{CODENAME}-security": {
        "Origin": "Debian", "Label": "Debian-Security", "Suite": "oldstable-security", "Codename": "bookworm-security",
    },
    "trixie-security": {
        "Origin": "Debian", "Label": "Debian-Security", "Suite": "stable-security", "Codename": "trixie-security",
    },
    "extra": {"Origin": "Somebody", "Label": "Somebody", "Suite": "extra", "Codename": "extra"},
}  # fmt: skip
SECURITY = f"{CODENAME}-security"
NAMES = [f"prog-{letter}" for letter in "abcdefgh"]
VERSIONS = (
    *("1.0-1", "1.0-1+deb12u1", "1.0-1+deb12u2", "1.0-1~bpo12+1", "1.0-2", "1:0.9-1", "1:0.9-1+deb12u10"),
    *("1:0.9-1+deb12u9", "2.0~rc1-1", "2.0-1", "2.0+dfsg-1", "2.0a-1", "10.0-1", "0.9.10", "0.9.9", "1.0"),
)
TODAY = datetime.date(2026, 11, 20)


@dataclass
class Machine:
    """One drawn machine: what is installed, held and pinned, what each archive has, and how old each index is."""

    installed: dict[str, str]
    held: set[str]
    pinned: str
    archives: dict[str, dict[str, list[str]]]
    signed: dict[str, datetime.datetime] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, str]:
        """Everything that apt reads."""
        files = {"/etc/apt/sources.list": "", "/var/lib/dpkg/status": "".join(map(self._installed, self.installed))}
        files |= {f"/var/lib/dpkg/info/{name}.list": "/.\n" for name in self.installed}
        files |= dict.fromkeys((f"/var/lib/dpkg/{name}" for name in ("available", "lock", "lock-frontend")), "")
        files |= dict.fromkeys(("/var/lib/apt/lists/partial/.keep", "/var/lib/dpkg/updates/.keep"), "")
        for name, packages in self.archives.items():
            place = f"/srv/apt/{name}/dists/{name}"
            listed = "".join(_entry(each, version) for each, all_ in packages.items() for version in all_)
            digest = hashlib.sha256(listed.encode()).hexdigest()
            said = "".join(f"{key}: {value}\n" for key, value in ARCHIVES[name].items())
            date = email.utils.format_datetime(self.signed[name]).replace("+0000", "UTC")
            files[f"{place}/main/binary-amd64/Packages"] = listed
            files[f"{place}/Release"] = (
                f"{said}Date: {date}\nArchitectures: amd64\nComponents: main\n"
                f"SHA256:\n {digest} {len(listed)} main/binary-amd64/Packages\n"
            )
            files["/etc/apt/sources.list"] += f"deb [trusted=yes arch=amd64] copy:/srv/apt/{name} {name} main\n"
        if self.pinned:
            files["/etc/apt/preferences.d/pin"] = f"Package: *\nPin: release {self.pinned}\nPin-Priority: -1\n"
        return files

    def _installed(self, name: str) -> str:
        state = "hold" if name in self.held else "install"
        return f"{_described(name, self.installed[name])}Status: {state} ok installed\n\n"

    def newer(self, name: str) -> list[str]:
        """Versions of the security archive that dpkg itself calls newer than the installed one."""
        return [each for each in self.archives.get(SECURITY, {}).get(name, ()) if _after(each, self.installed[name])]


def _described(name: str, version: str) -> str:
    return f"Package: {name}\nVersion: {version}\nArchitecture: amd64\nMaintainer: nobody\nDescription: a package\n"


def _entry(name: str, version: str) -> str:
    digest = hashlib.sha256(f"{name}{version}".encode()).hexdigest()
    return f"{_described(name, version)}Filename: pool/{name}.deb\nSize: 1\nSHA256: {digest}\n\n"


def _after(first: str, second: str) -> bool:
    return subprocess.run(["dpkg", "--compare-versions", first, "gt", second], check=False).returncode == 0


def _machine(draw: random.Random) -> Machine:
    installed = {name: draw.choice(VERSIONS) for name in draw.sample(NAMES, draw.randint(3, len(NAMES)))}
    chosen = [name for name in ARCHIVES if draw.random() < 0.85] or [CODENAME]
    has = {name: {each: draw.sample(VERSIONS, draw.randint(0, 2)) for each in NAMES} for name in chosen}
    if draw.random() < 0.25 and SECURITY in has:  # everything of it is installed
        has[SECURITY] = {name: [version] for name, version in installed.items()}
    signed = {
        name: datetime.datetime.combine(TODAY, datetime.time(draw.randint(0, 23)), datetime.UTC)
        - datetime.timedelta(days=draw.randint(0, 90))
        for name in chosen
    }
    held = {name for name in installed if draw.random() < 0.2}
    pinned = draw.choice(["", "", f"n={SECURITY}", "a=oldstable", "l=Debian-Security"])
    return Machine(installed, held, pinned, has, signed)


@pytest.fixture(scope="module")
def machines() -> list[Machine]:
    draw = random.Random(20261120)
    return [_machine(draw) for _ in range(MACHINES)]


@pytest.fixture(scope="module")
def told(machines: list[Machine]) -> list[dict[str, Any]]:
    inputs = [
        Input(
            files=machine.files,
            setup=[["apt-get", "update"]],
            truth=[["apt-get", "-s", "-o", "Debug::NoLocking=1", "dist-upgrade"]],
        )
        for machine in machines
    ]
    return asked("updates", inputs, emptied=["/etc/apt", "/var/lib/apt", "/var/lib/dpkg", "/srv"])


def test_what_waits_is_what_dpkg_calls_newer(machines: list[Machine], told: list[dict[str, Any]]) -> None:
    """Whatever is held or pinned, and whatever other archives have, of another release's security archive too."""
    waiting = 0
    for machine, look in zip(machines, told, strict=True):
        found = look["found"][""]
        if SECURITY not in machine.archives:
            assert "security" not in found["data"]
            assert {"security", "index_day", "sources"} <= {item["field"] for item in found["unread"]}
            continue
        expected = {name for name in machine.installed if machine.newer(name)}
        waiting += len(expected)
        assert expected == {row["name"] for row in found["data"]["security"]}
        assert not [item for item in found["unread"] if item["field"] == "security"]
        for row in found["data"]["security"]:
            assert row["installed"] == machine.installed[row["name"]]
            assert not [each for each in machine.newer(row["name"]) if _after(each, row["offered"])]
    assert waiting > MACHINES


def test_a_day_by_which_it_was_out_is_that_of_an_index_that_has_it(
    machines: list[Machine], told: list[dict[str, Any]]
) -> None:
    """The oldest index of any archive with a version that the security archive has, and never a younger one."""
    older_ones = 0
    for machine, look in zip(machines, told, strict=True):
        if SECURITY not in machine.archives:
            continue
        for row in look["found"][""]["data"]["security"]:
            newer = set(machine.newer(row["name"]))
            has_it = [name for name, each in machine.archives.items() if newer & set(each.get(row["name"], ()))]
            day = min(machine.signed[name].date().toordinal() for name in has_it)
            older_ones += day < machine.signed[SECURITY].date().toordinal()
            assert day == row["out_by_day"]
    assert older_ones


def test_an_index_is_as_old_as_it_was_signed(machines: list[Machine], told: list[dict[str, Any]]) -> None:
    """Though all were fetched just now."""
    for machine, look in zip(machines, told, strict=True):
        if SECURITY in machine.archives:
            data = look["found"][""]["data"]
            assert data["index_day"] == machine.signed[SECURITY].date().toordinal()
            assert data["sources"] == ["copy"]


def test_what_apt_would_install_from_the_archive_waits(told: list[dict[str, Any]]) -> None:
    """Its own plan never has a security update that is not told."""
    planned = 0
    for look in told:
        plan = look["truth"][0][1]
        from_security = set(re.findall(r"^Inst (\S+) .*Debian-Security:\S*oldstable-security", plan, re.MULTILINE))
        planned += len(from_security)
        if from_security:
            assert from_security <= {row["name"] for row in look["found"][""]["data"]["security"]}
    assert planned


def test_versions_are_ordered_as_dpkg_orders_them() -> None:
    """For generated versions of every sort of sign."""
    draw = random.Random(7)
    made = [
        "".join(
            draw.choice(["0", "9", "1", "10", "a", "Z", "~", "+", ".", "-1", "deb"]) for _ in range(draw.randint(1, 6))
        )
        for _ in range(300)
    ]
    versions = [f"{draw.choice(['', '', '1:', '0:'])}1{each}" for each in made] + list(VERSIONS)
    pairs = [(draw.choice(versions), draw.choice(versions)) for _ in range(500)]

    assert [] == [(one, two) for one, two in pairs if older(one, two) != _after(two, one)]

"""What a machine says of updates that wait and of its kernel: as other releases write it, and as somebody forges it."""

import pytest

from auditor.collectors.asks import Answer, Answers, Trouble
from auditor.collectors.dialect import Fit
from auditor.collectors.kinds.packages import debian as packages
from auditor.collectors.kinds.updates import debian as updates
from auditor.collectors.kinds.updates.kernel import Kernel, kernel
from auditor.collectors.kinds.updates.offers import host_of, is_security
from auditor.collectors.kinds.updates.settings import settings
from auditor.collectors.platforms.debian import DEBIAN, INSTALLED, OS_RELEASE, os_release
from auditor.model.facts.packages import Packages
from auditor.model.facts.reading import Reading
from auditor.model.facts.updates import Updates

SECURITY = "http://mirror.example/debian-security bookworm-security/main amd64 Packages"
BASE = "http://mirror.example/debian bookworm/main amd64 Packages"
LISTED = "libssl3:amd64\t3.0.16-1\tinstalled\n"
RELEASES = (
    "Package files:\n 100 /var/lib/dpkg/status\n     release a=now\n"
    f" 500 {SECURITY}\n"
    "     release v=12,o=Debian,a=oldstable-security,n=bookworm-security,l=Debian-Security,c=main,b=amd64\n"
    "     origin mirror.example\n"
    f" 500 {BASE}\n     release v=12.9,o=Debian,a=oldstable,n=bookworm,l=Debian,c=main,b=amd64\n"
    "Pinned packages:\n     libssl3 -> 3.0.16-1 with priority 1001\n"
)
HERE = f" *** 3.0.16-1 500\n        500 {BASE}\n        100 /var/lib/dpkg/status\n"
NEWER = f"     3.0.17-1 500\n        500 {SECURITY}\n"
HEAD = "libssl3:\n  Installed: 3.0.16-1\n  Candidate: 3.0.16-1\n"
FOLDER = "/var/lib/apt/lists/mirror.example_debian-security_dists_bookworm-security_InRelease"
INDEX = "".join(
    f"{FOLDER}:{line}\n"
    for line in (
        *("Origin: Debian", "Label: Debian-Security", "Suite: oldstable-security", "Codename: bookworm-security"),
        "Date: Thu, 19 Nov 2026 08:20:10 UTC",
    )
)
SIGNED = 739939
"""The ordinal of 19 November 2026."""

SOUND = {
    INSTALLED.id: Answer(LISTED),
    OS_RELEASE.id: Answer('ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n'),
    updates.ARCHIVES.id: Answer(RELEASES),
    updates.OFFERS.id: Answer(f"{HEAD}  Version table:\n{HERE}"),
    updates.INDEXES.id: Answer(INDEX),
    updates.SETTINGS.id: Answer('Dir "/";\nDir::State "var/lib/apt";\n'),
    updates.CHANGES.id: Answer("1763000000.1234567890\n1763500000.0000000000\n"),
    updates.KERNEL.id: Answer("6.1.0-41-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.158-1 (2025-11-09)\n"),
    updates.RESTART.id: Answer(trouble=Trouble.MISSING),
}


def reading(**given: Answer | str) -> Reading:
    """What becomes of the sound answers with some others in their places, by the names of the asks."""
    others = {
        getattr(updates, name.upper()).id: Answer(each) if isinstance(each, str) else each
        for name, each in given.items()
    }
    found = updates.read(Answers({**SOUND, **others}))
    assert isinstance(found, Reading)
    return found


def told(found: Reading) -> Updates:
    """The data of a reading."""
    assert isinstance(found.data, Updates)
    return found.data


def gaps(found: Reading) -> set[tuple[str, str]]:
    """Fields that were not read whole, and why."""
    return {(item.field, item.code) for item in found.unread}


def test_nothing_waits() -> None:
    """Of a sound machine every field is told, and nothing is unread."""
    found = reading()

    assert set() == gaps(found)
    data = told(found)
    assert (data.security, data.index_day, data.sources, data.proxies) == ((), SIGNED, ("mirror.example",), ())
    assert (data.last_change_day, data.reboot_pending, data.automatic) == (739573, False, False)


def test_what_is_pinned_waits_all_the_same() -> None:
    """The candidate that apt would take is the installed version, and a newer one is out."""
    data = told(reading(offers=f"{HEAD}  Package pin: 3.0.16-1\n  Version table:\n{NEWER}{HERE}"))

    assert [(row.name, row.installed, row.offered, row.out_by_day) for row in data.security or ()] == [
        ("libssl3", "3.0.16-1", "3.0.17-1", SIGNED)
    ]


def test_what_another_archive_has_is_no_security_update() -> None:
    """Nor is what stands below the installed version, or the same version built anew."""
    table = (
        f"     3.0.18-1 500 (phased 10%)\n        500 {BASE}\n     3.0.16-1 500\n        500 {SECURITY}\n"
        f"{HERE}     3.0.15-1 500\n        500 {SECURITY}\n"
    )
    found = reading(offers=f"{HEAD}  Version table:\n{table}")

    assert (set(), ()) == (gaps(found), told(found).security)


@pytest.mark.parametrize(
    ("given", "unread"),
    [
        ({"archives": RELEASES.replace("bookworm-security,l", "trixie-security,l")}, "no_security_archive"),
        ({"archives": "Package files:\n 100 /var/lib/dpkg/status\n     release a=now\n"}, "no_security_archive"),
        ({"archives": Answer(trouble=Trouble.TIMEOUT)}, "command_cut_off"),
        ({"os_release": Answer(trouble=Trouble.DENIED)}, "not_permitted"),
        ({"os_release": 'ID=debian\nVERSION_CODENAME="$(whoami)"\n'}, "no_security_archive"),
    ],
)
def test_without_an_archive_for_security_updates_nothing_is_known(given: dict[str, Answer | str], unread: str) -> None:
    """None of this release, none at all, or nobody can say which: no empty list, and no day."""
    found = reading(**given)

    data = told(found)
    assert (data.security, data.index_day, data.sources) == (None, None, None)
    assert {("security", unread), ("index_day", unread), ("sources", unread)} <= gaps(found)


@pytest.mark.parametrize(
    ("offers", "code"),
    [
        ("", "not_understood"),
        (f"{HEAD}  Version table:\n{HERE}".removesuffix("\n"), "not_understood"),
        (f"{HEAD}  Version table:\n{HERE}W: something went wrong\n", "not_understood"),
        (f"N: Unable to locate package\n{HEAD}  Version table:\n{HERE}", "not_understood"),
        (HEAD.replace("libssl3", "other") + f"  Version table:\n{HERE}", "not_told"),
        (f"{HEAD}  Version table:\n{NEWER}", "not_told"),
        (f"{HEAD}  Version table:\n{HERE.replace('3.0.16-1', '3.0.99-1')}", "not_told"),
    ],
)
def test_an_answer_that_is_not_whole_hides_what_waits(offers: str, code: str) -> None:
    """Cut off, with words of trouble in it, or silent of a package that is installed."""
    assert ("security", code) in gaps(reading(offers=offers))


@pytest.mark.parametrize("state", ["unpacked", "half-configured", "half-installed"])
def test_what_is_half_installed_is_of_no_version(state: str) -> None:
    """So that nobody can say that it is up to date."""
    found = reading(installed=f"{LISTED}broken\t1.0\t{state}\n")

    assert ("security", "half_installed") in gaps(found)


def test_what_was_removed_is_not_there() -> None:
    """Its settings stay behind and no update is meant for them."""
    assert set() == gaps(reading(installed=f"{LISTED}gone\t1.0\tconfig-files\nnever\t\tnot-installed\n"))


@pytest.mark.parametrize(
    "index",
    [
        "",
        INDEX.replace("Date: Thu, 19 Nov 2026", "Date: some day in 2026"),
        INDEX.replace("Label: Debian-Security", "Label: Debian"),
        INDEX.replace("bookworm-security\n", "trixie-security\n"),
        Answer(trouble=Trouble.DENIED),
        Answer(trouble=Trouble.MISSING),
    ],
)
def test_an_index_that_is_no_index_of_the_archive_has_no_day(index: str | Answer) -> None:
    """None that was signed, without a date, or of another archive."""
    found = reading(indexes=index)

    assert told(found).index_day is None
    assert "index_day" in {item.field for item in found.unread}


def test_of_two_indexes_of_one_archive_the_older_one_counts() -> None:
    """Nobody knows which of two mirrors an update came from; for the day of an update the younger one does."""
    second = INDEX.replace("mirror.example", "old.example").replace("19 Nov", "01 Oct").replace("Thu", "Thu")
    data = told(reading(indexes=INDEX + second, offers=f"{HEAD}  Version table:\n{NEWER}{HERE}"))

    assert (SIGNED - 49, SIGNED) == (data.index_day, (data.security or ())[0].out_by_day)


@pytest.mark.parametrize(
    ("release", "names", "expected"),
    [
        ({"o": "Ubuntu", "a": "noble-security", "n": "noble", "l": "Ubuntu"}, {"noble"}, True),
        ({"o": "UbuntuESM", "a": "focal-infra-security", "n": "focal", "l": "UbuntuESM"}, {"focal"}, True),
        ({"o": "Ubuntu", "a": "noble-updates", "n": "noble", "l": "Ubuntu"}, {"noble"}, False),
        ({"o": "Ubuntu", "a": "noble-security", "n": "noble", "l": "Ubuntu"}, {"jammy"}, False),
        ({"o": "Debian", "a": "oldoldstable", "n": "buster/updates", "l": "Debian-Security"}, {"buster"}, True),
        ({"o": "Debian", "a": "stable-security", "n": "trixie-security", "l": "Debian-Security"}, {"trixie"}, True),
        ({"o": "Debian", "a": "stable", "n": "trixie", "l": "Debian"}, {"trixie"}, False),
        ({"o": "Acme", "a": "bookworm-security", "n": "bookworm-security", "l": "Acme"}, {"bookworm"}, False),
        ({"o": "Acme", "a": "stable-security", "n": "bookworm", "l": "Debian-Security"}, {"bookworm"}, False),
        ({"o": "Debian", "a": "bookworm-security", "n": "bookworm-security", "l": "Debian"}, {"bookworm"}, False),
        ({"a": "noble-security", "n": "noble", "l": "Ubuntu"}, {"noble"}, False),
        ({}, {""}, False),
    ],
)
def test_archives_for_security_updates(release: dict[str, str], names: set[str], *, expected: bool) -> None:
    """As Debian, Ubuntu and its extended support call them, each of the machine's own release, and nobody else."""
    assert expected is is_security(release, frozenset(names))


@pytest.mark.parametrize(
    ("archive", "host"),
    [
        ("http://mirror.example:3142/debian bookworm/main amd64 Packages", "mirror.example"),
        ("https://user:secret@Mirror.Example/debian bookworm/main amd64 Packages", "mirror.example"),
        ("file:/srv/mirror bookworm/main amd64 Packages", "file"),
        ("cdrom://Debian 12 bookworm/main", "debian"),
        ("http://[::1 bookworm", ""),
    ],
)
def test_the_host_of_an_archive(archive: str, host: str) -> None:
    """Never the name and password that may stand before it."""
    assert host == host_of(archive)


@pytest.mark.parametrize(
    ("lines", "proxies", "detected"),
    [
        ('Acquire::http::Proxy "http://user:secret@proxy.example:3128/";\n', ("proxy.example",), False),
        ('acquire::HTTPS::proxy::deb.example "http://two.example";\n', ("two.example",), False),
        ('Acquire::http::Proxy::deb.example "DIRECT";\n', (), False),
        ('Acquire::http::Proxy-Auto-Detect "/usr/bin/find-proxy";\n', (), True),
        ('Acquire::http::ProxyAutoDetect "/usr/bin/find-proxy";\n', (), True),
        ('Acquire::http::Proxy "proxy.example:3128";\n', ("unknown",), False),
    ],
)
def test_proxies(lines: str, proxies: tuple[str, ...], *, detected: bool) -> None:
    """By host alone; one that a program chooses is told as such."""
    found = settings(f'Dir::State "var/lib/apt";\n{lines}')

    assert found is not None
    assert (proxies, detected) == (found.proxies, found.detected)


def test_updates_by_themselves() -> None:
    """Both lists and packages are fetched, and the program that installs them is there."""
    on = 'Dir::State "x";\nAPT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n'
    there = f"{LISTED}unattended-upgrades\t2.9.1\tinstalled\n"

    assert told(reading(settings=on, installed=there)).automatic is True
    assert told(reading(settings=on)).automatic is False
    assert told(reading(settings=f'{on}APT::Periodic::Enable "0";\n', installed=there)).automatic is False
    assert told(reading(settings=on.replace('Lists "1"', 'Lists "0"'), installed=there)).automatic is False


_IMAGES = {
    "linux-image-6.1.0-9-amd64": "6.1.27-1",
    "linux-image-6.1.0-41-amd64": "6.1.158-1",
    "linux-image-6.1.0-41-amd64-dbg": "6.1.158-1",
    "linux-image-amd64": "6.1.158-1",
}


@pytest.mark.parametrize(
    ("said", "versions", "expected"),
    [
        ("6.1.0-41-amd64 #1 SMP Debian 6.1.158-1 (2025-11-09)\n", _IMAGES, ("6.1.0-41-amd64", False)),
        ("6.1.0-9-amd64 #1 SMP Debian 6.1.27-1 (2023-05-08)\n", _IMAGES, ("6.1.0-41-amd64", True)),
        ("6.1.0-41-amd64 #1 SMP Debian 6.1.150-1 (2025-09-01)\n", _IMAGES, ("6.1.0-41-amd64", True)),
        ("6.18.44 #3 SMP\n", {}, ("", False)),
        (
            "6.8.0-31-generic #31-Ubuntu SMP\n",
            {"linux-image-unsigned-6.8.0-31-generic": "1"},
            ("6.8.0-31-generic", False),
        ),
        ("6.8.0-9-generic #9-Ubuntu SMP\n", {"linux-image-6.8.0-31-generic:amd64": "1"}, ("6.8.0-31-generic", True)),
    ],
)
def test_the_newest_kernel_runs(said: str, versions: dict[str, str], expected: tuple[str, bool]) -> None:
    """By release, figures as numbers, and on Debian by the version it was built as."""
    newest, outdated = expected

    assert Kernel(said.split(maxsplit=1)[0], newest, outdated=outdated) == kernel(said, versions)


def test_a_machine_that_says_so_must_be_started_again() -> None:
    """Whatever its kernel; that it says nothing shows nothing where the kernel is not told."""
    assert told(reading(restart="*** System restart required ***\n")).reboot_pending is True
    found = reading(kernel=Answer(trouble=Trouble.FAILED))
    assert told(found).reboot_pending is None
    assert ("reboot_pending", "command_failed") in gaps(found)
    assert ("reboot_pending", "not_permitted") in gaps(reading(restart=Answer(trouble=Trouble.DENIED)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('ID="ubuntu"\nVERSION_ID="24.04"\n', {"ID": "ubuntu", "VERSION_ID": "24.04"}),
        ("ID=arch\n# no version\n", {"ID": "arch"}),
        ("ID=debian\nID=other\n", {"ID": "other"}),
        ('ID="$(id)"\nNAME="a `b`"\nVERSION=\'twelve\'\n', {"VERSION": "twelve"}),
    ],
)
def test_os_release(text: str, expected: dict[str, str]) -> None:
    """Plain words alone: nothing is run, and the last one of a name counts as in a shell."""
    assert expected == os_release(text)


def installed(text: str, system: Answer | None = None) -> Reading:
    """What is read of packages."""
    found = packages.read(Answers({INSTALLED.id: Answer(text), OS_RELEASE.id: system or SOUND[OS_RELEASE.id]}))
    assert isinstance(found, Reading)
    return found


def test_packages_of_two_architectures_stand_once() -> None:
    """Once for each version."""
    found = installed(
        "libc6:amd64\t2.36-9\tinstalled\nlibc6:i386\t2.36-9\tinstalled\nlibc6-x:i386\t1\ttriggers-pending\n"
    )

    assert isinstance(found.data, Packages)
    assert [("libc6", "2.36-9"), ("libc6-x", "1")] == [(row.name, row.version) for row in found.data.packages or ()]
    assert ("debian", "12", ()) == (found.data.os, found.data.os_version, found.unread)


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("libc6\t2.36-9\tinstalled\nsomething else\n", ("packages", "not_understood")),
        ("libc6\t2.36-9\tinstalled", ("packages", "not_understood")),
        ("libc6\t2.36-9\tinstalled\nb\t1\tunpacked\n", ("packages", "half_installed")),
        ("".join(f"p{number}\t1\tinstalled\n" for number in range(6001)), ("packages", "too_many")),
    ],
)
def test_a_list_of_packages_that_is_not_whole(text: str, gap: tuple[str, str]) -> None:
    """It says so, and tells what it has."""
    assert gap in gaps(installed(text))


def test_a_system_without_a_name() -> None:
    """A release that rolls on has no version; a file that may not be read tells neither."""
    assert {("os_version", "not_told")} == gaps(installed(LISTED, Answer("ID=arch\n")))
    assert {("os", "not_permitted"), ("os_version", "not_permitted")} == gaps(
        installed(LISTED, Answer(trouble=Trouble.DENIED))
    )


@pytest.mark.parametrize(
    ("answer", "fit"),
    [
        (Answer(LISTED), Fit.YES),
        (Answer(""), Fit.NO),
        (Answer(trouble=Trouble.MISSING), Fit.NO),
        (Answer(trouble=Trouble.DENIED), Fit.UNKNOWN),
    ],
)
def test_a_machine_of_dpkg(answer: Answer, fit: Fit) -> None:
    """One that has the program and nothing installed with it is kept by another."""
    assert fit is DEBIAN.recognises(Answers({INSTALLED.id: answer}))

"""Security updates that wait on a machine of dpkg and apt, held against apt itself.

apt is asked what it knows and not what it would do: what a hold or a pin keeps back waits too. Nothing is fetched and
no cache is written, so that what is told is as old as the indexes that somebody fetched before.
"""

import datetime
import email.utils
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from auditor.collectors.asks import MAY_BE_ABSENT, NO_SUCH_FILE, Answers, Command, File, Trouble
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable, why
from auditor.collectors.kinds.updates.kernel import Kernel, kernel
from auditor.collectors.kinds.updates.offers import (
    Offers,
    Version,
    archives,
    host_of,
    indexes,
    is_security,
    offers,
    same,
)
from auditor.collectors.kinds.updates.settings import settings
from auditor.collectors.platforms.debian import DEBIAN, INSTALLED, OS_RELEASE, Installed, installed, os_release
from auditor.model.facts.reading import Reading, Unread
from auditor.model.facts.updates import MAX_PENDING, Pending, Updates
from auditor.text.harmless import from_target

_UNCACHED = ("-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache=")
ARCHIVES = Command(id="apt-cache policy", words=("apt-cache", *_UNCACHED, "policy"))
OFFERS = Command(
    id="apt-cache policy of all",
    words=(
        "sh",
        "-c",
        f"dpkg-query -W -f '${{binary:Package}}\\n' | xargs -r apt-cache {' '.join(_UNCACHED)} policy",
    ),
    limit_bytes=8 * 1024 * 1024,
)
INDEXES = Command(
    id="signed indexes of apt",
    words=("sh", "-c", "grep -HE '^(Origin|Label|Suite|Codename|Date): ' /var/lib/apt/lists/*Release"),
    absent=NO_SUCH_FILE,
    accepts=MAY_BE_ABSENT,
)
SETTINGS = Command(id="apt-config dump", words=("apt-config", "dump"))
CHANGES = Command(
    id="times of dpkg's lists",
    words=("find", "/var/lib/dpkg/info", "-maxdepth", "1", "-name", "*.list", "-printf", r"%T@\n"),
)
KERNEL = Command(id="uname", words=("uname", "-r", "-v"))
RESTART = File(id="reboot-required", paths=("/run/reboot-required", "/var/run/reboot-required"), accepts=MAY_BE_ABSENT)

_CODENAMES = ("VERSION_CODENAME", "UBUNTU_CODENAME", "DEBIAN_CODENAME")
_TIME = re.compile(r"([0-9]{1,10})\.[0-9]{1,12}")
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_DAY = 86_400
_OF_KERNEL = ("running_kernel", "installed_kernel")


@dataclass(frozen=True, slots=True)
class _Archives:
    """The archives that apt knows, by its own words: which are for security updates of this distribution, and on which
    days the indexes were signed that were fetched of each.
    """

    security: frozenset[str]
    signed: Mapping[str, tuple[int, ...]]

    def out_by(self, versions: Iterable[Version]) -> int | None:
        """A day by which one of some versions was published: of two indexes of one archive the younger one counts,
        since nobody knows which of them has it.
        """
        signed = [self.signed.get(archive) for version in versions for archive in version.archives]
        return min((max(days) for days in signed if days), default=None)


def read(answers: Answers) -> Reading:
    """What waits, by which indexes, from where; and whether what was installed runs."""
    if not answers[INSTALLED].ok:
        return Reading()
    found = installed(answers[INSTALLED].text)
    if found is None:
        return unreadable("what `dpkg-query` wrote is no list of packages")
    unread: list[Unread] = []
    known = _archives(answers)
    told = settings(answers[SETTINGS].text) if answers[SETTINGS].ok else None
    runs = kernel(answers[KERNEL].text, found.versions) if answers[KERNEL].ok else None
    data = Updates(
        security=_waiting(answers, found, known, unread),
        index_day=_index_day(answers, known, unread),
        sources=_sources(answers, known, unread),
        proxies=tuple(from_target(host, 255) for host in told.proxies) if told else None,
        last_change_day=_last_change(answers, unread),
        automatic=told.automatic and "unattended-upgrades" in found.versions if told else None,
        reboot_pending=_restart(answers, runs, unread),
        running_kernel=runs.running if runs else None,
        installed_kernel=runs.newest if runs else None,
    )
    unread += [gap(field, SETTINGS.id, why(answers[SETTINGS])) for field in ("proxies", "automatic") if told is None]
    unread += [gap("proxies", SETTINGS.id, "not_read")] * bool(told and told.detected)
    unread += [gap(field, KERNEL.id, why(answers[KERNEL])) for field in _OF_KERNEL if runs is None]
    return Reading(data, cover_of(answers, DIALECT.asks), tuple(unread))


def _archives(answers: Answers) -> _Archives | None:
    """None where there is no archive for security updates, or nobody can say which one is."""
    if not (answers[ARCHIVES].ok and answers[OS_RELEASE].ok):
        return None
    told = os_release(answers[OS_RELEASE].text)
    codenames = frozenset(told[name] for name in _CODENAMES if told.get(name))
    every = archives(answers[ARCHIVES].text)
    security = frozenset(archive for archive, release in every.items() if is_security(release, codenames))
    dated = [(index, day) for index, date in indexes(answers[INDEXES].text) if (day := _day(date))]
    signed = {archive: tuple(day for index, day in dated if same(index, release)) for archive, release in every.items()}
    return _Archives(security, signed) if security else None


def _day(date: str) -> int | None:
    """The day of a date as an index has it (RFC 5322, in UTC); None for another text."""
    try:
        return email.utils.parsedate_to_datetime(date).toordinal()
    except (ValueError, OverflowError):
        return None


def _no_archive(answers: Answers, field: str) -> Unread:
    """A field that no archive for security updates tells of, and why."""
    ask = OS_RELEASE if answers[ARCHIVES].ok and not answers[OS_RELEASE].ok else ARCHIVES
    return gap(field, ask.id, why(answers[ask], "no_security_archive"))


def _waiting(
    answers: Answers, found: Installed, known: _Archives | None, unread: list[Unread]
) -> tuple[Pending, ...] | None:
    """What the security archives have in a newer version; with none of them, nobody can say that nothing waits."""
    if known is None:
        unread.append(_no_archive(answers, "security"))
        return None
    if not answers[OFFERS].ok:
        unread.append(gap("security", OFFERS.id, why(answers[OFFERS])))
        return None
    told = offers(answers[OFFERS].text)
    names = told.by_name
    silent = [name for name in found.versions if name not in names and name.partition(":")[0] not in names]
    unread += [gap("security", OFFERS.id, "not_understood")] * (not (told.whole and found.whole))
    unread += [gap("security", name, "not_told") for name in silent[:1]]
    # apt leaves the machine's own architecture out of a name, and answers once for each name that it is given
    unread += [gap("security", OFFERS.id, "not_told")] * (len(names) < len(found.versions))
    unread += [gap("security", name, "half_installed") for name in found.broken[:1]]
    rows = sorted(_pending(told, known), key=lambda row: row.name)
    unread += [gap("security", OFFERS.id, "too_many")] * (len(rows) > MAX_PENDING)
    unread += [gap("security", INDEXES.id, why(answers[INDEXES]))] * bool(rows and answers[INDEXES].trouble)
    return tuple(rows[:MAX_PENDING])


def _pending(told: Offers, known: _Archives) -> Iterator[Pending]:
    """One row for each package, with the newest version that a security archive has."""
    for offer in told.by_name.values():
        newer = [version for version in offer.newer if not known.security.isdisjoint(version.archives)]
        if newer:
            yield Pending(
                name=from_target(offer.name, 120),
                installed=from_target(offer.installed, 120),
                offered=from_target(newer[0].version, 120),
                out_by_day=known.out_by(newer),
            )


def _index_day(answers: Answers, known: _Archives | None, unread: list[Unread]) -> int | None:
    """The oldest of the indexes of every security archive; None where one of them has none."""
    if known is None:
        unread.append(_no_archive(answers, "index_day"))
        return None
    signed = [known.signed[archive] for archive in known.security]
    if not answers[INDEXES].ok or not all(signed):
        unread.append(gap("index_day", INDEXES.id, why(answers[INDEXES])))
        return None
    return min(day for days in signed for day in days)


def _sources(answers: Answers, known: _Archives | None, unread: list[Unread]) -> tuple[str, ...] | None:
    if known is None:
        unread.append(_no_archive(answers, "sources"))
        return None
    hosts = sorted({from_target(host_of(archive), 255) for archive in known.security})
    unread += [gap("sources", ARCHIVES.id, "not_understood")] * ("" in hosts)
    return tuple(host for host in hosts if host)


def _last_change(answers: Answers, unread: list[Unread]) -> int | None:
    """The day of the newest list of files: dpkg writes one anew with each version that it unpacks."""
    times = [_TIME.fullmatch(line) for line in answers[CHANGES].text.splitlines()] if answers[CHANGES].ok else []
    known = [int(time[1]) for time in times if time]
    if not known or len(known) < len(times):
        unread.append(gap("last_change_day", CHANGES.id, why(answers[CHANGES])))
        return None
    return _EPOCH + max(known) // _DAY


def _restart(answers: Answers, runs: Kernel | None, unread: list[Unread]) -> bool | None:
    """Whether the machine says so, or another kernel runs; that neither does is known only where both were told."""
    flag = answers[RESTART]
    if flag.ok or (runs is not None and runs.outdated):
        return True
    if flag.trouble is not Trouble.MISSING:
        unread.append(gap("reboot_pending", RESTART.id, why(flag)))
    elif runs is None:
        unread.append(gap("reboot_pending", KERNEL.id, why(answers[KERNEL])))
    else:
        return False
    return None


DIALECT = Dialect(
    kind="updates",
    platform=DEBIAN,
    asks=(INSTALLED, OS_RELEASE, ARCHIVES, OFFERS, INDEXES, SETTINGS, CHANGES, KERNEL, RESTART),
    read=read,
    tool="apt-cache policy, dpkg-query, uname",
    truth="apt-get -s dist-upgrade on archives that a test made; dpkg --compare-versions",
)

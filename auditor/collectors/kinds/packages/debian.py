"""The system of os-release and the packages of dpkg, held against dpkg's own list."""

from auditor.collectors.asks import Answers
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable, why
from auditor.collectors.platforms.debian import DEBIAN, INSTALLED, OS_RELEASE, Installed, installed, os_release
from auditor.model.facts.packages import MAX_PACKAGES, Package, Packages
from auditor.model.facts.reading import Reading, Unread
from auditor.text.harmless import from_target


def read(answers: Answers) -> Reading:
    """The system's name and version, and every package that is installed, once for each version of it."""
    answer = answers[INSTALLED]
    if not answer.ok:
        return Reading()
    found = installed(answer.text)
    if found is None:
        return unreadable("what `dpkg-query` wrote is no list of packages")
    told = os_release(answers[OS_RELEASE].text) if answers[OS_RELEASE].ok else {}
    rows = sorted({(name.partition(":")[0], version) for name, version in found.versions.items()})
    data = Packages(
        os=from_target(told["ID"], 60) if told.get("ID") else None,
        os_version=from_target(told["VERSION_ID"], 60) if told.get("VERSION_ID") else None,
        packages=tuple(Package(name=name, version=version) for name, version in rows[:MAX_PACKAGES]),
    )
    unread = [*_system_unread(answers, data), *_list_unread(found, len(rows))]
    return Reading(data, cover_of(answers, DIALECT.asks), tuple(unread))


def _system_unread(answers: Answers, data: Packages) -> list[Unread]:
    missing = [field for field in ("os", "os_version") if getattr(data, field) is None]
    return [gap(field, OS_RELEASE.id, why(answers[OS_RELEASE])) for field in missing]


def _list_unread(found: Installed, rows: int) -> list[Unread]:
    """Why the list is not the whole one: what is half installed is there, and nobody can say in which version."""
    unread = [gap("packages", INSTALLED.id, "not_understood")] * (not found.whole)
    unread += [gap("packages", name, "half_installed") for name in found.broken[:1]]
    return unread + [gap("packages", INSTALLED.id, "too_many")] * (rows > MAX_PACKAGES)


DIALECT = Dialect(
    kind="packages",
    platform=DEBIAN,
    asks=(INSTALLED, OS_RELEASE),
    read=read,
    tool="dpkg-query, os-release",
    truth="dpkg -l; a shell that reads os-release",
)

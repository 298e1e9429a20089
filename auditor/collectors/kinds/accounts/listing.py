"""What programs list of accounts, as values: `getent`, `passwd -S`, `chage -l`, `lslogins`. Names stay in here."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from auditor.model.base import VIETNAM
from auditor.model.facts.accounts import AccountKind

_NO_LOGIN = frozenset({"nologin", "false", "true", "sync", "shutdown", "halt"})
_FIRST_PERSON, _LAST_PERSON = 1000, 60_000
"""Numbers that useradd gives to people (`UID_MIN`, `UID_MAX` of login.defs(5) as they are shipped)."""

_DEFAULT_NAMES = frozenset({
    "admin", "administrator", "user", "guest", "test", "demo", "support", "operator1", "ubuntu", "debian", "pi",
    "centos", "fedora", "rocky", "almalinux", "cloud-user", "ec2-user", "opc", "azureuser", "vagrant", "packer",
    "bitnami", "odroid", "orangepi", "kali", "oracle", "ubnt", "cisco", "netadmin", "webadmin", "sysadmin",
})  # fmt: skip
"""Names that images, makers and manuals give to a first or a trial account."""

NEVER_DAY = datetime.date(9999, 12, 31).toordinal()
_NO_END = 99_999
_DAY_ONE = datetime.date(1970, 1, 1)
_STATUS = re.compile(
    r"(?P<name>\S{1,64}) (?P<state>PS?|LK?|NP) (?P<day>\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}|never) "
    r"-?\d{1,6} (?P<most>-?\d{1,6}) -?\d{1,6} -?\d{1,6}(?: \([^)]*\))?"
)
_CHAGE_END = re.compile(r"(?P<what>Password inactive|Account expires)\s*: (?P<when>\S.{0,60})")
_USE = re.compile(r'USER="(?P<name>[^"]{1,64})" LAST-LOGIN="(?P<when>[^"]{0,40})" PROC="(?P<count>\d{1,9})"')
_BORN = re.compile(r"/\S+ (\d{5,11})")

State = Literal["set", "locked", "none"]
"""Of a password: one is set, none lets in, or none is asked for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of passwd(5). `opens`: its program is one to work with. `own` is what the line says of a password;
    None where that is kept elsewhere and `passwd -S` tells of it.
    """

    name: str
    id: str
    uid: int
    gid: int
    home: str
    opens: bool
    own: State | None

    @property
    def kind(self) -> AccountKind:
        """What sort of account it is, by number and name."""
        if self.uid == 0:
            return "root"
        if self.name in _DEFAULT_NAMES:
            return "default"
        return "person" if _FIRST_PERSON <= self.uid <= _LAST_PERSON else "system"


@dataclass(frozen=True, slots=True)
class Status:
    """Of a password: whether one is set, the day of its last change where it is kept, how many days it may stay, and
    whether it must be changed at the next login.
    """

    state: State
    changed_day: int | None
    max_days: int
    at_once: bool


@dataclass(frozen=True, slots=True)
class Use:
    """The day of the last login, None for none recorded, and whether processes run."""

    day: int | None
    running: bool


def entries(text: str) -> tuple[Entry, ...] | None:
    """Accounts in the order in which the machine looks them up; None where a line is none."""
    found: dict[str, Entry] = {}
    numbers: dict[int, int] = {}
    for line in text.splitlines():
        fields = line.split(":")
        if len(fields) != 7 or not fields[0] or not all(re.fullmatch(r"\d{1,10}", one) for one in fields[2:4]):  # noqa: PLR2004  # fields of passwd(5)
            return None
        name, password, uid, gid, _, home, program = fields[0], fields[1], int(fields[2]), int(fields[3]), *fields[4:]
        if name in found:
            continue  # a second source has it as well, and the first one counts
        numbers[uid] = numbers.get(uid, 0) + 1
        suffix = f" #{numbers[uid]}" if numbers[uid] > 1 else ""
        opens = program.rpartition("/")[2] not in _NO_LOGIN
        found[name] = Entry(name, f"uid {uid}{suffix}", uid, gid, home, opens, _own(password))
    return tuple(found.values()) or None


def _own(kept: str) -> State | None:
    if kept == "x":
        return None
    return "none" if not kept else "locked" if kept[0] in "!*" else "set"


def groups(text: str) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Number and listed members of each group, by name."""
    rows = [line.split(":") for line in text.splitlines()]
    return {
        row[0]: (int(row[2]), tuple(name for name in row[3].split(",") if name))
        for row in rows
        if len(row) == 4 and re.fullmatch(r"\d{1,10}", row[2])  # noqa: PLR2004  # fields of group(5)
    }


def statuses(text: str) -> dict[str, Status]:
    """Lines of `passwd -S`, as shadow's and as Red Hat's program writes them, by name."""
    found: dict[str, Status] = {}
    for line in text.splitlines():
        row = _STATUS.fullmatch(line)
        if row is None:
            continue
        state: State = "none" if row["state"] == "NP" else "set" if row["state"].startswith("P") else "locked"
        most, changed = int(row["most"]), _day(row["day"])
        at_once = changed == _DAY_ONE.toordinal()
        found[row["name"]] = Status(state, None if at_once else changed, _NO_END if most < 0 else most, at_once)
    return found


def open_until(text: str) -> int | None:
    """The last day on which an account lets in by `chage -l`: its own end, or that of its password; None where it does
    not tell both.
    """
    found = {row["what"]: row["when"].strip() for line in text.splitlines() if (row := _CHAGE_END.fullmatch(line))}
    days = [_end(when) for when in found.values()]
    known = [day for day in days if day is not None]
    return min(known) if len(known) == 2 else None  # noqa: PLR2004  # both ends


def _end(when: str) -> int | None:
    return NEVER_DAY if when in {"never", "password must be changed"} else _day(when)


def uses(text: str) -> dict[str, Use]:
    """Lines of `lslogins -e`, by name; one that does not tell its day is left out."""
    found: dict[str, Use] = {}
    for line in text.splitlines():
        row = _USE.fullmatch(line)
        if row is None:
            continue
        day = _moment_day(row["when"]) if row["when"] else None
        if day is not None or not row["when"]:
            found[row["name"]] = Use(day, int(row["count"]) > 0)
    return found


def recorded_since(text: str) -> int | None:
    """The day from which every record of logins was there, by `stat`; None where none tells it."""
    days = [_moment_day_of(int(row[1])) for line in text.splitlines() if (row := _BORN.fullmatch(line))]
    return max(days, default=None)


def admins(each: Iterable[Entry], known: Mapping[str, tuple[int, tuple[str, ...]]], to: Iterable[str]) -> set[str]:
    """Ids of the accounts that may do everything: number 0, and whom sudo or a group grants it."""
    given = set(to)
    users = {one for one in given if not one.startswith("%")}
    by_number = {f"#{number}": name for name, (number, _) in known.items()}
    named = [one[1:] for one in given - users]
    granted = {known[name] for one in named if (name := by_number.get(one, one)) in known}
    members = {name for _, listed in granted for name in listed}
    primary = {number for number, _ in granted}
    return {
        entry.id
        for entry in each
        if entry.uid == 0
        or users & {"ALL", entry.name, f"#{entry.uid}"}
        or entry.name in members
        or entry.gid in primary
    }


def _day(text: str) -> int | None:
    for form in ("%Y-%m-%d", "%b %d, %Y", "%m/%d/%Y"):
        try:
            return datetime.datetime.strptime(text, form).replace(tzinfo=VIETNAM).date().toordinal()
        except ValueError:
            continue
    return None


def _moment_day(text: str) -> int | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(VIETNAM).date().toordinal() if moment.tzinfo is not None else None


def _moment_day_of(seconds: int) -> int:
    return _DAY_ONE.toordinal() + (seconds + 7 * 3600) // 86_400

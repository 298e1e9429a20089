"""What a Linux machine asks of passwords: the stacks of PAM that its services call, and what their modules read.

A service without a file of its own has that of `other`. What no stack calls counts nothing, whatever its file says.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.collectors.asks import MAY_BE_ABSENT, Answer, Answers, Ask, Command, File, Folder, Trouble
from auditor.collectors.dialect import Dialect, cover_of, gap, why
from auditor.collectors.kinds.password_policy import idle, lockout, quality, walk
from auditor.collectors.platforms.linux import LINUX
from auditor.collectors.platforms.linux_sshd import SSHD_IF_THERE
from auditor.collectors.trees.pam import Stack, Step, flat, stack
from auditor.model.facts.password_policy import PasswordPolicy
from auditor.model.facts.reading import Cause, Reading, Unread

STACKS = Folder(id="pam.d", path="/etc/pam.d", accepts=frozenset())
VENDORS = Folder(id="vendor's pam.d", path="/usr/lib/pam.d")
QUALITY_D = Folder(id="pwquality.conf.d", path="/etc/security/pwquality.conf.d", suffix=".conf")


def _settings(name: str) -> File:
    paths = (f"/etc/security/{name}", f"/usr/etc/security/{name}", f"/usr/lib/security/{name}")
    return File(id=name, paths=paths, accepts=MAY_BE_ABSENT)


QUALITY, FAILLOCK, HISTORY = map(_settings, ("pwquality.conf", "faillock.conf", "pwhistory.conf"))
NEW_ACCOUNTS = Command(id="useradd -D", words=("/usr/sbin/useradd", "-D"), accepts=MAY_BE_ABSENT)
LOGIN_DEFS = File(id="login.defs", paths=("/etc/login.defs", "/usr/etc/login.defs"), accepts=MAY_BE_ABSENT)
PROFILE = File(id="profile", paths=("/etc/profile", "/usr/etc/profile"), accepts=MAY_BE_ABSENT)
PROFILE_D = Folder(id="profile.d", path="/etc/profile.d", suffix=".sh")
SHELL = File(id="bashrc", paths=("/etc/bash.bashrc", "/etc/bashrc"), accepts=MAY_BE_ABSENT)

_OF_PASSWORDS = ("min_length", "classes", "remember")
_OF_LOCKS = ("lock_after", "lock_seconds")
_JUDGES = frozenset({"pam_pwquality.so", "pam_cracklib.so", "pam_pwhistory.so", "pam_unix.so"})
_STRANGERS = frozenset({"pam_passwdqc.so", "pam_passwdqc_opts.so", "pam_tcb.so"})
"""Modules that ask for much, in a way that is not read."""

_CHANGE, _LOGINS = "passwd", ("login", "su")
"""Who asks it has a password changed; so does a login that meets one that has ended, by the stack of its own."""


@dataclass(frozen=True, slots=True)
class _Read:
    """Values by field, and why others are none."""

    values: Mapping[str, int]
    unread: tuple[Unread, ...] = ()


def read(answers: Answers) -> Reading:
    """What holds for a user of the machine's own."""
    if not answers[STACKS].files:
        return Reading(cause=None if answers[STACKS].trouble else Cause(code="no_dialect"))
    files = _by_name(answers[VENDORS]) | _by_name(answers[STACKS])
    each = (_passwords(answers, files), _locks(answers, files), _idle(answers), _new(answers))
    values = {name: value for one in each for name, value in one.values.items()}
    unread = tuple(dict.fromkeys(item for one in each for item in one.unread))
    return Reading(PasswordPolicy(**values), cover_of(answers, DIALECT.asks), unread)


def _by_name(answer: Answer) -> dict[str, str]:
    return {path.rpartition("/")[2]: text for path, text in answer.texts().items()}


def _stack(files: Mapping[str, str], service: str, kind: str) -> Stack:
    """Those of `other` where a service has no line of this type (pam.d(5))."""
    found = stack(files, service, kind)
    if found is None or not (found.steps or found.doubts):
        found = stack(files, "other", kind) or found
    return found or Stack((), (service,))


def _hidden(answers: Answers, *asks: Ask) -> list[tuple[str, str]]:
    """Asks that were not answered, or not whole, with why."""
    absent = {None, Trouble.MISSING}
    found = [(ask.id, why(answers[ask])) for ask in asks if answers[ask].trouble not in absent]
    return found + [(path, "file_not_readable") for ask in asks for path in answers[ask].unread()]


def _unread(fields: tuple[str, ...], places: list[tuple[str, str]]) -> _Read:
    return _Read({}, tuple(gap(field, place, code) for place, code in places[:1] for field in fields))


def _passwords(answers: Answers, files: Mapping[str, str]) -> _Read:
    """What is asked of somebody who changes a password, by the service that asks for least."""
    hidden = _hidden(answers, STACKS, VENDORS, QUALITY, QUALITY_D, HISTORY)
    if hidden:
        return _unread(_OF_PASSWORDS, hidden)
    by_ssh = ["sshd"] if "sshd" in files and answers[SSHD_IF_THERE].trouble is not Trouble.MISSING else []
    others = [_stack(files, service, "password") for service in (*filter(files.__contains__, _LOGINS), *by_ssh)]
    stacks = [_stack(files, _CHANGE, "password"), *filter(_may_change, others)]
    each = [_changed(answers, found) for found in stacks]
    unread = tuple(dict.fromkeys(item for one in each for item in one.unread))
    if unread:
        return _Read({}, unread)
    return _Read({name: min(one.values[name] for one in each) for name in _OF_PASSWORDS})


def _may_change(found: Stack) -> bool:
    """Whether some way through a stack changes a password, as none does through one that turns everybody away."""
    ways = walk.ways(found.steps, lambda _: "")
    return bool(found.doubts) or ways is None or any(way.through for way in ways)


def _changed(answers: Answers, found: Stack) -> _Read:
    """What one stack asks of somebody who changes a password."""
    modules = flat(found.steps)
    strangers = [step.module for step in modules if step.module in _STRANGERS]
    doubts = [(place, "not_understood") for place in (*found.doubts, *strangers)]
    if doubts:
        return _unread(_OF_PASSWORDS, doubts)
    given = quality.settings([answers[QUALITY].text, *answers[QUALITY_D].texts().values()])
    history = quality.settings([answers[HISTORY].text])
    asked = [_asked(step, found.steps, history if "history" in step.module else given) for step in modules]
    wrong = [step.module for step, one in zip(modules, asked, strict=True) if one is None]
    if wrong:
        return _unread(_OF_PASSWORDS, [(place, "not_understood") for place in wrong])
    told = [one for one in asked if one is not None]
    most = {"min_length": [one.length for one in told], "classes": [one.classes for one in told]}
    most["remember"] = [one.remember for one in told]
    return _Read({name: max(each, default=0) for name, each in most.items()})


def _asked(step: Step, steps: tuple[Step, ...], given: Mapping[str, str]) -> quality.Asked | None:
    """What a module surely asks for: nothing where it is none that judges, None where it may be passed by."""
    if step.module not in _JUDGES:
        return quality.Asked()
    asked = quality.asked(step, given)
    if asked is None or asked == quality.Asked():
        return asked
    ways = walk.ways(steps, lambda other: "it" if other == step else "")
    sure = ways is not None and all(("it", True) in way.events for way in ways if way.through)
    return asked if sure else None


def _locks(answers: Answers, files: Mapping[str, str]) -> _Read:
    """What a service does to somebody who guesses, of all that ask for a password the one that does least."""
    hidden = _hidden(answers, STACKS, VENDORS, FAILLOCK, SSHD_IF_THERE)
    services = [service for service in _LOGINS if service in files]
    over_ssh = _over_ssh(answers[SSHD_IF_THERE])
    stacks = [_stack(files, service, "auth") for service in (*services, *(["sshd"] if over_ssh == "pam" else []))]
    doubts = [(place, "not_understood") for found in stacks for place in found.doubts]
    if hidden or doubts or not services:
        return _unread(_OF_LOCKS, [*hidden, *doubts, (_LOGINS[0], "not_told")])
    given = quality.settings([answers[FAILLOCK].text])
    locked = [lockout.lockout(found.steps, given) for found in stacks]
    known = [one for one in locked if one is not None]
    if over_ssh == "alone" or any(one == lockout.NEVER for one in known):
        return _Read({"lock_after": 0, "lock_seconds": 0})
    if len(known) < len(locked):
        return _unread(_OF_LOCKS, [(STACKS.id, "not_understood")])
    bounded = [one.seconds for one in known if one.seconds]
    return _Read({"lock_after": max(one.after for one in known), "lock_seconds": min(bounded, default=0)})


def _over_ssh(answer: Answer) -> str:
    """Who takes passwords over SSH: `pam`, the server `alone`, or nobody."""
    told = {key.lower(): value for key, _, value in (line.partition(" ") for line in answer.text.splitlines())}
    if not answer.ok or {told.get("passwordauthentication"), told.get("kbdinteractiveauthentication")} == {"no"}:
        return ""
    return "pam" if told.get("usepam") == "yes" else "alone"


def _idle(answers: Answers) -> _Read:
    """After how long a shell ends; without the one file that a login shell reads nobody sets it."""
    if hidden := _hidden(answers, PROFILE, PROFILE_D, SHELL):
        return _unread(("idle_seconds",), hidden)
    more = list(answers[PROFILE_D].texts().values()) if "profile.d" in answers[PROFILE].text else []
    found = idle.seconds([answers[PROFILE].text, *more, answers[SHELL].text])
    if found is None:
        return _unread(("idle_seconds",), [(PROFILE.id, "conditional")])
    return _Read({"idle_seconds": found})


def _new(answers: Answers) -> _Read:
    """What a new account begins with."""
    values: dict[str, int] = {}
    rows = [line.split() for line in answers[LOGIN_DEFS].text.splitlines()]
    days = [row[1] for row in rows if len(row) > 1 and row[0] == "PASS_MAX_DAYS" and _is_number(row[1])]
    inactive = [line[9:] for line in answers[NEW_ACCOUNTS].text.splitlines() if line.startswith("INACTIVE=")]
    values |= {"new_max_days": int(days[-1])} if days else {}
    values |= {"new_inactive_days": int(inactive[-1])} if inactive and _is_number(inactive[-1]) else {}
    wanting: tuple[tuple[str, Ask], ...] = (("new_max_days", LOGIN_DEFS), ("new_inactive_days", NEW_ACCOUNTS))
    unread = [gap(name, ask.id, why(answers[ask])) for name, ask in wanting if name not in values]
    return _Read(values, tuple(unread))


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and len(text) < 8  # noqa: PLR2004  # longer is no number of days


DIALECT = Dialect(
    kind="password_policy",
    platform=LINUX,
    asks=(
        *(STACKS, VENDORS, QUALITY, QUALITY_D, HISTORY, FAILLOCK),
        *(SSHD_IF_THERE, PROFILE, PROFILE_D, SHELL, LOGIN_DEFS, NEW_ACCOUNTS),
    ),
    read=read,
    tool="pam.d, pwquality.conf, faillock.conf, profile",
    truth="libpam, with passwords that a test changes and guesses",
)

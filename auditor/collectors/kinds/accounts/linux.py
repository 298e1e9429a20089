"""Accounts of a Linux machine: who can log in, when each did last, and how old passwords are.

Programs tell it: `passwd -S` the state and age of a password and never what stands for it, `chage -l` ends of accounts,
`lslogins` the last login. An account without a password that counts lets somebody in where a key was laid down for it.
"""

import re
from collections import Counter

from auditor.collectors.asks import MAY_BE_ABSENT, NO_SUCH_FILE, Answers, Command, File, Includes, Series, Trouble
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable, why
from auditor.collectors.kinds.accounts import listing, sudoers
from auditor.collectors.kinds.accounts.listing import Entry, State, Status
from auditor.collectors.platforms.linux import LINUX
from auditor.collectors.platforms.linux_sshd import SSHD_IF_THERE
from auditor.model.facts.accounts import Account, Accounts, Login, Password
from auditor.model.facts.reading import Cover, Reading, Unread

PASSWD = Command(id="getent passwd", words=("getent", "passwd"))
GROUPS = Command(id="getent group, whole", words=("getent", "group"))
SOURCES = File(id="nsswitch.conf", paths=("/etc/nsswitch.conf", "/usr/etc/nsswitch.conf"), accepts=MAY_BE_ABSENT)
STATUS = Command(id="passwd -S -a", words=("passwd", "-S", "-a"), needs_root=True, accepts=frozenset({Trouble.FAILED}))
_LIST = ("lslogins", "--export", "--time-format=iso", "--output=USER,LAST-LOGIN,PROC", "--notruncate")
USES = Command(id="lslogins", words=_LIST)
RECORDS = Command(
    id="records of logins",
    words=("stat", "-L", "-c", "%n %W", "/var/log/lastlog", "/var/lib/lastlog/lastlog2.db"),
    absent=NO_SUCH_FILE,
    accepts=MAY_BE_ABSENT,  # a machine has one of the two
)
SUDO = Includes(
    id="sudoers",
    mains=sudoers.MAINS,
    roots=sudoers.ROOTS,
    patterns=sudoers.includes,
    matches=sudoers.matches,
    accepts=MAY_BE_ABSENT,
)
KEY_SETTINGS = SSHD_IF_THERE

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+$-]{0,63}")
_LOCAL = frozenset({"files", "compat", "systemd", "altfiles", "mymachines", "db"})
_USUAL_KEYS = re.compile(r"(?:%h/)?\.ssh/authorized_keys2?|none")
_OPEN_GROUPS = ("%sudo", "%wheel", "%admin")
"""Groups whose members polkit takes for administrators, as Debian, Red Hat and old Ubuntu ship it."""

_FIELDS = ("logins", "passwords", "passwordless", "shared_numbers")


def _openers(answers: Answers) -> tuple[Entry, ...]:
    found = listing.entries(answers[PASSWD].text) if answers[PASSWD].ok else None
    return tuple(entry for entry in found or () if entry.opens)


def _by_name(answers: Answers) -> tuple[tuple[str, ...], ...]:
    return tuple((entry.name,) for entry in _openers(answers))


def _told_no_state(answers: Answers) -> tuple[tuple[str, ...], ...]:
    """Names to ask one by one, where the program knows no way to list all (Red Hat's up to version 9)."""
    return () if answers[STATUS].ok else _by_name(answers)


STATES = Series(
    id="passwd -S",
    words=("passwd", "-S"),
    questions=_told_no_state,
    form=_NAME,
    unless=STATUS.id,
)
ENDS = Series(id="chage -l", words=("chage", "-l"), questions=_by_name, form=_NAME)


def _left_out(answers: Answers) -> tuple[tuple[str, ...], ...]:
    """Names that the list of all leaves out: the program ends it, as if it were whole, at an account whose group is
    missing.
    """
    if not answers[USES].ok:
        return ()
    told = listing.uses(answers[USES].text)
    return tuple((entry.name,) for entry in _openers(answers) if entry.name not in told)


USES_ONE_BY_ONE = Series(id="lslogins -l", words=(*_LIST, "-l"), questions=_left_out, form=_NAME)


def _uses(answers: Answers) -> dict[str, listing.Use]:
    if not answers[USES].ok:
        return {}
    return listing.uses("\n".join([answers[USES].text, *answers[USES_ONE_BY_ONE].texts().values()]))


def _states(answers: Answers) -> dict[str, Status]:
    texts = [answers[STATUS].text] if answers[STATUS].ok else answers[STATES].texts().values()
    return listing.statuses("\n".join(texts))


def _state(entry: Entry, states: dict[str, Status]) -> State | None:
    """What is known of its password."""
    if entry.own is not None:
        return entry.own
    return states[entry.name].state if entry.name in states else None


def _key_folder(entry: Entry) -> str:
    return f"{entry.home.rstrip('/')}/.ssh"


def _folders_of_keys(answers: Answers) -> tuple[tuple[str, ...], ...]:
    """Where keys would lie of accounts that no password is known to open."""
    if answers[KEY_SETTINGS].trouble is Trouble.MISSING:
        return ()
    states = _states(answers)
    wanted = [entry for entry in _openers(answers) if _state(entry, states) not in {"set", "none"}]
    return tuple((path,) for path in dict.fromkeys(map(_key_folder, wanted)))


KEYS = Series(
    id="files of keys",
    # names of the files that have a line which is no comment
    words=("grep", "-rlE", "--include=authorized_keys", "--include=authorized_keys2", "^[[:space:]]*[^#[:space:]]"),
    questions=_folders_of_keys,
    form=re.compile(r"(?!\S*/\.\./)(?:/[A-Za-z0-9_.@+-]{1,64}){0,12}/\.ssh"),
    accepts=frozenset({Trouble.FAILED, Trouble.MISSING}),  # no such line, no such folder
)


def read(answers: Answers) -> Reading:
    """Every account that lets somebody in, as far as programs tell."""
    if not answers[PASSWD].ok:
        return Reading()
    entries = listing.entries(answers[PASSWD].text)
    if entries is None:
        return unreadable("what `getent passwd` wrote is no list of accounts")
    unread: list[Unread] = []
    directories = _directories(answers)
    if directories is None:
        unread += [gap(field, SOURCES.id, why(answers[SOURCES])) for field in (*_FIELDS, "directories")]
    elif directories:
        unread += [gap(field, directories[0], "directory_not_listed") for field in _FIELDS]
    states = _states(answers)
    openers = [entry for entry in entries if entry.opens]
    silent = [entry.id for entry in openers if _state(entry, states) is None]
    unread += [gap("passwordless", place, "not_told") for place in silent[:1]]
    logins, more = _logins(openers, states, answers)
    passwords, others = _passwords(openers, states, answers)
    data = Accounts(
        logins=logins,
        passwords=passwords,
        passwordless=tuple(_account(entry) for entry in openers if _state(entry, states) == "none"),
        shared_numbers=_shared(entries),
        directories=directories,
    )
    return Reading(data, _cover(answers), (*unread, *more, *others))


def _cover(answers: Answers) -> Cover:
    """What was read. Questions by name are told as one, since names stay on the machine."""
    told = cover_of(answers, [ask for ask in DIALECT.asks if not isinstance(ask, Series)])
    put = [ask for ask in (STATES, ENDS, USES_ONE_BY_ONE, KEYS) if any(each.ok for _, each in answers[ask].files)]
    left = [ask for ask in put if any(each.trouble not in {None, *ask.accepts} for _, each in answers[ask].files)]
    return Cover(read=(*told.read, *(ask.id for ask in put)), not_read=(*told.not_read, *(ask.id for ask in left)))


def _account(entry: Entry) -> Account:
    return Account(account=entry.id, kind=entry.kind)


def _directories(answers: Answers) -> tuple[str, ...] | None:
    """Sources of accounts beside the machine's own files; None where the file may not be read."""
    answer = answers[SOURCES]
    if answer.trouble is Trouble.MISSING:
        return ()
    if not answer.ok:
        return None
    lines = [line.partition("#")[0].partition(":") for line in answer.text.splitlines()]
    named = [text for key, _, text in lines if key.strip() == "passwd"]
    words = re.sub(r"\[[^\]]*\]", " ", named[0] if named else "files").split()
    return tuple(word for word in words if word not in _LOCAL and re.fullmatch(r"[a-z0-9_-]{1,30}", word))


def _shared(entries: tuple[Entry, ...]) -> tuple[Account, ...]:
    """Accounts whose number another one has, of those that open. A second one with number 0 counts without a program to
    work with too: what runs under it, by a timer or another service than a login, is root's.
    """
    counted = [entry for entry in entries if entry.opens or entry.uid == 0]
    times = Counter(entry.uid for entry in counted)
    return tuple(_account(entry) for entry in counted if times[entry.uid] > 1)


def _keys(answers: Answers) -> tuple[bool, str]:
    """Whether keys count at all, and the setting for which they may lie elsewhere than is looked."""
    answer = answers[KEY_SETTINGS]
    if answer.trouble is Trouble.MISSING:
        return False, ""
    if not answer.ok:
        return True, KEY_SETTINGS.id
    told = {key.lower(): value for key, _, value in (line.partition(" ") for line in answer.text.splitlines())}
    if told.get("pubkeyauthentication") == "no":
        return False, ""
    places = told.get("authorizedkeysfile", "?").split()
    if not places or not all(_USUAL_KEYS.fullmatch(place) for place in places):
        return True, "AuthorizedKeysFile"
    named = [key for key in ("authorizedkeyscommand", "trustedusercakeys") if told.get(key, "?") != "none"]
    return True, named[0] if named else ""


def _has_key(entry: Entry, answers: Answers, *, counts: bool, elsewhere: str) -> bool | None:
    """Whether a key lets somebody in; None where that is not known."""
    if not counts:
        return False
    answer = dict(answers[KEYS].files).get(_key_folder(entry))
    if answer is not None and answer.text.strip() and answer.trouble in {None, Trouble.FAILED, Trouble.MISSING}:
        return True
    none = answer is not None and (
        answer.trouble is Trouble.MISSING or (answer.trouble is Trouble.FAILED and not answer.said.strip())
    )
    return False if none and not elsewhere else None


def _logins(
    openers: list[Entry], states: dict[str, Status], answers: Answers
) -> tuple[tuple[Login, ...], tuple[Unread, ...]]:
    """Accounts that let somebody in, each with its last use; and the first of each sort that could not be told."""
    uses = _uses(answers)
    ends = answers[ENDS].texts()
    since = listing.recorded_since(answers[RECORDS].text)
    found: list[Login] = []
    places: dict[str, str] = {}
    for entry in openers:
        lets_in, doubt = _lets_in(entry, states, answers)
        if lets_in is False:
            continue
        use, until = uses.get(entry.name), listing.open_until(ends.get(entry.name, ""))
        changed = states[entry.name].changed_day if entry.name in states else None
        day = None if use is None else use.day or _never(since, changed)
        if lets_in is None:
            places.setdefault(doubt, entry.id)
        elif use is None or until is None or day is None:
            places.setdefault(USES.id if use is None else ENDS.id if until is None else RECORDS.id, entry.id)
        else:
            row = {"account": entry.id, "kind": entry.kind, "recorded": use.day is not None, "running": use.running}
            found.append(Login(**row, day=day, open_until_day=until))
    return tuple(found), tuple(gap("logins", f"{place}: {account}", "not_told") for place, account in places.items())


def _lets_in(entry: Entry, states: dict[str, Status], answers: Answers) -> tuple[bool | None, str]:
    """Whether somebody can log in with it; None, and what stands in the way, where that is not known."""
    state = _state(entry, states)
    if state in {"set", "none"}:
        return True, ""
    counts, elsewhere = _keys(answers)
    key = _has_key(entry, answers, counts=counts, elsewhere=elsewhere)
    if key is False and state is None:
        return None, STATUS.id
    return key, elsewhere or KEYS.id


def _never(since: int | None, changed: int | None) -> int | None:
    """From when an account without a recorded login is known not to have been logged in with."""
    return None if since is None else max(since, changed or since)


def _passwords(
    openers: list[Entry], states: dict[str, Status], answers: Answers
) -> tuple[tuple[Password, ...], tuple[Unread, ...]]:
    """Passwords that are set, each with its age; one that must be changed at the next login has none."""
    granted = sudoers.granted(answers[SUDO].texts())
    known = listing.groups(answers[GROUPS].text)
    admins = listing.admins(openers, known, {*granted.to, *_OPEN_GROUPS})
    unread = [gap("passwords", place, "not_understood") for place in granted.doubts[:1]]
    unread += [gap("passwords", ask.id, why(answers[ask])) for ask in (GROUPS,) if not answers[ask].ok or not known]
    hidden = [*answers[SUDO].unread(), *([SUDO.id] if answers[SUDO].trouble not in {None, Trouble.MISSING} else [])]
    unread += [gap("passwords", place, "file_not_readable") for place in hidden[:1]]
    found: list[Password] = []
    for entry in openers:
        status = states.get(entry.name)
        if status is None:
            unread += [gap("passwords", entry.id, "not_told")] if entry.own in {None, "set"} else []
        elif status.state == "set" and status.changed_day is not None:
            found.append(
                Password(
                    account=entry.id,
                    kind=entry.kind,
                    admin=entry.id in admins,
                    changed_day=status.changed_day,
                    max_days=status.max_days,
                )
            )
        elif status.state == "set" and not status.at_once:
            unread.append(gap("passwords", entry.id, "not_told"))
    return tuple(found), tuple(dict.fromkeys(unread))


DIALECT = Dialect(
    kind="accounts",
    platform=LINUX,
    asks=(PASSWD, GROUPS, SOURCES, STATUS, STATES, ENDS, USES, USES_ONE_BY_ONE, RECORDS, SUDO, KEY_SETTINGS, KEYS),
    read=read,
    tool="passwd -S, chage -l, lslogins",
    truth="useradd, usermod, chage, passwd -S, login records of a test's own making",
)

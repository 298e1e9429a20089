"""What asks least of a login, over the answers of `sshd -T` for each server and each kind of login."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from auditor.collectors.dialect import gap
from auditor.collectors.kinds.sshd_config.logins import OTHER, Login
from auditor.collectors.kinds.sshd_config.sources import EVERYWHERE, Reach, admitted, narrow, union
from auditor.model.facts.reading import Unread
from auditor.model.facts.sshd_config import SshdConfig
from auditor.text.harmless import from_target

Values = dict[str, list[str]]

DECIDES = ("passwordauthentication", "pubkeyauthentication", "kbdinteractiveauthentication")
LISTS = frozenset({"allowusers", "denyusers", "allowgroups"})
_ALWAYS = {
    "permit_root_login": "permitrootlogin",
    "ciphers": "ciphers",
    "macs": "macs",
    "kex": "kexalgorithms",
    "authentication_methods": "authenticationmethods",
    "ports": "listenaddress",
}
"""Keywords that every server prints, whatever its configuration: one that is not there was cut off."""

_WAYS_IN = (*DECIDES, "gssapiauthentication", "hostbasedauthentication", "kerberosauthentication")
_KEYWORDS = frozenset({*_WAYS_IN, *_ALWAYS.values(), *LISTS, "refuseconnection"})
_ROOT = ("no", "forced-commands-only", "without-password", "prohibit-password", "yes")
"""From the narrowest to the widest (sshd_config(5), PermitRootLogin)."""

_MAX_VALUES = 200
_PLACE, _WRAPPERS = "sshd -T", "hosts.allow and hosts.deny"


@dataclass(frozen=True, slots=True)
class Entry:
    """What `sshd -T` told, and about which login; none for what holds for everybody."""

    values: Values
    login: Login | None = None


def values(text: str) -> Values:
    """Values by keyword, of those that are read here."""
    found: Values = {}
    for line in text.splitlines():
        key, _, value = line.strip().partition(" ")
        if key.lower() in _KEYWORDS:
            found.setdefault(key.lower(), []).append(from_target(value, 20_000))
    return found


def lacking(told: Values) -> list[str]:
    """Keywords without which an answer is none."""
    return [key for key in DECIDES if key not in told]


def words(told: Values, key: str) -> tuple[str, ...]:
    """All words of one keyword, whatever lines they stand on."""
    return tuple(from_target(word) for value in told.get(key, []) for word in value.split())[:_MAX_VALUES]


def users_listed(text: str) -> tuple[str, ...]:
    """Users that an answer's list allows by name."""
    names = [word.partition("@")[0] for word in words(values(text), "allowusers")]
    return tuple(dict.fromkeys(name for name in names if name and not set(name) & set("*?!")))


def data_of(entries: Sequence[Entry], wrapped: Reach = EVERYWHERE) -> tuple[SshdConfig, list[Unread]]:
    """One configuration that asks no more than any login is asked, and what of it is not whole. `wrapped`: from where
    anybody may come, whatever the servers say.
    """
    named = {entry.login.user for entry in entries if entry.login}
    open_ = [entry for entry in entries if _gets_in(entry, named)] or list(entries)
    every = [entry.values for entry in open_]
    unread = [gap(field, key, "not_told") for field, key in _ALWAYS.items() if any(key not in each for each in every)]
    reach = union([_reach(entry, named) for entry in open_]).within(wrapped)
    sources = narrow(reach)
    if sources is None:
        unread.append(gap("source_limited", _PLACE if wrapped.exact else _WRAPPERS, "not_understood"))
    lists = {
        field: _all_or_none(every, key)
        for field, key in (("allow_users", "allowusers"), ("allow_groups", "allowgroups"))
    }
    for field, count in (
        ("allow_users", len(lists["allow_users"])),
        ("allow_groups", len(lists["allow_groups"])),
        ("source_limited", max(len(words(each, "allowusers") + words(each, "denyusers")) for each in every)),
    ):
        unread += [gap(field, _PLACE, "too_many")] * (count >= _MAX_VALUES)
    data = SshdConfig(
        authentication_methods=_merged(
            every, "authenticationmethods", lambda each: words(each, "authenticationmethods")
        ),
        password_authentication=_any(every, "passwordauthentication"),
        keyboard_interactive=_any(every, "kbdinteractiveauthentication"),
        public_key=_any(every, "pubkeyauthentication"),
        permit_root_login=_root(every),
        source_limited=sources,
        ports=_ports([entry.values for entry in entries]),
        ciphers=_merged(every, "ciphers", lambda each: _list(each, "ciphers")),
        macs=_merged(every, "macs", lambda each: _list(each, "macs")),
        kex=_merged(every, "kexalgorithms", lambda each: _list(each, "kexalgorithms")),
        **lists,
    )
    return data, unread


def _gets_in(entry: Entry, named: set[str]) -> bool:
    """Whether anybody of whom a login stands for may log in at all, as far as settings tell."""
    told, login = entry.values, entry.login
    if login is None:
        return True
    refused = _first(told, "refuseconnection").lower() == "yes" or not any(_yes(told, key) for key in _WAYS_IN)
    root = login.user == "root" and _first(told, "permitrootlogin").lower() == "no"
    denied = {word for word in words(told, "denyusers") if "@" not in word}
    allowed = words(told, "allowusers")
    return not (
        refused
        or root
        or denied & {login.user, "*"}
        or (allowed and not any(_means(pattern, login.user, named) for pattern in allowed))
    )


def _means(pattern: str, user: str, named: set[str]) -> bool:
    """Whether a pattern of a list may be about a login's user; one that has no login of its own is among the others."""
    name = pattern.partition("@")[0]
    return fnmatchcase(user, name) or (user == OTHER and name not in named)


def _reach(entry: Entry, named: set[str]) -> Reach:
    """From where people of a login's kind may come."""
    login = entry.login
    allowed = words(entry.values, "allowusers")
    if login is not None and allowed:
        allowed = tuple(pattern for pattern in allowed if _means(pattern, login.user, named)) or allowed
    reach = admitted(allowed, words(entry.values, "denyusers"))
    return reach.within(EVERYWHERE if login is None else login.reach)


def _merged(every: list[Values], key: str, of: Callable[[Values], tuple[str, ...]]) -> tuple[str, ...] | None:
    if any(key not in each for each in every):
        return None
    return tuple(dict.fromkeys(word for each in every for word in of(each)))[:_MAX_VALUES]


def _all_or_none(every: list[Values], key: str) -> tuple[str, ...]:
    """All that lists name, where there is a list for everybody: where somebody is on none, there is none."""
    lists = [words(each, key) for each in every]
    return tuple(dict.fromkeys(word for each in lists for word in each))[:_MAX_VALUES] if all(lists) else ()


def _root(every: list[Values]) -> str | None:
    told = [from_target(_first(each, "permitrootlogin")) for each in every if "permitrootlogin" in each]
    widest = max(told, key=lambda word: _ROOT.index(word) if word in _ROOT else len(_ROOT), default="")
    return widest if len(told) == len(every) else None


def _ports(every: list[Values]) -> tuple[str, ...] | None:
    """Ports of the addresses listened on, which the keyword `Port` alone does not decide."""
    if any("listenaddress" not in each for each in every):
        return None
    numbers = {address.rpartition(":")[2] for each in every for address in each["listenaddress"]}
    return tuple(f"tcp/{number}" for number in sorted(map(int, filter(str.isdecimal, numbers))))


def _any(every: list[Values], key: str) -> bool:
    return any(_yes(each, key) for each in every)


def _first(told: Values, key: str) -> str:
    return told.get(key, [""])[0]


def _yes(told: Values, key: str) -> bool:
    return _first(told, key).lower() == "yes"


def _list(told: Values, key: str) -> tuple[str, ...]:
    return tuple(from_target(word) for word in _first(told, key).split(",") if word)[:_MAX_VALUES]

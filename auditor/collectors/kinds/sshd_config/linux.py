"""The effective configuration of OpenSSH's server, as `sshd -T` prints it: one keyword and its value a line.

It does not tell what `Match` changes for some logins, so the server's files are read for such blocks too. One block may
be there for the collection's own sake: a key alone for the account that reads settings, from where it comes.
"""

from typing import TypeVar

from auditor.collectors.asks import Answers, Command, Includes, Stdin, Trouble
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable
from auditor.collectors.kinds.sshd_config.matches import ROOT, Block, Setting, includes, matches
from auditor.collectors.kinds.sshd_config.sources import limited
from auditor.collectors.platforms.linux import LINUX
from auditor.model.facts.reading import Reading, Unread
from auditor.model.facts.sshd_config import SshdConfig
from auditor.text.harmless import from_target

SSHD = Command(
    id="sshd -T",
    words=("/usr/sbin/sshd", "-T"),
    # a user who may not read the server's host keys gives it one made for this call; nothing is written on the host
    otherwise=Command(
        id="sshd -T with a throw-away key",
        words=("sh", "-c", "cat | /usr/sbin/sshd -T -h /dev/stdin"),
        stdin=Stdin.THROWAWAY_HOST_KEY,
    ),
)
FILES = Includes(
    id="sshd_config",
    mains=(f"{ROOT}/sshd_config", "/usr/etc/ssh/sshd_config"),
    roots=(f"{ROOT}/sshd_config.d", "/etc/crypto-policies/back-ends"),
    patterns=includes,
)

_DECIDES = ("passwordauthentication", "pubkeyauthentication", "kbdinteractiveauthentication")
_ALWAYS = {
    "permit_root_login": "permitrootlogin",
    "ciphers": "ciphers",
    "macs": "macs",
    "kex": "kexalgorithms",
    "authentication_methods": "authenticationmethods",
    "ports": "listenaddress",
}
"""Keywords that every server prints, whatever its configuration: one that is not there was cut off."""

_CHANGES = {
    "passwordauthentication": ("password_authentication",),
    "kbdinteractiveauthentication": ("keyboard_interactive",),
    "challengeresponseauthentication": ("keyboard_interactive",),
    "skeyauthentication": ("keyboard_interactive",),
    "pubkeyauthentication": ("public_key",),
    "authenticationmethods": ("authentication_methods",),
    "permitrootlogin": ("permit_root_login",),
    "allowusers": ("allow_users", "source_limited"),
    "denyusers": ("source_limited",),
    "allowgroups": ("allow_groups",),
    "refuseconnection": ("source_limited",),
}
"""Fields by the keyword that changes them within a `Match` block (servconf.c, SSHCFG_MATCH)."""

_CONDITIONAL = tuple(dict.fromkeys(field for fields in _CHANGES.values() for field in fields))
_SAME_AS = {
    "challengeresponseauthentication": "kbdinteractiveauthentication",
    "skeyauthentication": "kbdinteractiveauthentication",
}
_KEY_ALONE = ("authenticationmethods", ("publickey",))
_SAME_VALUE = {"prohibit-password": "without-password"}
_LISTS = frozenset({"allowusers", "denyusers", "allowgroups"})

_MAX_VALUES = 200
_SETTINGS = frozenset({*_DECIDES, *_ALWAYS.values(), *_LISTS})

Values = dict[str, list[str]]
_T = TypeVar("_T")


def read(answers: Answers) -> Reading:
    """Settings that hold for everybody; what a `Match` block may change for some is unread."""
    answer = answers[SSHD]
    if not answer.ok:
        return Reading()
    values = _values(answer.text)
    missing = [key for key in _DECIDES if key not in values]
    if missing:
        return unreadable(f"the server's effective configuration lacks {', '.join(missing)}")
    blocks, conditional = _blocks(answers, values)
    data, unread = _data(values)
    return Reading(data.model_copy(update=blocks), cover_of(answers, DIALECT.asks), (*unread, *conditional))


def _values(text: str) -> Values:
    values: Values = {}
    for line in text.splitlines():
        key, _, value = line.strip().partition(" ")
        if key.lower() in _SETTINGS:
            values.setdefault(key.lower(), []).append(from_target(value, 20_000))
    return values


def _data(values: Values) -> tuple[SshdConfig, list[Unread]]:
    unread = [gap(field, key, "not_told") for field, key in _ALWAYS.items() if key not in values]
    users, denied = _words(values, "allowusers"), _words(values, "denyusers")
    groups = _words(values, "allowgroups")
    sources = limited(users, denied)
    if sources is None:
        unread.append(gap("source_limited", SSHD.id, "not_understood"))
    for field, each in (("allow_users", users), ("source_limited", (*users, *denied)), ("allow_groups", groups)):
        unread += [gap(field, SSHD.id, "too_many")] * (len(each) >= _MAX_VALUES)
    data = SshdConfig(
        authentication_methods=_told(values, "authenticationmethods", _words(values, "authenticationmethods")),
        password_authentication=_yes(values, "passwordauthentication"),
        keyboard_interactive=_yes(values, "kbdinteractiveauthentication"),
        public_key=_yes(values, "pubkeyauthentication"),
        permit_root_login=_told(values, "permitrootlogin", from_target(_first(values, "permitrootlogin"))),
        allow_users=users,
        allow_groups=groups,
        source_limited=sources,
        ports=_told(values, "listenaddress", _ports(values)),
        ciphers=_told(values, "ciphers", _list(values, "ciphers")),
        macs=_told(values, "macs", _list(values, "macs")),
        kex=_told(values, "kexalgorithms", _list(values, "kexalgorithms")),
    )
    return data, unread


def _blocks(answers: Answers, values: Values) -> tuple[dict[str, int], list[Unread]]:
    """How many `Match` blocks there are, and the fields that one may change."""
    answer = answers[FILES]
    texts = answer.texts()
    hidden = [*answer.unread(), *[FILES.id] * (answer.trouble is not None or not texts)]
    if hidden:
        code = "not_read" if answer.trouble is Trouble.MISSING else "file_not_readable"
        return {}, [gap(field, hidden[0], code) for field in ("match_blocks", "match_all_blocks", *_CONDITIONAL)]
    found = matches(texts, FILES.roots)
    unread = [
        gap(field, place, "not_read")
        for place in found.elsewhere[:1]
        for field in ("match_blocks", "match_all_blocks", *_CONDITIONAL)
    ]
    places: dict[str, str] = {}
    for block in found.blocks:
        own = _is_of_collector(block, answers.accounts)
        for setting in block.settings:
            if not (own and (setting.key, setting.words) == _KEY_ALONE):
                places |= {field: places.get(field, setting.place) for field in _changed(setting, values)}
    unread += [gap(field, place, "conditional") for field, place in sorted(places.items())]
    counted = {"match_blocks": len(found.blocks), "match_all_blocks": found.for_all}
    return {} if found.elsewhere else counted, unread


def _is_of_collector(block: Block, accounts: tuple[str, ...]) -> bool:
    """Whether it holds for accounts alone that the settings of the collection log in with, from some addresses: nobody
    administers with them, and a program has no second factor.
    """
    users = block.criteria.get("user", "").split(",")
    source = block.criteria.get("address", "")
    return bool(source) and set(users) <= set(accounts) and limited([f"any@{source}"], ()) is True


def _changed(setting: Setting, values: Values) -> tuple[str, ...]:
    """The fields that a line of a conditional block makes different from what holds for everybody."""
    key = _SAME_AS.get(setting.key, setting.key)
    fields = _CHANGES.get(setting.key, ())
    if key in _LISTS or key not in values:
        return fields
    here, there = _compared(setting.words), _compared(_words(values, key))
    return () if here == there else fields


def _compared(words: tuple[str, ...]) -> list[str]:
    return sorted(_SAME_VALUE.get(word.lower(), word.lower()) for word in words)


def _told(values: Values, key: str, value: _T) -> _T | None:
    return value if key in values else None


def _first(values: Values, key: str) -> str:
    return values.get(key, [""])[0]


def _yes(values: Values, key: str) -> bool:
    return _first(values, key).lower() == "yes"


def _words(values: Values, key: str) -> tuple[str, ...]:
    return tuple(from_target(word) for value in values.get(key, []) for word in value.split())[:_MAX_VALUES]


def _list(values: Values, key: str) -> tuple[str, ...]:
    return tuple(from_target(word) for word in _first(values, key).split(",") if word)[:_MAX_VALUES]


def _ports(values: Values) -> tuple[str, ...]:
    """Ports of the addresses listened on, which the keyword `Port` alone does not decide."""
    numbers = {address.rpartition(":")[2] for address in values.get("listenaddress", [])}
    return tuple(f"tcp/{number}" for number in sorted(map(int, filter(str.isdecimal, numbers))))


DIALECT = Dialect(kind="sshd_config", platform=LINUX, asks=(SSHD, FILES), read=read, tool="sshd -T", truth="sshd -T -C")

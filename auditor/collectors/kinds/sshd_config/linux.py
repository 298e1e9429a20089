"""The effective configuration of OpenSSH's server, as `sshd -T` prints it: one keyword and its value a line."""

from auditor.collectors.asks import Answers, Command, Stdin
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable
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

_DECIDES = ("passwordauthentication", "pubkeyauthentication", "kbdinteractiveauthentication")
_ALWAYS = {
    "permit_root_login": "permitrootlogin",
    "ciphers": "ciphers",
    "macs": "macs",
    "kex": "kexalgorithms",
    "authentication_methods": "authenticationmethods",
}
"""Keywords that every server prints, whatever its configuration: one that is not there was cut off."""

_MAX_VALUES = 200
_SETTINGS = frozenset({*_DECIDES, *_ALWAYS.values(), "allowusers", "allowgroups"})

Values = dict[str, list[str]]


def read(answers: Answers) -> Reading:
    """Settings outside any Match block, which `sshd -T` alone does not tell."""
    answer = answers[SSHD]
    if not answer.ok:
        return Reading()
    values = _values(answer.text)
    missing = [key for key in _DECIDES if key not in values]
    if missing:
        return unreadable(f"the server's effective configuration lacks {', '.join(missing)}")
    return Reading(_data(values), cover_of(answers, DIALECT.asks), _unread(values))


def _values(text: str) -> Values:
    values: Values = {}
    for line in text.splitlines():
        key, _, value = line.strip().partition(" ")
        if key.lower() in _SETTINGS:
            values.setdefault(key.lower(), []).append(from_target(value, 20_000))
    return values


def _unread(values: Values) -> tuple[Unread, ...]:
    found = [gap(field, key, "not_told") for field, key in _ALWAYS.items() if key not in values]
    long = any(len(_words(values, key)) >= _MAX_VALUES for key in ("allowusers", "allowgroups"))
    return (*found, *[gap("allow_users", SSHD.id, "too_many")] * long)


def _data(values: Values) -> SshdConfig:
    users = _words(values, "allowusers")
    return SshdConfig(
        authentication_methods=_words(values, "authenticationmethods"),
        password_authentication=_yes(values, "passwordauthentication"),
        keyboard_interactive=_yes(values, "kbdinteractiveauthentication"),
        public_key=_yes(values, "pubkeyauthentication"),
        permit_root_login=from_target(_first(values, "permitrootlogin")),
        allow_users=users,
        allow_groups=_words(values, "allowgroups"),
        source_limited=bool(users) and all(_limited(user) for user in users),
        ciphers=_list(values, "ciphers"),
        macs=_list(values, "macs"),
        kex=_list(values, "kexalgorithms"),
    )


def _first(values: Values, key: str) -> str:
    return values.get(key, [""])[0]


def _yes(values: Values, key: str) -> bool:
    return _first(values, key).lower() == "yes"


def _words(values: Values, key: str) -> tuple[str, ...]:
    return tuple(from_target(word) for value in values.get(key, []) for word in value.split())[:_MAX_VALUES]


def _list(values: Values, key: str) -> tuple[str, ...]:
    return tuple(from_target(word) for word in _first(values, key).split(",") if word)[:_MAX_VALUES]


def _limited(user: str) -> bool:
    """`name@source` limits the source unless the source is a pattern for everything."""
    _, at, source = user.partition("@")
    return bool(at) and source not in {"", "*", "*.*.*.*", "0.0.0.0/0", "::/0"}


DIALECT = Dialect(kind="sshd_config", platform=LINUX, asks=(SSHD,), read=read, tool="sshd -T", truth="sshd -T")

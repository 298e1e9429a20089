"""The effective configuration of OpenSSH's server, as `sshd -T` prints it: one keyword and its value a line."""

from auditor.errors import UnreadableError
from auditor.model.facts import SshdConfig
from auditor.text.harmless import from_target

_NEEDED = ("passwordauthentication", "pubkeyauthentication", "kbdinteractiveauthentication")
_MAX_VALUES = 200


def parse(text: str) -> SshdConfig:
    """Raises UnreadableError when a keyword that decides who may log in is missing, as in output cut short."""
    values: dict[str, list[str]] = {}
    for line in text.splitlines():
        key, _, value = line.strip().partition(" ")
        values.setdefault(key.lower(), []).append(from_target(value))
    missing = [key for key in _NEEDED if key not in values]
    if missing:
        raise UnreadableError(f"the server's effective configuration lacks {', '.join(missing)}")
    users, groups = _words(values, "allowusers"), _words(values, "allowgroups")
    return SshdConfig(
        authentication_methods=tuple(word for word in _words(values, "authenticationmethods")),
        password_authentication=_yes(values, "passwordauthentication"),
        keyboard_interactive=_yes(values, "kbdinteractiveauthentication"),
        public_key=_yes(values, "pubkeyauthentication"),
        permit_root_login=_first(values, "permitrootlogin"),
        allow_users=users,
        allow_groups=groups,
        source_limited=bool(users) and all(_limited(user) for user in users),
        ciphers=_list(values, "ciphers"),
        macs=_list(values, "macs"),
        kex=_list(values, "kexalgorithms"),
    )


def _first(values: dict[str, list[str]], key: str) -> str:
    return values.get(key, [""])[0]


def _yes(values: dict[str, list[str]], key: str) -> bool:
    return _first(values, key).lower() == "yes"


def _words(values: dict[str, list[str]], key: str) -> tuple[str, ...]:
    return tuple(word for value in values.get(key, []) for word in value.split())[:_MAX_VALUES]


def _list(values: dict[str, list[str]], key: str) -> tuple[str, ...]:
    return tuple(word for word in _first(values, key).split(",") if word)[:_MAX_VALUES]


def _limited(user: str) -> bool:
    """`name@source` limits the source unless the source is a pattern for everything."""
    _, at, source = user.partition("@")
    return bool(at) and source not in {"", "*", "*.*.*.*", "0.0.0.0/0", "::/0"}

"""Reads the file of entered SNMP communities and users. No message about it repeats a word that stands in it."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from auditor.errors import Problem, SettingsError
from auditor.inventory.yamlfile import Loc, Node, read_yaml
from auditor.model.snmp_access import SnmpAccess, SnmpUser

_KEYS = frozenset({*SnmpAccess.model_fields, *SnmpUser.model_fields})
_OTHERS = stat.S_IRWXO

_SAID = {
    "missing": ("is missing", "Add it; see docs/settings.md."),
    "extra_forbidden": ("holds a key that is none", f"Known keys: {', '.join(sorted(_KEYS))}."),
    "string_type": ("is no text", "Put it in quotes: a number or a word such as null is no text in YAML."),
    "string_too_short": ("is too short", "A passphrase has at least 8 characters, every other text one."),
    "string_too_long": ("is too long", "At most 255 characters; a user's name at most 32."),
    "too_long": ("is a list of more than 16", "Leave out what no agent uses."),
    "value_error": ("is a user without a privacy passphrase of 8 characters", "Add it, or write `privacy: none`."),
}
"""By the type of pydantic's error, so that nothing of what it says about a value is repeated."""


def load_snmp(path: Path) -> SnmpAccess:
    """What the file enters. Raises SettingsError with every problem, also when others than its owner and group may get
    at the file.
    """
    _private(path)
    root, problems = read_yaml(path)
    if problems:
        remedy = "Write one plain YAML document, each text in quotes, without tabs, anchors or keys written twice."
        raise SettingsError(
            [Problem(path, each.line, "", "cannot be read as YAML here", remedy=remedy) for each in problems]
        )
    source = root or Node(1)
    try:
        return SnmpAccess.model_validate(source.value or {})
    except ValidationError as fault:
        found = list(_problems(path, source, fault))
    raise SettingsError(found)


def _private(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as fault:
        problem = Problem(path, None, "", f"cannot be read: {fault.strerror}", remedy="Correct `snmp_file:`.")
        raise SettingsError([problem]) from fault
    if mode & _OTHERS:
        message = f"is open to every account of this machine (mode {stat.S_IMODE(mode):04o})"
        raise SettingsError([Problem(path, None, "", message, remedy=f"Run: chmod 600 {path.name}")])


def _problems(path: Path, root: Node, fault: ValidationError) -> Iterator[Problem]:
    for error in fault.errors(include_url=False, include_context=True, include_input=False):
        message, remedy = _SAID.get(error["type"]) or _other(error)
        yield Problem(path, root.line_of(error["loc"]), _key(error["loc"]), message, remedy=remedy)


def _other(error: Any) -> tuple[str, str]:
    if error["type"] == "literal_error":
        return "is no known word", f"Write one of {error['ctx']['expected']}."
    return "is not what belongs here", "See docs/settings.md for the form of this file."


def _key(loc: Loc) -> str:
    """The way to a value, as far as it is made of keys that are known and of positions."""
    return ".".join(str(step) for step in loc if isinstance(step, int) or step in _KEYS)

"""The value of Strict-Transport-Security, wherever it stands: in an answer or in a configuration."""

import re

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_DIRECTIVE = re.compile(rf"\s*(?:({_WORD})\s*(?:=\s*({_WORD}|{_QUOTED})\s*)?)?", re.ASCII)
_LONGEST = 2000
_MOST = 10**10


def max_age(value: str) -> int | None:
    """Seconds of a Strict-Transport-Security value, or None when it names none or breaks the rules: a directive that
    stands twice, or what is no directive, makes the whole value void (RFC 6797, section 6.1).
    """
    found = _directives(value[:_LONGEST])
    digits = ("" if found is None else found.get("max-age", "")).removeprefix('"').removesuffix('"')
    return min(int(digits[:12]), _MOST) if digits.isascii() and digits.isdecimal() else None


def _directives(value: str) -> dict[str, str] | None:
    """Directives by their names in lower case, None for what is not made of them."""
    found: dict[str, str] = {}
    at = 0
    while True:
        match = _DIRECTIVE.match(value, at)
        if match is None:
            return None
        name = (match[1] or "").lower()
        if name in found:
            return None
        if name:
            found[name] = match[2] or ""
        at = match.end()
        if at == len(value):
            return found
        if value[at] != ";":
            return None
        at += 1

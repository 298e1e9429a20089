"""The last door before a terminal: whatever a file or a target said, it reaches the screen as text and nothing else."""

import re

# Controls of both sets except line ends and tabs, and marks that reorder or hide text. Terminals act on U+009B as on
# escape and bracket, so JSON, which escapes only the first set by itself, is filtered too.
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with every character that a terminal would act on replaced by U+FFFD."""
    return _ACTS.sub("\ufffd", text)


def visible_json(document: bytes) -> bytes:
    """The same JSON value, with those characters written as escapes."""
    return _ACTS.sub(lambda found: f"\\u{ord(found.group()):04x}", document.decode()).encode()

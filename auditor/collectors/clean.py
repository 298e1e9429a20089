"""Text from targets: bounded and made harmless once, at the door, so that nothing behind it needs to think of it again.

Escaping for HTML, spreadsheets or shells is not done here: that is the writer's job, who knows where the text goes.
"""

import re
import unicodedata

LIMIT = 300
"""Characters kept of one text of a target."""

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[@-Z\\-_])")
_SPACES = re.compile(r"\s+")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(value: str | bytes, limit: int = LIMIT) -> str:
    """One line of visible text of at most `limit` characters.

    Terminal sequences are dropped whole; control, formatting (also right-to-left overrides), unassigned and surrogate
    characters become U+FFFD; runs of white space become one blank. Only the first `8 * limit` characters are read.
    """
    text = value[: 8 * limit].decode("utf-8", "replace") if isinstance(value, bytes) else value[: 8 * limit]
    text = _SPACES.sub(" ", _ANSI.sub("", text)).strip()
    visible = "".join("\ufffd" if unicodedata.category(char) in _UNSEEN else char for char in text)
    return visible if len(visible) <= limit else visible[: limit - 1] + "…"

"""Finds every message id in code and templates, so that none can lack its Vietnamese."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from auditor.model.facts import KINDS

AUDITOR = Path(__file__).resolve().parents[2] / "auditor"
ROOMS = ("text", "pages", "plan", "reports", "cli/plan")
"""Rooms that say something in both languages. `say` of the command line prints; there, only `Voice` speaks both."""

_METHODS = [("**.py", "python"), ("templates/**.j2", "jinja2.ext.babel_extract")]
_FIRST_ARGUMENT = (1,)
_KEYWORDS = dict.fromkeys(("mark", "say", "count", "t", "tn"), _FIRST_ARGUMENT)
_VOICE = dict.fromkeys(("t", "tn"), _FIRST_ARGUMENT)


def message_ids() -> set[str]:
    """Every message id that code, a template or a kind of fact may say."""
    return {message for room in ROOMS for message in _of(AUDITOR / room)} | {kind.title for kind in KINDS.values()}


def _of(folder: Path) -> Iterator[str]:
    options = {"templates/**.j2": {"silent": "false"}}
    words = _VOICE if folder.is_relative_to(AUDITOR / "cli") else _KEYWORDS
    for _, _, message, _, _ in extract_from_dir(folder, _METHODS, keywords=words, options_map=options):
        yield str(message)

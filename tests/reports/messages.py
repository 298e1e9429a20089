"""Finds every message id in the reports' code and templates, so that none can lack its Vietnamese."""

from pathlib import Path

from babel.messages.extract import extract_from_dir

from auditor.model.facts import KINDS

REPORTS = Path(__file__).resolve().parents[2] / "auditor" / "reports"
_METHODS = [("**.py", "python"), ("templates/**.j2", "jinja2.ext.babel_extract")]
_FIRST_ARGUMENT = (1,)
_KEYWORDS = dict.fromkeys(("mark", "say", "count", "t", "tn"), _FIRST_ARGUMENT)


def message_ids() -> set[str]:
    """Every message id that code, a template or a kind of fact may say."""
    found = extract_from_dir(
        REPORTS, _METHODS, keywords=_KEYWORDS, options_map={"templates/**.j2": {"silent": "false"}}
    )
    return {str(message) for _, _, message, _, _ in found} | {kind.title for kind in KINDS.values()}

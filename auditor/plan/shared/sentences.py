"""Every sentence a plan may say, by its code."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from auditor.pages.sentences import Sentence

WORDS = (
    "auditor.plan.decisions.words",
    "auditor.plan.movement.words",
    "auditor.plan.fixes.words",
    "auditor.plan.waves.words",
    "auditor.plan.checklist.words",
    "auditor.plan.changes.words",
    "auditor.plan.upgrades.words",
    "auditor.plan.parity.words",
    "auditor.plan.portfolio.words",
    "auditor.plan.document.words",
    "auditor.plan.history.words",
    "auditor.plan.tasks.words",
)
"""Where the words of each room stand: rooms do not import each other, and a reason may come from any."""

SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {code: sentence for name in WORDS for code, sentence in import_module(name).SENTENCES.items()}
)
"""A code belongs to one room; a test holds that."""

"""Every sentence a plan may say, by its code."""

from collections.abc import Mapping
from types import MappingProxyType

from auditor.pages.sentences import Sentence
from auditor.reports.plan.sentences import (
    changes,
    checklist,
    decisions,
    document,
    fixes,
    movement,
    parity,
    portfolio,
    upgrades,
    waves,
)

_AREAS = (decisions, movement, fixes, waves, checklist, changes, upgrades, parity, portfolio, document)

SENTENCES: Mapping[str, Sentence] = MappingProxyType(
    {code: sentence for area in _AREAS for code, sentence in area.SENTENCES.items()}
)
"""A code belongs to one area; a test holds that."""

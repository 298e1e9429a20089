"""Sentences of `auditor.model.plan.upgrades`."""

from collections.abc import Mapping

from auditor.reports.plan.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {}

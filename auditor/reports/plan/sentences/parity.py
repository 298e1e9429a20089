"""Sentences of `auditor.model.plan.parity`."""

from collections.abc import Mapping

from auditor.reports.plan.sentence import Sentence

SENTENCES: Mapping[str, Sentence] = {}

"""Sentences of past runs."""

from collections.abc import Mapping

from auditor.pages.sentences import Sentence
from auditor.text.words import mark

SENTENCES: Mapping[str, Sentence] = {
    "history_changed": Sentence(mark("What was stored has been changed since, or is damaged")),
    "history_lacks": Sentence(mark("It does not keep all that is needed")),
    "history_shape": Sentence(mark("It was stored in a shape that this version does not read")),
}

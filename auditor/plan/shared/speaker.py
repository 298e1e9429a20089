"""Says reasons in one language with the names of one inventory."""

from collections.abc import Callable

from auditor.model.inventory import Inventory
from auditor.model.reason import Reason
from auditor.pages.names import Names
from auditor.pages.sentences import reason_in_words
from auditor.plan.shared.sentences import SENTENCES
from auditor.text.words import Language

Words = Callable[[Reason], str]
"""Says a reason."""


def speaker(inventory: Inventory, language: Language) -> Words:
    """What says reasons about things of this inventory."""
    names = Names.of(inventory)
    return lambda reason: reason_in_words(reason, names, SENTENCES).of(language)

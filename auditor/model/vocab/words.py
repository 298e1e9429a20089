"""Every word of the vocabularies."""

from enum import StrEnum

from auditor.model.vocab import controls, declared, measurements, moves, secrecy, subjects, verdicts

_MODULES = (controls, declared, measurements, moves, secrecy, subjects, verdicts)

WORDS = frozenset(
    str(word)
    for module in _MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum)
    for word in kind
)
"""Every word of every vocabulary, as documents write it."""

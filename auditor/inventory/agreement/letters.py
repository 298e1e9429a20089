"""Names typed for an old font: text of TCVN3 or VNI, in which everybody without that font sees other letters."""

import re
from collections.abc import Iterator
from typing import Any

from auditor.inventory.agreement.doubt import Doubt
from auditor.inventory.agreement.rules import Declarations
from auditor.inventory.explain import Fault
from auditor.model.entity import Name

_LETTER = r"[^\W\d_]"
_OF_AN_OLD_FONT = re.compile(
    rf"(?<={_LETTER})[¨©«¬®µ¶·¸¹](?={_LETTER})"  # TCVN3: signs within a word
    rf"|(?<!{_LETTER})[®§](?={_LETTER})|(?<={_LETTER})[µ¶¸¹](?!{_LETTER})"  # before one and behind one
    r"|[åäæçëîïñöøûüÿÅÄÆÇËÎÏÑÖØÛÜ]"  # both: letters that no word of Vietnamese has
    r"|[aA][âêáàãùõÂÊÁÀÃÙÕ]|[eE][âáàãùõÂÁÀÃÙÕ]|[oO][âùõÂÙÕ]"  # VNI: a vowel and its mark as two letters
)
_LEAST = 2
"""A name of another language may have one such letter."""
_MESSAGE = "looks as if it was typed for an old font (TCVN3, VNI): others see these signs"
_REMEDY = "Convert the text to Unicode and enter it again; a name that is right so may stay."


def compare_letters(told: Declarations) -> Iterator[Doubt]:
    """Names with signs where letters are to be, as text of the fonts .VnTime and VNI-Times has."""
    for list_name in type(told.estate.inventory).model_fields:
        entries: tuple[Any, ...] = getattr(told.estate.inventory, list_name)
        for entry in entries:
            name = getattr(entry, "name", None)
            if isinstance(name, Name) and len(_OF_AN_OLD_FONT.findall(name.vi)) >= _LEAST:
                yield Doubt(list_name, str(entry.id), Fault(("name", "vi"), _MESSAGE, name.vi, _REMEDY))

"""Tables as text: the sign that parts their cells is found, not asked for."""

import codecs
import csv
import io
from collections.abc import Callable, Sequence

SIGNS = (",", ";", "\t")
"""What parts the cells of such tables; in Vietnam a spreadsheet writes semicolons."""

FIRST_LINES = 11
"""Lines among which the headings are looked for: a title may stand above them."""


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8 or, with its mark, in UTF-16, as a spreadsheet writes Unicode text. Raises
    UnicodeDecodeError where it is neither.
    """
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if wide else "utf-8-sig")


def cells(text: str, score: Callable[[Sequence[str]], int]) -> list[list[str]]:
    """The cells of each line, parted by the sign under which one of the first lines scores highest as headings, the
    earlier of equal ones. Raises ValueError where the quotes of the text do not match.
    """
    best: tuple[int, list[list[str]]] | None = None
    fault: csv.Error | None = None
    for sign in SIGNS:
        try:
            lines = list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=sign))
        except csv.Error as error:
            fault = fault or error
            continue
        reached = max((score(line) for line in lines[:FIRST_LINES]), default=0)
        if best is None or reached > best[0]:
            best = reached, lines
    if best is None:
        raise ValueError(str(fault)) from fault
    return best[1]

"""What a person sees in a cell that a spreadsheet took for a number: 007 is not 7, and 49.10 is not 49.1."""

import datetime
import re

_MOST_DIGITS = 15
"""Digits of a number that a spreadsheet keeps; further ones became noughts when it was typed."""

_PLAIN = re.compile(r"(?P<whole>[0#]+)(?:\.(?P<part>0+))?")
_GENERAL = frozenset({"General", "GENERAL", "@", ""})


def shown(raw: object, number_format: str | None) -> str | None:
    """The text of a cell's value in its format; None where it shows what cannot be told, as dates, thousands or per
    cent, or where digits were lost. Yes and no have words of their own, which the reader of a column knows.
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None if isinstance(raw, datetime.date | datetime.time | datetime.timedelta) else str(raw)
    form = (number_format or "").strip()
    text = _general(raw) if form in _GENERAL else _formatted(raw, form)
    return text if text and abs(raw) < 10**_MOST_DIGITS else None


def _general(raw: float) -> str:
    return str(int(raw)) if float(raw).is_integer() else repr(raw)


def _formatted(raw: float, form: str) -> str:
    """A number in a format of noughts; empty in another one, and where it shows a rounded number."""
    found = _PLAIN.fullmatch(form)
    if found is None:
        return ""
    text = f"{abs(raw):.{len(found['part'] or '')}f}"
    whole, point, part = text.partition(".")
    sign = "-" if raw < 0 else ""
    return f"{sign}{whole.zfill(found['whole'].count('0'))}{point}{part}" if float(text) == abs(raw) else ""

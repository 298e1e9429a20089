"""Vietnamese and English: gettext catalogues, dates, shares and numbers.

Message ids are the English sentences; the `.po` files of `locale/vi/LC_MESSAGES` hold the Vietnamese ones, one file
per part of the reports, and are read as they are, so that nothing has to be compiled to ship them.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from babel.dates import format_date
from babel.messages.pofile import read_po

from auditor.errors import ReportError
from auditor.model.base import VIETNAM
from auditor.reports.interface import Language

LOCALE = Path(__file__).resolve().parents[1] / "locale"


# C0 and C1 controls, and the marks that reorder or hide text: a target could use them to make a page lie.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_ANSI = re.compile("\x1b\\[[0-9;?]*[ -/]*[@-~]")


@dataclass(frozen=True, slots=True)
class Both:
    """One text in both languages."""

    vi: str
    en: str

    def of(self, language: Language) -> str:
        """The text in that language."""
        return self.vi if language == "vi" else self.en


def same(text: str) -> Both:
    """A text that no language changes, such as an identifier."""
    return Both(text, text)


def mark(message: str) -> str:
    """Marks a message id for extraction where it is kept in a table and said later."""
    return message


def clean(text: str, limit: int = 2000) -> str:
    """Text that somebody else sent, on one line, without control or reordering characters, cut with an ellipsis."""
    plain = " ".join(_UNSEEN.sub(" ", _ANSI.sub("", text)).split())
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


@cache
def catalogue() -> MappingProxyType[str, str]:
    """Vietnamese by message id; fuzzy and empty entries count as missing.

    Raises ReportError when there is none, one cannot be read, or two files translate one message differently.
    """
    files = sorted((LOCALE / "vi" / "LC_MESSAGES").glob("*.po"))
    if not files:
        raise ReportError("the words of the reports are missing", remedy="Install the auditor again.")
    found: dict[str, str] = {}
    for path in files:
        for message, string in _read(path):
            if found.setdefault(message, string) != string:
                raise ReportError(f"{path.name} translates {message!r} otherwise than another file")
    return MappingProxyType(found)


def _read(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with path.open("rb") as file:
            messages = read_po(file, locale="vi")
    except OSError as error:
        raise ReportError(
            f"{path.name}: {error.strerror}", remedy="Install the auditor again; its words are missing."
        ) from error
    for message in messages:
        if message.id and message.string and not message.fuzzy and isinstance(message.string, str):
            yield str(message.id), message.string


def _vietnamese(message: str) -> str:
    try:
        return catalogue()[message]
    except KeyError as error:
        raise ReportError(
            f"no Vietnamese words for {message!r}", remedy="Add them to the catalogue of messages."
        ) from error


def say(message: str, *places: Both | str, **values: Any) -> Both:
    """The message in both languages; a value that is itself `Both` is said in each.

    Raises ReportError without translation.
    """
    return Both(_filled(_vietnamese(message), places, values, "vi"), _filled(message, places, values, "en"))


def count(one: str, many: str, n: int, **values: Any) -> Both:
    """Like `say`, with the English singular when `n` is one; Vietnamese has one form."""
    values |= {"n": number(n)}
    return Both(_filled(_vietnamese(one), (), values, "vi"), _filled(one if n == 1 else many, (), values, "en"))


def _filled(pattern: str, places: Sequence[Both | str], values: dict[str, Any], language: Language) -> str:
    if not places and not values:
        return pattern
    listed = [_in(value, language) for value in places]
    return pattern.format(*listed, **{key: _in(value, language) for key, value in values.items()})


def _in(value: object, language: Language) -> str:
    return value.of(language) if isinstance(value, Both) else str(value)


def joined(parts: list[Both] | tuple[Both, ...], separator: str = ", ") -> Both:
    """The texts one after the other."""
    return Both(separator.join(part.vi for part in parts), separator.join(part.en for part in parts))


def first_names(texts: Sequence[Both], most: int, separator: str = ", ") -> Both:
    """The first texts, and how many more there are."""
    listed = joined(list(texts[:most]), separator)
    more = len(texts) - most
    return listed if more <= 0 else joined([listed, count("and {n} more", "and {n} more", more)], " ")


def number(value: int) -> Both:
    """Thousands by point in Vietnamese and by comma in English."""
    english = f"{value:,}"
    return Both(english.replace(",", "."), english)


def share(permille: int | None) -> Both:
    """A share in permille as a percentage with one decimal; a dash when there is nothing to divide by."""
    if permille is None:
        return same("–")
    english = f"{permille // 10}.{permille % 10}%"
    return Both(english.replace(".", ","), english)


def day(date: datetime.date | None) -> Both:
    """`dd/mm/yyyy`, in English the day with the month's name; a dash for no date."""
    if date is None:
        return same("–")
    return Both(date.strftime("%d/%m/%Y"), format_date(date, "d MMM y", locale="en"))


def instant(moment: datetime.datetime | None) -> Both:
    """Minute and day in Vietnamese time (UTC+7); a dash for none."""
    if moment is None:
        return same("–")
    local = moment.astimezone(VIETNAM)
    clock = local.strftime("%H:%M")
    return Both(f"{clock} {day(local.date()).vi}", f"{clock} {day(local.date()).en}")

"""Vietnamese and English: gettext catalogues, dates, shares and numbers.

Message ids are the English sentences; the `.po` files of `locale/vi/LC_MESSAGES` hold the Vietnamese ones, one file
per subject, and are read as they are, so that nothing has to be compiled to ship them.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from babel.dates import format_date
from babel.messages.pofile import read_po

from auditor.errors import ReportError
from auditor.model.base import VIETNAM

Language = Literal["vi", "en"]

LOCALE = Path(__file__).resolve().parent / "locale"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages."""

    vi: str
    en: str

    def of(self, language: Language) -> str:
        """The text in that language."""
        return self.vi if language == "vi" else self.en


def same(text: str) -> Bilingual:
    """A text that no language changes, such as an identifier."""
    return Bilingual(text, text)


def mark(message: str) -> str:
    """Marks a message id for extraction where it is kept in a table and said later."""
    return message


@cache
def catalogue() -> MappingProxyType[str, str]:
    """Vietnamese by message id; fuzzy and empty entries count as missing.

    Raises ReportError when there is none, one cannot be read, or two files translate one message differently.
    """
    files = sorted((LOCALE / "vi" / "LC_MESSAGES").glob("*.po"))
    if not files:
        raise ReportError("the words of the auditor are missing", remedy="Install the auditor again.")
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


def say(message: str, *places: Bilingual | str, **values: Any) -> Bilingual:
    """The message in both languages; a value that is itself `Bilingual` is said in each.

    Raises ReportError without translation.
    """
    return Bilingual(_filled(_vietnamese(message), places, values, "vi"), _filled(message, places, values, "en"))


def count(one: str, many: str, n: int, **values: Any) -> Bilingual:
    """Like `say`, with the English singular when `n` is one; Vietnamese has one form."""
    values |= {"n": number(n)}
    return Bilingual(_filled(_vietnamese(one), (), values, "vi"), _filled(one if n == 1 else many, (), values, "en"))


def _filled(pattern: str, places: Sequence[Bilingual | str], values: dict[str, Any], language: Language) -> str:
    if not places and not values:
        return pattern
    listed = [_in(value, language) for value in places]
    return pattern.format(*listed, **{key: _in(value, language) for key, value in values.items()})


def _in(value: object, language: Language) -> str:
    return value.of(language) if isinstance(value, Bilingual) else str(value)


def joined(parts: list[Bilingual] | tuple[Bilingual, ...], separator: str = ", ") -> Bilingual:
    """The texts one after the other."""
    return Bilingual(separator.join(part.vi for part in parts), separator.join(part.en for part in parts))


def first_names(texts: Sequence[Bilingual], most: int, separator: str = ", ") -> Bilingual:
    """The first texts, and how many more there are."""
    listed = joined(list(texts[:most]), separator)
    more = len(texts) - most
    return listed if more <= 0 else joined([listed, count("and {n} more", "and {n} more", more)], " ")


def number(value: int) -> Bilingual:
    """Thousands by point in Vietnamese and by comma in English."""
    english = f"{value:,}"
    return Bilingual(english.replace(",", "."), english)


def share(permille: int | None) -> Bilingual:
    """A share in permille as a percentage with one decimal; a dash when there is nothing to divide by."""
    if permille is None:
        return same("–")
    english = f"{permille // 10}.{permille % 10}%"
    return Bilingual(english.replace(".", ","), english)


def day(date: datetime.date | None) -> Bilingual:
    """`dd/mm/yyyy`, in English the day with the month's name; a dash for no date."""
    if date is None:
        return same("–")
    return Bilingual(date.strftime("%d/%m/%Y"), format_date(date, "d MMM y", locale="en"))


def instant(moment: datetime.datetime | None) -> Bilingual:
    """Minute and day in Vietnamese time (UTC+7); a dash for none."""
    if moment is None:
        return same("–")
    local = moment.astimezone(VIETNAM)
    clock = local.strftime("%H:%M")
    return Bilingual(f"{clock} {day(local.date()).vi}", f"{clock} {day(local.date()).en}")


@dataclass(frozen=True, slots=True)
class Voice:
    """Says messages in one language: what tables and notes on a terminal are made with. Raises as `say` does."""

    language: Language

    def t(self, message: str, *places: Bilingual | str, **values: Any) -> str:
        """The message, filled."""
        return say(message, *places, **values).of(self.language)

    def tn(self, one: str, many: str, n: int, **values: Any) -> str:
        """A message that counts."""
        return count(one, many, n, **values).of(self.language)

"""Names and lists as the paper writes them."""

from collections.abc import Sequence

from auditor.reports.content.estate import Estate
from auditor.reports.content.words import Both, clean, count, joined, same

_NAMES = 6
"""From more systems on, their ids stand for them: names would fill the page."""


def with_id(text: Both, name: str) -> Both:
    """A name with its id behind, as people who look things up need it."""
    known = clean(name)
    return Both(f"{text.vi} ({known})", f"{text.en} ({known})") if text.vi and text.vi != known else same(known)


def first_names(texts: Sequence[Both], most: int, separator: str = ", ") -> Both:
    """The first texts, and how many more there are."""
    listed = joined(list(texts[:most]), separator)
    more = len(texts) - most
    return listed if more <= 0 else joined([listed, count("and {n} more", "and {n} more", more)], " ")


def systems_in_words(names: Sequence[str], estate: Estate) -> Both:
    """All systems: a few by name, many by id."""
    if len(names) > _NAMES:
        return same(", ".join(clean(name) for name in names))
    return joined([estate.system(name) for name in names])

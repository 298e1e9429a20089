"""Reports: one run rendered for one audience in one format. `FORMATS` lists them, `render` makes one."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

from auditor.errors import NotFoundError
from auditor.pages.interface import ReportFormat, ReportInput
from auditor.text.words import Language

__all__ = ["FORMATS", "ReportFormat", "ReportInput", "formats_of", "render"]

Key = tuple[str, str]


class _Formats(Mapping[Key, ReportFormat]):
    """Formats by (edition, format); a format's libraries are imported when it is first asked for."""

    def __init__(self, places: Mapping[Key, tuple[str, str]]) -> None:
        self._places = MappingProxyType(dict(places))

    def __getitem__(self, key: Key) -> ReportFormat:
        module, name = self._places[key]
        made: ReportFormat = getattr(import_module(f"{__name__}.{module}"), name)()
        return made

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


FORMATS: Mapping[Key, ReportFormat] = _Formats(
    {
        ("leader", "html"): ("leader", "LeaderPage"),
        ("leader", "pdf"): ("leader_pdf", "LeaderPdf"),
        ("technical", "html"): ("technical", "TechnicalPage"),
        ("technical", "json"): ("json_", "JsonDocument"),
        ("technical", "csv"): ("csv_", "CsvTable"),
    }
)


def formats_of(edition: str, others: Sequence[str] = ()) -> tuple[str, ...]:
    """The formats of an edition, its usual one first. Raises NotFoundError, which names `others` too, for one that does
    not exist.
    """
    found = tuple(format_ for name, format_ in FORMATS if name == edition)
    if not found:
        known = ", ".join([*dict.fromkeys(name for name, _ in FORMATS), *others])
        raise NotFoundError(f"there is no edition {edition!r}", remedy=f"There are: {known}.")
    return found


def render(report: ReportInput, edition: str, format_: str, language: Language = "vi") -> bytes:
    """One report as bytes. Raises NotFoundError for an edition or format that does not exist, ReportError when it
    cannot be made.
    """
    try:
        chosen = FORMATS[edition, format_]
    except KeyError as error:
        known = ", ".join(f"{name} as {kind}" for name, kind in FORMATS)
        raise NotFoundError(f"there is no report {edition!r} as {format_!r}", remedy=f"There are: {known}.") from error
    return chosen.render(report, language)

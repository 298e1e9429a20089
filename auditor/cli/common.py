"""What commands share: settings, clocks, tables that fit 80 columns, words on stderr."""

import datetime
import os
import shlex
import sys
import textwrap
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import ValidationError

from auditor.errors import UsageError
from auditor.model.base import VIETNAM
from auditor.model.settings import Settings
from auditor.policy.documents import Clocks
from auditor.text.harmless import for_terminal

WIDTH = 80
"""Columns of a terminal that every table and paragraph fits."""

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        envvar="AUDITOR_CONFIG",
        help="Settings file; default: auditor.yaml in the inventory folder, then here.",
    ),
]
StoredConfigOption = Annotated[
    Path | None,
    typer.Option("--config", envvar="AUDITOR_CONFIG", help="Settings file; default: auditor.yaml in this folder."),
]
"""For commands that are told of no inventory folder."""
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Date whose law applies, YYYY-MM-DD; default: today in Viet Nam.")
]
AtOption = Annotated[
    str | None, typer.Option("--at", help="Instant that ages facts, RFC 3339 with zone; default: now.")
]


class Format(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    JSON = "json"


class Lang(StrEnum):
    """A language of pages, tables and summaries."""

    VI = "vi"
    EN = "en"


FormatOption = Annotated[Format, typer.Option("--format", help="table or json (one document on stdout).")]
LangOption = Annotated[
    Lang | None, typer.Option("--lang", help="vi or en; default: AUDITOR_LANG, else `lang` of auditor.yaml, else vi.")
]
AllOption = Annotated[
    bool, typer.Option("--all", help="Every row one by one, also those that do not apply, which are else grouped.")
]
ScopeOption = Annotated[
    Path | None, typer.Option("--scope", help="Permission to probe; default: scope.yaml in the inventory folder.")
]
RestrictedOption = Annotated[bool, typer.Option("--restricted", help="Use the store of labelled results.")]

PoliciesOption = Annotated[
    Path | None,
    typer.Option(
        "--policies", help="Folder of one's own controls, put beside the shipped ones, or of policies instead of them."
    ),
]


def settings_for(config: Path | None, inventory: Path | None = None) -> Settings:
    """The settings of a command: the file named, else the inventory folder's, else the current folder's, else defaults.

    Environment variables AUDITOR_STORE, AUDITOR_RESTRICTED_STORE, AUDITOR_ENGINE and AUDITOR_LANG override the file.
    """
    from auditor.inventory import load_settings

    chosen = settings_file(config, inventory)
    if config and chosen is None:
        raise UsageError(f"there is no settings file {config}")
    settings = load_settings(chosen) if chosen else Settings()
    overrides = {
        key: os.environ[f"AUDITOR_{key.upper()}"]
        for key in ("store", "restricted_store", "engine", "lang")
        if os.environ.get(f"AUDITOR_{key.upper()}")
    }
    try:
        return Settings.model_validate(settings.model_dump(by_alias=True) | overrides) if overrides else settings
    except ValidationError as error:
        names = ", ".join(f"AUDITOR_{str(fault['loc'][0]).upper()}" for fault in error.errors())
        values = ", ".join(repr(str(fault["input"])) for fault in error.errors())
        raise UsageError(
            f"the environment variable {names} cannot be used (found {values})", remedy="Correct it or unset it."
        ) from error


def with_policies(settings: Settings, policies: Path | None) -> Settings:
    """The settings with the policies that a command names, where it names any."""
    return settings.model_copy(update={"policies": str(policies.absolute())}) if policies else settings


def settings_file(config: Path | None, inventory: Path | None = None) -> Path | None:
    """The file that settings are read from: the one named, else the inventory folder's, else the current folder's."""
    candidates = [config] if config else [folder / "auditor.yaml" for folder in (inventory, Path()) if folder]
    return next((path for path in candidates if path.is_file()), None)


def config_words(config: Path | None, inventory: Path | None = None) -> str:
    """What to add to a command so that it reads the same settings: nothing where it would find them by itself."""
    chosen = settings_file(config, inventory)
    found_anyway = chosen is None or chosen.resolve() == Path("auditor.yaml").resolve()
    return "" if found_anyway else f" --config {shlex.quote(str(chosen))}"


def language_of(lang: Lang | None, settings: Settings) -> Literal["vi", "en"]:
    """The language of everything that is said in two: the option, else what the settings say."""
    if lang is None:
        return settings.lang
    return "en" if lang is Lang.EN else "vi"


def clocks_for(as_of: str | None, at: str | None) -> Clocks:
    """Both clocks from the command line. Raises UsageError for anything that is not a date or a zoned instant."""
    try:
        instant = datetime.datetime.fromisoformat(at) if at else datetime.datetime.now(datetime.UTC)
        day = datetime.date.fromisoformat(as_of) if as_of else None
    except ValueError as error:
        raise UsageError(f"--as-of or --at cannot be read: {error}") from error
    if instant.tzinfo is None:
        raise UsageError(f"--at {at}: an instant needs a time zone", remedy="For example 2026-11-22T08:00:00+07:00.")
    return Clocks(day or instant.astimezone(VIETNAM).date(), instant)


def say(text: str = "") -> None:
    """Words for a person, on stderr."""
    print(for_terminal(text), file=sys.stderr)


def show(text: str = "") -> None:
    """A result, on stdout."""
    print(for_terminal(text))


def wrapped(text: str, indent: str = "") -> str:
    """One paragraph as lines of at most 80 columns; every line but the first begins with `indent`. No word is cut."""
    return textwrap.fill(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, width: int = WIDTH) -> str:
    """A plain table no wider than `width`; the last column is cut with an ellipsis when it must be."""
    cells = [tuple(headings), *[tuple(str(cell) for cell in row) for row in rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(headings))]
    widths[-1] = max(8, min(widths[-1], width - sum(widths[:-1]) - 2 * (len(widths) - 1)))
    lines = ["  ".join(cut(cell, size).ljust(size) for cell, size in zip(row, widths, strict=True)) for row in cells]
    lines.insert(1, "  ".join("─" * size for size in widths))
    return "\n".join(line.rstrip() for line in lines)


def cut(text: str, size: int) -> str:
    """The text, ended by an ellipsis where it is longer than `size` letters."""
    return text if len(text) <= size else text[: size - 1] + "…"


def share(permille: int | None) -> str:
    """A share in permille as a percentage with one decimal, or a dash when there was nothing to divide."""
    return "–" if permille is None else f"{permille / 10:.1f} %"

"""Makes a part of a plan in one format and language: the one place that asks a room for its pages."""

from collections.abc import Callable, Mapping
from importlib import import_module

from auditor.model.base import Document, canonical
from auditor.pages.formats import TABLE
from auditor.plan.run import PlanRun
from auditor.plan.verbs import Screen
from auditor.text.words import Language

Made = bytes | Screen | Document
Maker = Callable[[PlanRun, Language], Made]


def made(run: PlanRun, part: str, format_: str, language: Language) -> Made:
    """The bytes of a file, what a terminal is shown, or the part as the document that JSON writes.

    Raises the errors of the room, ReportError when a file cannot be made.
    """
    formats: Mapping[str, Maker] = import_module(f"auditor.plan.{part}.pages").FORMATS
    if format_ in formats:
        return formats[format_](run, language)
    document = getattr(run, part)
    if not isinstance(document, Document):
        raise TypeError(f"the part {part!r} is no document")
    return document


def content(found: Made) -> bytes:
    """What was made as the bytes of a file. Raises TypeError for what only a terminal is shown."""
    if isinstance(found, Screen):
        raise TypeError(f"the format {TABLE!r} is shown and not written")
    if isinstance(found, bytes):
        return found
    return canonical(found.model_dump(mode="json", by_alias=True)) + b"\n"


def deliver(run: PlanRun, part: str, format_: str, language: Language) -> bytes:
    """The content of a file. Raises as `made` and `content`."""
    return content(made(run, part, format_, language))


def refuse(run: PlanRun, part: str, language: Language) -> None:
    """Raises what makes the verb fail after it has shown what there is, where a room says so by `refuse`."""
    pages = import_module(f"auditor.plan.{part}.pages")
    if hasattr(pages, "refuse"):
        pages.refuse(run, language)

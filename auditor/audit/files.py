"""Where pages go, and how they are written: whole or not at all, those of the labelled world for their owner alone."""

import os
from pathlib import Path

from auditor.errors import ReportError, UsageError
from auditor.model.settings import Settings
from auditor.model.store_url import StoreUrl
from auditor.model.vocab.secrecy import Label

REPORTS = "reports"


def place_for(name: str, label: Label, settings: Settings) -> Path:
    """Where a page goes that was given no place: `reports`, or beside the labelled store what is about its world.

    Raises UsageError where that store is no file.
    """
    if label.is_open:
        return Path(REPORTS) / name
    store = StoreUrl.of(settings.restricted_store).file
    if store is None:
        raise UsageError(
            "a page about labelled things has no place of its own here",
            remedy="Name one inside their own network with -o.",
        )
    return store.parent / REPORTS / name


def write_file(path: Path, content: bytes, label: Label = Label.NONE) -> None:
    """Write a whole file or nothing: a full disk leaves no half page behind. Under a label it and folders made for it
    are for their owner alone. Raises ReportError.
    """
    part = path.with_name(path.name + ".part")
    folder_mode, file_mode = (0o777, 0o666) if label.is_open else (0o700, 0o600)
    try:
        for folder in reversed([place for place in path.parents if not place.exists()]):
            folder.mkdir(mode=folder_mode, exist_ok=True)
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, file_mode), "wb") as file:
            file.write(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ReportError(f"{path} cannot be written: {error.strerror or error}") from error

"""Where pages go, and how they are written: whole or not at all, those of the labelled world for their owner alone."""

from pathlib import Path

from auditor.errors import ReportError, UsageError
from auditor.model.settings import Settings
from auditor.model.store_url import StoreUrl
from auditor.model.vocab.secrecy import Label
from auditor.writing import OPEN, OWN, write_whole

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
    """Write a whole file or nothing: a full disk leaves no half page behind, and a link is replaced, not followed.
    Under a label it and folders made for it are for their owner alone. Raises ReportError.
    """
    folder_mode, file_mode = (0o777, OPEN) if label.is_open else (0o700, OWN)
    try:
        for folder in reversed([place for place in path.parents if not place.exists()]):
            folder.mkdir(mode=folder_mode, exist_ok=True)
        write_whole(path, content, file_mode)
    except OSError as error:
        raise ReportError(f"{path} cannot be written: {error.strerror or error}") from error

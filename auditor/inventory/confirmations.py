"""`confirmations.yaml` of an inventory folder: which clauses its officers compared with the original."""

from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

import yaml
from pydantic import ValidationError

from auditor.errors import InventoryError, Problem
from auditor.inventory.document import SingleFile, read_document
from auditor.inventory.explain import Fault
from auditor.model.confirmation import Confirmation, Confirmations
from auditor.writing import OPEN, write_whole

FILE_NAME = "confirmations.yaml"


@dataclass(frozen=True, slots=True)
class ToldConfirmations:
    """What the file says, in its order, and the file, so that what is wrong with one is told with its line."""

    entries: tuple[Confirmation, ...] = ()
    source: SingleFile | None = None

    def problem(self, number: int, fault: Fault) -> Problem:
        """A fault of one of them, counted from 0."""
        place = Fault(("confirmations", number, *fault.loc), fault.message, fault.value, fault.remedy)
        return self.source.problem(place) if self.source else Problem(None, None, "", fault.message, fault.value)


NONE_TOLD = ToldConfirmations()


def load_confirmations(folder: Path) -> ToldConfirmations:
    """None where the folder has no such file. Raises InventoryError with every fault of form."""
    path = folder / FILE_NAME
    if not path.exists() and not path.is_symlink():
        return NONE_TOLD
    told, source = read_document(path, Confirmations, InventoryError)
    return ToldConfirmations(told.confirmations, source)


_HEAD = "# Clauses that officers of the province compared with the original; `auditor law confirm` adds to it.\n"


def add_confirmation(folder: Path, new: Confirmation) -> Path:
    """Adds one to the file, whose text stays as it is, and returns the path.

    Raises InventoryError when the file cannot be read, written or added to, or has the same one already.
    """
    path, told = folder / FILE_NAME, load_confirmations(folder)
    if any(_same(one, new) for one in told.entries):
        what = f"{new.by} confirmed {new.clause} on {new.date} already"
        raise InventoryError([Problem(path, None, "confirmations", what, new.clause)])
    before = path.read_text(encoding="utf-8") if told.source else f"{_HEAD}confirmations:\n"
    row = new.model_dump(mode="python", exclude_defaults=True)
    lines = yaml.safe_dump([row | {"readings": list(new.readings)}], allow_unicode=True, sort_keys=False, width=1000)
    text = before.rstrip("\n") + "\n" + indent(lines, "  ")
    if _read(text) != (*told.entries, new):
        remedy = f"Write its list with one entry a line, or add this one by hand:\n{indent(lines, '  ')}"
        raise InventoryError([Problem(path, None, "confirmations", "nothing can be added to the file", "", remedy)])
    try:
        write_whole(path, text.encode(), OPEN)
    except OSError as error:
        raise InventoryError([Problem(path, None, "", f"cannot be written: {error.strerror}")]) from error
    return path


def _same(one: Confirmation, other: Confirmation) -> bool:
    keys = {"instrument", "clause", "by", "date", "readings"}
    return one.model_dump(include=keys) == other.model_dump(include=keys)


def _read(text: str) -> tuple[Confirmation, ...]:
    try:
        return Confirmations.model_validate(yaml.safe_load(text)).confirmations
    except (yaml.YAMLError, ValidationError):
        return ()

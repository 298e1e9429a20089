"""What is wrong with one control's policy, told once and with its line: syntax, package, METADATA, law, foreign data.

The first fault of a control hides its others, since most of these are what the others follow from. No control's fault
hides another control's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from auditor.errors import PolicyError
from auditor.law.entries import instruments_named, transitions
from auditor.law.lines import first_fault, line_of, yaml_fault
from auditor.model.control import ControlMeta
from auditor.model.law import Instrument
from auditor.policy.build import NOT_WRITTEN, has_duty, in_its_family, metadata_of, no_duty
from auditor.policy.metadata import METADATA, metadata_lines, notes_of
from auditor.policy.module import Node, below, row_of
from auditor.policy.own import instruments, is_own
from auditor.policy.problem import PolicyProblem, opa_errors
from auditor.policy.syntax import syntax_tree
from auditor.resources import policies_dir

_SCHEMA = {"input": "schema.input"}
_SCHEMA_REMEDY = "Put `# schemas:` and `#   - input: schema.input` into its METADATA."
_METADATA_REMEDY = "`auditor policy new` shows the shape."
OWN_PREFIX = (
    "Begin it with three to eight letters of your own, as in ABC-01: two are for shipped controls, of every version."
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What controls are held against: listed instruments, names of tables, and whether they are one's own."""

    instruments: Mapping[str, Instrument]
    tables: frozenset[str]
    own: bool

    @classmethod
    def of(cls, root: Path) -> "Surroundings":
        """Raises PolicyError where the law of the folder cannot be read."""
        folders = (policies_dir(), root) if is_own(root) else (root,)
        tables = frozenset(path.stem for folder in folders for path in (folder / "params").glob("*.yaml"))
        return cls(instruments(root), tables, is_own(root))


class _FaultError(Exception):
    """The first fault of a policy: its line, what is wrong, and the remedy."""

    def __init__(self, row: int, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.row = row
        self.message = message
        self.remedy = remedy


def faults(root: Path, folders: Iterable[Path], opa: Path) -> dict[Path, PolicyProblem]:
    """The first fault of each control folder that has any; one id for two is a fault of the second.

    Raises PolicyError where the law of the folder cannot be read.
    """
    around = Surroundings.of(root)
    taken: dict[str, str] = {}
    found = {}
    for folder in folders:
        place = (folder / "policy.rego").relative_to(root).as_posix()
        try:
            _judge(folder, place, around, taken, opa)
        except _FaultError as fault:
            found[folder] = PolicyProblem(f"{place}:{fault.row}", fault.message, fault.remedy)
    return found


def require_faultless(root: Path, folders: Iterable[Path], opa: Path) -> None:
    """Raises PolicyError with the first fault of each of the folders that has one, with file and line."""
    found = faults(root, folders, opa).values()
    if found:
        raise PolicyError("\n".join(f"{root}/{problem}" for problem in found))


def _judge(folder: Path, place: str, around: Surroundings, taken: dict[str, str], opa: Path) -> None:
    """Raises _FaultError."""
    source = folder / "policy.rego"
    try:
        text = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _FaultError(1, f"cannot be read: {error}") from error
    tree = _tree(source, opa)
    _package(tree, folder)
    notes = _notes(text)
    line = _lines(text)
    control = _meta(folder, notes, line)
    _names(control, place, line, around, taken)
    if around.own and (policies_dir() / "controls" / control.family.value / control.name).exists():
        raise _FaultError(1, f"the shipped policies have controls/{control.family.value}/{control.name} too", _RENAME)
    _law(control, line, around.instruments)
    for name, parameter in control.params.items():
        if parameter.table and parameter.table not in around.tables:
            row = line("params", name, "table")
            raise _FaultError(row, f"there is no table {parameter.table!r} in params/", "Add it, or write a default.")
    _foreign(tree, control)


_RENAME = "Give its folder and its package another name."


def _tree(source: Path, opa: Path) -> Node:
    try:
        return syntax_tree(source, opa)
    except PolicyError as error:
        first = next(opa_errors(error), None)
        if first is None:
            raise _FaultError(1, error.message.splitlines()[-1]) from error
        raise _FaultError(first.row, first.message) from error


def _package(tree: Node, folder: Path) -> None:
    wanted = f"controls.{folder.parent.name}.{folder.name}"
    steps = [str(step["value"]) for step in tree["package"]["path"]]
    if ".".join(steps) != f"data.{wanted}":
        raise _FaultError(row_of(tree["package"]), f"its package must be {wanted}, as its path")


def _notes(text: str) -> dict[str, Any]:
    try:
        notes = notes_of(text)
    except yaml.YAMLError as error:
        row, words = yaml_fault(error)
        raise _FaultError(_first_row(text) + row, f"METADATA {words}") from error
    if not isinstance(notes, dict) or notes.get("scope") != "package" or not isinstance(notes.get("custom"), dict):
        row = max(_first_row(text), 1)
        raise _FaultError(row, "has no package METADATA with a custom block", _METADATA_REMEDY)
    if _SCHEMA not in (notes.get("schemas") or []):
        row = _first_row(text)
        raise _FaultError(row, "does not name schema.input, so a misspelt key would go unseen", _SCHEMA_REMEDY)
    return notes


def _first_row(text: str) -> int:
    """Line of the first METADATA, from 1; 0 where there is none."""
    return next((row for row, line in enumerate(text.splitlines(), start=1) if line == METADATA), 0)


Line = Callable[..., int]
"""The line of a policy at which a key of its METADATA's custom block stands, by the steps to it."""


def _lines(text: str) -> Line:
    written = "\n".join(metadata_lines(text))

    def line(*steps: str | int) -> int:
        return _first_row(text) + line_of(written, ("custom", *steps))

    return line


def _meta(folder: Path, notes: dict[str, Any], line: Line) -> ControlMeta:
    try:
        return metadata_of(folder.parent.name, folder.name, notes)
    except ValidationError as error:
        steps, words = first_fault(error)
        raise _FaultError(line(*steps), f"METADATA custom.{words}") from error


def _names(control: ControlMeta, place: str, line: Line, around: Surroundings, taken: dict[str, str]) -> None:
    written: list[tuple[str, tuple[str | int, ...]]] = [(control.id, ("id",))]
    written += [(name, ("aliases", at)) for at, name in enumerate(control.aliases)]
    written += [(name, ("formerly", at)) for at, name in enumerate(control.formerly)]
    for name, steps in written:
        if around.own and not is_own_id(name):
            raise _FaultError(line(*steps), f"{name} is a name for shipped controls", OWN_PREFIX)
        if name in taken:
            raise _FaultError(line(*steps), f"{name} names {taken[name]} too", "Give one of them another.")
    if not in_its_family(control):
        raise _FaultError(line("id"), f"{control.id} does not belong in the family folder {control.family.value}")
    taken |= {name: place for name, _ in written}


def is_own_id(name: str) -> bool:
    """Whether an id can only be one that a province gave: the prefix of a shipped one has two letters."""
    return len(name.partition("-")[0]) > _SHIPPED_LETTERS


_SHIPPED_LETTERS = 2


def _law(control: ControlMeta, line: Line, instruments: Mapping[str, Instrument]) -> None:
    for at, entry in enumerate(control.law):
        missing = [name for name in instruments_named(entry) if name not in instruments]
        if missing:
            words = f"{control.id} cites {missing[0]!r}, which law/instruments.yaml does not have"
            raise _FaultError(line("law", at, "instrument"), words, "`auditor law list` shows what there is.")
        if entry.confirmed:
            raise _FaultError(line("law", at, "confirmed"), f"{control.id} {NOT_WRITTEN}")
        try:
            transitions(entry, instruments)
        except PolicyError as error:
            raise _FaultError(line("law", at, "transition"), error.message, error.remedy) from error
    if not has_duty(control, instruments):
        raise _FaultError(line("law"), no_duty(control))


def _foreign(tree: Node, control: ControlMeta) -> None:
    """What a control reads of other controls, of their parameters, or of all that there is."""
    for node in below([tree.get("imports", []), tree.get("rules", [])]):
        if node.get("type") == "ref":
            _reference(node["value"], row_of(node), control)


def _reference(steps: Sequence[Node], row: int, control: ControlMeta) -> None:
    if steps[0].get("value") != "data" or steps[0].get("type") != "var":
        return
    names = [str(step.get("value")) if step.get("type") == "string" else "" for step in steps[1:3]]
    match names:
        case ["lib", *_]:
            return
        case ["params", name] if name == control.id:
            return
        case ["params", *_]:
            said = "a control reads its own parameters by its own id"
        case _:
            said = "a control depends on input, lib and its own parameters only"
    shown = ".".join(["data", *(name or "[…]" for name in names)])
    raise _FaultError(row, f"reads {shown}: {said}")

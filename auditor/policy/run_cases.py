"""Runs the cases of controls: compiles what was asked for, evaluates each case, compares whole lists of verdicts.

Chosen controls are compiled apart from all others, so that one unfinished control never stands in the way of a test.
"""

import difflib
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import yaml

from auditor.errors import AuditorError, NotFoundError, PolicyError
from auditor.model.control import ControlMeta
from auditor.policy.build import build
from auditor.policy.cases import Case, in_order, read_case, shown
from auditor.policy.catalogue import Catalogue, encoded_data, parameters
from auditor.policy.compiled import CompiledPolicies, load
from auditor.policy.engines import EngineName, open_local
from auditor.policy.engines.interface import ReloadableEngine
from auditor.policy.engines.ordering import ordered
from auditor.policy.faults import require_faultless
from auditor.policy.opa_binary import find_opa
from auditor.policy.own import control_folders_in, is_own, staged
from auditor.resources import policies_dir


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case on one engine. `difference` is empty when the verdicts were exactly the expected ones."""

    control: str
    path: Path
    engine: EngineName
    difference: str
    milliseconds: int

    @property
    def passed(self) -> bool:
        """True when nothing differed and nothing went wrong."""
        return not self.difference


@contextmanager
def chosen_policies(root: Path, names: Iterable[str]) -> Iterator[tuple[Path, CompiledPolicies]]:
    """A policies folder holding the named controls only (all when none is named), compiled afresh in a temporary place.

    A name is an id, an alias, a former id or `family/name`. Raises NotFoundError for a name no control has, PolicyError
    when the chosen controls do not compile.
    """
    folders = control_folders(root, names)
    if is_own(root):
        require_faultless(root, [folder for folder in folders if folder.is_relative_to(root)], find_opa())
    with staged(root, folders) as stage:
        try:
            build(stage)
        except PolicyError as error:
            words = error.message.replace(str(stage), str(root))
            raise PolicyError(words, remedy=error.remedy) from error
        yield stage, load(stage)


def control_folders(root: Path, names: Iterable[str]) -> list[Path]:
    """Folders of the named controls, or of all; found by text, so that one broken control hides no other.

    In a folder of one's own a shipped control may be named too.
    """
    available = control_folders_in(root)
    wanted = list(names)
    if not wanted:
        return available
    if is_own(root):
        available += control_folders_in(policies_dir())
    chosen: dict[Path, None] = {}
    for name in wanted:
        found = [folder for folder in available if _answers_to(folder, name)]
        if not found:
            raise NotFoundError(
                f"there is no control {name!r}", remedy="`auditor policy list` shows them all; family/name works too."
            )
        chosen |= dict.fromkeys(found)
    return list(chosen)


def _answers_to(folder: Path, name: str) -> bool:
    if name.strip("/") == f"{folder.parent.name}/{folder.name}":
        return True
    pattern = rf"^#.*\b(id|aliases|formerly)\"?:.*\b{re.escape(name.upper())}\b"
    return (
        re.search(pattern, (folder / "policy.rego").read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        is not None
    )


def run_cases(root: Path, compiled: CompiledPolicies, engine: EngineName) -> Iterator[CaseResult]:
    """Every case of every compiled control, in order of control and file name. One that cannot run has failed."""
    with ExitStack() as stack:
        runner = _Runner(compiled, engine, stack)
        for control in compiled.catalogue.controls:
            for path in case_files(root, control):
                yield runner.run(root, control, path)


def case_files(root: Path, control: ControlMeta) -> list[Path]:
    """The case files of a control in order of name."""
    return sorted((root / "controls" / control.family.value / control.name / "cases").glob("*.yaml"))


class _Runner:
    """Keeps one engine over all cases and gives it other data only when a case needs them."""

    def __init__(self, compiled: CompiledPolicies, engine_name: EngineName, stack: ExitStack) -> None:
        self._compiled = compiled
        self._engine_name = engine_name
        self._stack = stack
        self._engine: ReloadableEngine | None = None
        self._data = b""

    def run(self, root: Path, control: ControlMeta, path: Path) -> CaseResult:
        started = time.monotonic()
        try:
            case = read_case(root, control, path)
            difference = compare(case, self._engine_for(case).evaluate(case.input_bytes()))
        except AuditorError as error:
            difference = str(error)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            difference = f"{path.name}: the case is malformed: {type(error).__name__}: {error}"
        return CaseResult(control.id, path, self._engine_name, difference, round(1000 * (time.monotonic() - started)))

    def _engine_for(self, case: Case) -> ReloadableEngine:
        data = case_data(self._compiled.catalogue, case)
        if self._engine is None:
            self._engine = open_local(self._engine_name, self._compiled, data)
            self._stack.callback(self._engine.close)
        elif data != self._data:
            self._engine.replace_data(data)
        self._data = data
        return self._engine


def case_data(catalogue: Catalogue, case: Case) -> bytes:
    """`data` of the policies for one case: the catalogue, and the parameters of its date with its overrides."""
    values = parameters(catalogue, case.clocks.as_of, case.params)
    return encoded_data(catalogue.encoded, orjson.dumps(values, option=orjson.OPT_SORT_KEYS))


def compare(case: Case, verdicts: list[dict[str, Any]]) -> str:
    """What differs between the expected and the real verdicts, as a readable text; empty when nothing does."""
    problems = [
        f"a verdict of another control: {verdict['control']}"
        for verdict in verdicts
        if verdict["control"] != case.control.id
    ]
    expected, actual = _expected(case), comparable(verdicts, case.control)
    if expected != actual:
        problems.append(difference(expected, actual, "expected", "what the policies say"))
    status = stated_status(case.path)
    if not problems and status not in {entry.get("status") for entry in expected}:
        problems.append(f"the file's name says {status or 'no known status'}, but no expected verdict has that status")
    return "\n".join(problems)


def agrees(case: Case, verdicts: list[dict[str, Any]]) -> bool:
    """Whether verdicts are what a case expects; `compare` says how they differ."""
    return _expected(case) == comparable(verdicts, case.control)


def _expected(case: Case) -> list[Any]:
    return in_order([ordered(dict(entry)) for entry in case.expect])


def comparable(verdicts: list[dict[str, Any]], control: ControlMeta) -> list[Any]:
    """Raw verdicts as cases write them, in canonical order."""
    return in_order([ordered(shown(verdict, control)) for verdict in verdicts])


_STATUSES = ("pass", "fail", "warn", "unknown", "not_applicable", "not_in_force", "manual", "error")


def stated_status(path: Path) -> str:
    """The status a case's file name begins with, or an empty string."""
    return next((status for status in _STATUSES if path.name.startswith(f"{status}_")), "")


def difference(one: list[Any], other: list[Any], name: str, other_name: str) -> str:
    """How two lists of verdicts differ, as a person reads it."""
    return "\n".join(difflib.unified_diff(_lines(one), _lines(other), name, other_name, lineterm="", n=2))


def _lines(verdicts: list[Any]) -> list[str]:
    text: str = yaml.safe_dump(verdicts, allow_unicode=True, sort_keys=False, width=140, default_flow_style=None)
    return text.splitlines()

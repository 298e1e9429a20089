"""Judges the mutants of one control: caught by a case, excused by equal verdicts everywhere, or a survivor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from auditor.errors import AuditorError, EngineError, PolicyError
from auditor.model.control import ControlMeta
from auditor.policy.build import control_of
from auditor.policy.cases import Case, in_order, read_case
from auditor.policy.catalogue import Catalogue
from auditor.policy.engines.ordering import ordered
from auditor.policy.engines.wasm import WasmEngine
from auditor.policy.metadata import notes_of
from auditor.policy.mutants.basis import basis_of
from auditor.policy.mutants.compile import compile_together
from auditor.policy.mutants.edits import Mutant, mutants_of
from auditor.policy.mutants.generate import Generated, Generator, starts_of
from auditor.policy.mutants.notes import note_edits
from auditor.policy.mutants.rego import rule_edits
from auditor.policy.mutants.report import ControlMutants, Judged, judged
from auditor.policy.run_cases import agrees, case_data, case_files, comparable, compare, difference
from auditor.policy.syntax import syntax_tree

DOCUMENTS = 500
"""Generated documents on which a mutant that no case catches must give the policy's own verdicts to be excused."""
_TOGETHER = 100
"""Mutants compiled at once."""
_ORIGINAL = "original"
_ABORTED: list[Any] = [{"status": "aborted"}]

Verdicts = list[Any]
"""Raw verdicts; `_ABORTED` where there are none."""


def judge_control(
    root: Path, catalogue: Catalogue, control: ControlMeta, opa: Path, *, documents: int = DOCUMENTS
) -> ControlMutants:
    """What becomes of every mutant of one control. Raises PolicyError when one of its own cases differs already."""
    source = root / "controls" / control.family.value / control.name / "policy.rego"
    text, tree = source.read_text(encoding="utf-8"), syntax_tree(source, opa)
    mutants = mutants_of(text, rule_edits(text, tree) + note_edits(text))
    paths = case_files(root, control)
    rules = {f"mutant_{number}": one for number, one in enumerate(mutants) if not one.in_metadata}
    modules = _modules(root, control, {_ORIGINAL: text} | {name: one.text for name, one in rules.items()}, opa)
    first = next(modules)
    original = _Policy(first[0], catalogue, control, _ORIGINAL)
    generator = Generator(root, control, starts_of(root, paths), tree)
    judge = _Judge(root, original, [read_case(root, control, path) for path in paths], generator, documents)
    fates = {mutant: judge.fate(mutant, policy) for mutant, policy in _of_metadata(original, mutants)}
    for engine, names in chain([first], modules):
        for name in names:
            if name != _ORIGINAL:
                fates[rules[name]] = judge.fate(rules[name], original.named(name, engine))
    return ControlMutants(
        control.id,
        source.relative_to(root).as_posix(),
        len(paths),
        len(mutants) - len(fates),
        tuple(fates[mutant] for mutant in mutants if mutant in fates),
        basis_of(root, control),
    )


class _Engine:
    """An engine on one module, whose data are replaced only when they differ."""

    def __init__(self, module: bytes) -> None:
        self._module = module
        self._engine: WasmEngine | None = None
        self._data = b""

    def verdicts(self, data: bytes, document: bytes) -> Verdicts:
        """The raw verdicts of a document, with these data, in the module's order."""
        if self._engine is None:
            self._engine = WasmEngine(self._module, data)
        elif data != self._data:
            self._engine.replace_data(data)
        self._data = data
        try:
            found: Verdicts = self._engine.evaluate(document)
        except EngineError:  # aborted, or an answer that is no verdict at all, as a mutant may give
            return _ABORTED
        return found


@dataclass(frozen=True, slots=True)
class _Policy:
    """A policy of a module under the name it was compiled by, with the METADATA it is judged by."""

    engine: _Engine
    catalogue: Catalogue
    control: ControlMeta
    name: str
    _data: dict[str, bytes] = field(default_factory=dict, compare=False)
    """Data of the policies by the day and parameters of a case."""

    def verdicts(self, asked: "_Asked") -> Verdicts:
        """What it says of a document."""
        if asked.world not in self._data:
            alone = replace(self.catalogue, controls=(self.control.model_copy(update={"name": self.name}),))
            self._data[asked.world] = case_data(alone, asked.case)
        return self.engine.verdicts(self._data[asked.world], asked.document)

    def named(self, name: str, engine: _Engine) -> "_Policy":
        """A policy of the same METADATA in another module."""
        return _Policy(engine, self.catalogue, self.control, name)


class _Asked:
    """A case's document, ready to be put to many policies."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.document = case.input_bytes()
        self.world = f"{case.clocks.as_of} {case.params}"
        """Equal for cases that are judged with equal data."""


def _equal(one: Verdicts, other: Verdicts) -> bool:
    """Whether two raw answers say the same; their sets come in no fixed order."""
    return one == other or _ordered(one) == _ordered(other)


def _ordered(verdicts: Verdicts) -> Verdicts:
    return verdicts if verdicts is _ABORTED else in_order([ordered(verdict) for verdict in verdicts])


def _modules(
    root: Path, control: ControlMeta, texts: Mapping[str, str], opa: Path
) -> Iterator[tuple[_Engine, list[str]]]:
    """Engines on modules of many policies, with the names of those in each that compile. Raises PolicyError when the
    first, which is the control's own, does not.
    """
    names = list(texts)
    for at in range(0, len(names), _TOGETHER):
        together = names[at : at + _TOGETHER]
        module, refused = compile_together(opa, root, control, {name: texts[name] for name in together})
        if names[0] in refused:
            raise PolicyError(f"{control.id} does not compile", remedy="`auditor policy check` says why.")
        yield _Engine(module), [name for name in together if name not in refused]


def _of_metadata(original: _Policy, mutants: tuple[Mutant, ...]) -> Iterator[tuple[Mutant, _Policy]]:
    """Mutants of METADATA that are a control's: policies with the rules of the original."""
    for mutant in (one for one in mutants if one.in_metadata):
        try:
            changed = control_of(original.control.family.value, original.control.name, notes_of(mutant.text))
        except PolicyError:
            continue
        yield mutant, _Policy(original.engine, original.catalogue, changed, original.name)


class _Judge:
    """Tries mutants of one control on its cases and, where none catches one, on further documents."""

    def __init__(self, root: Path, original: _Policy, cases: list[Case], generator: Generator, documents: int) -> None:
        self._root = root
        self._original = original
        self._generator = generator
        self._documents = documents
        self._cases = [(asked, self._own(asked)) for asked in map(_Asked, cases)]

    def fate(self, mutant: Mutant, policy: _Policy) -> Judged:
        """What becomes of one mutant."""
        unlike: tuple[Case, Verdicts, Verdicts] | None = None
        for at, (asked, own) in enumerate(self._cases):
            said = policy.verdicts(asked)
            if _equal(said, own):
                continue
            if said is _ABORTED or not agrees(asked.case, said):
                self._cases.insert(0, self._cases.pop(at))  # what catches one often catches the next
                return judged(mutant, "caught", asked.case.path.name)
            unlike = unlike or (asked.case, own, said)  # in what cases do not show: the duties and the law it names
        if unlike:
            return judged(mutant, "survived", unlike[0].path.name, difference=_words(*unlike))
        for generated, asked, own in self._further:
            if not _equal(policy.verdicts(asked), own):
                return self._survivor(mutant, policy, generated)
        return judged(mutant, "excused")

    def _own(self, asked: _Asked) -> Verdicts:
        """What the policy itself says of a case. Raises PolicyError unless it is what the case expects."""
        said, case = self._original.verdicts(asked), asked.case
        wrong = "the evaluation was aborted" if said is _ABORTED else compare(case, said)
        if wrong:
            raise PolicyError(
                f"{case.control.id}: {case.path.name} differs before anything is changed:\n{wrong}",
                remedy="Mend it first: `auditor policy test` shows all that differ.",
            )
        return said

    @cached_property
    def _further(self) -> list[tuple[Generated, _Asked, Verdicts]]:
        """Base documents and generated ones with the policy's own verdicts. Those with the same day and parameters
        follow each other, so that engines take other data seldom.
        """
        made = [*self._generator.bases, *self._generator.documents(self._documents)]
        ready = sorted(((one, _Asked(case)) for one, case in made), key=lambda pair: pair[1].world)
        return [(generated, asked, self._original.verdicts(asked)) for generated, asked in ready]

    def _survivor(self, mutant: Mutant, policy: _Policy, generated: Generated) -> Judged:
        """Told with as few changes of a base document as still tell the mutant apart."""
        generated = generated.from_base(policy.control)
        for change in reversed(generated.changes):
            fewer = generated.without(change)
            if self._tells(policy, fewer):
                generated = fewer
        case = generated.case(self._root, policy.control)
        own, said = (one.verdicts(_Asked(case)) for one in (self._original, policy))
        expected = [] if own is _ABORTED else comparable(own, case.control)
        written = generated.raw(policy.control) | {"expect": expected}
        words, name = _words(case, own, said), generated.start.path.name
        return judged(mutant, "survived", name, case=written, difference=words, changes=generated.changes)

    def _tells(self, policy: _Policy, generated: Generated) -> bool:
        """Whether a document tells a mutant apart; one that cannot be made without a change does not."""
        try:
            asked = _Asked(generated.case(self._root, policy.control))
        except (AuditorError, KeyError, TypeError, AttributeError, ValueError):
            return False
        return not _equal(self._original.verdicts(asked), policy.verdicts(asked))


def _words(case: Case, own: Verdicts, said: Verdicts) -> str:
    """How a mutant's verdicts differ, in the form of cases unless only what these leave out does."""
    one, other = (verdicts if verdicts is _ABORTED else comparable(verdicts, case.control) for verdicts in (own, said))
    if one == other:
        one, other = _ordered(own), _ordered(said)
    return difference(one, other, "the policy", "the mutant")

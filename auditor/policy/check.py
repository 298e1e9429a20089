"""What `opa` cannot see of a policies folder, and what it can: shape, schema, metadata, format, types, unit tests.

Nothing here stops at the first fault; every one found is reported at once. Compiled policies are part of the folder,
so they are held, byte for byte, against what its sources compile to now.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from auditor.errors import AuditorError, PolicyError
from auditor.law.read import read_rows
from auditor.law.rows import ROWS_REMEDY, problems
from auditor.model.control import ControlMeta
from auditor.model.facts import KINDS
from auditor.model.policy_input import schema
from auditor.model.vocab.controls import ControlFamily
from auditor.policy.absence import absences
from auditor.policy.build import catalogue_document, compiled_files, run_opa
from auditor.policy.cases import read_case
from auditor.policy.catalogue import Catalogue
from auditor.policy.compiled import parse_catalogue, policy_sources
from auditor.policy.hoisted import HOISTED_REMEDY, hoisted
from auditor.policy.membership import MEMBERSHIP_REMEDY, slow_tests
from auditor.policy.opa_binary import find_opa
from auditor.policy.reads import FIELDS_REMEDY, KINDS_REMEDY, Library, read_library, unnamed_fields, unnamed_kinds
from auditor.policy.run_cases import case_files
from auditor.policy.situations import missing_situations

FORBIDDEN = re.compile(
    r"(http|time|rand|crypto|io\.jwt|opa|semver|units|uuid|graphql|providers\.aws|rego)\..*"
    r"|net\.(lookup_ip_addr|cidr_expand|cidr_merge|cidr_contains_matches)|sprintf|print|trace|json\.patch|regex\.find_n"
    r"|object\.subset|json\.(match_schema|verify_schema)"
)
"""Builtins that read a clock, the network or chance, or that OPA's WebAssembly leaves to its host."""

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_PARAMS = re.compile(r"data\.params\[\"([^\"]*)\"\]|data\.params\b(?!\[\")")
_OTHERS = re.compile(r"\bdata\.(controls|catalogue|main)\b")
_SOURCES = ("main", "lib", "controls")


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """One fault of the policies folder: where, what, how to mend it. A warning does not make the check fail."""

    place: str
    message: str
    remedy: str = ""
    warning: bool = False

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}"
        return f"{text}. {self.remedy}" if self.remedy else text


def check(root: Path, *, opa: Path | None = None) -> list[PolicyProblem]:
    """Every fault of a policies folder, worst first. Raises ToolError when there is no OPA to check with."""
    binary = opa or find_opa()
    library = _library(root, binary)
    found = [*_shape(root), *_schema_file(root), *_capabilities(root), *_opa(root, binary)]
    found += [*_controls(root, library, binary), *_memberships(root, binary)]
    found += [*_absences(root, library, binary), *_hoisted(root, library, binary), *_compiled(root, binary)]
    return sorted(found, key=lambda problem: problem.warning)


def schema_bytes() -> bytes:
    """`schemas/input.json` as the models of this version make it."""
    return json.dumps(schema(), indent=1).encode() + b"\n"


def update_schema(root: Path) -> bool:
    """Write `schemas/input.json` when it is older than the models; True when it was."""
    if not list(_schema_file(root)):
        return False
    (root / "schemas").mkdir(exist_ok=True)
    (root / "schemas" / "input.json").write_bytes(schema_bytes())
    return True


def _shape(root: Path) -> Iterator[PolicyProblem]:
    families = {family.value for family in ControlFamily}
    for family in sorted((root / "controls").iterdir()):
        if not family.is_dir() or family.name not in families:
            yield PolicyProblem(f"controls/{family.name}", "is no family", f"Families: {', '.join(sorted(families))}")
            continue
        for folder in sorted(family.iterdir()):
            yield from _control_shape(folder, f"controls/{family.name}/{folder.name}")


def _control_shape(folder: Path, place: str) -> Iterator[PolicyProblem]:
    if not folder.is_dir() or not _NAME.match(folder.name):
        yield PolicyProblem(place, "is no control folder", "Use lower-case letters, digits and underscores.")
        return
    names = {entry.name for entry in folder.iterdir()}
    for name in sorted({"policy.rego", "cases"} - names):
        yield PolicyProblem(place, f"has no {name}")
    for name in sorted(names - {"policy.rego", "cases"}):
        yield PolicyProblem(f"{place}/{name}", "does not belong in a control folder")
    if "policy.rego" in names:
        yield from _source((folder / "policy.rego").read_text(encoding="utf-8"), folder, f"{place}/policy.rego")
    if (folder / "cases").is_dir():
        entries = sorted((folder / "cases").iterdir())
        yield from (
            PolicyProblem(f"{place}/cases/{e.name}", "is no .yaml file") for e in entries if e.suffix != ".yaml"
        )
        if not entries:
            yield PolicyProblem(f"{place}/cases", "is empty")


def _source(text: str, folder: Path, place: str) -> Iterator[PolicyProblem]:
    package = f"controls.{folder.parent.name}.{folder.name}"
    if not re.search(rf"^package {re.escape(package)}$", text, re.MULTILINE):
        yield PolicyProblem(place, f"its package must be {package}, as its path")
    if not re.search(r"^#\s+- input: schema\.input$", text, re.MULTILINE):
        yield PolicyProblem(place, "does not name schema.input, so a misspelt key would go unseen", _SCHEMA_REMEDY)
    ids = re.findall(r"^#\s+id: (\S+)$", text, re.MULTILINE)
    code = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for match in _PARAMS.finditer(code):
        if match[1] not in ids:
            yield PolicyProblem(place, f"reads {match[0]}: a control reads its own parameters by its own id")
    for match in _OTHERS.finditer(code):
        yield PolicyProblem(place, f"reads {match[0]}: a control depends on input, lib and its own parameters only")


_SCHEMA_REMEDY = "Put `# schemas:` and `#   - input: schema.input` into its METADATA."


def _schema_file(root: Path) -> Iterator[PolicyProblem]:
    try:
        current = orjson.loads((root / "schemas" / "input.json").read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        yield PolicyProblem("schemas/input.json", f"cannot be read: {error}", "Run `auditor policy build`.")
        return
    if current != schema():
        yield PolicyProblem("schemas/input.json", "is older than the models", "Run `auditor policy build`.")


def _capabilities(root: Path) -> Iterator[PolicyProblem]:
    try:
        allowed: dict[str, Any] = orjson.loads((root / "capabilities.json").read_bytes())
        names = [str(builtin["name"]) for builtin in allowed["builtins"]]
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as error:
        yield PolicyProblem("capabilities.json", f"cannot be read: {error}")
        return
    for name in names:
        if FORBIDDEN.fullmatch(name):
            yield PolicyProblem("capabilities.json", f"allows the builtin {name}")


def _opa(root: Path, opa: Path) -> Iterator[PolicyProblem]:
    sources = [str(root / name) for name in _SOURCES]
    strict = ["check", "--strict", "--schema", str(root / "schemas"), "--capabilities", str(root / "capabilities.json")]
    try:
        for line in run_opa(opa, "fmt", "--list", *sources).decode().splitlines():
            yield PolicyProblem(_relative(line, root), "is not in OPA's format", "Run `opa fmt -w` on it.")
    except PolicyError as error:
        yield PolicyProblem("opa fmt", _relative(error.message, root))
    try:
        run_opa(opa, *strict, *sources)
        run_opa(opa, "test", *(str(path) for path in [root / "lib", root / "main"]))
    except PolicyError as error:
        yield PolicyProblem("opa", _relative(error.message, root))


def _memberships(root: Path, opa: Path) -> Iterator[PolicyProblem]:
    for source in policy_sources(root):
        place = source.relative_to(root).as_posix()
        try:
            rows = sorted({test.row for test in slow_tests(source, opa)})
        except PolicyError:
            continue  # what does not parse is an error of its own
        for row in rows:
            yield PolicyProblem(f"{place}:{row}", "`x in xs` walks the whole collection each time", MEMBERSHIP_REMEDY)


def _absences(root: Path, library: Library | None, opa: Path) -> Iterator[PolicyProblem]:
    """What a control takes for a value although no look told it; the library's helpers have unit tests of their own."""
    if library is None:
        return
    for source in sorted((root / "controls").glob("*/*/policy.rego")):
        place = source.relative_to(root).as_posix()
        try:
            found = absences(source, library, opa)
        except PolicyError:
            continue  # what does not parse is an error of its own
        for absence in found:
            yield PolicyProblem(f"{place}:{absence.row}", absence.message, absence.remedy)


def _hoisted(root: Path, library: Library | None, opa: Path) -> Iterator[PolicyProblem]:
    """Denials in what all controls share that never hold where a look did not tell a field; of a control they are
    refused with all others that ask for a field.
    """
    if library is None:
        return
    for source in sorted([*(root / "lib").glob("*.rego"), *(root / "main").glob("*.rego")]):
        place = source.relative_to(root).as_posix()
        if source.name.endswith("_test.rego"):
            continue
        try:
            found = hoisted(source, library, opa)
        except PolicyError:
            continue  # what does not parse is an error of its own
        for denial in found:
            what = f"`not` never holds where `{denial.reference}` is absent: OPA works it out before it denies"
            yield PolicyProblem(f"{place}:{denial.row}", what, HOISTED_REMEDY)


def _library(root: Path, opa: Path) -> Library | None:
    try:
        return read_library(root / "lib", opa)
    except PolicyError:
        return None  # what does not parse is an error of its own


def _compiled(root: Path, opa: Path) -> Iterator[PolicyProblem]:
    """Stale, changed, foreign or missing compiled files, by comparison with a fresh build."""
    try:
        fresh = compiled_files(root, opa)
    except PolicyError as error:
        yield PolicyProblem("compiled", _relative(error.message, root), error.remedy)
        return
    folder = root / "compiled"
    found = {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}
    for name in sorted(fresh.keys() | found.keys()):
        if name not in fresh:
            yield PolicyProblem(f"compiled/{name}", "is nothing the sources compile to", "Remove it.")
        elif found.get(name) != fresh[name]:
            what = "differs from what the sources compile to" if name in found else "is missing"
            yield PolicyProblem(f"compiled/{name}", what, "Run `auditor policy build`.")


def _relative(text: str, root: Path) -> str:
    return text.replace(f"{root}/", "")


def _fields(root: Path, control: ControlMeta, library: Library | None, opa: Path) -> Iterator[PolicyProblem]:
    """Fields that needs name and no kind has, and fields and kinds that are read and that no need names."""
    place = f"controls/{control.family.value}/{control.name}"
    for need in control.needs:
        known = KINDS[need.kind].shape.model_fields if need.kind in KINDS else {}
        for field in sorted(set(need.fields) - set(known)):
            yield PolicyProblem(place, f"{control.id} needs {need.kind}.{field}, which no such look tells")
    for field in unnamed_fields(root / place / "policy.rego", control, library, opa) if library else ():
        yield PolicyProblem(place, f"{control.id} reads {field}, which it does not need", FIELDS_REMEDY)
    for kind in unnamed_kinds(root / place / "policy.rego", control, library, opa) if library else ():
        yield PolicyProblem(place, f"{control.id} reads looks of kind {kind}, which no need names", KINDS_REMEDY)


def _rows(root: Path, controls: Sequence[ControlMeta]) -> Iterator[PolicyProblem]:
    """What is wrong between the rows of law and the controls."""
    try:
        rows = read_rows(root)
    except PolicyError as error:
        yield PolicyProblem("law/rows.yaml", _relative(error.message, root), error.remedy)
        return
    for one in problems(rows, controls):
        yield PolicyProblem("law/rows.yaml", f"{one.place} {one.message}", ROWS_REMEDY, one.warning)


def _controls(root: Path, library: Library | None, opa: Path) -> Iterator[PolicyProblem]:
    try:
        catalogue: Catalogue = parse_catalogue(catalogue_document(root, opa))
    except AuditorError as error:
        yield PolicyProblem("controls", _relative(error.message, root), error.remedy)
        return
    yield from _rows(root, catalogue.controls)
    for control in catalogue.controls:
        place = f"controls/{control.family.value}/{control.name}"
        if not (root / place).is_dir():
            continue  # its package is not its path, which is an error of its own
        yield from _fields(root, control, library, opa)
        readable = True
        for path in case_files(root, control):
            try:
                read_case(root, control, path)
            except (AuditorError, KeyError, TypeError, AttributeError, ValueError) as error:
                readable = False
                yield PolicyProblem(f"{place}/cases/{path.name}", _relative(f"{type(error).__name__}: {error}", root))
        if readable:
            for missing in missing_situations(root, control):
                yield PolicyProblem(place, f"{control.id} has no case for: {missing}", warning=True)

"""What `opa` cannot see of a policies folder, and what it can: shape, schema, metadata, format, types, unit tests.

Nothing here stops at the first fault; every one found is reported at once. Compiled policies are part of the folder,
so they are held, byte for byte, against what its sources compile to now.
"""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from auditor.errors import AuditorError, PolicyError
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
from auditor.policy.faults import faults
from auditor.policy.hoisted import HOISTED_REMEDY, hoisted
from auditor.policy.membership import MEMBERSHIP_REMEDY, slow_tests
from auditor.policy.opa_binary import find_opa
from auditor.policy.own import FOLDERS, LAW, control_folders_in, is_own, rows, staged
from auditor.policy.problem import PolicyProblem, opa_errors
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
_ALL = "100000"
_SOURCES = ("main", "lib", "controls")


def check(root: Path, *, opa: Path | None = None, compiled: bool = True) -> list[PolicyProblem]:
    """Every fault of a policies folder, worst first; without `compiled` of its sources alone.

    Raises ToolError when there is no OPA to check with.

    A control that cannot be read or compiled has one fault and hides none of the others: what can be said only of the
    whole (unit tests, compiled files) is said of the rest, or not while there is such a control.
    """
    binary = opa or find_opa()
    found = [*_shape(root)]
    try:
        broken = faults(root, _control_folders(root), binary)
        with staged(root, [folder for folder in _control_folders(root) if folder not in broken]) as stage:
            uncompiled = list(_uncompiled(stage, binary))
            found += [*broken.values(), *uncompiled, *_staged_faults(stage, root, binary)]
    except PolicyError as error:
        return [*found, PolicyProblem(*_place_of(error, root), error.remedy)]
    if compiled and not broken and not uncompiled:
        found += _compiled(root, binary)
    return sorted(found, key=lambda problem: problem.warning)


def require_sound(root: Path) -> None:
    """Raises PolicyError with every error of a folder's sources, each with its file."""
    errors = [problem for problem in check(root, compiled=False) if not problem.warning]
    if errors:
        raise PolicyError("\n".join(f"{root}/{problem}" for problem in errors))


def _control_folders(root: Path) -> list[Path]:
    """Those whose place is one of a control; `_shape` tells the others."""
    families = {family.value for family in ControlFamily}
    folders = control_folders_in(root)
    return [folder for folder in folders if folder.parent.name in families and _NAME.match(folder.name)]


def _place_of(error: PolicyError, root: Path) -> tuple[str, str]:
    """Where a file of the folder is wrong, and what is."""
    place, colon, words = _relative(error.message, root).partition(": ")
    return (place, words) if colon else ("policies", place)


def _staged_faults(stage: Path, root: Path, opa: Path) -> Iterator[PolicyProblem]:
    """What is wrong with controls that compile, and with what they stand on where that is the folder's own."""
    library = _library(stage, opa)
    if not is_own(root):
        yield from [*_schema_file(root), *_capabilities(root), *_hoisted(stage, library, opa)]
    yield from [*_opa(stage, root, opa), *_controls(stage, root, library, opa)]
    yield from [*_memberships(stage, opa), *_absences(stage, library, opa)]


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
    if is_own(root):
        yield from _own_shape(root)
    families = {family.value for family in ControlFamily}
    if not (root / "controls").is_dir():
        yield PolicyProblem("controls", "is missing", "`auditor policy new` makes the folder of a control.")
        return
    for family in sorted((root / "controls").iterdir()):
        if not family.is_dir() or family.name not in families:
            yield PolicyProblem(f"controls/{family.name}", "is no family", f"Families: {', '.join(sorted(families))}")
            continue
        for folder in sorted(family.iterdir()):
            yield from _control_shape(folder, f"controls/{family.name}/{folder.name}")


def _own_shape(root: Path) -> Iterator[PolicyProblem]:
    """What does not belong beside controls of one's own: constitution and library are the shipped ones."""
    known = f"It holds {', '.join(FOLDERS)}."
    for entry in sorted(root.iterdir()):
        if entry.name not in FOLDERS and not entry.name.startswith(".") and entry.suffix != ".md":
            yield PolicyProblem(entry.name, "does not belong in a folder of one's own controls", known)
    for entry in sorted((root / "law").glob("*")):
        if entry.name not in {f"{name}.yaml" for name in LAW}:
            yield PolicyProblem(f"law/{entry.name}", "is no file of law", f"Files: {', '.join(LAW)}, each .yaml.")


def _control_shape(folder: Path, place: str) -> Iterator[PolicyProblem]:
    if not folder.is_dir() or not _NAME.match(folder.name):
        yield PolicyProblem(place, "is no control folder", "Use lower-case letters, digits and underscores.")
        return
    names = {entry.name for entry in folder.iterdir()}
    for name in sorted({"policy.rego", "cases"} - names):
        yield PolicyProblem(place, f"has no {name}")
    for name in sorted(names - {"policy.rego", "cases"}):
        yield PolicyProblem(f"{place}/{name}", "does not belong in a control folder")
    if (folder / "cases").is_dir():
        entries = sorted((folder / "cases").iterdir())
        yield from (
            PolicyProblem(f"{place}/cases/{e.name}", "is no .yaml file") for e in entries if e.suffix != ".yaml"
        )
        if not entries:
            yield PolicyProblem(f"{place}/cases", "is empty")


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


def _uncompiled(stage: Path, opa: Path) -> Iterator[PolicyProblem]:
    """The first fault of each file that does not compile. Controls that have one are taken out of the stage.

    OPA ends with the first of its stages that finds anything, so it is asked until it finds nothing more.
    """
    strict = ["check", "--strict", "--format", "json", "--max-errors", _ALL]
    strict += ["--schema", "schemas", "--capabilities", "capabilities.json"]
    while True:
        try:
            run_opa(opa, *strict, *_SOURCES, cwd=stage)
        except PolicyError as error:
            refused = {one.file: one for one in reversed(list(opa_errors(error)))}
            if not refused:
                yield PolicyProblem("opa", _relative(error.message, stage), error.remedy)
        else:
            return
        for file, one in sorted(refused.items()):
            yield PolicyProblem(f"{file}:{one.row}", one.message, _remedy(one.message))
        controls = [stage / file for file in refused if file.startswith("controls/")]
        if not controls:
            return  # what all stand on does not compile, and nothing else can be said
        for path in controls:
            shutil.rmtree(path.parent)


def _remedy(message: str) -> str:
    """What to do about a builtin that is not among the permitted ones."""
    name = message.rpartition("undefined function ")[2]
    return f"No policy may call {name}; capabilities.json lists what it may." if FORBIDDEN.fullmatch(name) else ""


def _opa(stage: Path, root: Path, opa: Path) -> Iterator[PolicyProblem]:
    try:
        for line in run_opa(opa, "fmt", "--list", *_SOURCES, cwd=stage).decode().splitlines():
            yield PolicyProblem(line, "is not in OPA's format", "Run `opa fmt -w` on it.")
    except PolicyError as error:
        yield PolicyProblem("opa fmt", _relative(error.message, stage))
    if is_own(root):
        return
    try:
        run_opa(opa, "test", "lib", "main", cwd=stage)
    except PolicyError as error:
        yield PolicyProblem("opa", _relative(error.message, stage))


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
    build = f"Run `auditor policy build{f' --policies {root}' if is_own(root) else ''}`."
    found = {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}
    for name in sorted(fresh.keys() | found.keys()):
        if name not in fresh:
            yield PolicyProblem(f"compiled/{name}", "is nothing the sources compile to", "Remove it.")
        elif found.get(name) != fresh[name]:
            what = "differs from what the sources compile to" if name in found else "is missing"
            yield PolicyProblem(f"compiled/{name}", what, build)


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
    """What is wrong between the rows of law and the controls. A folder of one's own may do without any."""
    if is_own(root) and not (root / "law" / "rows.yaml").exists():
        return
    try:
        found = problems(rows(root), controls)
    except PolicyError as error:
        yield PolicyProblem(*_place_of(error, root), error.remedy)
        return
    for one in found:
        yield PolicyProblem("law/rows.yaml", f"{one.place} {one.message}", ROWS_REMEDY, one.warning)


def _controls(stage: Path, origin: Path, library: Library | None, opa: Path) -> Iterator[PolicyProblem]:
    try:
        catalogue: Catalogue = parse_catalogue(catalogue_document(stage, opa))
    except AuditorError as error:
        yield PolicyProblem("controls", _relative(error.message, stage), error.remedy)
        return
    yield from _rows(origin, catalogue.controls)
    for control in catalogue.controls:
        place = f"controls/{control.family.value}/{control.name}"
        yield from _fields(stage, control, library, opa)
        readable = True
        for path in case_files(stage, control):
            try:
                read_case(stage, control, path)
            except (AuditorError, KeyError, TypeError, AttributeError, ValueError) as error:
                readable = False
                yield PolicyProblem(f"{place}/cases/{path.name}", _relative(f"{type(error).__name__}: {error}", stage))
        if readable:
            for missing in missing_situations(stage, control):
                yield PolicyProblem(place, f"{control.id} has no case for: {missing}", warning=True)

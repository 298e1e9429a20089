"""Compiles the policies once: metadata to a catalogue, Rego to WebAssembly and to a plain bundle.

The only module that runs OPA's compiler. `-O` is not used: OPA 1.22.2 fails with it on `x := a in b`.
"""

import datetime
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import yaml
from pydantic import ValidationError

from auditor.errors import PolicyError
from auditor.law.entries import in_force, instruments_named, rules_of, transitions
from auditor.law.read import read_instruments
from auditor.model.base import digest
from auditor.model.control import ControlMeta
from auditor.model.law import Instrument
from auditor.model.vocab.controls import FAMILY_CODES
from auditor.policy.compiled import parse_catalogue, source_digests
from auditor.policy.opa_binary import find_opa
from auditor.policy.own import whole
from auditor.resources import policies_dir

REVIEWED_ON = datetime.date(2026, 11, 28)
"""The day the catalogue was last read against the law; every control must have a duty in force on it."""

NOT_WRITTEN = "says that a clause is confirmed, which only a province's confirmations.yaml can"

_ENTRYPOINTS = ("main/verdicts", "main/scope")


def build(root: Path | None = None, output: Path | None = None, *, opa: Path | None = None) -> Path:
    """Compile the policies folder into `compiled/` (or `output`) and return that folder.

    Raises PolicyError with OPA's own words when a policy does not compile, or naming the control whose metadata is
    wrong.
    """
    root = root or policies_dir()
    output = output or root / "compiled"
    files = compiled_files(root, opa or find_opa())
    output.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (output / name).write_bytes(content)
    return output


def compiled_files(root: Path, opa: Path) -> dict[str, bytes]:
    """Content by file name of what `compiled/` must hold; equal sources give equal bytes wherever the folder lies.

    Of controls of one's own it is what they are with all shipped ones. The manifest comes last, so that a build cut
    short is refused when it is read. Raises PolicyError as `build` does.
    """
    sources = source_digests(root)
    with whole(root) as stage:
        catalogue = catalogue_document(stage, opa)
        wasm, bundle = compile_wasm(opa, stage), _compile_rego(opa, stage)
    files = {
        "policy.wasm": wasm,
        "bundle.tar.gz": bundle,
        "catalogue.json": orjson.dumps(catalogue, option=orjson.OPT_SORT_KEYS),
    }
    manifest = {
        "digest": digest(sources),
        "sources": sources,
        "files": {name: digest(content) for name, content in files.items()},
    }
    written = orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
    return files | {"manifest.json": written}


def catalogue_document(root: Path, opa: Path) -> dict[str, Any]:
    """The catalogue as JSON, checked: every control typed, its law known and in force on `REVIEWED_ON`, no id taken
    twice.
    """
    instruments = _instruments(root)
    controls = sorted(_controls(root, opa), key=lambda control: control.id)
    _check_ids(controls)
    for control in controls:
        _check_law(control, instruments)
    tables = {path.stem: _table(path) for path in sorted((root / "params").glob("*.yaml"))}
    document: dict[str, Any] = {
        "controls": [control.model_dump(mode="json", by_alias=True, exclude_defaults=True) for control in controls],
        "instruments": [instrument.model_dump(mode="json") for instrument in instruments.values()],
        "tables": tables,
    }
    parse_catalogue(document)
    return document


def _controls(root: Path, opa: Path) -> list[ControlMeta]:
    inspected = orjson.loads(run_opa(opa, "inspect", "-a", "-f", "json", str(root / "controls")))
    found = []
    for entry in inspected.get("annotations", []):
        notes = entry["annotations"]
        if notes.get("scope") == "package" and "custom" in notes:
            path = [step["value"] for step in entry["path"]]
            found.append(control_of(path[2], path[3], notes))
    packages = set(inspected.get("namespaces", {}))
    described = {f"data.controls.{control.family}.{control.name}" for control in found}
    if missing := sorted(packages - described):
        raise PolicyError(
            f"{missing[0]} has no package METADATA with a custom block", remedy="`auditor policy new` shows the shape."
        )
    return found


def control_of(family: str, name: str, notes: dict[str, Any]) -> ControlMeta:
    """A control from its METADATA. Raises PolicyError naming the key that is wrong."""
    try:
        return metadata_of(family, name, notes)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise PolicyError(f"controls/{family}/{name}/policy.rego: METADATA custom.{where}: {first['msg']}") from error


def metadata_of(family: str, name: str, notes: dict[str, Any]) -> ControlMeta:
    """The same. Raises ValidationError."""
    return ControlMeta.model_validate(
        {**notes["custom"], "family": family, "name": name, "title": notes.get("title", "")}
    )


def in_its_family(control: ControlMeta) -> bool:
    """Whether an id is one of its folder's. Those of a province's own say nothing of a family."""
    prefix = control.id.partition("-")[0]
    return len(prefix) > len(FAMILY_CODES[control.family][0]) or prefix in FAMILY_CODES[control.family]


def _check_ids(controls: list[ControlMeta]) -> None:
    taken: dict[str, str] = {}
    for control in controls:
        if not in_its_family(control):
            raise PolicyError(f"{control.id} does not belong in the family folder {control.family.value}")
        for name in (control.id, *control.aliases, *control.formerly):
            if name in taken:
                raise PolicyError(f"{name} names both {taken[name]} and {control.id}")
            taken[name] = control.id


def _check_law(control: ControlMeta, instruments: dict[str, Instrument]) -> None:
    named = [name for entry in control.law for name in instruments_named(entry)]
    unknown = [name for name in named if name not in instruments]
    if unknown:
        raise PolicyError(f"{control.id} cites {unknown[0]!r}, which law/instruments.yaml does not have")
    for entry in control.law:
        transitions(entry, instruments)
        if entry.confirmed:
            raise PolicyError(f"{control.id} {NOT_WRITTEN}")
    if not has_duty(control, instruments):
        raise PolicyError(no_duty(control))


def has_duty(control: ControlMeta, instruments: Mapping[str, Instrument]) -> bool:
    """Whether a duty that it cites is in force on the day of the last review."""
    duties = [in_force(entry, instruments[entry.instrument]) for entry in control.law if entry.is_duty]
    return any(start <= REVIEWED_ON.toordinal() < end for start, end in duties)


def no_duty(control: ControlMeta) -> str:
    """That it has none, in words."""
    return f"{control.id}: no duty it cites is in force on {REVIEWED_ON.isoformat()}"


def _instruments(root: Path) -> dict[str, Instrument]:
    """Those listed, each with transitions that exist. Raises PolicyError."""
    found = read_instruments(root)
    for instrument in found.values():
        rules_of(instrument, found)
    return found


def _table(path: Path) -> list[dict[str, Any]]:
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))["rows"]
        return [{"from": row["from"].isoformat(), "values": _days(row["values"])} for row in rows]
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise PolicyError(f"{path}: not a table of dated rows: {error}") from error


def _days(value: Any) -> Any:
    """A table's values with its days as ordinals, as policies count days."""
    if isinstance(value, dict):
        return {key: _days(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_days(part) for part in value]
    return value.toordinal() if isinstance(value, datetime.date) else value


def compile_wasm(opa: Path, root: Path, controls: str = "controls") -> bytes:
    """The WebAssembly module of a policies folder with the controls of a folder, its own if none is named.

    Raises PolicyError with OPA's own words when a policy does not compile.
    """
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder, "bundle.tar.gz")
        _bundle(opa, root, "wasm", controls, bundle)
        return _member(bundle, "policy.wasm")


def _compile_rego(opa: Path, root: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder, "bundle.tar.gz")
        _bundle(opa, root, "rego", "controls", bundle)
        return _reproducible(bundle)


def _bundle(opa: Path, root: Path, target: str, controls: str, output: Path) -> None:
    """Made inside the policies folder, since OPA orders modules by their path and so would the output."""
    entrypoints = [word for name in _ENTRYPOINTS for word in ("-e", name)]
    ignore = ["--ignore", "*_test.rego", "--ignore", "cases"]
    common = ["--capabilities", "capabilities.json", *entrypoints, *ignore]
    run_opa(opa, "build", "-t", target, *common, "-o", str(output), "main", "lib", controls, cwd=root)


def _member(bundle: Path, name: str) -> bytes:
    with tarfile.open(bundle) as archive:
        member = archive.extractfile(f"/{name}")
        if member is None:
            raise PolicyError(f"OPA wrote a bundle without {name}")
        return member.read()


def _reproducible(bundle: Path) -> bytes:
    """The bundle without compression, times or owners, so that equal sources give equal bytes on every machine."""
    out = io.BytesIO()
    with tarfile.open(bundle) as archive, tarfile.open(fileobj=out, mode="w") as copy:
        for member in sorted(archive.getmembers(), key=lambda item: item.name):
            source = archive.extractfile(member)
            content = source.read() if source else b""
            info = tarfile.TarInfo(member.name.lstrip("/"))
            info.size = len(content)
            copy.addfile(info, io.BytesIO(content))
    return out.getvalue()


def run_opa(opa: Path, *arguments: str, cwd: Path | None = None, timeout_seconds: int = 120) -> bytes:
    """Run OPA's compiler and return what it printed. Raises PolicyError with its own words."""
    try:
        done = subprocess.run(
            [str(opa), *arguments], cwd=cwd, capture_output=True, timeout=timeout_seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PolicyError(f"OPA could not be run: {error}") from error
    if done.returncode != 0:
        words = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
        raise PolicyError(f"opa {arguments[0]} refused the policies:\n{words}")
    return done.stdout

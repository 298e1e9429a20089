"""Writes docs/kinds/, one page for each kind of fact, from the models, the registry, the recorded readings and who
reads each field; `--check` only says which pages are out of date.
"""

import inspect
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from auditor.collectors import registry
from auditor.collectors.dialect import Dialect
from auditor.model.base import Document
from auditor.model.facts import KINDS, Kind
from auditor.model.facts.addressed import Addressed
from auditor.resources import policies_dir
from tests.collectors.kinds.cases import Case, cases, outcomes
from tools.field_uses import Field, uses

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "kinds"

_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("ports", "services", "tls"), "a probe, or a finished scan of nmap"),
        **dict.fromkeys(("exports", "data_manifest"), "a file that another system exported"),
        "exchange_log": "the log of a platform or gateway, under `exchange_logs:`",
    }
)
"""What fills a kind, where that is not only a probe."""

_NOTE = "This page is made by `tools/kind_pages.py`; change what it is made from."


def pages() -> dict[str, str]:
    """Every page by its file name."""
    recorded = tuple(cases())
    controls = _controls()
    read = uses()
    found = {f"{name}.md": _page(kind, recorded, controls.get(name, []), read) for name, kind in KINDS.items()}
    rows = [f"| [`{name}`]({name}.md) | {kind.title} | {kind.subject.value} |" for name, kind in KINDS.items()]
    found["README.md"] = "\n".join(
        ["# Kinds of fact", "", _NOTE, "", "| kind | is | about a |", "|---|---|---|", *rows, ""]
    )
    return found


def _controls() -> Mapping[str, list[tuple[str, str]]]:
    """Id and title of the controls that need each kind."""
    found: dict[str, list[tuple[str, str]]] = {}
    catalogue = orjson.loads((policies_dir() / "compiled" / "catalogue.json").read_bytes())
    for control in catalogue["controls"]:
        for kind in dict.fromkeys(need["kind"] for need in control.get("needs", [])):
            found.setdefault(kind, []).append((control["id"], control["title"]))
    return found


def _page(
    kind: Kind, recorded: tuple[Case, ...], controls: list[tuple[str, str]], read: Mapping[Field, list[str]]
) -> str:
    module = import_module(f"auditor.model.facts.{kind.name}")
    about = f"About {'an' if kind.subject.value[0] in 'aeiou' else 'a'} {kind.subject.value}"
    lines = [
        f"# `{kind.name}`: {kind.title}",
        "",
        str(module.__doc__).strip(),
        f"{about}, in the part `{kind.part.value}`, since `{kind.since}`. Filled by {_source(kind)}.",
        "",
        _NOTE,
        "",
        "## Fields",
        "",
        *_fields(kind, recorded),
        "",
        *_meanings(kind),
        "## Who reads each field",
        "",
        "A field that nothing reads says what it is there for.",
        "",
        "| field | read by |",
        "|---|---|",
        *(f"| `{field}` | {_readers(kind, field, read)} |" for field in kind.shape.model_fields),
    ]
    lines += _read_from(registry.of(kind.name))
    lines += ["", "## Read by", ""]
    lines += [f"- {identifier}: {title}" for identifier, title in sorted(controls)] or ["No control needs it yet."]
    return "\n".join([*lines, ""])


def _fields(kind: Kind, recorded: tuple[Case, ...]) -> Iterator[str]:
    """Fields with their form and, of settings, the platforms whose recorded readings tell something in them."""
    told = _told(kind, recorded)
    yield "| field | form | told in recordings by |" if told else "| field | form |"
    yield "|---|---|---|" if told else "|---|---|"
    schema = kind.shape.model_json_schema()
    for name, node in schema["properties"].items():
        row = f"| `{name}` | {_form(node, schema.get('$defs', {}))} |"
        yield f"{row} {', '.join(told.get(name, [])) or 'none'} |" if told else row


def _source(kind: Kind) -> str:
    """What observations of a kind are made by."""
    if kind.name in registry.dialects():
        return "settings of a machine"
    return _SOURCES.get(kind.name, "a probe")


def _meanings(kind: Kind) -> Iterator[str]:
    """What the fields mean, in the words of the model: those of the kind, of what it shares with others, and of the
    objects in its lists.
    """
    if issubclass(kind.shape, Addressed):
        yield from (_plain(Addressed), "")
    yield from (_plain(kind.shape), "")
    for name, node in kind.shape.model_json_schema().get("$defs", {}).items():
        if "properties" in node and "description" in node:
            yield from (f"`{name}`: {_joined(node['description'])}", "")


def _plain(shape: type[Document]) -> str:
    return _joined(inspect.getdoc(shape) or "")


def _joined(text: str) -> str:
    """Each paragraph in one line."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _readers(kind: Kind, field: str, read: Mapping[Field, list[str]]) -> str:
    names = read[kind.name, field]
    modules = [f"`{name}`" for name in names if name.startswith("auditor.")]
    rules = [f"`{name}`" for name in names if name.startswith("lib.")]
    controls = [name for name in names if not name.startswith(("auditor.", "lib."))]
    return ", ".join([*controls, *(rules if not controls else ()), *modules]) or kind.excused.get(field, "nothing")


def _told(kind: Kind, recorded: tuple[Case, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for case in recorded:
        if case.dialect.kind == kind.name:
            for outcome in outcomes(case.dialect, case.answers).values():
                given = outcome.data.model_dump(exclude_defaults=True) if outcome.data is not None else {}
                for field in given:
                    if case.dialect.platform.id not in found.setdefault(field, []):
                        found[field].append(case.dialect.platform.id)
    return found


def _form(node: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    """A JSON Schema node in a few words."""
    if "$ref" in node:
        inner = defs[str(node["$ref"]).rpartition("/")[2]]
        return "object of " + ", ".join(f"`{name}`" for name in inner["properties"])
    if "anyOf" in node:
        kept = [option for option in node["anyOf"] if option.get("type") != "null"]
        return f"{_form(kept[0], defs)}, or absent"
    if "enum" in node:
        return " or ".join(f"`{value}`" for value in node["enum"])
    if node.get("type") == "array":
        return f"list: {_form(node['items'], defs)}"
    return {"string": "text", "boolean": "true or false"}.get(str(node.get("type")), str(node.get("type")))


def _read_from(dialects: tuple[Dialect, ...]) -> Iterator[str]:
    if not dialects:
        return
    yield from ("", "## Read from", "", "| platform | asks | blocks read whole | the same is told by |")
    yield "|---|---|---|---|"
    for dialect in dialects:
        asks = ", ".join(f"`{registry.words_of(ask)}`".replace("|", "\\|") for ask in dialect.asks)
        claims = ", ".join(f"`{claim.ask}`" for claim in dialect.claims) or "none"
        yield f"| {dialect.platform.id} | {asks} | {claims} | {dialect.truth} |"


def main() -> int:
    """Writes the pages, or with `--check` names those that are not what they should be."""
    check = sys.argv[1:] == ["--check"]
    made = pages()
    there = {path.name: path.read_text() for path in FOLDER.glob("*.md")} if FOLDER.is_dir() else {}
    stale = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
    if check:
        for name in stale:
            print(f"docs/kinds/{name} is out of date; to fix: python -m tools.kind_pages", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in there.keys() - made.keys():
        (FOLDER / name).unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

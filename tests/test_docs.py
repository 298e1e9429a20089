"""The user's pages: every command in them exists, what they walk through works, and no key is left out."""

import configparser
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from auditor.cli import COMMANDS, root
from auditor.cli.common import WIDTH
from auditor.errors import UsageError
from auditor.inventory import load_settings
from auditor.model.settings import Settings
from tests.cli.command import auditor

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG", "SECURITY")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "plan").glob("*.md")),
)
BLOCK = re.compile(r"^```([a-z ]*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`(auditor [a-z][^`]*)`")
PLACEHOLDER = re.compile(r"^(COMMAND|…|\.\.\.)$")


def commands(text: str) -> Iterator[list[str]]:
    """Words of every call of `auditor` in a page, in blocks and in sentences."""
    lines = [
        line for kind, block in BLOCK.findall(text) if kind in ("", "sh", "sh walk") for line in block.splitlines()
    ]
    for line in [*lines, *INLINE.findall(BLOCK.sub("", text))]:
        for part in re.split(r"&&|;", re.sub(r"  +[^-<\[].*$|#.*$", "", line)):
            words = shlex.split(part.replace("'", " ")) if part.count('"') % 2 == 0 else []
            while words and re.match(r"^[A-Z_]+=|^sudo$", words[0]):
                words.pop(0)
            if words and Path(words[0]).name == "auditor":
                yield words[1:]


def resolved(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the first words name, and the words behind it. Raises UsageError when there is none."""
    command: Any = root
    rest = [word for word in words if word not in ("-q", "-v")]
    context = click.Context(root)
    while isinstance(command, click.Group) or hasattr(command, "commands"):
        if not rest or rest[0].startswith("-") or PLACEHOLDER.match(rest[0]):
            break
        names = rest[0].split("|")
        found = [command.get_command(context, name) for name in names]
        if None in found:
            raise UsageError(f"auditor {' '.join(words)}: no command {rest[0]!r}")
        command, rest = found[0], rest[1:]
    return command, rest


def unknown(words: list[str]) -> list[str]:
    """Options of a call that its command does not have."""
    command, rest = resolved(words)
    known = {name for param in command.params for name in (*param.opts, *param.secondary_opts)} | {"--help", "-h"}
    return [word for word in rest if word.startswith("-") and word != "-" and word.partition("=")[0] not in known]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_exists(page: Path) -> None:
    """Verbs and options that a page names are those of the program."""
    called = list(commands(page.read_text("utf-8")))

    assert [] == [f"{' '.join(words)}: {option}" for words in called for option in unknown(words)]


def test_the_reader_of_pages_can_fail() -> None:
    """A verb or an option that does not exist would be found."""
    text = "Say `auditor audit . --nonsense`.\n\n```sh walk\ncd x && auditor runs show latest   # and --so on\n```\n"
    with pytest.raises(UsageError, match="no command 'nonsense'"):
        unknown(["nonsense"])

    assert [["runs", "show", "latest"], ["audit", ".", "--nonsense"]] == list(commands(text))
    assert ["--nonsense"] == unknown(["audit", ".", "--nonsense"])


def test_every_verb_is_on_a_page() -> None:
    """No verb of the program is left without a word."""
    named = {" ".join(words[:2]) for page in PAGES for words in commands(page.read_text("utf-8"))}
    verbs = {verb for name in COMMANDS for verb in _verbs(name)}

    assert set() == {verb for verb in verbs if not any(f"{name} ".startswith(f"{verb} ") for name in named)}


def _verbs(name: str) -> list[str]:
    command: Any = root.get_command(click.Context(root), name)
    return [f"{name} {sub}" for sub in command.commands] if hasattr(command, "commands") else [name]


@pytest.mark.slow
def test_the_walk_works(tmp_path: Path) -> None:
    """Every step of the pages' walk, one after the other, ends with 0."""
    folder = tmp_path
    for kind, block in BLOCK.findall((ROOT / "docs" / "running.md").read_text("utf-8")):
        for line in block.splitlines() if kind == "sh walk" else ():
            words = shlex.split(line, comments=True)
            if words[0] == "cd":
                folder /= words[1]
                continue
            done = auditor(*words[1:], cwd=folder)
            lines = [] if "json" in words else done.out.replace(str(tmp_path), "").splitlines()
            wide = [text for text in lines if len(text) > WIDTH]
            assert (0, []) == (done.code, wide), line

    assert {"verdicts.csv", "leader.html", "facts-1", "reports"} <= {path.name for path in folder.iterdir()}


def test_the_unit_starts_what_exists() -> None:
    """The systemd unit runs a command of ours, and tells only the scheduler to stop."""
    (text,) = [
        block for kind, block in BLOCK.findall((ROOT / "docs" / "running.md").read_text("utf-8")) if kind == "ini"
    ]
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys have capitals
    unit.read_string(text)
    words = shlex.split(unit["Service"]["ExecStart"])

    assert ("auditor", []) == (Path(words[0]).name, unknown(words[1:]))
    assert "mixed" == unit["Service"]["KillMode"]


SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")


def keys(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, str]]:
    """Every key of the settings by its path, and its default as the page writes it."""
    for name, info in model.model_fields.items():
        key = f"{above}{info.alias or name}"
        yield (
            key,
            _default(info.get_default(call_default_factory=True) if not info.is_required() else PydanticUndefined),
        )
        for inner in _models(info.annotation):
            yield from keys(inner, f"{key}.")


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]


def _default(value: Any) -> str:
    if value is PydanticUndefined:
        return "required"
    if value == "":
        return "empty"
    if value is None or value in ((), {}):
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int):
        return str(value)
    return f"`[{', '.join(value)}]`" if isinstance(value, tuple) else f"`{value}`"


def test_every_setting_is_explained() -> None:
    """The table has a row for each key of the model, with its default, and no other."""
    rows = re.findall(r"^\| `([a-z_.]+)` \|.*\| ([^|]+) \|$", SETTINGS, re.MULTILINE)

    assert list(keys(Settings)) == rows


def test_the_example_is_sound(tmp_path: Path) -> None:
    """What a reader copies is accepted."""
    (text,) = [block for kind, block in BLOCK.findall(SETTINGS) if kind == "yaml settings"]
    (tmp_path / "auditor.yaml").write_text(text, encoding="utf-8")
    settings = load_settings(tmp_path / "auditor.yaml")

    assert ["here", "probe-dmz", "carried"] == [vantage.id for vantage in settings.vantages]
    assert str(tmp_path / "province-ca.pem") == settings.trust_anchors[0]


def test_links_lead_somewhere() -> None:
    """Every link of a page to a file of the tree has its file."""
    links = [
        (page, target.partition("#")[0])
        for page in PAGES
        for target in re.findall(r"\]\(([^)#][^)]*)\)", page.read_text("utf-8"))
        if not target.startswith(("http:", "https:"))
    ]

    assert [] == [f"{page.name}: {target}" for page, target in links if not (page.parent / target).exists()]


def test_the_pages_are_found() -> None:
    """Every page of docs/ is linked from the first page."""
    first = (ROOT / "README.md").read_text("utf-8")

    assert [] == [page.name for page in (ROOT / "docs").glob("*.md") if f"(docs/{page.name})" not in first]


def test_the_pages_of_the_plan_are_found() -> None:
    """Every page about a part of the plan is linked from the page of the plan."""
    first = (ROOT / "docs" / "migration.md").read_text("utf-8")

    assert [] == [page.name for page in (ROOT / "docs" / "plan").glob("*.md") if f"(plan/{page.name})" not in first]

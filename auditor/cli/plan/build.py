"""Builds the verbs of the plan from the table of parts: options, formats, language, and where results go."""

import datetime
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import fields
from enum import StrEnum
from importlib import import_module
from inspect import Parameter, Signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from auditor.cli import echo_json
from auditor.cli.common import (
    LangOption,
    RestrictedOption,
    StoredConfigOption,
    language_of,
    say,
    settings_for,
    show,
    table,
    wrapped,
)
from auditor.errors import PlanningError, ReportError, UsageError
from auditor.model.settings import Settings
from auditor.model.vocab.secrecy import Label
from auditor.pages.formats import FORMATS, STDOUT, chosen_format
from auditor.plan.verbs import Option, Rows, Screen, Verb

if TYPE_CHECKING:
    from auditor.plan.run import PlanRun
    from auditor.plan.waves.shape import WavePlan
    from auditor.store.runs import RunStore
    from auditor.text.words import Language

_RUN = Annotated[str, typer.Argument(help="Run id, the beginning of one, or `latest`.")]
_BEFORE = Annotated[str, typer.Argument(help="Run from before the night, or the beginning of its id.")]
_AFTER = Annotated[str, typer.Argument(help="Run from after the night, or `latest`.")]


def command(part: str, verb: Verb) -> Callable[..., None]:
    """The function that the command line calls for a verb."""

    def call(**asked: Any) -> None:
        _run(part, verb, asked)

    parameters = list(_parameters(verb))
    call.__doc__ = verb.help
    call.__name__ = verb.name
    call.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # what typer reads the options from
    call.__annotations__ = {one.name: one.annotation for one in parameters}
    return call


def _parameters(verb: Verb) -> Iterator[Parameter]:
    if verb.before:
        yield _parameter("before", _BEFORE, Parameter.empty)
    yield _parameter("run", _AFTER if verb.before else _RUN, "latest")
    for option in verb.options:
        yield _option(option)
    yield _parameter("format_", Annotated[str, typer.Option("--format", help=verb.formats_help)], "")
    if verb.output:
        yield _parameter("output", Annotated[Path | None, typer.Option("--output", "-o", help=verb.output)], None)
    yield _parameter("lang", LangOption, None)
    yield _parameter("restricted", RestrictedOption, default=False)
    yield _parameter("config", StoredConfigOption, None)


def _option(option: Option) -> Parameter:
    if option.values:
        known = StrEnum(option.name, {value: value for value in option.values})  # type: ignore[misc]  # named by data
        return _parameter(
            option.name, Annotated[known, typer.Option(option.flag, help=option.help)], known(option.values[0])
        )
    plain = typer.Option(option.flag, help=option.help)
    if option.kind == "switch":
        return _parameter(option.name, Annotated[bool, plain], default=False)
    if option.kind == "names":
        return _parameter(option.name, Annotated[list[str] | None, plain], None)
    if option.kind in ("file", "proposal"):
        return _parameter(option.name, Annotated[Path | None, plain], None)
    return _parameter(option.name, Annotated[str, plain], "")


def _parameter(name: str, annotation: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _run(part: str, verb: Verb, asked: Mapping[str, Any]) -> None:
    """Opens the run, makes what was asked for, shows or writes it."""
    from auditor.audit import open_store
    from auditor.plan.deliver import refuse

    settings, output = settings_for(asked["config"]), asked.get("output")
    kind, language = _kind(verb, asked["format_"], output), language_of(asked["lang"], settings)
    with closing(open_store(settings, restricted=asked["restricted"])) as store:
        run = _opened(store, verb, asked)
        done = _acted(run, verb, asked, language)
        if done:
            _show(done)
            return
        _give(run, part, verb, (kind, language), output, settings)
        refuse(run, part, language)


def _kind(verb: Verb, asked: str, output: Path | None) -> str:
    if verb.beside:
        chosen_format(("json",), output=output)
        return chosen_format(verb.formats, asked)
    return chosen_format(verb.formats, asked, output)


def _opened(store: "RunStore", verb: Verb, asked: Mapping[str, Any]) -> "PlanRun":
    from auditor.plan.run import Choices, open_run

    known = {one.name for one in fields(Choices)}
    choices = {one.name: _value(one, asked[one.name]) for one in verb.options if one.name in known}
    if verb.before:
        choices["before"] = open_run(store, store.get(asked["before"]))
    return open_run(store, store.get(asked["run"]), Choices(**choices), asked.get("planning"))


def _value(option: Option, given: Any) -> Any:
    if option.kind == "proposal":
        return _saved_waves(given)
    if option.values:
        return str(given)
    if option.kind == "name":
        return (given,) if given else ()
    return tuple(given or ()) if option.kind == "names" else given


def _saved_waves(path: Path | None) -> "WavePlan | None":
    """The proposal that `plan waves --format json` wrote. Raises PlanningError for a file that holds no proposal."""
    from auditor.inventory.document import read_document
    from auditor.plan.waves.shape import WavePlan

    return read_document(path, WavePlan, PlanningError)[0] if path else None


def _acted(run: "PlanRun", verb: Verb, asked: Mapping[str, Any], language: "Language") -> Screen | None:
    if not verb.acts:
        return None
    now = datetime.datetime.now(datetime.UTC)
    done: Screen | None = import_module(verb.acts).act(run, asked, now, language)
    return done


def _give(
    run: "PlanRun", part: str, verb: Verb, how: "tuple[str, Language]", output: Path | None, settings: Settings
) -> None:
    """Shows a table or a document, writes everything else; what is to be written beside the table comes first."""
    from auditor.audit import place_for
    from auditor.plan.deliver import content, made

    kind, language = how
    label = run.result.run.label
    if verb.beside and output:
        _write_beside(made(run, part, "json", language), output, label)
        output = None
    found = made(run, part, kind, language)
    if isinstance(found, Screen):
        _show(found)
    elif output is None and not isinstance(found, bytes):
        echo_json(found.model_dump(mode="json", by_alias=True))
    elif output is None and not verb.stem:
        _write(content(found), STDOUT, label)
    else:
        name = f"{run.result.run.id}-{verb.stem}{FORMATS[kind].suffix}"
        _write(content(found), output or place_for(name, label, settings), label)


def _write_beside(document: Any, path: Path, label: Label) -> None:
    """The document as it would be printed. Raises UsageError for a place that cannot be written."""
    import orjson

    from auditor.audit import write_file

    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    if not path.parent.is_dir():
        raise UsageError(f"{path} cannot be written: there is no such folder", remedy="Name another file.")
    try:
        write_file(path, orjson.dumps(document.model_dump(mode="json", by_alias=True), option=options), label)
    except ReportError as error:
        raise UsageError(str(error.message), remedy="Name another file.") from error


def _write(content: bytes, path: Path, label: Label) -> None:
    from auditor.audit import write_file

    if path == STDOUT:
        sys.stdout.buffer.write(content)
        return
    write_file(path, content, label)
    say(str(path))


def _show(screen: Screen) -> None:
    for item in screen.shown:
        if isinstance(item, Rows):
            show(table(item.headings, item.rows))
        else:
            text = item.text if item.hang is None else wrapped(item.text, item.hang)
            (say if item.note else show)(text)

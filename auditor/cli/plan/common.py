"""What verbs of the plan share: which run and plan they are asked about, how reasons are said, where files go."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from auditor.cli.common import Lang, language_of, say, settings_for
from auditor.errors import PlanningError
from auditor.model.inventory import Inventory
from auditor.model.reason import Reason

if TYPE_CHECKING:
    from auditor.plan.waves.shape import WavePlan
    from auditor.store.runs import RunStore, StoredRun
    from auditor.text.words import Voice

RunArgument = Annotated[str, typer.Argument(help="Run id, the beginning of one, or `latest`.")]
PlanOption = Annotated[
    Path | None, typer.Option("--plan", help="Saved `plan waves --format json`; default: adopted waves.")
]
PlanningOption = Annotated[Path | None, typer.Option("--planning", help="Planning file instead of the run's.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="File to write, or - for stdout; default: reports/.")
]

Words = Callable[[Reason], str]
"""Says a reason in the language asked for."""


def saved_waves(path: Path | None) -> "WavePlan | None":
    """The proposal that `plan waves --format json` wrote. Raises PlanningError for a file that holds no proposal."""
    from auditor.inventory.document import read_document
    from auditor.plan.waves.shape import WavePlan

    return read_document(path, WavePlan, PlanningError)[0] if path else None


@contextmanager
def opened(run: str, config: Path | None, *, restricted: bool) -> "Iterator[tuple[RunStore, StoredRun]]":
    """The store and the run of it that a verb is asked about."""
    from auditor.audit import open_store

    with closing(open_store(settings_for(config), restricted=restricted)) as store:
        yield store, store.get(run)


def voice_of(lang: Lang | None, config: Path | None) -> "Voice":
    """Says what a verb prints in the language it was asked in."""
    from auditor.text.words import Voice

    return Voice(language_of(lang, settings_for(config)))


def speaker(inventory: Inventory, language: Literal["vi", "en"]) -> Words:
    """Says reasons with the names of this inventory."""
    from auditor.pages.names import Estate
    from auditor.pages.sentences import said
    from auditor.plan.shared.sentences import SENTENCES

    estate = Estate.of(inventory)
    return lambda reason: said(reason, estate, SENTENCES).of(language)


def deliver(content: bytes, output: Path | None, otherwise: str) -> None:
    """Writes a file and says where, or to stdout for `-`; `otherwise` names the file under reports/."""
    from auditor.audit import write_file

    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    path = output or Path("reports") / otherwise
    write_file(path, content)
    say(str(path))

"""`auditor collect`: measure what the scope allows, from the vantages of the settings, and write a facts folder."""

import datetime
import shlex
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.common import ConfigOption, say, settings_for, show
from auditor.collectors import CollectionPlan, Progress
from auditor.model.base import VIETNAM


def collect(
    inventory: Annotated[Path, typer.Argument(help="Inventory folder.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Facts folder to write.")] = Path("facts"),
    vantage: Annotated[
        list[str] | None, typer.Option("--vantage", help="Only from this vantage, or those of this zone; repeatable.")
    ] = None,
    scope: Annotated[
        Path | None, typer.Option("--scope", help="Scope file; default: scope.yaml in the folder.")
    ] = None,
    config: ConfigOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")] = False,
    notice: Annotated[
        Path | None, typer.Option("--notice", help="Write the notice to the security operations centre here.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an interrupted collection.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Measure what the scope allows and write a facts folder."""
    from auditor.collectors import collect as carry_out
    from auditor.collectors import plan
    from auditor.inventory import load, load_scope, scope_of

    declared = load(inventory)
    permission = load_scope(scope) if scope else scope_of(inventory)
    settings = settings_for(config, inventory)
    planned = plan(declared, permission, settings, datetime.datetime.now(datetime.UTC), vantage)
    if notice is not None:
        notice.write_text(notice_text(planned), encoding="utf-8")
        say(f"Notice written to {notice}")
    if dry_run:
        _show_plan(planned)
        return
    _warn(planned)
    try:
        manifest = carry_out(planned, output, progress=None if quiet else _Lines(), resume=resume)
    except KeyboardInterrupt:
        say(f"Interrupted. What was measured is in {output}; continue with:")
        say(f"  auditor collect {shlex.quote(str(inventory))} -o {shlex.quote(str(output))} --resume")
        raise
    if manifest.complete:
        say(f"Complete: {len(manifest.parts)} files in {output}")
    else:
        say(f"Not complete: {output} says what is missing and why; --resume tries it again.")


class _Lines(Progress):
    """One line a vantage begins, ends or has to say; a counter between on a terminal."""

    def __init__(self) -> None:
        self._left: Counter[str] = Counter()
        self._live = sys.stderr.isatty()

    def started(self, vantage: str, units: int) -> None:
        self._left[vantage] = units
        say(f"{vantage}: {units} to do")

    def unit_done(self, vantage: str, unit: str) -> None:
        self._left[vantage] -= 1
        if self._live:
            print(f"\r\033[K{sum(self._left.values())} left, last {unit}"[:100], end="", file=sys.stderr)

    def note(self, vantage: str, text: str) -> None:
        self._clear()
        say(f"{vantage}: {text}")

    def finished(self, vantage: str, *, complete: bool) -> None:
        self._clear()
        self._left.pop(vantage, None)
        say(f"{vantage}: {'done' if complete else 'NOT complete'}")

    def _clear(self) -> None:
        if self._live:
            print("\r\033[K", end="", file=sys.stderr)


def _warn(planned: CollectionPlan) -> None:
    if not planned.orders:
        say("No vantage: auditor.yaml names none, so nothing can be measured.")
    if planned.refused:
        causes = Counter(item.observation.cause.code for item in planned.refused if item.observation.cause)
        words = ", ".join(f"{code} {count}" for code, count in causes.most_common())
        say(f"{len(planned.refused)} looks will not be tried: {words}")


def _show_plan(planned: CollectionPlan) -> None:
    """Every probe, one a line, then what will not be sent, then the sums."""
    for look in planned.looks():
        targets = " ".join(look.targets) or "-"
        ports = f"{len(look.ports)} ports" if len(look.ports) > 4 else " ".join(look.ports) or "-"  # noqa: PLR2004  # longer lists do not fit a line
        show(f"{look.place.vantage:<20} {look.kind:<12} {look.subject:<30} {targets} {ports}")
    for item in planned.refused:
        cause = item.observation.cause
        why = "" if cause is None else " ".join((cause.code, *cause.args))
        show(f"NOT SENT             {item.observation.kind:<12} {item.observation.subject:<30} {why}")
    minutes = max(1, planned.seconds() // 60)
    show(f"{len(planned.looks())} looks, at most {planned.probes()} addresses and ports, about {minutes} min.")
    show("Nothing was sent.")


def notice_text(planned: CollectionPlan) -> str:
    """The notice to the security operations centre: when, from where, to where, on whose permission."""
    start = planned.made_at.astimezone(VIETNAM)
    end = start + datetime.timedelta(seconds=2 * planned.seconds() + 600)
    papers = {p.document: p for order in planned.orders for p in order.job.scope.authorisations}
    sources = [f"- {order.vantage.id} ({order.vantage.zone})" for order in planned.orders]
    targets = sorted({target for look in planned.looks() for target in look.targets})
    lines = [
        "THÔNG BÁO RÀ SOÁT, TỰ KIỂM TRA / NOTICE OF SELF-ASSESSMENT SCANNING",
        f"Mã đợt / Collection: {planned.id}",
        f"Thời gian dự kiến / Expected: {start:%d/%m/%Y %H:%M} – {end:%d/%m/%Y %H:%M} (UTC+7)",
        "Căn cứ / Authorisations:",
        *[f"- {paper.document} ({paper.owner}), {paper.allowed_by}" for paper in papers.values()],
        "Máy đo / Sources:",
        *sources,
        f"Địa chỉ được đo / Targets ({len(targets)}):",
        *[f"- {target}" for target in targets],
        f"Số phép thử tối đa / Probes at most: {planned.probes()}",
    ]
    return "\n".join(lines) + "\n"

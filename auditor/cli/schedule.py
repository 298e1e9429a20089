"""`auditor schedule`: run audits by the schedules of auditor.yaml."""

import datetime
from pathlib import Path

import typer

from auditor.cli import echo_json
from auditor.cli.common import Format, FormatOption, StoredConfigOption, say, settings_for, show, table
from auditor.errors import SettingsError

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Scheduled audits.")


@app.command("list")
def list_schedules(config: StoredConfigOption = None, format_: FormatOption = Format.TABLE) -> None:
    """Every schedule and when it runs next."""
    from auditor.schedule import planned

    rows = planned(settings_for(config), datetime.datetime.now(datetime.UTC))
    if format_ is Format.JSON:
        echo_json(
            [
                {**row.schedule.model_dump(mode="json"), "next_run": row.next_run.isoformat() if row.next_run else None}
                for row in rows
            ]
        )
        return
    if not rows:
        show("auditor.yaml has no schedules")
        return
    cells = [
        (
            row.schedule.id,
            row.schedule.cron,
            _when(row.next_run) if row.next_run else "never",
            row.schedule.time_zone,
        )
        for row in rows
    ]
    show(table(("schedule", "cron", "next run", "time zone"), cells))


def _when(instant: datetime.datetime) -> str:
    """With its weekday, by which a slip in the expression shows."""
    from auditor.schedule import WEEKDAYS

    return f"{WEEKDAYS[instant.isoweekday() % 7].capitalize()} {instant:%d/%m/%Y %H:%M}"


@app.command("run")
def run(config: StoredConfigOption = None) -> None:
    """Serve the schedules until SIGTERM; a missed run is made up once, none overlap."""
    from auditor.schedule import Runner, audit_command

    path = (config or Path("auditor.yaml")).resolve()
    settings = settings_for(path)
    if not settings.schedules:
        raise SettingsError(f"{path}: there are no schedules", remedy="Add `schedules:`; `auditor init` shows one.")
    state = f"sqlite:///{path.parent / '.auditor-schedule.sqlite'}"
    Runner(settings.schedules, state, lambda schedule: audit_command(path, schedule), say).run()

"""Runs audits by the schedules of `auditor.yaml`, on APScheduler.

A schedule never overlaps itself or another; a run missed while nobody was running is made up once; SIGTERM lets the
audit in hand keep its partial results. When the next run is due is kept in a database beside the store, so it survives
a restart.
"""

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy.exc import SQLAlchemyError

from auditor.errors import SettingsError, ToolError
from auditor.model.settings import Schedule, Settings

_GRACE_SECONDS = 60

WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
"""As cron counts them; 7 is Sunday again."""

_SATURDAY = 6
_DAY = rf"(?:[0-7]|{'|'.join(WEEKDAYS)})"
_WEEKDAYS = re.compile(rf"(?:(?P<all>\*)|(?P<first>{_DAY})(?:-(?P<last>{_DAY}))?)(?:/(?P<step>[0-9]))?")


@dataclass(frozen=True, slots=True)
class Planned:
    """One schedule and when it runs next."""

    schedule: Schedule
    next_run: datetime | None


def trigger_of(schedule: Schedule) -> CronTrigger | OrTrigger:
    """The cron expression in its time zone, read as cron reads it (crontab(5)): weekdays count from Sunday, which is 0
    and 7, and where both a day of the month and a weekday are named, either will do.

    Raises SettingsError naming the schedule and what is wrong with it.
    """
    try:
        minute, hour, day, month, weekday = schedule.cron.split()
        zone = ZoneInfo(schedule.time_zone)
        each = [(day, weekday)] if "*" in (day[0], weekday[0]) else [(day, "*"), ("*", weekday)]
        found = [
            CronTrigger(minute=minute, hour=hour, day=day, month=month, day_of_week=_weekdays(weekday), timezone=zone)
            for day, weekday in each
        ]
        return found[0] if len(found) == 1 else OrTrigger(found)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise SettingsError(
            f"schedules.{schedule.id}: {error}",
            remedy='Five cron fields and a zone name, for example "0 2 * * sun" in Asia/Ho_Chi_Minh.',
        ) from error


def _weekdays(field: str) -> str:
    """Cron's weekdays by name, since APScheduler counts them from Monday. Raises ValueError for what names none."""
    if field == "*":
        return field
    days: set[int] = set()
    for part in field.lower().split(","):
        found = _WEEKDAYS.fullmatch(part)
        if found is None or found["step"] == "0":
            raise ValueError(f"{part!r} names no weekday; they are 0 (Sunday) to 6, or sun to sat")
        first, last = (0, 6) if found["all"] else (_weekday(found["first"]), _weekday(found["last"] or found["first"]))
        if found["step"] and not found["all"] and not found["last"]:
            last = _SATURDAY
        days |= {day % 7 for day in range(first, last + 1 + (7 if last < first else 0), int(found["step"] or 1))}
    return ",".join(WEEKDAYS[day] for day in sorted(days))


def _weekday(text: str) -> int:
    return int(text) if text.isdigit() else WEEKDAYS.index(text)


def planned(settings: Settings, now: datetime) -> tuple[Planned, ...]:
    """Every schedule with its next run after an instant."""
    return tuple(
        Planned(schedule, trigger_of(schedule).get_next_fire_time(None, now)) for schedule in settings.schedules
    )


def audit_command(config: Path, schedule: Schedule) -> tuple[str, ...]:
    """The audit of one schedule as a command of its own process."""
    editions = [word for edition in schedule.editions for word in ("--edition", edition)]
    return (
        sys.executable,
        "-m",
        "auditor",
        "audit",
        schedule.inventory,
        "--config",
        str(config),
        "--reports",
        schedule.output,
        *editions,
    )


class Runner:
    """The long-running scheduler. `command_of` makes the process of one schedule; `report` is told what happened."""

    def __init__(
        self,
        schedules: Sequence[Schedule],
        state_url: str,
        command_of: Callable[[Schedule], Sequence[str]],
        report: Callable[[str], None],
    ) -> None:
        self._commands = {schedule.id: tuple(command_of(schedule)) for schedule in schedules}
        self._triggers = {schedule.id: trigger_of(schedule) for schedule in schedules}
        self._state_url = state_url
        self._report = report
        self._stop = threading.Event()

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT. Raises ToolError when the state cannot be kept."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        try:
            scheduler = self._scheduler()
            scheduler.start(paused=True)
            self._sync(scheduler)
        except (OSError, SQLAlchemyError) as error:
            raise ToolError(f"the schedule's state cannot be kept: {error}") from error
        scheduler.resume()
        self._report(f"serving {len(self._commands)} schedules")
        self._stop.wait()
        _interrupt_running()
        scheduler.shutdown(wait=True)
        self._report("stopped")

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._stop.set()

    def _scheduler(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            jobstores={"default": SQLAlchemyJobStore(url=self._state_url)},
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        scheduler.add_listener(self._tell, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
        return scheduler

    def _sync(self, scheduler: BackgroundScheduler) -> None:
        """Make the kept jobs those of the settings; an unchanged one keeps its due time, so a missed run is made up."""
        kept = {job.id: job for job in scheduler.get_jobs()}
        for name in set(kept) - set(self._commands):
            scheduler.remove_job(name)
        for name, command in self._commands.items():
            job = kept.get(name)
            if job and str(job.trigger) == str(self._triggers[name]) and tuple(job.args) == (name, command):
                continue
            scheduler.add_job(
                run_audit, self._triggers[name], args=(name, command), id=name, name=name, replace_existing=True
            )

    def _tell(self, event: JobExecutionEvent) -> None:
        outcome = f"failed: {event.exception}" if event.exception else f"ended with exit code {event.retval}"
        self._report(f"{event.job_id}: {outcome}")


# A job's function is stored by name, so what it shares with its scheduler has to live in the module.
_running: dict[str, "subprocess.Popen[bytes]"] = {}
_stopping = threading.Event()
_lock = threading.Lock()
"""Held while an audit starts and while those in hand are listed: one that starts as the end comes is in hand too."""


def _interrupt_running() -> None:
    """Ask every audit in hand to keep what it has and stop; after a minute it is killed."""
    with _lock:
        _stopping.set()
        in_hand = tuple(_running.values())
    for process in in_hand:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def run_audit(name: str, command: Sequence[str]) -> int:
    """Run one audit as a process of its own and return its exit code."""
    with _lock:
        if _stopping.is_set():
            raise ToolError("the scheduler is ending; the audit was not started")
        process = subprocess.Popen(list(command), stdin=subprocess.DEVNULL, start_new_session=True)
        _running[name] = process
    try:
        return process.wait()
    finally:
        _running.pop(name, None)

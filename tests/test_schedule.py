"""Schedules run audits without overlap, make a missed run up once, and stop cleanly."""

import datetime
import os
import re
import select
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from auditor.errors import SettingsError
from auditor.model.settings import Schedule, Settings
from auditor.schedule import audit_command, planned, trigger_of

NOW = datetime.datetime(2026, 11, 22, 5, 0, tzinfo=datetime.UTC)


def test_next_run_is_in_the_schedules_zone() -> None:
    """Two in the morning in Viet Nam is seven in the evening before, in UTC."""
    settings = Settings(schedules=(Schedule(id="nightly", cron="0 2 * * *", inventory="inv"),))

    assert datetime.datetime(2026, 11, 22, 19, 0, tzinfo=datetime.UTC) == planned(settings, NOW)[0].next_run


@pytest.mark.parametrize(("cron", "zone"), [("every day", "UTC"), ("61 2 * * *", "UTC"), ("0 2 * * *", "Mars/Base")])
def test_wrong_schedule_is_named(cron: str, zone: str) -> None:
    """A cron expression or zone that cannot be read names its schedule and shows a right one."""
    with pytest.raises(SettingsError, match=r"schedules\.weekly"):
        trigger_of(Schedule(id="weekly", cron=cron, time_zone=zone, inventory="inv"))


def _days(cron: str) -> set[str]:
    """Weekdays of the next fortnight on which a schedule runs."""
    trigger, at, found = trigger_of(Schedule(id="w", cron=cron, inventory="inv")), NOW, []
    while (run := trigger.get_next_fire_time(None, at)) is not None and run < NOW + datetime.timedelta(days=14):
        found.append(f"{run:%a}".lower())
        at = run + datetime.timedelta(seconds=1)
    return set(found)


ALL = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"}


@pytest.mark.parametrize(
    ("weekday", "days"),
    [
        *((str(number), {name}) for number, name in enumerate(("sun", "mon", "tue", "wed", "thu", "fri", "sat"))),
        ("7", {"sun"}),
        ("SUN", {"sun"}),
        ("*", ALL),
        ("0-7", ALL),
        ("1-5", ALL - {"sat", "sun"}),
        ("5-7", {"fri", "sat", "sun"}),
        ("sat-sun", {"sat", "sun"}),
        ("fri-mon", {"fri", "sat", "sun", "mon"}),
        ("6,0", {"sat", "sun"}),
        ("*/2", {"sun", "tue", "thu", "sat"}),
        ("1-5/2", {"mon", "wed", "fri"}),
        ("3/2", {"wed", "fri"}),
    ],
)
def test_weekdays_as_cron_counts_them(weekday: str, days: set[str]) -> None:
    """Sunday is 0 and 7, and a range may go past it."""
    assert days == _days(f"0 12 * * {weekday}")


@pytest.mark.parametrize("weekday", ["8", "mo", "1-", "-1", "1-5/0", "sunday", ",", "1,,2", "last"])
def test_weekdays_that_are_none(weekday: str) -> None:
    """What names no weekday is said, and never another day."""
    with pytest.raises(SettingsError, match=r"schedules\.weekly"):
        trigger_of(Schedule(id="weekly", cron=f"0 2 * * {weekday}", inventory="inv"))


def test_a_day_of_the_month_or_a_weekday() -> None:
    """Where both are named cron runs on either."""
    trigger, at, found = trigger_of(Schedule(id="w", cron="0 12 25 * mon", inventory="inv")), NOW, []
    for _ in range(3):
        at = trigger.get_next_fire_time(None, at)
        found.append(f"{at:%d %a}")
        at += datetime.timedelta(seconds=1)

    assert ["23 Mon", "25 Wed", "30 Mon"] == found


def test_the_list_names_the_weekday(tmp_path: Path) -> None:
    """A slip in the expression shows where somebody looks."""
    settings = tmp_path / "auditor.yaml"
    settings.write_text('schedules:\n  - {id: weekly, cron: "0 2 * * 0", inventory: .}\n', encoding="utf-8")
    command = [sys.executable, "-m", "auditor", "schedule", "list", "--config", str(settings)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert re.search(r"0 2 \* \* 0\s+Sun \d\d/\d\d/\d{4} 02:00", done.stdout)


def test_audit_runs_as_its_own_process() -> None:
    """A schedule's editions, inventory and output reach the audit as arguments."""
    schedule = Schedule(id="w", cron="0 2 * * 0", inventory="inv", editions=("leader",), output="out")

    assert ("audit", "inv", "--config", "/c.yaml", "--reports", "out", "--edition", "leader") == audit_command(
        Path("/c.yaml"), schedule
    )[3:]


PROGRAM = """
    import sys
    from pathlib import Path
    from auditor.model.settings import Schedule
    from auditor.schedule import Runner

    folder, command = Path(sys.argv[1]), sys.argv[2:]
    schedule = Schedule(id="yearly", cron="0 0 1 1 *", inventory="inv")
    state = f"sqlite:///{folder / 'state.sqlite'}"
    say = lambda text: print(text, flush=True)
    Runner((schedule,), state, lambda _: command, say).run()
"""


def serve(folder: Path, *command: str) -> "subprocess.Popen[str]":
    program = folder / "serve.py"
    program.write_text(textwrap.dedent(PROGRAM), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    return subprocess.Popen(
        [sys.executable, str(program), str(folder), *command], stdout=subprocess.PIPE, text=True, env=environment
    )


def wait_for(process: "subprocess.Popen[str]", words: str) -> None:
    assert process.stdout is not None
    deadline, said = time.monotonic() + 30, ""
    while time.monotonic() < deadline and words not in said:
        if select.select([process.stdout], [], [], 0.5)[0]:
            said += os.read(process.stdout.fileno(), 65_536).decode()
    if words not in said:
        process.kill()
        pytest.fail(f"the scheduler never said {words!r}, only {said!r}")


def make_due(folder: Path) -> None:
    """Set the kept due time to the past, as if nobody had been running when it came."""
    store = SQLAlchemyJobStore(f"sqlite:///{folder / 'state.sqlite'}")
    store.start(BackgroundScheduler(), "default")
    job = store.lookup_job("yearly")
    job.next_run_time = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    store.update_job(job)
    store.shutdown()


def stop(process: "subprocess.Popen[str]") -> int:
    process.send_signal(signal.SIGTERM)
    code = process.wait(30)
    assert process.stdout is not None
    process.stdout.close()
    return code


def test_missed_run_is_made_up_once(tmp_path: Path) -> None:
    """A run that came due several New Year's nights ago happens once after a restart."""
    append = "import sys; open(sys.argv[1], 'a').write('ran\\n')"
    ran = tmp_path / "ran"
    first = serve(tmp_path, sys.executable, "-c", append, str(ran))
    wait_for(first, "serving 1 schedules")
    assert 0 == stop(first)
    assert not ran.exists()
    make_due(tmp_path)

    second = serve(tmp_path, sys.executable, "-c", append, str(ran))
    wait_for(second, "yearly: ended with exit code 0")
    assert 0 == stop(second)
    assert "ran\n" == ran.read_text(encoding="utf-8")


def test_sigterm_interrupts_the_audit_in_hand(tmp_path: Path) -> None:
    """The audit is told as by Ctrl-C, so that it keeps what it has, and the scheduler ends with 0."""
    program = textwrap.dedent("""
        import sys, time
        try:
            print("started", flush=True)
            time.sleep(60)
        except KeyboardInterrupt:
            open(sys.argv[1], "w").write("kept")
            sys.exit(130)
    """)
    kept = tmp_path / "kept"
    first = serve(tmp_path, sys.executable, "-c", program, str(kept))
    wait_for(first, "serving 1 schedules")
    stop(first)
    make_due(tmp_path)

    second = serve(tmp_path, sys.executable, "-c", program, str(kept))
    wait_for(second, "started")
    assert 0 == stop(second)
    assert "kept" == kept.read_text(encoding="utf-8")

"""The command line answers in words and documented exit codes, whatever it is given."""

import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor.cli import main


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and what it printed."""

    returncode: int
    stdout: str
    stderr: str


Auditor = Callable[..., Done]


@pytest.fixture
def auditor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Auditor:
    """The command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in [name for name in os.environ if name.startswith("AUDITOR_")]:
        monkeypatch.delenv(name)

    def run(*words: str) -> Done:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(words))
        printed = capfd.readouterr()
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return run


def test_help_names_every_command_and_exit_code(auditor: Auditor) -> None:
    """The first page says what there is and what the exit codes mean, within 80 columns."""
    done = auditor("--help")

    assert 0 == done.returncode
    assert [] == [line for line in done.stdout.splitlines() if len(line) > 80]
    for word in ("collect", "evaluate", "audit", "report", "plan", "schedule", "integrity", "interrupted"):
        assert word in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        "init",
        "inventory",
        "collect",
        "evaluate",
        "audit",
        "report",
        "plan",
        "runs",
        "policy",
        "law",
        "schedule",
        "lab",
        "doctor",
    ],
)
def test_every_command_has_help(auditor: Auditor, command: str) -> None:
    """Every command explains itself."""
    done = auditor(command, "--help")

    assert (0, "") == (done.returncode, done.stderr)
    assert "Usage" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nonsense",), 2, "No such command"),
        (("report", "--nonsense"), 2, "No such option"),
        (("runs", "show", "none"), 2, "there is no run"),
        (("evaluate", "missing", "-i", "missing"), 2, "missing"),
        (("evaluate", "x", "-i", "y", "--as-of", "yesterday"), 2, "--as-of"),
        (("evaluate", "x", "-i", "y", "--at", "2026-11-22T08:00:00"), 2, "time zone"),
        (("evaluate", "x", "-i", "y", "--engine", "prolog"), 2, "prolog"),
        *[
            ((*command, "--format", "xml"), 2, "xml")
            for command in (("evaluate", "x", "-i", "y"), ("runs", "list"), ("policy", "list"), ("plan", "readiness"))
        ],
        (("report", "--lang", "de"), 2, "de"),
        (("plan", "readiness", "latest"), 2, "there is no run"),
        (("schedule", "run"), 2, "auditor.yaml"),
        (("inventory", "check", "missing"), 2, "missing"),
    ],
)
def test_wrong_use_is_one_clear_error(auditor: Auditor, words: tuple[str, ...], code: int, said: str) -> None:
    """Anything a user can get wrong ends with 2 and words on stderr, never a traceback."""
    done = auditor(*words)

    assert code == done.returncode, done.stderr
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_unusable_settings_name_file_and_key(auditor: Auditor, tmp_path: Path) -> None:
    """A misspelt key of auditor.yaml is an error that names it."""
    (tmp_path / "auditor.yaml").write_text("stroe: sqlite:///x\n", encoding="utf-8")
    done = auditor("runs", "list")

    assert 2 == done.returncode
    assert "stroe" in done.stderr
    assert "auditor.yaml" in done.stderr


def test_init_makes_a_sound_folder_and_never_overwrites(auditor: Auditor) -> None:
    """The starter folder passes its own check, and a second call leaves it alone."""
    assert 0 == auditor("init", "start").returncode
    assert 0 == auditor("inventory", "check", "start").returncode
    again = auditor("init", "start")

    assert 2 == again.returncode
    assert "exists already" in again.stderr


def test_audit_without_permission_sends_nothing_and_passes_nothing(auditor: Auditor, tmp_path: Path) -> None:
    """The starter has no authorisation, so every measured control is unknown and the facts say why.

    What it declares breaks no control: an example that fails teaches a fault.
    """
    auditor("init", "start")
    done = auditor("audit", "start", "--config", "start/auditor.yaml", "--format", "json")
    document = json.loads(done.stdout)
    measured = [row for row in document["verdicts"] if any(e["basis"] == "measured" for e in row["evidence"])]

    assert 0 == done.returncode, done.stderr
    assert [] == [row for row in measured if row["status"] == "pass"]
    assert document["totals"]["unknown"] > 0
    assert (0, 0, 0) == tuple(document["totals"][status] for status in ("fail", "warn", "error"))
    assert "no_authorisation" in "".join(path.read_text("utf-8") for path in tmp_path.glob("reports/*/facts/**/*.json"))
    assert 0 == auditor("runs", "verify", "--config", "start/auditor.yaml").returncode


def test_fail_on_and_min_coverage_have_their_own_codes(auditor: Auditor) -> None:
    """Verdicts at or above --fail-on end with 3, too little coverage with 4."""
    auditor("init", "start")
    base = ("audit", "start", "--config", "start/auditor.yaml", "--edition", "leader")

    assert 3 == auditor(*base, "--fail-on", "unknown").returncode
    assert 4 == auditor(*base, "--min-coverage", "99").returncode


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--fail-on", "fails"), "--fail-on 'fails' is none of: warn, manual, unknown, fail, error"),
        (("--min-coverage", "101"), "--min-coverage 101 is no percentage"),
        (("--min-coverage", "-1"), "--min-coverage -1 is no percentage"),
        (("--at", "yesterday"), "'yesterday'"),
        (("--edition", "leaders"), "leaders"),
    ],
)
def test_what_is_asked_of_a_run_is_checked_before_any_work(
    auditor: Auditor, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    """An audit of hours must not end in a slip of its command line: nothing is measured, stored or read."""
    auditor("init", "start")
    done = auditor("audit", "start", "--config", "start/auditor.yaml", *words)

    assert (2, True) == (done.returncode, told in " ".join(done.stderr.split())), done.stderr
    assert ["start"] == [path.name for path in tmp_path.iterdir()]
    if words[0] != "--edition":
        done = auditor("evaluate", "no-facts", "--inventory", "no-inventory", *words)
        assert (2, True) == (done.returncode, told in " ".join(done.stderr.split())), done.stderr


def test_changed_store_ends_with_five(auditor: Auditor, tmp_path: Path) -> None:
    """A blob changed after the run was stored is an integrity failure."""
    auditor("init", "start")
    auditor("audit", "start", "--config", "start/auditor.yaml", "--edition", "leader")
    connection = sqlite3.connect(tmp_path / "start" / "auditor.sqlite")
    connection.execute("UPDATE blobs SET content = x'00'")
    connection.commit()
    connection.close()
    done = auditor("runs", "verify", "--config", "start/auditor.yaml")

    assert 5 == done.returncode, done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_environment_variable_is_named(auditor: Auditor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting from the environment that cannot be used is an error that names the variable and its value."""
    monkeypatch.setenv("AUDITOR_ENGINE", "prolog")
    done = auditor("runs", "list")

    assert 2 == done.returncode
    assert "AUDITOR_ENGINE cannot be used (found 'prolog')" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("inventory", "check", "start"),
        ("inventory", "show", "start"),
        ("inventory", "show", "start", "tthc"),
        ("collect", "start", "--dry-run"),
        ("collect", "start", "-o", "facts"),
        ("policy", "list"),
        ("policy", "show", "NW-05"),
        ("law", "list"),
        ("law", "impact", "--from", "2026-06-30", "--to", "2026-11-22"),
        ("schedule", "list", "--config", "start/auditor.yaml"),
        ("doctor",),
    ],
    ids=" ".join,
)
def test_no_line_is_wider_than_a_terminal(auditor: Auditor, words: tuple[str, ...]) -> None:
    """What a newcomer sees fits 80 columns."""
    auditor("init", "start")
    done = auditor(*words)

    assert (0, []) == (
        done.returncode,
        [line for line in (done.stdout + done.stderr).splitlines() if len(line) > 80],
    )


def test_a_run_shows_what_does_not_apply_in_groups_or_row_by_row(auditor: Auditor, tmp_path: Path) -> None:
    """As a table and as JSON: groups by default, every row with --all, and the totals are the same."""
    small = Path(__file__).resolve().parent.parent / "data" / "small"
    (tmp_path / "auditor.yaml").write_text("store: sqlite:///store.sqlite\n", encoding="utf-8")
    where = ("--config", "auditor.yaml")
    auditor("evaluate", f"{small}/facts", "--inventory", f"{small}/inventory", "--as-of", "2026-11-22", *where)
    short, whole = (
        json.loads(auditor("runs", "show", *words, "--format", "json", *where).stdout) for words in ((), ("--all",))
    )
    counted = sum(len(group["subjects"]) for group in short["not_applicable"])
    table, rows = (auditor("runs", "show", *words, *where).stdout for words in ((), ("--all",)))

    assert short["totals"] == whole["totals"]
    assert [] == whole["not_applicable"]
    assert counted == short["totals"]["not_applicable"] > len(short["not_applicable"])
    declared = sum(len(group["subjects"]) for group in short["not_applicable"] if group["basis"] == ["declared"])
    assert declared == short["totals"]["by_declaration"] > 0
    assert len(whole["verdicts"]) == len(short["verdicts"]) + counted
    assert "because of" in table
    assert rows.count("not_applicable") >= counted > table.count("not_applicable")

"""One language for every verb: the option, else the variable, else the settings, else Vietnamese."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import auditor, environment
from tests.cli.plan.moving import province

VERBS = (
    ("readiness",),
    ("readiness", "--system", "app"),
    ("waves",),
    ("state",),
    ("decisions",),
    ("checklist",),
    ("upgrades",),
    ("firewall",),
    ("fixes",),
)
NAMES = {"auditor", "planning", "nights", "snmp", "vcpu"}
"""The program, keys of files, and terms that both languages share."""

OPTIONS = re.compile(r"--[a-z-]+( [A-Za-z]+)?|`[^`]*`|[a-z_]+\.yaml(:\d+)?")
WORD = re.compile(r"[a-z]{4,}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return province(tmp_path_factory.mktemp("language"))


def words(text: str) -> set[str]:
    """Words of four plain letters and more, without options, commands and file names."""
    return set(WORD.findall(OPTIONS.sub(" ", text).lower()))


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_no_line_mixes_languages(folder: Path, verb: tuple[str, ...]) -> None:
    """Nothing that the English answer says stands in the Vietnamese one but what both name, such as ids."""
    english = auditor("plan", *verb, "--lang", "en", cwd=folder)
    vietnamese = auditor("plan", *verb, "--lang", "vi", cwd=folder)
    rules = json.loads(auditor("plan", "decisions", "--format", "json", cwd=folder).out)["items"]
    ids = words(" ".join([(folder / "tinh" / "inventory.yaml").read_text("utf-8"), *(one["rule"] for one in rules)]))

    assert english.code == vietnamese.code != 1
    both = words(english.out + english.err) & words(vietnamese.out + vietnamese.err)
    assert set() == both - ids - NAMES


def reason_in_words(folder: Path, *options: str, variable: str = "") -> str:
    """What the table of states is said in."""
    environ = environment() | ({"AUDITOR_LANG": variable} if variable else {})
    command = [sys.executable, "-m", "auditor", "plan", "state", *options]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=True, timeout=120)
    return next(word for word in ("khai báo:", "declared:") if word in done.stdout)


def test_who_is_asked_first(folder: Path) -> None:
    """Vietnamese by default; the settings, then the variable, then the option stand above it."""
    (folder / "en.yaml").write_text("lang: en\n", encoding="utf-8")
    settings = ("--config", "en.yaml")

    assert ["khai báo:", "declared:", "khai báo:", "declared:", "khai báo:"] == [
        reason_in_words(folder),
        reason_in_words(folder, *settings),
        reason_in_words(folder, *settings, variable="vi"),
        reason_in_words(folder, variable="en"),
        reason_in_words(folder, *settings, "--lang", "vi"),
    ]


def test_an_unknown_language_is_refused(folder: Path) -> None:
    """A language nobody has words in is wrong usage wherever it stands."""
    (folder / "de.yaml").write_text("lang: de\n", encoding="utf-8")

    assert 2 == auditor("plan", "state", "--config", "de.yaml", cwd=folder).code
    assert 2 == auditor("plan", "state", "--lang", "de", cwd=folder).code

"""`auditor collect` from the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from auditor.cli.collect_text import dry_run_text
from auditor.collectors import FactsFolder, plan
from tests.collectors import estates
from tests.collectors.loopback import WEB, inventory, scope

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An inventory folder of one web server on loopback, with scope and settings."""
    place = {"id": "v", "zone": "dmz", "kind": "local", "control_target": f"{WEB}:18080"}
    files = {
        "inventory.yaml": inventory().model_dump(mode="json", exclude_defaults=True),
        "scope.yaml": scope().model_dump(mode="json", by_alias=True),
        "auditor.yaml": {"vantages": [place]},
    }
    for name, content in files.items():
        (tmp_path / name).write_text(yaml.safe_dump(content, allow_unicode=True))
    return tmp_path


def auditor(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from auditor.cli import main; main()", "collect", *words]
    path = {"PATH": "/usr/bin:/bin:/usr/sbin"}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=path)


def test_dry_run(folder: Path, tmp_path: Path) -> None:
    """Every probe and every refusal is listed, the notice is written, and no facts folder appears."""
    notice = tmp_path / "notice.txt"
    done = auditor(str(folder), "-o", "facts", "--dry-run", "--notice", str(notice), cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert f"  ports        web → {WEB}" in done.stdout
    assert "NOT SENT" in done.stdout
    assert "READ ON HOSTS" not in done.stdout
    assert "ports db" in " ".join(done.stdout.split())
    assert done.stdout.endswith("Nothing was sent.\n")
    assert not (tmp_path / "facts").exists()
    text = notice.read_text(encoding="utf-8")
    assert "1/GP (ubnd), ai" in text
    assert f"- {WEB}" in text


def test_a_collection(folder: Path, tmp_path: Path) -> None:
    """A collection writes its folder, says so on stderr, and nothing on stdout."""
    done = auditor(str(folder), "-o", "facts", cwd=tmp_path)

    assert (0, "") == (done.returncode, done.stdout), done.stderr
    assert "v: done" in done.stderr
    assert FactsFolder(tmp_path / "facts").manifest.complete


def test_mistakes(folder: Path, tmp_path: Path) -> None:
    """An unknown vantage and a folder in use are told with a remedy, without a traceback."""
    unknown = auditor(str(folder), "--vantage", "moon", cwd=tmp_path)
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "manifest.json").write_text(json.dumps({}))
    taken = auditor(str(folder), "-o", "facts", cwd=tmp_path)

    assert (2, 1) == (unknown.returncode, taken.returncode)
    assert "no vantage or zone of that name: moon" in unknown.stderr
    assert "already holds a collection" in taken.stderr
    assert "Traceback" not in unknown.stderr + taken.stderr


def test_no_scope(folder: Path, tmp_path: Path) -> None:
    """Without a scope file nothing is sent."""
    (folder / "scope.yaml").unlink()
    done = auditor(str(folder), "-o", "facts", "--dry-run", cwd=tmp_path)

    assert "0 measurements" in done.stdout
    assert WEB not in done.stdout


def test_what_is_read_on_hosts() -> None:
    """A dry run names every command and file of the kinds it would read, once each, and none of other kinds."""
    ssh = {"user": "doc", "key_file": "/k", "known_hosts_file": "/h"}
    made = plan(estates.inventory(), estates.scope(), estates.settings(estates.vantage(ssh=ssh)), estates.NOW)
    text = " ".join(dry_run_text(made).split())

    assert "READ ON HOSTS (each once a host; nothing else is run or opened there)" in text
    assert 1 == text.count("ip -j -d addr (host_filter, interfaces)")
    assert "/etc/nginx/nginx.conf and what it includes (web_config)" in text
    assert "(firewall" not in text


def test_a_notice_is_text(tmp_path: Path) -> None:
    """A notice whose name promises another format is refused before anything is read or written."""
    done = auditor(".", "-o", "facts", "--dry-run", "--notice", "notice.pdf", cwd=tmp_path)

    assert (2, []) == (done.returncode, list(tmp_path.iterdir()))
    assert "notice.pdf: nothing here is written as .pdf" in done.stderr
    assert ".txt" in done.stderr

"""The text check, run on small repositories made for it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HASH = "    --hash=sha256:" + "0" * 64
SOUND_LOCK = f"rich==15.0.0 \\\n{HASH} \\\n{HASH}\nbrotli==1.2.1 ; os_name == 'nt' \\\n{HASH}\n"


def checked(folder: Path, files: dict[str, str]) -> tuple[int, str]:
    subprocess.run(["git", "init", "-q", folder], check=True)
    for name, text in {"requirements/dev.txt": SOUND_LOCK, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, ROOT / "tools/check_text.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    return answer.returncode, answer.stdout


def test_sound_files_have_no_fault(tmp_path: Path) -> None:
    """Exact versions with hashes, relative paths and words that only look alike pass."""
    assert checked(tmp_path, {"a.md": "see docs/work/rooms.md and https://example.org/work/x\n"}) == (0, "")


@pytest.mark.parametrize(
    "text",
    [
        "cd /" + "work/main",
        'open("/ro' + 'ot/.bashrc")',
        "/ho" + "me/someone/x",
        "https://files.python" + "hosted.org/x",
        "https://py" + "pi.org/simple",
        "<" * 7 + " HEAD",
    ],
)
def test_a_forbidden_passage_is_named_with_its_line(tmp_path: Path, text: str) -> None:
    """Each forbidden passage is one fault that says file and line."""
    code, output = checked(tmp_path, {"a.md": f"first\n{text}\n"})

    assert code == 1
    assert output.startswith("a.md:2: ")
    assert len(output.splitlines()) == 1


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://example.org/simple",
        "--find-links wheels",
        "rich>=15",
        "rich==15.0.0",
        "git+https://example.org/x",
    ],
)
def test_a_lock_file_holds_exact_versions_and_hashes_only(tmp_path: Path, line: str) -> None:
    """An index address, a range, or a version without hash in a lock file is a fault."""
    code, output = checked(tmp_path, {"requirements/dev.txt": f"{SOUND_LOCK}{line}\n"})

    assert (1, True) == (code, output.startswith("requirements/dev.txt:6: "))


def test_a_project_without_lock_files_is_at_fault(tmp_path: Path) -> None:
    """No lock file at all is a fault, not silence."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)

    answer = subprocess.run(
        [sys.executable, ROOT / "tools/check_text.py"], cwd=tmp_path, capture_output=True, check=False
    )

    assert answer.returncode == 1

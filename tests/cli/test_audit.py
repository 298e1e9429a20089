"""The command `auditor audit`, as a person runs it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_policies_that_cannot_judge_are_found_out_before_anything_is_measured(tmp_path: Path) -> None:
    """With a control changed after compiling, nothing is collected: the command ends in words and leaves no facts."""
    for name in ("auditor", "policies"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    policy = tmp_path / "policies" / "main" / "scope.rego"
    policy.write_text(policy.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "auditor", "audit", str(ROOT / "inventories" / "lab"), "--reports", "reports"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (1, "") == (done.returncode, done.stdout)
    assert "auditor policy build" in done.stderr
    assert not (tmp_path / "reports").exists()

"""A machine whose servers did not start tells why, since its folder is gone by the time somebody reads."""

import os
from pathlib import Path

from lab.up import last_words


def test_the_newest_log_speaks_first_and_empty_ones_not_at_all(tmp_path: Path) -> None:
    logs = tmp_path / "var" / "log"
    logs.mkdir(parents=True)
    for age, (name, text) in enumerate((("initdb.log", "creating\nNo space left on device\n"), ("sshd.log", ""))):
        (logs / name).write_text(text)
        os.utime(logs / name, (1000 - age, 1000 - age))
    (tmp_path / "log").write_text("mount: ok\n")
    os.utime(tmp_path / "log", (10, 10))
    assert last_words(tmp_path) == "initdb.log: No space left on device | log: mount: ok"
    assert last_words(tmp_path / "nowhere") == "none"

"""Files are written whole or not at all, and never through what somebody planted."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.audit import write_file
from auditor.collectors.running.folder import write_part
from auditor.inventory.exchange import write_workbook
from auditor.model.vocab.secrecy import Label
from auditor.writing import OPEN, OWN, own_folder, write_whole, written_on

WRITERS: dict[str, Callable[[Path], object]] = {
    "a page": lambda path: write_file(path, b"new"),
    "a labelled page": lambda path: write_file(path, b"new", Label.MAT),
    "a part of facts": lambda path: write_part(path.parent, path.name, b"new"),
    "a workbook": write_workbook,
}


@pytest.mark.parametrize("writer", WRITERS)
def test_a_link_is_replaced(writer: str, tmp_path: Path) -> None:
    """A link in the place of the file, and links under the names that were once used on the way, lead nowhere."""
    victim = tmp_path / "victim"
    victim.write_bytes(b"kept")
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "x.html"
    for name in ("x.html", "x.html.part", ".x.html.part"):
        (folder / name).symlink_to(victim)
    WRITERS[writer](path)

    assert b"kept" == victim.read_bytes()
    assert not path.is_symlink()
    assert path.read_bytes()
    assert {"x.html", "x.html.part", ".x.html.part"} == {one.name for one in folder.iterdir()}


@pytest.mark.parametrize("anew", [True, False])
def test_nothing_is_added_to_through_a_link(tmp_path: Path, *, anew: bool) -> None:
    """A log or a journal that is a link is refused."""
    victim = tmp_path / "victim"
    victim.write_bytes(b"kept")
    (tmp_path / "log").symlink_to(victim)
    with pytest.raises(OSError, match="symbolic links"):
        written_on(tmp_path / "log", anew=anew)

    assert b"kept" == victim.read_bytes()


def test_modes(tmp_path: Path) -> None:
    """For the owner alone unless it is to be handed out, and then as the umask says."""
    before = os.umask(0o027)
    try:
        own_folder(tmp_path / "a" / "b")
        write_whole(tmp_path / "own", b"", OWN)
        write_whole(tmp_path / "open", b"", OPEN)
        written_on(tmp_path / "log").close()
    finally:
        os.umask(before)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert {"a": 0o750, "b": 0o700, "own": 0o600, "open": 0o640, "log": 0o600} == modes


def test_a_device_stays_what_it_is(tmp_path: Path) -> None:
    """Whoever names a device or a pipe as the file does not lose it."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no plain file"):
        write_whole(tmp_path / "pipe", b"new")

    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    """Where the place is a folder the file stays away, and so does what was written on the way."""
    (tmp_path / "x").mkdir()
    with pytest.raises(OSError, match="no plain file"):
        write_whole(tmp_path / "x", b"new")

    assert ["x"] == [path.name for path in tmp_path.iterdir()]

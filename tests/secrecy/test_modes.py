"""What the labelled world is written to is for its owner alone, also where somebody made it before."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditor.audit import require_stores
from auditor.audit.private import private_facts
from auditor.errors import CollectError, StoreError, ToolError
from auditor.model.settings import Settings
from auditor.store.runs import RunStore


@pytest.fixture
def inside(tmp_path: Path) -> Iterator[Path]:
    """A folder others may look into, with a labelled store in it that they may read."""
    folder = tmp_path / "inside"
    folder.mkdir(mode=0o755)
    RunStore(f"sqlite:///{folder}/l.sqlite").close()
    (folder / "facts" / "20261122").mkdir(parents=True, mode=0o755)
    (folder / "facts" / "20261122" / "manifest.json").touch(mode=0o644)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    yield folder
    folder.chmod(0o700)


def settings(inside: Path) -> Settings:
    return Settings(store=f"sqlite:///{inside.parent}/open.sqlite", restricted_store=f"sqlite:///{inside}/l.sqlite")


def modes(*paths: Path) -> list[int]:
    return [stat.S_IMODE(path.stat().st_mode) for path in paths]


def test_a_labelled_store_that_others_could_read_is_closed_and_said(inside: Path) -> None:
    """The store and its folder, once; nothing is said when there is nothing left to close."""
    notes = require_stores(settings(inside), labelled=True)

    assert ["restricted_store was open to others; it and its folder are for their owner alone now"] == [*notes]
    assert [0o700, 0o600] == modes(inside, inside / "l.sqlite")
    assert () == require_stores(settings(inside), labelled=True)


def test_nothing_is_closed_where_nothing_is_labelled(inside: Path) -> None:
    """Without labels nobody writes there."""
    assert () == require_stores(settings(inside), labelled=False)
    assert [0o755, 0o644] == modes(inside, inside / "l.sqlite")


def test_a_labelled_facts_folder_that_others_could_read_is_closed_and_said(inside: Path) -> None:
    """The place, the collection that is gone on with, and everything in it."""
    folder = inside / "facts" / "20261122"
    notes = private_facts(folder)

    assert ["the folder for facts about labelled things was open to others; it is for its owner alone now"] == [*notes]
    assert [0o700, 0o700, 0o600] == modes(folder.parent, folder, folder / "manifest.json")
    assert () == private_facts(folder)


def test_a_new_place_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Whatever the mask of the process is."""
    before = os.umask(0o000)
    try:
        assert () == private_facts(tmp_path / "a" / "b" / "c")
    finally:
        os.umask(before)

    assert [0o700] * 3 == modes(tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a" / "b" / "c")


def test_a_folder_that_others_share_is_refused(inside: Path) -> None:
    """Closing it would take from others what is theirs; it stays as it is, and one sentence says what to do."""
    (inside / "reports.html").touch()
    (inside / "facts" / "notes.txt").touch()

    refused(lambda: require_stores(settings(inside), labelled=True), StoreError, "holds other things")
    refused(lambda: private_facts(inside / "facts" / "new"), CollectError, "holds other things")
    assert [0o755, 0o644, 0o755] == modes(inside, inside / "l.sqlite", inside / "facts")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("name", ["", "l.sqlite"])
def test_what_belongs_to_somebody_else_is_refused(inside: Path, name: str) -> None:
    """Whoever owns the folder or the file could open it again."""
    os.chown(inside / name, 12345, 12345)

    refused(lambda: require_stores(settings(inside), labelled=True), StoreError, "belongs to somebody else")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may close everything")
def test_a_folder_of_the_system_is_refused() -> None:
    """It belongs to root."""
    url = "sqlite:////usr/labelled.sqlite"

    refused(
        lambda: require_stores(Settings(restricted_store=url), labelled=True), StoreError, "belongs to somebody else"
    )


def refused(done: Callable[[], object], error: type[ToolError], why: str) -> None:
    """One sentence, and what to do."""
    with pytest.raises(error, match=why) as caught:
        done()
    assert caught.value.remedy

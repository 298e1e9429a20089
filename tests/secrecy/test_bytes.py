"""Estates with equal open things and other covered ones are kept alike to the last byte, where the same rows moved."""

import datetime
import re
from pathlib import Path

import orjson

from auditor.audit import Declared, evaluate_facts, keep
from auditor.inventory.settings import load_settings
from auditor.policy.documents import Clocks
from auditor.store.runs import RunStore
from tests.secrecy.estates import (
    AT,
    CANARY,
    OPEN,
    Lists,
    joined,
    labelled_plans,
    labelled_system,
    measured,
    naming,
    write,
)
from tests.secrecy.test_canary import facts

CLOCKS = Clocks(datetime.date(2026, 11, 22), AT)


def kept(root: Path, covered: Lists, *, finished: bool) -> dict[str, bytes]:
    """Everything the open store holds of the run, by part: inventory, facts, planning, places, parameters, result.

    The open things say something of the first covered system only, so that they are the same in all estates.
    """
    named = {name: rows[:1] for name, rows in covered.items()}
    lists = naming(OPEN, named)
    folder = write(root / "province", lists, covered)
    whole = joined(lists, covered)
    inside = [item for item in measured(whole) if re.search(rf"{CANARY}|192\.0\.2\.14", item.model_dump_json())]
    outside = tuple(item for item in measured(whole) if item not in inside)
    gathered = facts(root / "outside", outside, whole), facts(root / "inside", tuple(inside), whole)
    manifest = gathered[1] / "manifest.json"
    manifest.write_bytes(orjson.dumps(orjson.loads(manifest.read_bytes()) | {"complete": finished}))
    settings = load_settings(folder / "auditor.yaml")
    stored = keep(evaluate_facts(Declared.of(folder), gathered, CLOCKS, settings), settings).open
    store = RunStore(settings.store)
    try:
        return {name: store.part(stored, name) for name in stored.parts} | {"head": orjson.dumps(stored.head)}
    finally:
        store.close()


def test_what_is_covered_changes_no_open_byte(tmp_path: Path) -> None:
    """One labelled system, or three of them with waves, assets, flows, papers, pins, costs and tasks of their own, and
    measured in part only.
    """
    one = kept(tmp_path / "one", labelled_system(), finished=True)
    more = joined(labelled_system("192.0.2.142"), labelled_plans(), labelled_system("192.0.2.143"))
    three = kept(tmp_path / "three", more, finished=False)

    assert [] == [name for name in one if one[name] != three[name]]
    assert one.keys() == three.keys()

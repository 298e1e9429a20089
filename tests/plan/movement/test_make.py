"""How far each data set has moved, declared beside measured."""

import datetime
import hashlib
from typing import Any

import pytest

from auditor.model.facts import Observation
from auditor.model.reason import because
from auditor.model.vocab.moves import MoveState
from auditor.plan.movement.make import movement
from auditor.plan.movement.shape import DataMovement, Movement, Progress, SystemMovement
from tests.plan.sources import NOW, look, source_of

SHA = "a" * 64
OLD, NEW, NAME = "10.0.0.1", "10.9.0.1", "hs.quangninh.gov.vn"
Changes = dict[str, Any]


def estate(move: Changes | None = None, **changes: Any) -> Changes:
    """One system that moves, with an old and a new host, one name and one data set."""
    name = {"vi": "Một"}
    data = {"id": "ho-so", "name": name, "system": "app", "entity": "ho-so", "rows": 90, "bytes": 900}
    return {
        "networks": [{"id": "net", "zone": "dc", "prefixes": ["10.0.0.0/8"]}],
        "systems": [
            {"id": "app", "name": name, "kind": "application", "owner": "so", "domains": [NAME], "decision": "migrate"}
        ],
        "hosts": [
            {
                "id": host,
                "system": "app",
                "interfaces": [{"network": "net", "address": address}],
                "instance": instance,
            }
            for host, address, instance in (("cu", OLD, "old"), ("moi", NEW, "new"))
        ],
        "endpoints": [{"id": "cu/tcp/443", "purpose": "web"}],
        "data_sets": [data | ({"move": move} if move else {})],
    } | changes


def manifest(side: str, rows: int = 100, **changes: Any) -> Observation:
    data = {"side": side, "rows": rows, "bytes": rows * 10, "sha256": SHA, "complete": True}
    data |= {key: changes.pop(key) for key in list(changes) if key in data}
    return look("data_manifest", "ho-so", data, detail=side, basis="imported", vantage="import", **changes)


def resolves(*addresses: str, **changes: Any) -> Observation:
    return look("dns", "app", {"name": NAME, "a": addresses}, detail=NAME, **changes)


def sweep(*opened: str, **changes: Any) -> Observation:
    return look("ports", "cu", {"open": opened, "swept": ["tcp/443", *opened]}, **changes)


NOTHING = hashlib.sha256().hexdigest()
BOTH = (manifest("old"), manifest("new"))
AT_NEW = ("manifests_equal", "names_at_new")
MOVED = (*BOTH, resolves(NEW))
SWITCHED_OFF: Changes = {"state": "filtered", "cause": {"code": "silent"}}


def of(looks: tuple[Observation, ...], move: Changes | None = None, **changes: Any) -> DataMovement:
    (system,) = movement(source_of(estate(move, **changes), looks)).systems
    return system.data_sets[0]


def test_the_whole_answer() -> None:
    """A data set stands with what was declared, what was measured, how much is there, why, and by which evidence."""
    move = {"state": "cut_over", "as_of": "2026-11-20"}
    expected = DataMovement(
        data_set="ho-so",
        system="app",
        declared=MoveState.CUT_OVER,
        declared_on=datetime.date(2026, 11, 20),
        measured=MoveState.COPYING,
        measured_at=NOW - datetime.timedelta(days=1),
        state=MoveState.COPYING,
        agrees=False,
        progress=Progress(rows_done=40, rows=100, bytes_done=400, bytes=1000),
        why=(because("manifest_incomplete", "ho-so"),),
        evidence=("data_manifest/ho-so/import/new", "data_manifest/ho-so/import/old"),
    )
    looks = (manifest("old"), manifest("new", rows=40, complete=False))

    assert movement(source_of(estate(move), looks)) == Movement(
        run="run-1",
        systems=(
            SystemMovement(
                system="app",
                state=MoveState.COPYING,
                why=(because("least_data_set", "ho-so"),),
                data_sets=(expected,),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("looks", "measured", "codes"),
    [
        ((), None, ("manifest_none",)),
        ((manifest("old"),), None, ("manifest_none",)),
        ((manifest("new", days=31),), None, ("manifest_stale",)),
        ((manifest("new", days=-1),), None, ("manifest_stale",)),
        ((manifest("new", state="partial"),), None, ("manifest_stale",)),
        ((manifest("old"), manifest("new", rows=0)), "not_started", ("new_is_empty",)),
        ((manifest("old", rows=0), manifest("new", rows=0)), "not_started", ("new_is_empty",)),
        ((manifest("old", rows=0, bytes=9), manifest("new", rows=0, bytes=9)), "not_started", ("new_is_empty",)),
        ((manifest("old", sha256=NOTHING), manifest("new", sha256=NOTHING)), "copying", ("manifests_of_nothing",)),
        ((manifest("new"),), "copying", ("old_manifest_none",)),
        ((manifest("old", days=31), manifest("new")), "copying", ("old_manifest_stale",)),
        ((manifest("old", complete=False), manifest("new")), "copying", ("manifest_incomplete",)),
        ((manifest("old", rows=101), manifest("new")), "copying", ("manifests_differ",)),
        ((manifest("old", sha256="b" * 64), manifest("new")), "copying", ("manifests_differ",)),
        ((manifest("old", bytes=None), manifest("new")), "copying", ("manifests_differ",)),
        ((manifest("old", sha256=""), manifest("new", sha256="")), "copying", ("manifests_differ",)),
        ((manifest("old", rows=1), manifest("new"), resolves(NEW)), "copying", ("manifests_differ", "names_ahead")),
        (BOTH, "parallel", ("manifests_equal", "name_not_looked", "old_not_swept")),
        ((*BOTH, resolves(OLD)), "parallel", ("manifests_equal", "name_at_old")),
        ((*BOTH, resolves(OLD, NEW)), "parallel", ("manifests_equal", "name_at_old")),
        ((*BOTH, resolves(NEW, days=31)), "parallel", ("manifests_equal", "name_stale", "old_not_swept")),
        ((*BOTH, resolves("10.7.0.7")), "parallel", ("manifests_equal", "name_elsewhere", "old_not_swept")),
        ((*BOTH, resolves()), "parallel", ("manifests_equal", "name_elsewhere", "old_not_swept")),
        (MOVED, "cut_over", (*AT_NEW, "old_not_swept")),
        ((*MOVED, sweep("tcp/443")), "cut_over", (*AT_NEW, "old_answers")),
        ((*MOVED, sweep("tcp/443", state="partial")), "cut_over", (*AT_NEW, "old_answers")),
        ((*MOVED, sweep("tcp/443", days=31)), "cut_over", (*AT_NEW, "old_answered_before")),
        ((*MOVED, sweep(days=31)), "cut_over", (*AT_NEW, "old_stale")),
        ((*MOVED, sweep(state="partial")), "cut_over", (*AT_NEW, "old_not_swept")),
        ((*MOVED, sweep(vantage="cu")), "cut_over", (*AT_NEW, "old_not_swept")),
        ((*MOVED, sweep(zone="office", **SWITCHED_OFF)), "cut_over", (*AT_NEW, "old_not_swept")),
        ((*MOVED, sweep(**SWITCHED_OFF)), "old_silent", ("manifests_equal", "old_is_silent")),
        ((*MOVED, sweep()), "old_silent", ("manifests_equal", "old_is_silent")),
        ((*MOVED, sweep(), sweep("tcp/443", vantage="other")), "cut_over", (*AT_NEW, "old_answers")),
    ],
)  # fmt: skip
def test_measured(looks: tuple[Observation, ...], measured: str | None, codes: tuple[str, ...]) -> None:
    """Each state needs all of its evidence; what is old, unfinished, different or missing brings nothing forward."""
    found = of(looks)

    assert (measured, codes) == (found.measured, tuple(why.code for why in found.why))
    assert (measured or "not_started", None) == (found.state, found.agrees)


@pytest.mark.parametrize(
    ("declared", "looks", "state", "agrees"),
    [
        ("copying", (), "copying", None),
        ("old_silent", (), "old_silent", None),
        ("old_silent", (resolves(OLD),), "parallel", False),
        ("old_silent", (sweep("tcp/443"),), "cut_over", False),
        ("copying", (resolves(OLD),), "copying", None),
        ("old_silent", BOTH, "parallel", False),
        ("cut_over", MOVED, "cut_over", True),
        ("copying", MOVED, "copying", False),
    ],
)
def test_the_more_cautious_stands(
    declared: str,
    looks: tuple[Observation, ...],
    state: str,
    agrees: bool | None,  # noqa: FBT001  # a case's expectation
) -> None:
    """A declared state never overrules a lower measured one, nor names and ports that contradict it."""
    found = of(looks, {"state": declared})

    assert (declared, state, agrees) == (found.declared, found.state, found.agrees)


def test_a_later_finished_sweep_replaces_an_earlier_one() -> None:
    """A host that answered last week and is silent now is silent; from another vantage the earlier look would stand."""
    earlier = sweep("tcp/443", days=7, id="ports/cu/probe@2026-11-15T05:00:00Z")

    assert "old_silent" == of((*MOVED, earlier, sweep(**SWITCHED_OFF))).measured


def test_an_unanswered_question_leaves_names_open() -> None:
    """A resolver of another zone that did not answer may still give the old address; one never asked does not count."""
    lost = look(
        "dns", "app", None, detail=NAME, vantage="office", state="timeout", cause={"code": "no_answer", "args": []}
    )
    unasked = look(
        "dns", "app", None, detail=NAME, vantage="office", state="not_tried", cause={"code": "no_resolver", "args": []}
    )

    assert ("parallel", "cut_over") == (of((*MOVED, lost)).measured, of((*MOVED, unasked)).measured)


def test_an_address_of_both_sides_tells_nothing() -> None:
    """Where old and new hosts share an address, a name that leads there shows neither."""
    shared = estate()["hosts"]
    shared[1]["interfaces"] = shared[0]["interfaces"]

    assert "name_elsewhere" == of((*BOTH, resolves(OLD)), hosts=shared).why[1].code


def test_without_names_or_old_hosts() -> None:
    """A system without names is done when its old hosts are silent; one whose old hosts nobody declared never is."""
    systems = [{**estate()["systems"][0], "domains": []}]
    new_only = estate()["hosts"][1:]

    assert "old_silent" == of((*BOTH, sweep()), systems=systems).measured
    assert "parallel" == of(BOTH, systems=systems).measured
    assert "cut_over" == of((*MOVED, sweep()), hosts=new_only, endpoints=[]).measured
    assert "cut_over" == of((*MOVED, sweep()), endpoints=[]).measured


def test_declared_counts_serve_where_nothing_was_measured() -> None:
    """Progress comes from fresh manifests, else from what people declare."""
    declared = {"state": "copying", "rows_done": 30, "bytes_done": 300}

    assert Progress(rows_done=30, rows=90, bytes_done=300, bytes=900) == of((), declared).progress
    assert Progress(rows_done=100, rows=90, bytes_done=1000, bytes=900) == of((manifest("new"),), declared).progress


def test_what_is_read_from_elsewhere_holds_nothing_up() -> None:
    """A system is as far as the least of its data sets; caches, and what stays or ends, do not count."""
    first = estate({"state": "cut_over"})["data_sets"][0]
    sets = [
        first,
        first | {"id": "dem", "role": "cache", "move": None},
        first | {"id": "cu-ky", "decision": "retire"},
        first | {"id": "ban-sao", "move": {"state": "copying"}},
    ]
    (system,) = movement(source_of(estate(data_sets=sets))).systems

    assert ("copying", ("ban-sao", "ho-so")) == (system.state, tuple(item.data_set for item in system.data_sets))
    assert (because("least_data_set", "ban-sao"),) == system.why


@pytest.mark.parametrize(
    ("status", "looks", "state"),
    [
        ("adopted", MOVED, "not_started"),
        ("done", (), "cut_over"),
        ("done", (resolves(OLD),), "parallel"),
        ("done", (resolves(NEW), sweep("tcp/443")), "cut_over"),
        ("done", (resolves(NEW), sweep()), "old_silent"),
    ],
)
def test_a_system_without_data_sets(status: str, looks: tuple[Observation, ...], state: str) -> None:
    """It is as far as its wave says, and no farther than names and sweeps allow."""
    wave = {"id": "w1", "name": {"vi": "Đợt 1"}, "date": "2026-10-01", "systems": ["app"], "status": status}
    (system,) = movement(source_of(estate(data_sets=[], waves=[wave]), looks)).systems

    assert (state, ()) == (system.state, system.data_sets)


def test_systems_that_stay_are_left_out() -> None:
    """Only what moves, has moved, or was seen to move is listed."""
    staying = {**estate()["systems"][0], "decision": "retain_idc"}
    only = [{**host, "instance": "only"} for host in estate()["hosts"]]

    assert () == movement(source_of(estate(systems=[staying], hosts=only))).systems
    assert 1 == len(movement(source_of(estate(systems=[staying], hosts=only), BOTH)).systems)
    assert 1 == len(movement(source_of(estate(systems=[staying]))).systems)

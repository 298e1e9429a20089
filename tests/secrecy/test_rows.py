"""Every open verdict says what the whole world says, and open bytes depend on open things only."""

import datetime
import random
from collections.abc import Iterable
from typing import Any

import orjson
import pytest

from auditor.estate import World, Worlds
from auditor.model.base import VIETNAM, canonical
from auditor.model.facts import Manifest, Observation
from auditor.model.facts_set import Collection, FactsSet
from auditor.model.inventory import Inventory
from auditor.model.verdict import RunResult, Verdict
from auditor.model.vocab.secrecy import Label
from auditor.policy.catalogue import parameters, policy_data
from auditor.policy.compiled import CompiledPolicies, load
from auditor.policy.documents import Clocks
from auditor.policy.engines import open_engine
from auditor.policy.engines.interface import Engine
from auditor.policy.evaluate import evaluate
from auditor.policy.join import Join
from tests.secrecy.estates import (
    AT,
    OPEN,
    VARIANTS,
    Lists,
    joined,
    labelled_guest,
    labelled_link,
    labelled_network,
    labelled_system,
    labelled_zone,
    measured,
    naming,
)

CLOCKS = Clocks(datetime.date(2026, 11, 22), AT + datetime.timedelta(hours=1))
Said = tuple[str, Any, int | None]


@pytest.fixture(scope="module")
def policies() -> CompiledPolicies:
    return load()


def both(
    policies: CompiledPolicies, lists: Lists, observations: Iterable[Observation], *, cut_off: bool = False
) -> tuple[RunResult, ...]:
    """Both runs; with `cut_off` the collection of the covered things was not finished."""
    seen = tuple(observations)
    worlds = Worlds(Inventory.model_validate(lists), seen)
    inside = Collection(
        Manifest(id="m", started_at=AT, complete=not cut_off, label=worlds.cover.highest),
        tuple(item for item in seen if not worlds.is_open(item)),
    )
    facts = FactsSet(seen, (inside,), "facts", complete=not cut_off)
    return evaluate(worlds, facts, policies, parameters(policies.catalogue, CLOCKS.as_of, {}), CLOCKS)


@pytest.fixture(scope="module")
def engine(policies: CompiledPolicies) -> Engine:
    data = orjson.dumps(policy_data(policies.catalogue, parameters(policies.catalogue, CLOCKS.as_of, {})))
    return open_engine("wasm", policies, data)


def whole_rows(engine: Engine, lists: Lists, observations: Iterable[Observation]) -> dict[tuple[str, str, str], Said]:
    """Status, observed and due day of every row of the whole world, straight from the engine."""
    found: dict[tuple[str, str, str], Said] = {}
    for document in Join(World.of(Inventory.model_validate(lists), observations), CLOCKS).documents():
        for row in engine.evaluate(document.to_bytes(CLOCKS)):
            due = max(row["due_days"], default=None)
            seen = sorted(orjson.dumps(one["observed"], option=orjson.OPT_SORT_KEYS) for one in row["findings"])
            found[row["control"], row["kind"], row["subject"]] = row["status"], seen, due
    return found


def reason_in_words(verdict: Verdict) -> tuple[str, int | None]:
    return verdict.status.value, verdict.due.toordinal() if verdict.due else None


def key(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.control, verdict.subject.kind.value, verdict.subject.id


def mixed(names: tuple[str, ...]) -> Lists:
    return joined(*(VARIANTS[name]() for name in names))


@pytest.mark.parametrize("names", [("system", "link"), ("zone", "guest", "network")], ids="+".join)
def test_open_rows_are_those_of_the_whole_world(
    policies: CompiledPolicies, engine: Engine, names: tuple[str, ...]
) -> None:
    """Each open row has the whole world's status and due day, no row stands twice, and none is lost."""
    covered = mixed(names)
    lists = joined(naming(OPEN, covered), covered)
    observations = measured(lists)
    open_, labelled = both(policies, lists, observations)
    whole = whole_rows(engine, lists, observations)

    assert [] == [
        (key(v), reason_in_words(v), whole.get(key(v)))
        for v in open_.verdicts
        if reason_in_words(v) != whole[key(v)][::2]
    ]
    assert sorted(whole) == sorted(key(verdict) for verdict in (*open_.verdicts, *labelled.verdicts))
    assert labelled.verdicts


def test_no_open_row_is_about_a_covered_subject(policies: CompiledPolicies) -> None:
    """With labels on everything that can carry one, no open verdict has a covered subject or one of its systems."""
    covered = joined(labelled_system(), labelled_zone())
    lists = joined(OPEN, covered)
    worlds = Worlds(Inventory.model_validate(lists))
    open_, labelled = both(policies, lists, measured(lists))

    assert [] == [key(v) for v in open_.verdicts if worlds.cover.label_of(v.subject.kind, v.subject.id) != Label.NONE]
    assert Label.TOI_MAT == labelled.run.label
    assert {"portal"} <= set(open_.withheld), "one of its machines stands in the labelled zone"


OTHERS: dict[str, tuple[Lists, Lists]] = {
    "two systems": (labelled_system("192.0.2.140"), labelled_system("192.0.2.150")),
    "a system and a zone": (labelled_system(), labelled_zone()),
    "a link and a network": (labelled_link(), labelled_network()),
}


@pytest.mark.parametrize("pair", OTHERS)
def test_equal_open_things_give_equal_open_bytes(policies: CompiledPolicies, pair: str) -> None:
    """Two estates with the same open things and other covered ones differ in the open run by moved rows only."""
    first, second = OTHERS[pair]
    seen = [joined(OPEN, part) for part in (first, second)]
    worlds = [Worlds(Inventory.model_validate(lists), measured(lists)) for lists in seen]
    runs, inside = zip(
        *(both(policies, lists, measured(lists), cut_off=lists is seen[0]) for lists in seen), strict=True
    )

    assert (False, True) == tuple(run.run.complete for run in inside)
    assert canonical(worlds[0].open.estate.inventory) == canonical(worlds[1].open.estate.inventory)
    assert worlds[0].open.observations == worlds[1].open.observations
    assert runs[0].run == runs[1].run
    rows = [{key(verdict): verdict for verdict in run.verdicts} for run in runs]
    assert [] == [name for name in rows[0].keys() & rows[1].keys() if rows[0][name] != rows[1][name]]


def random_labels(lists: Lists, seed: int) -> Lists:
    """The same estate with labels laid on a few of its things, as the seed has it."""
    dice = random.Random(seed)
    found = joined(lists)
    for name in ("zones", "networks", "systems", "links", "data_sets"):
        for row in found[name]:
            row.pop("label", None)
            if dice.random() < 0.2:
                row["label"] = dice.choice(["mat", "toi_mat", "tuyet_mat"])
    systems = {row["id"]: row for row in found["systems"]}
    for row in found["data_sets"]:  # the inventory's own check: data never stands above its system
        if "label" in row:
            systems[row["system"]]["label"] = row["label"]
    return found


@pytest.mark.parametrize("seed", range(6))
def test_labels_anywhere_keep_open_rows_true(policies: CompiledPolicies, engine: Engine, seed: int) -> None:
    """Labels laid at random over one estate: open rows stay those of the whole world and hold no covered name."""
    plain = joined(OPEN, labelled_system(), labelled_zone(), labelled_network(), labelled_guest())
    lists = random_labels(plain, seed)
    observations = measured(lists)
    runs = both(policies, lists, observations)
    whole = whole_rows(engine, lists, observations)
    cover = Worlds(Inventory.model_validate(lists)).cover

    assert [] == [key(v) for v in runs[0].verdicts if reason_in_words(v) != whole[key(v)][::2]]
    assert sorted(whole) == sorted(key(verdict) for run in runs for verdict in run.verdicts)
    assert [] == [key(v) for v in runs[0].verdicts if cover.label_of(v.subject.kind, v.subject.id) != Label.NONE]
    hidden = [name for (_, name) in cover.labels]
    text = canonical(runs[0].model_dump(mode="json")).decode()
    assert [] == [name for name in hidden if f'"{name}"' in text and not _is_open_too(name, lists, cover.labels)]


def _is_open_too(name: str, lists: Lists, labels: Any) -> bool:
    """An id is unique in its list only: the same word may be that of an open thing, or of a kind."""
    return any(
        row["id"] == name and (list_name, name) not in labels for list_name, rows in lists.items() for row in rows
    ) or (name in {"database", "dmz"})


def test_the_clock_is_that_of_the_test() -> None:
    """The facts are an hour old, so that nothing passes for being stale."""
    assert 7 == VIETNAM.utcoffset(None).seconds // 3600
    assert 3600 == (CLOCKS.evaluated_at - AT).seconds

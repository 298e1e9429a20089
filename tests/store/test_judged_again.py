"""A run keeps what judging it took, so that it can be judged again without the folders it came from."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.audit import Declared, Evaluation, evaluate_facts, judge_again, keep
from auditor.errors import IntegrityError
from auditor.model.base import VIETNAM
from auditor.model.settings import Settings
from auditor.policy.documents import Clocks
from auditor.store.runs import RunStore

SMALL = Path(__file__).resolve().parent.parent / "data" / "small"
CLOCKS = Clocks(datetime.date(2026, 11, 22), datetime.datetime(2026, 11, 22, 12, tzinfo=VIETNAM))


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate_facts(Declared.of(SMALL / "inventory"), [SMALL / "facts"], CLOCKS, Settings())


@pytest.fixture
def store(evaluation: Evaluation, tmp_path: Path) -> Iterator[RunStore]:
    url = f"sqlite:///{tmp_path}/store.sqlite"
    keep(evaluation, Settings(store=url))
    store = RunStore(url)
    yield store
    store.close()


def test_a_run_judged_again_is_the_same_run(evaluation: Evaluation, store: RunStore) -> None:
    """Inventory, facts, parameters, clocks and policies come from the store alone, and give every verdict again."""
    again = judge_again(store, store.get("latest"))

    assert evaluation.open.verdicts == again.verdicts
    assert evaluation.open.totals == again.totals
    assert len(again.verdicts) > 100


def test_policies_are_kept_once_for_all_runs(evaluation: Evaluation, store: RunStore) -> None:
    """The bundle is named by its content: the run's own policies, byte for byte."""
    run = store.get("latest")

    assert evaluation.compiled.wasm == store.part(run, "policies.wasm")
    assert evaluation.compiled.bundle == store.part(run, "policies.tar")


def test_policies_that_were_changed_do_not_judge(store: RunStore) -> None:
    """A run whose policies differ from their digest is not judged by them."""
    run = store.get("latest")
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE blobs SET content = x'00' WHERE sha256 = ?", (run.parts["policies.wasm"],))

    with pytest.raises(IntegrityError, match=r"policies\.wasm"):
        judge_again(store, run)

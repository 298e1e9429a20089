"""One run's place in the burn-up."""

import datetime

from auditor.model.inventory import Inventory
from auditor.model.reason import because
from auditor.model.verdict import Verdict
from auditor.plan.history.make import burn_up, point
from auditor.plan.history.shape import BurnUp, BurnUpPoint, Unreadable
from tests.plan.scene import inventory, source, system, verdict

SYSTEMS = [
    *(system(name, decision="migrate") for name in ("a", "b", "c", "d", "e")),
    system("stays", decision="retain_idc"),
    system("open"),
    system("gone"),
]
OVER = {"state": "cut_over", "as_of": "2026-11-01"}


def data_set(name: str, **keys: object) -> dict[str, object]:
    return {"id": f"d-{name}", "name": {"vi": name}, "system": name, "entity": "e"} | keys


VERDICTS = (
    verdict("AC-05", "1@a", "pass"),
    verdict("AC-05", "2@b", "warn"),
    verdict("AC-05", "3@c", "fail"),
    verdict("AC-05", "4@stays", "fail"),
    verdict("AC-05", "5@open", "fail"),
    verdict("AC-05", "6@e", "fail"),
)


def counts(estate: Inventory, *verdicts: Verdict) -> BurnUpPoint:
    made = source(*(verdicts or VERDICTS), estate=estate)
    return point(made.result.run, made.population)


def test_systems_that_are_to_move_are_counted_once() -> None:
    """Each by its readiness, one nobody judged as unknown; what stays or is undecided is left out."""
    assert BurnUpPoint(
        run="run-1",
        as_of=datetime.date(2026, 11, 22),
        evaluated_at=datetime.datetime(2026, 11, 22, 5, tzinfo=datetime.UTC),
        systems=5,
        ready=1,
        conditional=1,
        blocked=2,
        unknown=1,
    ) == counts(inventory(systems=SYSTEMS, hosts=[]))


def test_what_has_moved_is_in_no_state_of_readiness() -> None:
    """A system whose data has been cut over counts as moved alone, also when nobody decided that it moves."""
    told = inventory(systems=SYSTEMS, hosts=[], data_sets=[data_set("e", move=OVER), data_set("gone", move=OVER)])
    found = counts(told)

    assert (6, 2, 1, 1, 1, 1) == (
        found.systems,
        found.moved,
        found.ready,
        found.conditional,
        found.blocked,
        found.unknown,
    )


def test_a_move_against_the_law_is_not_on_the_way() -> None:
    """A labelled system that somebody decided to move is not counted among those that are to move."""
    estate = inventory(systems=[system("mat", decision="migrate", label="mat")], hosts=[])

    assert 0 == counts(estate, verdict("AC-05", "1@mat", "pass")).systems


def test_points_keep_their_order() -> None:
    """The history is that of its last point, and names what could not be read."""
    first = counts(inventory(systems=SYSTEMS, hosts=[]))
    last = first.model_copy(update={"run": "run-2"})
    lost = Unreadable(run="run-0", why=because("history_lacks"))

    assert BurnUp(run="run-2", points=(first, last), unreadable=(lost,)) == burn_up([first, last], [lost])

"""Labels laid at random over many estates whose open things speak of covered ones wherever they can."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.estate import Worlds
from auditor.model.base import canonical
from auditor.model.inventory import Inventory
from auditor.policy.compiled import CompiledPolicies, load
from tests.secrecy.estates import (
    OPEN,
    Lists,
    joined,
    labelled_guest,
    labelled_link,
    labelled_network,
    labelled_plans,
    labelled_system,
    labelled_zone,
    measured,
    naming,
)
from tests.secrecy.test_rows import both, key, random_labels

PLAIN = joined(
    OPEN, labelled_system(), labelled_zone(), labelled_network(), labelled_guest(), labelled_link(), labelled_plans()
)


@cache
def policies() -> CompiledPolicies:
    """No fixture: a failing example would print all of them."""
    return load()


def spoken_of(lists: Lists, worlds: Worlds) -> Lists:
    """The same with the open things of `OPEN` naming everything a label covers."""
    covered: Lists = {}
    for list_name, rows in lists.items():
        covered[list_name] = [row for row in rows if worlds.cover.covers(list_name, row["id"])]
    return naming(lists, covered)


def said_in(value: Any) -> Iterator[str]:
    """Every word of a document, behind escapes too."""
    yield from re.findall(r"[\w.-]+", unquote(canonical(value).decode()).casefold())


@settings(max_examples=150, deadline=None, database=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=0, max_value=2**32))
def test_the_open_world_names_nothing_covered(seed: int) -> None:
    """No id of a covered thing stands in the open inventory, facts or rows; nothing in them is labelled any more; and a
    row is in one run only.
    """
    lists = random_labels(PLAIN, seed)
    lists = spoken_of(lists, Worlds(Inventory.model_validate(lists)))
    seen = measured(lists)
    worlds = Worlds(Inventory.model_validate(lists), seen)
    if not worlds.parted:
        return
    hidden = {name for name in worlds.mentions.words if not name.isalpha()}
    runs = both(policies(), lists, seen)
    rows = [key(verdict) for run in runs for verdict in run.verdicts]

    assert not Worlds(worlds.open.estate.inventory).parted
    assert set() == hidden & set(said_in(worlds.open.estate.inventory))
    assert set() == hidden & {word for item in worlds.open.observations for word in said_in(item)}
    assert set() == hidden & set(said_in(runs[0]))
    assert len(rows) == len(set(rows))

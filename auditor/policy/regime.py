"""Which regime of law a system is under: its level, decree and paper, its owner, and how old it is shown to be.

Addressees and transitions are chosen by it. A paper counts by its own date: what a declaration says of the past holds
only as far as no paper says otherwise, and a paper of tomorrow says nothing yet. One that nobody can find by number and
issuer, or that its issuer may not issue, excuses nothing; what it says against somebody is heard.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from auditor.model.law import ONLINE_SERVICE

Row = Mapping[str, Any]

_IN_USE = frozenset({"go_live", "acceptance"})
"""Papers that show a system finished and in use on their day."""


def regime(system: Row, owner: str, networks: Iterable[str], papers: Iterable[Row], as_of_day: int) -> dict[str, Any]:
    """`systems[].regime` of the policy input. `owner` is the kind of its owner, empty when nobody declared the body;
    `networks` are the kinds of network it has a machine or a link on; `papers` the evidence records about it.
    """
    told = [paper for paper in papers if _counts(paper, as_of_day)]
    found = [paper for paper in told if paper.get("identified") and paper.get("entitled")]
    approvals = sorted((paper["date_day"], paper["id"]) for paper in found if paper["kind"] == "level_approval")
    said = [paper["date_day"] for paper in told if paper["kind"] == "level_approval"]
    out: dict[str, Any] = {"owners": sorted(_owners(system, owner)), "networks": sorted(set(networks))}
    out |= {key: system[key] for key in ("kind", "level", "levelled_under") if key in system}
    if approvals:
        out |= {"approved_day": approvals[-1][0], "paper": approvals[-1][1]}
    out |= {"last_approved_day": max(said)} if said else {}
    invested, built, accepted = _declared(system, as_of_day)
    started = [accepted, *_in_use(found, as_of_day)]
    days = {"invested": [invested], "used": started}
    days["built"] = [built, *days["used"]]
    days["since"] = [*days["invested"], *days["built"], *(day for day, _ in approvals)]
    first = {f"{name}_day": min(known) for name, one in days.items() if (known := _known(one))}
    return out | first | ({"started_day": max(known)} if (known := _known(started)) else {})


def _counts(paper: Row, as_of_day: int) -> bool:
    day = paper.get("date_day")
    return day is not None and day <= as_of_day and paper.get("result") != "failed"


def _declared(system: Row, as_of_day: int) -> Iterator[int | None]:
    """The first days of investment, of standing as built and of acceptance, none earlier than the one it follows, since
    what was accepted before it was built was not. A day that has not come has begun nothing.
    """
    latest = 0
    for key in ("invested_on_day", "built_on_day", "accepted_on_day"):
        day = system.get(key)
        latest = max(latest, day or 0)
        yield latest if day is not None and latest <= as_of_day else None


def _in_use(papers: Iterable[Row], as_of_day: int) -> Iterator[int]:
    """The days that papers tell of, or else of their writing; a start that is announced has not come before its day."""
    days = (paper.get("event_on_day") or paper["date_day"] for paper in papers if paper["kind"] in _IN_USE)
    return (day for day in days if day <= as_of_day)


def _owners(system: Row, owner: str) -> Iterator[str]:
    if owner:
        yield owner
    if system.get("serves_citizens"):
        yield ONLINE_SERVICE


def _known(days: Iterable[int | None]) -> list[int]:
    return [day for day in days if day is not None]

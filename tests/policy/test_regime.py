"""Since when a system is shown to run, by its papers."""

from typing import Any

import pytest

from auditor.policy.regime import regime

TODAY = 100


def paper(day: int, event: int | None = None, kind: str = "go_live", **more: Any) -> dict[str, Any]:
    told = {"id": f"p{day}", "kind": kind, "date_day": day, "identified": True, "entitled": True}
    return told | ({} if event is None else {"event_on_day": event}) | more


@pytest.mark.parametrize(
    ("papers", "used", "started"),
    [
        ([paper(40)], 40, 40),
        ([paper(40), paper(60)], 40, 60),
        ([paper(40), paper(48, 40)], 40, 40),
        ([paper(40, 55)], 55, 55),
        ([paper(90, 110)], None, None),
        ([paper(40), paper(90, 110)], 40, 40),
        ([paper(40, kind="acceptance")], 40, 40),
        ([paper(40, identified=False)], None, None),
        ([paper(120)], None, None),
    ],
    ids=["one", "again", "told twice", "later", "to come", "again to come", "accepted", "not found", "of tomorrow"],
)
def test_the_first_and_the_last_start(papers: list[dict[str, Any]], used: int | None, started: int | None) -> None:
    """By the day that a paper tells of, or else by its own; what is announced for a day to come has not begun."""
    found = regime({"id": "s"}, "", (), papers, TODAY)

    assert (used, started) == (found.get("used_day"), found.get("started_day"))

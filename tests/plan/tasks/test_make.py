"""Tasks of a run: on its day, with what shows them done, in words, rows and pages."""

import csv
import datetime
from dataclasses import replace
from typing import Any

from auditor.plan.deliver import made
from auditor.plan.run import PlanRun
from auditor.plan.verbs import Screen
from auditor.reports.leader import LeaderPage
from tests.plan.scene import inventory, source

DAY = datetime.date(2026, 11, 22)


def run(*, as_of: datetime.date = DAY) -> PlanRun:
    def task(name: str, due: str, **more: Any) -> dict[str, Any]:
        shown = {"id": name, "name": {"vi": f"Việc {name}"}, "kind": "review", "owner": "so", "due": due}
        return shown | {"proof": "acceptance"} | more

    tasks = [
        task("xong", "2026-11-01"),
        task("cham", "2026-11-20"),
        task("noi", "2026-12-20", said_done="2026-11-10"),
        task("moc", "2026-12-01", part_of="lon"),
        task("lon", "2026-12-31"),
    ]
    paper = {"id": "bb", "kind": "acceptance", "subject": {"kind": "task", "id": "xong"}, "number": "12/BB-SA"}
    of_paper = paper | {"date": "2026-11-20", "issuer": "Sở A"}
    plain = source(estate=inventory(tasks=tasks, evidence=[of_paper]))
    head = plain.result.run.model_copy(
        update={"as_of": as_of, "evaluated_at": datetime.datetime(2026, 11, 22, 3, tzinfo=datetime.UTC)}
    )
    return replace(plain, result=plain.result.model_copy(update={"run": head}))


def test_each_task_with_its_state() -> None:
    """Late first, then said and not shown, to come, done; each with its days and its papers."""
    found = run().tasks

    assert [
        ("cham", "late", -2, ()),
        ("noi", "not_shown", 28, ()),
        ("moc", "due", 9, ()),
        ("lon", "due", 39, ()),
        ("xong", "done", -19, ("bb",)),
    ] == [(row.task, row.state, row.days, row.papers) for row in found.tasks]
    assert {"late": 1, "not_shown": 1, "due": 2, "done": 1} == found.counts


def test_no_later_day_than_the_runs() -> None:
    """Asked about the law of next year, papers are held against the day of the run; of last month, against that."""
    assert DAY == run(as_of=datetime.date(2027, 11, 22)).tasks.day
    assert datetime.date(2026, 10, 1) == run(as_of=datetime.date(2026, 10, 1)).tasks.day
    assert "not_shown" not in {
        row.state for row in run(as_of=datetime.date(2026, 10, 1)).tasks.tasks if row.task == "xong"
    }


def test_in_words() -> None:
    """The terminal tells state, day, name and owner, and why; both languages."""
    vi, en = (made(run(), "tasks", "table", language) for language in ("vi", "en"))

    assert isinstance(vi, Screen)
    assert isinstance(en, Screen)
    assert "Chậm tiến độ · 20/11/2026 · Việc cham · Sở" in [getattr(line, "text", "") for line in vi.shown]
    assert "    Said on 10 Nov 2026 to be done, which shows nothing" in [getattr(line, "text", "") for line in en.shown]


def test_as_a_table() -> None:
    """A row for each task, with the id of its paper."""
    found = made(run(), "tasks", "csv", "vi")
    assert isinstance(found, bytes)
    rows = list(csv.reader(found.decode("utf-8-sig").splitlines()))

    assert 6 == len(rows)
    assert ["Hoàn thành", "01/11/2026", "Việc xong", "xong", "", "Sở", "20/11/2026", "bb"] == rows[-1][:8]


def test_on_the_leaders_page() -> None:
    """The page for leaders shows the most pressing ones, and nothing where none is declared."""
    page = LeaderPage().render(run().report, "vi").decode()

    assert "Việc cham" in page
    assert "Báo đã xong, chưa có căn cứ" in page
    assert "Nhiệm vụ, mốc tiến độ" not in LeaderPage().render(source().report, "vi").decode()

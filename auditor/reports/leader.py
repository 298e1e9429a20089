"""The leader's page: the answer, at most five actions, the figures and what they rest on, on one screen."""

from typing import Any

from auditor.model.vocab.verdicts import JUDGED_STATUSES
from auditor.pages.charts import bar
from auditor.pages.interface import ReportInput
from auditor.pages.layout import Looks, render_both
from auditor.reports.content.figures import count_of, counts_of, shortened
from auditor.reports.content.whole import Content
from auditor.text.words import Language

_LOOKS = Looks(styles=("base.css", "leader.css"), scripts=("base.js",))
SYSTEMS_SHOWN = 6
NAMES_SHOWN = 3
TASKS_SHOWN = 5
FAMILIES_SHOWN = 10
ZONES_SHOWN = 8
DEADLINES_SHOWN = 3


class LeaderPage:
    """HTML in both languages, opening in the one asked for."""

    def render(self, report: ReportInput, language: Language) -> bytes:
        """See `ReportFormat`."""
        return render_both("leader.html.j2", language, _LOOKS, leader_context(report))


def leader_context(report: ReportInput) -> dict[str, Any]:
    """What the templates of both leader formats need."""
    content = Content.of(report)
    return {
        "content": content,
        "run": report.result.run,
        "figures": content.figures,
        "bar": bar,
        "count_of": count_of,
        "counts_of": counts_of,
        "judged": JUDGED_STATUSES,
        "by_family": shortened(content.figures.by_family, FAMILIES_SHOWN),
        "by_zone": shortened(content.figures.by_zone, ZONES_SHOWN),
        "systems_shown": SYSTEMS_SHOWN,
        "names_shown": NAMES_SHOWN,
        "deadlines_shown": DEADLINES_SHOWN,
        "tasks_shown": TASKS_SHOWN,
    }

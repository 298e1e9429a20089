"""Everything the editions say about one run, worked out once."""

from dataclasses import dataclass

from auditor.model.vocab.secrecy import Label
from auditor.pages.foot import Foot
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.pages.notices import notices_of, shown_label
from auditor.reports.content.answer import Answer, answer_of, sentence
from auditor.reports.content.deadlines import Deadline, deadlines_of
from auditor.reports.content.figures import Figures, figures_of
from auditor.reports.content.leader_actions import LeaderAction, leader_actions_of
from auditor.reports.content.moves import Moves, moves_of
from auditor.reports.content.tasks import TaskLine, tasks_of
from auditor.text.words import Bilingual


@dataclass(frozen=True, slots=True)
class Content:
    """What is said, before it is laid out."""

    report: ReportInput
    names: Names
    figures: Figures
    answer: Answer
    sentence: Bilingual
    actions: tuple[LeaderAction, ...]
    moves: Moves
    deadlines: tuple[Deadline, ...]
    tasks: tuple[TaskLine, ...]
    foot: Foot
    notices: tuple[Bilingual, ...]
    label: Label

    @classmethod
    def of(cls, report: ReportInput) -> "Content":
        """Works everything out. Raises ReportError when the run contradicts itself."""
        names = Names.of(report.inventory)
        figures = figures_of(report, names)
        return cls(
            report=report,
            names=names,
            figures=figures,
            answer=answer_of(figures, report.result.run),
            sentence=sentence(figures, report.result.run),
            actions=leader_actions_of(report, names),
            moves=moves_of(report, names),
            deadlines=deadlines_of(report),
            tasks=tasks_of(report, names),
            foot=Foot.of(report, names),
            notices=notices_of(report, names),
            label=shown_label(report, names),
        )

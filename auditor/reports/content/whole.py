"""Everything the editions say about one run, worked out once."""

from dataclasses import dataclass

from auditor.model.vocab import Label
from auditor.pages.foot import Foot
from auditor.pages.interface import ReportInput
from auditor.pages.names import Names
from auditor.pages.notices import notices_of, shown_label
from auditor.reports.content.answer import Answer, answer_of, sentence
from auditor.reports.content.figures import Figures, figures_of
from auditor.reports.content.matters import Matter, matters_of
from auditor.reports.content.moves import Moves, moves_of
from auditor.text.words import Bilingual


@dataclass(frozen=True, slots=True)
class Content:
    """What is said, before it is laid out."""

    source: ReportInput
    estate: Names
    figures: Figures
    answer: Answer
    sentence: Bilingual
    matters: tuple[Matter, ...]
    moves: Moves
    foot: Foot
    notices: tuple[Bilingual, ...]
    label: Label

    @classmethod
    def of(cls, source: ReportInput) -> "Content":
        """Works everything out. Raises ReportError when the run contradicts itself."""
        estate = Names.of(source.inventory)
        figures = figures_of(source, estate)
        return cls(
            source=source,
            estate=estate,
            figures=figures,
            answer=answer_of(figures, source.result.run),
            sentence=sentence(figures, source.result.run),
            matters=matters_of(source, estate),
            moves=moves_of(source, estate),
            foot=Foot.of(source, estate),
            notices=notices_of(source, estate),
            label=shown_label(source, estate),
        )

"""How many of the rows that apply are unknown: unknown is not the way out.

A row applies where the truth does not say that it does not. A row whose right value is unknown, or may be, is one that
nobody could know, and is told apart from one that the auditor should have known.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lab.truth import NO_MATTER

MOST_PERMILLE = 80
"""The share of applicable rows that may be unknown, in thousandths."""


@dataclass(frozen=True)
class Unknowns:
    """Rows that apply, those of them said to be unknown, and those of these that are so by the truth."""

    applicable: int
    unknown: int
    rightly: int

    @property
    def permille(self) -> int:
        """Unknown rows in thousandths of those that apply, rounded up; 0 where none applies."""
        return -(-1000 * self.unknown // self.applicable) if self.applicable else 0

    @property
    def few(self) -> bool:
        """Whether there are no more than may be."""
        return 1000 * self.unknown <= MOST_PERMILLE * self.applicable

    def __str__(self) -> str:
        """The figures on one line."""
        share = f"{self.permille / 10:.1f} %, at most {MOST_PERMILLE / 10:g} %"
        told = f"unknown: {self.unknown} of {self.applicable} rows that apply ({share})"
        return f"{told}; by the truth as well: {self.rightly}, by the auditor alone: {self.unknown - self.rightly}"


def unknowns(rows: Iterable[tuple[Iterable[str], str]]) -> Unknowns:
    """Counts over rows, each as the statuses that are right and the one that was said."""
    applying = [(frozenset(right), said) for right, said in rows]
    applying = [(right, said) for right, said in applying if not right <= NO_MATTER]
    unknown = [right for right, said in applying if said == "unknown"]
    return Unknowns(len(applying), len(unknown), sum("unknown" in right for right in unknown))

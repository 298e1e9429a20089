"""What becomes of a system, and how far its data has moved."""

from enum import StrEnum


class Decision(StrEnum):
    """What the province decided to do with a system."""

    # Every part of the plan asks the decision what it means; none keeps a list of its own. The reason for each answer
    # stands in tests/model/test_vocab.py.

    MIGRATE = "migrate"
    RETAIN_IDC = "retain_idc"
    RETAIN_ISOLATED = "retain_isolated"
    SPECIAL_ZONE = "special_zone"
    REPLACE_NATIONAL = "replace_national"
    MODERNISE_FIRST = "modernise_first"
    CONSOLIDATE = "consolidate"
    RETIRE = "retire"

    @property
    def leaves_idc(self) -> bool:
        """Whether the system will need its place in the provincial data centre no longer."""
        return self not in _STAYING

    @property
    def data_moves(self) -> bool:
        """Whether its data goes on somewhere else."""
        return self not in _STAYING | _WITHOUT_DATA

    @property
    def moves(self) -> bool:
        """Whether the same system goes on at another place; what merges or is renewed first is decided anew."""
        return self in _MOVING

    @property
    def ends(self) -> bool:
        """Whether the system itself goes on nowhere."""
        return self in _ENDING

    @property
    def in_waves(self) -> bool:
        """Whether it is given a night in an ordinary wave."""
        return self is Decision.MIGRATE

    @property
    def keeps_secrets(self) -> bool:
        """Whether it may be decided about what holds state secrets (QĐ 1562/QĐ-TTg, Law 117/2025/QH15)."""
        return self in _KEEPING_SECRETS


_STAYING = frozenset({Decision.RETAIN_IDC, Decision.RETAIN_ISOLATED})


_MOVING = frozenset({Decision.MIGRATE, Decision.SPECIAL_ZONE})


_ENDING = frozenset({Decision.REPLACE_NATIONAL, Decision.RETIRE})


_WITHOUT_DATA = frozenset({Decision.RETIRE})


_KEEPING_SECRETS = frozenset({Decision.RETAIN_ISOLATED, Decision.SPECIAL_ZONE})


class Disposition(StrEnum):
    """What planning does with a system: each system of a run has exactly one, the same on every page.

    `to_move` goes in an ordinary wave, or has gone; `other_way` leaves outside of them, after something else or into a
    zone of its own; `ends` is replaced or retired; `stays` goes on where it is. `undecided` and `forbidden` ones, about
    which nobody decided or only against the law, are in none of these and are listed apart.
    """

    TO_MOVE = "to_move"
    OTHER_WAY = "other_way"
    STAYS = "stays"
    ENDS = "ends"
    UNDECIDED = "undecided"
    FORBIDDEN = "forbidden"

    @property
    def leaves_idc(self) -> bool:
        """Whether the provincial data centre will be needed no longer; who is undecided or forbidden still needs it."""
        return self in (Disposition.TO_MOVE, Disposition.OTHER_WAY, Disposition.ENDS)

    @classmethod
    def after(cls, decision: Decision) -> "Disposition":
        """What follows from a lawful decision."""
        if decision.in_waves:
            return cls.TO_MOVE
        if decision.ends:
            return cls.ENDS
        return cls.OTHER_WAY if decision.leaves_idc else cls.STAYS


class MoveState(StrEnum):
    """How far one data set has got on its way to the National Data Center."""

    NOT_STARTED = "not_started"
    COPYING = "copying"
    PARALLEL = "parallel"
    CUT_OVER = "cut_over"
    OLD_SILENT = "old_silent"

    @property
    def rank(self) -> int:
        """0 for the state farthest from done."""
        return list(MoveState).index(self)

    @property
    def over(self) -> bool:
        """Whether the new place is the one in use: what follows is only that the old one falls silent."""
        return self.rank >= MoveState.CUT_OVER.rank

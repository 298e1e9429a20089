"""What the words of the field mean for planning."""

from auditor.model.vocab.moves import Decision, Disposition, MoveState

ANSWERS = ("leaves_idc", "data_moves", "moves", "ends", "in_waves", "keeps_secrets")
MEANINGS: dict[str, tuple[tuple[bool, str], ...]] = {
    "migrate": (
        (True, "it stands in the National Data Center afterwards (NQ 175/NQ-CP)"),
        (True, "its data goes with it"),
        (True, "it is at another place afterwards, and still itself"),
        (False, "it goes on as the same system"),
        (True, "this is what the waves are for"),
        (False, "state secrets are in no ordinary wave (MG-26)"),
    ),
    "retain_idc": (
        (False, "it stays: sensors, cameras, file and print, network control, the province's edge to NDOP"),
        (False, "its data stays with it"),
        (False, "it stays where it is"),
        (False, "it goes on"),
        (False, "nothing of it moves"),
        (False, "the provincial data centre is shared; secrets are kept isolated there (MG-26)"),
    ),
    "retain_isolated": (
        (False, "it stays, apart from the other networks"),
        (False, "its data stays with it"),
        (False, "it stays where it is"),
        (False, "it goes on"),
        (False, "nothing of it moves"),
        (True, "the rule for what holds state secrets (MG-26)"),
    ),
    "special_zone": (
        (True, "it goes to a zone of the receiving side that is kept for it"),
        (True, "its data goes with it"),
        (True, "it is at another place afterwards, and still itself"),
        (False, "it goes on as the same system"),
        (False, "ordinary waves do not serve such a zone: its night is agreed with the authority"),
        (True, "allowed with the approval of the cipher authority (MG-26)"),
    ),
    "replace_national": (
        (True, "a national system does its work, so nothing of it is left in the province (MG-05)"),
        (True, "what it holds goes into the national system"),
        (False, "what does its work afterwards is not the province's"),
        (True, "the provincial system is switched off"),
        (False, "the national system is there already; no night is needed"),
        (False, "its data would leave the isolated place (MG-26)"),
    ),
    "modernise_first": (
        (True, "it moves once its software is supported again"),
        (True, "its data goes with it"),
        (False, "what moves is what becomes of it, by a decision of its own"),
        (False, "it goes on, renewed"),
        (False, "it can have a night only when it has been renewed, and is then decided anew"),
        (False, "it moves in the end (MG-26)"),
    ),
    "consolidate": (
        (True, "it merges into another system, which moves or stays by its own decision"),
        (True, "its data goes into that system"),
        (False, "the other system moves or stays, by its own decision"),
        (False, "its work goes on in the other system: leaders count it as one that moves otherwise"),
        (False, "the other system has the night"),
        (False, "its data would leave the isolated place (MG-26)"),
    ),
    "retire": (
        (True, "nothing of it is left"),
        (False, "nobody needs its data elsewhere; what must be kept goes to the archive"),
        (False, "it is nowhere afterwards"),
        (True, "it is switched off"),
        (False, "nothing of it moves"),
        (False, "what holds state secrets is not ended by the plan of a move (MG-26)"),
    ),
}


def test_what_each_decision_means() -> None:
    """Every decision answers every question, each for the reason beside it."""
    said = {one.value: tuple(getattr(one, answer) for answer in ANSWERS) for one in Decision}
    assert said == {name: tuple(answer for answer, _ in row) for name, row in MEANINGS.items()}


def test_what_follows_from_each_decision() -> None:
    """Each leads to one disposition, and both say the same about leaving the provincial data centre."""
    assert {
        "migrate": "to_move",
        "retain_idc": "stays",
        "retain_isolated": "stays",
        "special_zone": "other_way",
        "replace_national": "ends",
        "modernise_first": "other_way",
        "consolidate": "other_way",
        "retire": "ends",
    } == {one.value: Disposition.after(one).value for one in Decision}
    assert all(Disposition.after(one).leaves_idc is one.leaves_idc for one in Decision)


def test_a_move_is_over_when_the_new_place_is_in_use() -> None:
    """Cut over, and everything after it."""
    assert [MoveState.CUT_OVER, MoveState.OLD_SILENT] == [state for state in MoveState if state.over]

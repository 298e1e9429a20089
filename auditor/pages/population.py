"""The systems of a run and their states in one sentence each: every paper of the move says them in these words."""

from auditor.model.population import Population
from auditor.model.vocab.moves import Disposition
from auditor.text.vocabulary import READINESS, word
from auditor.text.words import Bilingual, joined, number, say


def systems_line(population: Population) -> Bilingual:
    """How many systems there are, and how many of them go each way; the parts add up to the whole. Where the readiness
    of some is told elsewhere, of how many.
    """
    apart = (
        Disposition.OTHER_WAY,
        Disposition.STAYS,
        Disposition.ENDS,
        Disposition.UNDECIDED,
        Disposition.FORBIDDEN,
    )
    ways = say(
        "Of {0} systems: to move in waves {1}, of which moved {2}; to move in another way {3}; staying {4}; "
        "replaced or retired {5}; not decided {6}; decided against the law {7}.",
        number(len(population.members)),
        number(len(population.to_move)),
        number(len(population.to_move) - len(population.left)),
        *(number(population.count(one)) for one in apart),
    )
    return joined([ways, withheld_line(len(population.withheld))], " ") if population.withheld else ways


def withheld_line(systems: int) -> Bilingual:
    """Of how many systems the readiness is told in the labelled run only, and what they count as here."""
    return say(
        "The readiness of this many of them is kept and shown elsewhere: {0}; here they count as: {1}.",
        number(systems),
        word(READINESS, "unknown"),
    )


def states_line(population: Population) -> Bilingual:
    """The readiness of the systems to move that have not moved, with how many these are."""
    states = [
        joined([word(READINESS, state), number(count)], ": ")
        for state, count in population.states.items()
        if state != "moved"
    ]
    return say("Systems still to move in waves: {0}. {1}.", number(len(population.left)), joined(states, "; "))

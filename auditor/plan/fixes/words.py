"""Sentences of the fixes."""

from collections.abc import Mapping

from auditor.pages.sentences import Sentence
from auditor.text.words import mark

SENTENCES: Mapping[str, Sentence] = {
    "fix_mend": Sentence(mark("Put {0} right for {1}"), "id id"),
    "fix_site": Sentence(mark("Put {0} right once for the whole site {1}"), "id id"),
    "fix_policy": Sentence(mark("Repair the policy of {0}: it could not be evaluated"), "id"),
    "fix_record": Sentence(mark("Enter the paper of {1}: {0}"), "fact id"),
    "fix_declare": Sentence(mark("Enter into the inventory what {0} asks about {1}"), "id id"),
    "fix_measure": Sentence(mark("Measure {0} of {1}"), "fact id"),
    "fix_measure_zone": Sentence(mark("Measure {0} from the zone {1}"), "fact zone"),
    "fix_measure_host": Sentence(mark("Measure {0} on the machine {1} itself"), "fact id"),
    "fix_serves": Sentence(mark("Serves {0} verdicts at once, of {1}"), "number id"),
    "fix_one_way": Sentence(mark("One of {0} ways to the same end, chosen by cost, days and number"), "number"),
    "fix_may_find": Sentence(mark("The measurement may find a fault, which then has to be put right")),
    "fix_incomplete": Sentence(
        mark("It was measured, yet not enough for the rule; what is missing may also be in the inventory")
    ),
    "fix_if_found": Sentence(
        mark("Putting {0} right is estimated at {1} million VND and {2} days"), "id number number"
    ),
    "fix_clearer_law": Sentence(mark("Who clears it follows from {0}, {1} (confidence {2})"), "text clause text"),
}

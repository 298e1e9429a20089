"""Sentences of `auditor.plan.upgrades.shape`, and the words of its lists."""

from collections.abc import Mapping

from auditor.pages.sentences import Sentence
from auditor.text.words import mark

SENTENCES: Mapping[str, Sentence] = {
    "upgrade_support_ended": Sentence(mark("The maker's support ended on {0}"), "day"),
    "upgrade_support_ends": Sentence(mark("The maker's support ends on {0}"), "day"),
    "upgrade_capacity": Sentence(
        mark("{0} of {1} {2} are used; the limit of the rule is {3} per cent"), "number number text number"
    ),
    "upgrade_single": Sentence(
        mark("Nothing takes over when it fails, and systems of level 3 or above hang on it: {0}"), "system"
    ),
    "upgrade_feature_missing": Sentence(mark("Features missing: {0}"), "text"),
    "upgrade_circuits": Sentence(
        mark("Circuits wanted: {0} on {1} routes; declared: {2} on {3} routes"), "number number number number"
    ),
    "upgrade_os_ended": Sentence(mark("Operating system of {0}: support of {1} ended on {2}"), "system text day"),
    "upgrade_os_ends": Sentence(mark("Operating system of {0}: support of {1} ends on {2}"), "system text day"),
    "upgrade_dbms_ended": Sentence(mark("Database software of {0}: support of {1} ended on {2}"), "system text day"),
    "upgrade_dbms_ends": Sentence(mark("Database software of {0}: support of {1} ends on {2}"), "system text day"),
    "upgrade_control": Sentence(mark("Control {0} is not met, or needs attention; places: {1}"), "id number"),
    "upgrade_ask_ndc": Sentence(
        mark(
            "New or greater physical capacity: an opinion of the National Data Center is needed first "
            "(guidance: {0}, {1}; confidence {2}; to be compared with the original)"
        ),
        "text clause text",
    ),
    "upgrade_serves_leaving": Sentence(
        mark("Not worth renewing as far as this run shows: everything it serves leaves the data centre: {0}"), "system"
    ),
    "upgrade_no_assets": Sentence(mark("No equipment is entered, so nothing is said about any")),
    "upgrade_no_support_date": Sentence(mark("No end of support entered: {0}"), "asset"),
    "upgrade_no_capacity": Sentence(mark("No capacity or no use of it entered: {0}"), "asset"),
    "upgrade_no_serves": Sentence(mark("Not entered what it serves, so whether a second one is needed: {0}"), "asset"),
    "upgrade_level_unknown": Sentence(
        mark("Serves systems whose level is not entered, so whether a second one is needed: {0}"), "asset"
    ),
    "upgrade_redundancy_one_sided": Sentence(
        mark("Named as the stand-in of another, but not said what stands in for it: {0}"), "asset"
    ),
    "upgrade_place_unknown": Sentence(
        mark("Not entered which machine it is, so whether it stands in the dedicated network: {0}"), "asset"
    ),
    "upgrade_no_features": Sentence(mark("No features entered: {0}"), "asset"),
    "upgrade_no_circuits": Sentence(mark("No circuits entered for the site: {0}"), "id"),
    "upgrade_no_os_date": Sentence(mark("No end of support of the operating system entered: {0}"), "id"),
    "upgrade_no_dbms_date": Sentence(mark("No database software, or no end of its support, entered: {0}"), "id"),
    "upgrade_control_absent": Sentence(mark("Controls that this run does not have: {0}"), "id"),
    "upgrade_control_unjudged": Sentence(mark("Controls without any verdict in this run: {0}"), "id"),
    "upgrade_control_unknown": Sentence(
        mark("Controls that could not be concluded for everything that stays: {0}"), "id"
    ),
}

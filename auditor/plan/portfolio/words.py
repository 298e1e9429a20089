"""Sentences of `auditor.plan.portfolio.shape`."""

from collections.abc import Mapping

from auditor.pages.sentences import Sentence
from auditor.text.words import mark

SENTENCES: Mapping[str, Sentence] = {
    "answer_nothing_moves": Sentence(mark("None of {0} systems has been decided to move"), "number"),
    "answer_moved": Sentence(mark("Moved so far: {0} of {1} systems that are to move"), "number number"),
    "answer_open": Sentence(
        mark("of the other {0}, ready: {1}, ready with conditions: {2}, not yet fit: {3}, not enough evidence: {4}"),
        "number number number number number",
    ),
    "answer_next": Sentence(
        mark("next night: {0} on {1}; systems in it: {2}, of which not yet fit or not shown to be: {3}"),
        "wave_on day number number",
    ),
    "answer_no_night": Sentence(mark("no coming night is planned")),
    "answer_decide": Sentence(mark("matters to decide: {0}"), "number"),
    "answer_decide_nothing": Sentence(mark("nothing to decide is known")),
    "risk_run_partial": Sentence(
        mark("The measurements behind this page are incomplete; what is missing counts as unknown")
    ),
    "risk_history_unreadable": Sentence(mark("The past run {0} cannot be read and is missing from the burn-up"), "id"),
    "risk_fewer_ready": Sentence(
        mark("Fewer systems are ready or moved than before: {0} then, {1} now (compared with {2})"), "number number day"
    ),
    "risk_slipped": Sentence(
        mark("{0}: the night of {1} has passed; systems that have not moved: {2}"), "wave_on day number"
    ),
    "risk_night_blocked": Sentence(mark("{0} on {1}: systems not yet fit to move: {2}"), "wave_on day number"),
    "risk_night_unknown": Sentence(
        mark("{0} on {1}: systems without enough evidence that they may move: {2}"), "wave_on day number"
    ),
    "risk_notice_late": Sentence(
        mark("{0}: the last day for the notice, {1}, has passed and no notice in time is on record"), "wave day"
    ),
    "risk_notice_soon": Sentence(mark("{0}: the notice must be out by {1} and is not on record"), "wave day"),
    "risk_night_frozen": Sentence(mark("{0}: the night of {1} lies inside the freeze {2}"), "wave_on day id"),
    "risk_rollback_frozen": Sentence(mark("{0}: the way back, open until {1}, meets the freeze {2}"), "wave day id"),
    "risk_later_blocked": Sentence(
        mark("Later waves ({0}, the first on {1}): systems not yet fit to move: {2}"), "number day number"
    ),
    "risk_later_unknown": Sentence(
        mark("Later waves ({0}, the first on {1}): systems without enough evidence that they may move: {2}"),
        "number day number",
    ),
    "risk_hard_links": Sentence(
        mark("Dependencies that would be cut: {0}; a system moves before what it needs, and no bridge has been tested"),
        "number",
    ),
    "risk_cut_permanent": Sentence(
        mark("Links that will join the National Data Center and the provincial data centre for good: {0}"), "number"
    ),
    "risk_cut_for_a_while": Sentence(
        mark("Links that join two places for a while, until both ends have moved: {0}"), "number"
    ),
    "risk_target_none": Sentence(
        mark("Nothing is known of the receiving side: no zone of the National Data Center is entered")
    ),
    "risk_target_unknown": Sentence(mark("Receiving zone {0}: amounts not known: {1} of {2}"), "id number number"),
    "risk_support_before_night": Sentence(
        mark("Systems whose platform loses support before they move: {0}, the first on {1}"), "number day"
    ),
    "risk_support_staying": Sentence(
        mark("Systems that stay and whose platform has lost support or loses it within a year: {0}, the first on {1}"),
        "number day",
    ),
    "risk_no_night": Sentence(mark("Systems that are to move and have no night: {0}"), "number"),
    "risk_volume_unknown": Sentence(mark("Systems with an unknown amount of data to carry: {0}"), "number"),
    "risk_measured_otherwise": Sentence(
        mark("Systems whose measured state of the move is not the declared one: {0}"), "number"
    ),
    "risk_upgrades_now": Sentence(
        mark("Items of the data centre's infrastructure that need action now: {0}"), "number"
    ),
    "risk_upgrades_unjudged": Sentence(
        mark("Items of infrastructure that could not be judged for want of data: {0}"), "number"
    ),
    "decide_forbidden": Sentence(mark("Change decisions that the rules on state secrets do not allow: {0}"), "number"),
    "decide_conflicts": Sentence(mark("The demands cannot all be met; let go of one of these: {0}"), "number"),
    "decide_no_answer": Sentence(mark("No plan was found within the limit of work; raise the limit or relax demands")),
    "decide_cycles": Sentence(
        mark("Systems depend on each other in rings ({0}): move each ring in one night, or build a bridge"), "number"
    ),
    "decide_no_waves": Sentence(
        mark("Adopt waves for the systems that are to move ({0}); none is adopted yet"), "number"
    ),
    "decide_slipped": Sentence(mark("Set a new night for waves that have slipped: {0}"), "number"),
    "decide_near": Sentence(
        mark("{0} on {1}: ready these systems in time, or move without them: {2}"), "wave_on day number"
    ),
    "decide_wave_against_decision": Sentence(mark("Systems in a wave without a decision to move them: {0}"), "number"),
    "decide_bridges": Sentence(
        mark("Build and test bridges for these links, or change the order of the waves: {0}"), "number"
    ),
    "decide_undecided": Sentence(mark("Decide what becomes of undecided systems: {0}"), "number"),
    "decide_differs": Sentence(mark("Confirm decisions that differ from the proposal of the rules: {0}"), "number"),
    "decide_no_night": Sentence(mark("Find a night for systems that no wave holds: {0}"), "number"),
    "decide_target_none": Sentence(mark("Ask the National Data Center for zones, quotas and a contact")),
    "decide_target": Sentence(
        mark("Ask the National Data Center for the amounts that are missing, by zone: {0}"), "number"
    ),
    "decide_upgrades": Sentence(
        mark(
            "Approve upgrades that are due now or before the moves: {0}, for {1} million đồng; without an estimate: {2}"
        ),
        "number number number",
    ),
    "each_forbidden": Sentence(mark("{0}: declared “{1}”"), "system decision"),
    "each_proposed": Sentence(mark("{0}: proposed “{1}”"), "system decision"),
    "each_no_proposal": Sentence(mark("{0}: no rule proposes anything"), "system"),
    "each_differs": Sentence(mark("{0}: declared “{1}”, proposed “{2}”"), "system decision decision"),
    "each_differs_from_none": Sentence(mark("{0}: declared “{1}”, no rule proposes anything"), "system decision"),
    "each_cycle": Sentence(mark("cheapest links to bridge: {0}"), "id"),
    "each_slipped": Sentence(mark("{0}: was to be on {1}"), "wave_on day"),
    "each_state": Sentence(mark("{0}: {1}"), "system readiness"),
    "each_in_wave": Sentence(mark("{0}: {1}"), "system wave"),
    "each_bridge": Sentence(mark("{0}: from {1} to {2}"), "id system system"),
    "each_no_night": Sentence(mark("{0}"), "system"),
    "each_target": Sentence(mark("{0}: amounts not known: {1}"), "id number"),
}

"""Sentences of `auditor.plan.waves.shape`."""

from collections.abc import Mapping

from auditor.pages.sentences import Sentence
from auditor.text.words import mark

SENTENCES: Mapping[str, Sentence] = {
    "why_pinned": Sentence(mark("Pinned to {0} in the planning file"), "day"),
    "why_adopted": Sentence(mark("Held by the adopted wave {0} of {1}"), "wave day"),
    "why_with": Sentence(
        mark("Moves in the same night as {0}, to which hard links or a wish to move together tie it"), "system"
    ),
    "why_first": Sentence(mark("The first night there is")),
    "why_notice": Sentence(
        mark("The first night that the notice of {0} working days still reaches when it is given on {1}"), "number day"
    ),
    "why_freeze": Sentence(mark('The first night after the freeze "{0}" ({1} to {2})'), "text day day"),
    "why_rollback_freeze": Sentence(
        mark('Earlier, its {3} days of a way back would reach into the freeze "{0}" ({1} to {2})'),
        "text day day number",
    ),
    "why_not_before": Sentence(mark("Not allowed to move before {0}"), "day"),
    "why_not_after": Sentence(mark("Has to move by {0}"), "day"),
    "why_zone_ready": Sentence(mark("The target zone {0} is ready from {1}"), "text day"),
    "why_zone_barred": Sentence(mark("The target zone {0} does not take it"), "text"),
    "why_stays": Sentence(mark("It depends on {0}, which stays"), "system"),
    "why_nights": Sentence(mark("No earlier night is named")),
    "why_apart": Sentence(mark("{0} moves on {1}, and the two are not to share a night"), "system day"),
    "why_follows": Sentence(mark("It depends on {0}, which moves on {1}"), "system day"),
    "why_way_back": Sentence(
        mark("It depends on {0}, which moves on {1} and keeps its way back open until {2}"), "system day day"
    ),
    "why_needed_by": Sentence(
        mark("{0} depends on it and moves on {1}; on an earlier night the way back would still be open then"),
        "system day",
    ),
    "why_night_full": Sentence(
        mark("The night of {0} already takes {1} systems, and no more are allowed"), "day number"
    ),
    "why_team_full": Sentence(
        mark("On {0} team {1} already moves {2} systems, and no more are allowed"), "day text number"
    ),
    "why_team_parallel": Sentence(
        mark("On {0} team {1} would look after more than {2} systems running in parallel"), "day text number"
    ),
    "why_zone_slots": Sentence(
        mark("On {0} the target zone {1} already takes {2} systems, and has no more slots"), "day text number"
    ),
    "why_per_level": Sentence(
        mark("On {0} already {2} systems of level {1} move, and no more are allowed"), "day number number"
    ),
    "why_levels": Sentence(
        mark("On {0} it would share the night with systems more than {1} levels apart"), "day number"
    ),
    "why_bandwidth": Sentence(mark("By {0} the lines have not carried its data yet"), "day"),
    "why_most_waves": Sentence(mark("An earlier night would make more than {0} waves"), "number"),
    "why_keeps_date": Sentence(mark("Keeps its adopted night of {0}"), "day"),
    "why_keeps_link": Sentence(
        mark("Shares a night with {0} so that links of weight {1} are not cut"), "system number"
    ),
    "why_no_gain": Sentence(mark("The night of {0} would be no better"), "day"),
    "demand_nights": Sentence(mark("There are {0} nights to move in, from {1} to {2}"), "number day day"),
    "demand_no_nights": Sentence(mark("No nights to move in are entered; adopted waves and pins name {0}"), "number"),
    "demand_notice": Sentence(
        mark("A notice goes out {0} working days before the night, and not before {1}"), "number day"
    ),
    "demand_freeze": Sentence(mark('Nothing moves in the freeze "{0}" ({1} to {2})'), "text day day"),
    "demand_pin_on": Sentence(mark("{0} is pinned to {1}"), "system day"),
    "demand_pin_past": Sentence(mark("{0} is pinned to {1}, which is past on {2}"), "system day day"),
    "demand_not_before": Sentence(mark("{0} is not to move before {1}"), "system day"),
    "demand_not_after": Sentence(mark("{0} is to move by {1}"), "system day"),
    "demand_not_after_first": Sentence(mark("{0} is to move by {1}, before the first night of {2}"), "system day day"),
    "demand_not_after_past": Sentence(mark("{0} was to move by {1}, which is past on {2}"), "system day day"),
    "demand_adopted": Sentence(mark("The wave {0} is adopted for {1}"), "wave day"),
    "demand_link": Sentence(
        mark("By the hard link {0}, {1} moves with {2}, or after its way back has closed"), "id system system"
    ),
    "demand_link_stays": Sentence(
        mark("By the hard link {0}, {1} cannot leave {2}, which stays; no passed bridge test joins them"),
        "id system system",
    ),
    "demand_together": Sentence(mark("{0} and {1} are to move in one night"), "system system"),
    "demand_apart": Sentence(mark("{0} and {1} are not to move in one night"), "system system"),
    "demand_per_night": Sentence(mark("At most {0} systems move in one night"), "number"),
    "demand_most_waves": Sentence(mark("At most {0} waves are made"), "number"),
    "demand_team": Sentence(mark("Team {0} moves at most {1} systems in one night"), "text number"),
    "demand_team_parallel": Sentence(
        mark("Team {0} looks after at most {1} systems running in parallel"), "text number"
    ),
    "demand_zone_special": Sentence(
        mark("{0} is to go to {1}, a special zone, which no ordinary wave serves"), "system text"
    ),
    "demand_zone_level": Sentence(
        mark("{0} has level {1}, which the target zone {2} does not take"), "system number text"
    ),
    "demand_zone_ready": Sentence(mark("The target zone {0} is ready from {1}"), "text day"),
    "demand_zone_slots": Sentence(mark("The target zone {0} takes at most {1} systems in one night"), "text number"),
    "demand_zone_systems": Sentence(
        mark("The target zone {0} takes {1} systems, and {2} are to go there"), "text number number"
    ),
    "demand_zone_vcpu": Sentence(mark("The target zone {0} has {1} vCPU, and {2} are needed"), "text number number"),
    "demand_zone_ram_gb": Sentence(
        mark("The target zone {0} has {1} GB of memory, and {2} are needed"), "text number number"
    ),
    "demand_zone_storage_gb": Sentence(
        mark("The target zone {0} has {1} GB of storage, and {2} are needed"), "text number number"
    ),
    "demand_level_spread": Sentence(mark("Systems of one night are at most {0} levels apart"), "number"),
    "demand_per_level": Sentence(mark("Of level {0}, at most {1} systems move in one night"), "number number"),
    "demand_bandwidth": Sentence(
        mark("The lines carry {0} GB a day from {1}, and {2} GB are to be carried"), "number day number"
    ),
    "conflicts_more_than_needed": Sentence(
        mark("The work limit ended before it was shown that each of these demands is needed for the contradiction")
    ),
    "conflicts_not_found": Sentence(
        mark("There is no plan, but the work limit ended before a small set of contradicting demands was found")
    ),
    "note_readiness_blocked": Sentence(mark("Blocked today by {0} matters"), "number"),
    "note_readiness_unknown": Sentence(mark("Its readiness cannot be concluded today; open matters: {0}"), "number"),
    "note_readiness_conditional": Sentence(mark("Ready today on conditions; open matters: {0}"), "number"),
    "note_slipped": Sentence(mark("Slipped from the wave {0} of {1}"), "wave day"),
    "note_volume_unknown": Sentence(mark("The volume of its data is not entered")),
    "note_team_unknown": Sentence(mark("No team is entered for it")),
    "note_target_unknown": Sentence(mark("Its target zone is not known")),
    "note_level_unknown": Sentence(mark("Its security level is not entered")),
    "unknown_nights": Sentence(mark("No nights to move in are entered")),
    "unknown_per_night": Sentence(mark("How many systems may move in one night is not entered and not held")),
    "unknown_teams": Sentence(mark("No teams are entered, so their time is not held")),
    "unknown_in_parallel": Sentence(
        mark("How many systems team {0} can look after in parallel is not entered and not held"), "text"
    ),
    "unknown_zones": Sentence(mark("No zone of the National Data Center is entered: the room there is not held")),
    "unknown_zone_ready": Sentence(mark("From when the target zone {0} is ready is not entered and not held"), "text"),
    "unknown_zone_slots_per_night": Sentence(
        mark("How many systems the target zone {0} takes in one night is not entered and not held"), "text"
    ),
    "unknown_zone_systems": Sentence(
        mark("How many systems the target zone {0} takes is not entered and not held"), "text"
    ),
    "unknown_zone_vcpu": Sentence(mark("The vCPU of the target zone {0} are not entered and not held"), "text"),
    "unknown_zone_ram_gb": Sentence(mark("The memory of the target zone {0} is not entered and not held"), "text"),
    "unknown_zone_storage_gb": Sentence(mark("The storage of the target zone {0} is not entered and not held"), "text"),
    "unknown_bandwidth": Sentence(
        mark("No circuit with its capacity is named for carrying data, so the time that takes is not held")
    ),
    "unknown_circuit": Sentence(mark("The capacity of the circuit {0} is not entered; it is not counted"), "id"),
    "unknown_volumes": Sentence(mark("Systems whose volume of data is not entered: {0}: {1}"), "number id"),
    "unknown_system_teams": Sentence(mark("Systems without a team: {0}: {1}"), "number id"),
    "unknown_targets": Sentence(mark("Systems whose target zone is not known: {0}: {1}"), "number id"),
    "unknown_levels": Sentence(mark("Systems whose security level is not entered: {0}: {1}"), "number id"),
    "unknown_sizes": Sentence(mark("Systems whose vCPU, memory or storage is not entered: {0}: {1}"), "number id"),
    "unplaced_labelled": Sentence(
        mark("{0} carries a secrecy label and can enter no ordinary wave, whatever was decided (here: {1})"),
        "system decision",
    ),
    "unplaced_secrets": Sentence(
        mark(
            "{0} holds state secrets by its own declaration or its data, and can enter no ordinary wave (decided: {1})"
        ),
        "system decision",
    ),
    "unplaced_labelled_undecided": Sentence(
        mark("{0} holds state secrets, and nobody has decided what becomes of it; an ordinary wave is not possible"),
        "system",
    ),
    "unplaced_undecided": Sentence(mark("Nobody has decided what becomes of {0}"), "system"),
    "unplaced_special_zone": Sentence(mark("{0} goes to a special zone, outside ordinary waves"), "system"),
    "unplaced_modernise_first": Sentence(mark("{0} is to be modernised before it can be given a night"), "system"),
    "unplaced_consolidate": Sentence(
        mark("{0} is to be merged into another system instead of moving by itself"), "system"
    ),
}

"""Sentences of `auditor.plan.changes.shape`."""

from collections.abc import Mapping

from auditor.pages.sentences import Sentence
from auditor.text.words import mark

SENTENCES: Mapping[str, Sentence] = {
    "flow_needs": Sentence(mark("The declared flow {0} is still needed after the move"), "text"),
    "flow_left_over": Sentence(mark("The declared flow {0} no longer leads here after the move"), "text"),
    "link_needs": Sentence(mark("The link {0} crosses zones after the move, and no declared flow carries it"), "text"),
    "link_left_over": Sentence(mark("The link {0} no longer leads here after the move"), "text"),
    "copy_needs": Sentence(mark("The data of {0} is copied from its old machines to its new ones"), "system"),
    "kept_for_parallel": Sentence(
        mark("Old and new run side by side, or the way back is open, until {1} (asked for by {0})"), "text day"
    ),
    "address_not_entered": Sentence(
        mark("The new address is not entered, so this is not a rule yet (asked for by {0}; systems: {1})"),
        "text system",
    ),
    "name_moves": Sentence(mark("The name {0} must lead to the new machines"), "text"),
    "name_in_front": Sentence(
        mark("The name {0} leads to an address of none of the old machines; say what stands in front of them"), "text"
    ),
    "name_target_not_entered": Sentence(mark("Where the name {0} must lead is not entered"), "text"),
    "machine_replaced": Sentence(
        mark("Whoever names {0} by its address, also in lists of permitted addresses, must change it"), "text"
    ),
    "machine_not_entered": Sentence(mark("Which new machine takes over from {0} is not entered"), "text"),
    "seen_not_declared": Sentence(
        mark("{1} answered on {2} from the zone {0}; nobody declared that. Who uses it?"), "zone text text"
    ),
    "seen_forbidden": Sentence(
        mark("{1} answered on {2} from the zone {0}, which must not be. It is not carried over; who uses it?"),
        "zone text text",
    ),
    "never_permitted": Sentence(
        mark("{0} asks for a way from {1} to {2} that no declaration can permit, so there is no rule"),
        "text zone zone",
    ),
    "zone_flow_used": Sentence(
        mark("The flow {0} opens a whole zone; do the systems that leave it use the flow, and will they need it?"),
        "text",
    ),
    "link_without_flow": Sentence(
        mark("The link {0} has no declared flow, and neither its machines nor its ports can be told; declare them"),
        "text",
    ),
    "link_outside": Sentence(
        mark("The link {0} leads outside, to {1}, and no declared flow carries it; which addresses and ports?"),
        "text text",
    ),
    "copy_path_unknown": Sentence(
        mark("The data of {0} must be carried, and no database or file service of its old machines is declared"),
        "system",
    ),
}

KIND: Mapping[str, str] = {
    "open": mark("To open"),
    "keep": mark("To keep for the parallel run"),
    "close": mark("To close afterwards"),
    "dns": mark("Name to change"),
    "address": mark("Address to change"),
    "question": mark("Question"),
}

BASIS: Mapping[str, str] = {
    "declared": mark("Declared, not seen in use"),
    "declared_and_seen": mark("Declared and seen in use"),
}

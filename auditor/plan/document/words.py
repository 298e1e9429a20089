"""Sentences of `auditor.plan.document.shape`, and the words of its tables."""

from collections.abc import Mapping

from auditor.pages.sentences import Sentence
from auditor.text.words import mark

SENTENCES: Mapping[str, Sentence] = {
    "safety_control": Sentence(mark("Control {0}: {1} of {2} met"), "id number number"),
    "safety_paper": Sentence(mark("Record {0} of {1}"), "text day"),
    "safety_paper_failed": Sentence(mark("Record {0} of {1}: not passed"), "text day"),
    "safety_paper_ended": Sentence(mark("Record {0} was valid until {1}"), "text day"),
    "safety_backups": Sentence(mark("Declared: {0} copies at {1} sites"), "number number"),
    "safety_feed_none": Sentence(mark("Declared: no feed to a monitoring centre")),
    "safety_feed_provincial": Sentence(mark("Declared: feed to the provincial centre")),
    "safety_feed_national": Sentence(mark("Declared: feed to the national centre")),
    "safety_contact": Sentence(mark("Operation: {0}"), "organisation"),
    "safety_contact_target": Sentence(mark("National Data Center: {0}"), "text"),
    "safety_days": Sentence(mark("Planned: {0} days"), "number"),
    "ndc_no_zones": Sentence(mark("Zones, quotas and conditions of reception: nothing is entered yet")),
    "ndc_no_contact": Sentence(mark("Name and hours of the contact for reception are not entered yet")),
    "ndc_no_agreement": Sentence(mark("Agreement or document on hosting: none is entered yet")),
    "ndc_no_target": Sentence(mark("Zone of reception not settled for: {0}"), "system"),
    "ndc_demand": Sentence(
        mark("Needs entered for {0} systems to move: {1} vCPU, {2} GB of memory, {3} GB of storage; can they be met?"),
        "number number number number",
    ),
    "ndc_demand_unknown": Sentence(mark("Needs not entered in full, to be added: {0}"), "system"),
    "ndc_special_zone": Sentence(mark("Conditions of a zone of its own for: {0}"), "system"),
    "ndc_opinion": Sentence(
        mark("Opinion on new or greater physical capacity at the provincial data centre: {0}"), "asset"
    ),
    "ndc_blockers": Sentence(
        mark("Conditions that the National Data Center confirms: control {0}; places: {1}"), "id number"
    ),
    "ndc_zone_slots_per_night": Sentence(mark("How many systems can be received in one night?")),
    "ndc_zone_systems": Sentence(mark("How many systems can be received in all?")),
    "ndc_zone_vcpu": Sentence(mark("Quota of processors (vCPU)?")),
    "ndc_zone_ram_gb": Sentence(mark("Quota of memory?")),
    "ndc_zone_storage_gb": Sentence(mark("Quota of storage?")),
    "ndc_zone_ready_from": Sentence(mark("From which day are systems received?")),
    "ndc_zone_tenancy": Sentence(mark("Tenancy and separation from others?")),
    "ndc_zone_levels": Sentence(mark("Systems meant for the zone whose level it does not take: {0}"), "system"),
}

SAFETY_STATE: Mapping[str, str] = {
    "met": mark("Met"),
    "not_met": mark("Not met"),
    "unknown": mark("Not enough evidence to conclude"),
}

"""Sentences of `auditor.plan.movement.shape`."""

from collections.abc import Mapping

from auditor.pages.sentences import Sentence
from auditor.text.words import mark

SENTENCES: Mapping[str, Sentence] = {
    "least_data_set": Sentence(mark("Its data set {0} is the least far"), "id"),
    "manifest_incomplete": Sentence(mark("A side of {0} has not been counted to the end"), "id"),
    "manifest_none": Sentence(mark("Nobody counted {0} at the new place"), "id"),
    "manifest_stale": Sentence(mark("The count of {0} at the new place is too old, unfinished or dated ahead"), "id"),
    "manifests_differ": Sentence(
        mark("The counts of {0} at the two places differ, or one lacks what the other has"), "id"
    ),
    "manifests_equal": Sentence(mark("Both places hold the same {0} rows with the same SHA-256"), "number"),
    "manifests_of_nothing": Sentence(
        mark("Both places have the digest of nothing of {0}, as dumps that failed leave it"), "id"
    ),
    "name_at_old": Sentence(mark("The name {0} leads to an old address"), "text"),
    "name_elsewhere": Sentence(mark("The name {0} gave no answer, or an address of neither side alone"), "text"),
    "name_not_looked": Sentence(mark("Nobody asked where the name {0} leads"), "text"),
    "name_stale": Sentence(mark("Where the name {0} leads was last asked too long ago"), "text"),
    "names_ahead": Sentence(
        mark("Names lead to the new place already, though the data of {0} is not shown to be there"), "id"
    ),
    "names_at_new": Sentence(mark("Every name of {0} leads to the new place"), "system"),
    "names_none": Sentence(mark("{0} has no declared name that could show the cut-over"), "system"),
    "new_is_empty": Sentence(mark("There is nothing of {0} at the new place yet"), "id"),
    "old_answered_before": Sentence(mark("The old host {0} answered when it was last looked at, too long ago"), "id"),
    "old_answers": Sentence(mark("The old host {0} still answers on {1}"), "id text"),
    "old_is_silent": Sentence(mark("No old host of {0} answers on its declared ports any more"), "system"),
    "old_manifest_none": Sentence(
        mark("Nobody counted {0} at the old place, so there is nothing to compare with"), "id"
    ),
    "old_manifest_stale": Sentence(
        mark("The count of {0} at the old place is too old, unfinished or dated ahead"), "id"
    ),
    "old_no_ports": Sentence(mark("No port of the old host {0} is declared, so its silence shows nothing"), "id"),
    "old_none": Sentence(mark("No host of {0} is declared as its old instance"), "system"),
    "old_not_swept": Sentence(
        mark("Not every declared port of the old host {0} was swept to the end from elsewhere"), "id"
    ),
    "old_stale": Sentence(mark("The old host {0} was last swept too long ago"), "id"),
    "wave_done": Sentence(mark("Wave {0} is reported as finished, and no data set shows more"), "id"),
    "wave_not_done": Sentence(mark("No finished wave holds {0}, and it has no data set that moves"), "system"),
}

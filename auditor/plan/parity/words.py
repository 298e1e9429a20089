"""Sentences of `auditor.plan.parity.shape`."""

from collections.abc import Mapping

from auditor.pages.sentences import Sentence
from auditor.text.words import mark

SENTENCES: Mapping[str, Sentence] = {
    "certificate_as_bad": Sentence(
        mark("The certificate seen from {0} did not hold before and does not hold now"), "text"
    ),
    "certificate_broken": Sentence(mark("The certificate seen from {0} held before and does not hold now"), "text"),
    "certificate_mended": Sentence(mark("The certificate seen from {0} did not hold before and holds now"), "text"),
    "certificate_not_known": Sentence(
        mark("Seen from {0}, it is not known on both sides of the move whether the certificate holds"), "text"
    ),
    "certificate_not_looked": Sentence(mark("Nobody looked at the certificate of {0}, before or after"), "text"),
    "certificate_sound": Sentence(mark("The certificate seen from {0} held before and holds now"), "text"),
    "control_better": Sentence(mark("Was: {0}; is now: {1}, which is better"), "status status"),
    "control_changed": Sentence(mark("The control {0} itself was changed between the runs"), "text"),
    "control_same": Sentence(mark("Was: {0}; is now: {1}"), "status status"),
    "control_worse": Sentence(mark("Was: {0}; is now: {1}, which is worse"), "status status"),
    "data_differs": Sentence(mark("The counts of {0} at the old and the new place differ"), "text"),
    "data_equal": Sentence(mark("{0} has {1} rows at the old and the new place, with equal SHA-256"), "text number"),
    "data_no_digest": Sentence(mark("A count of {0} lacks its rows or its SHA-256"), "text"),
    "data_of_nothing": Sentence(
        mark("Both places count nothing of {0}, which does not show that nothing was lost"), "text"
    ),
    "data_not_counted_new": Sentence(mark("No whole count of {0} at the new place came with the later run"), "text"),
    "data_not_counted_old": Sentence(mark("No whole count of {0} at the old place came with the later run"), "text"),
    "names_dropped": Sentence(mark("Names declared before are not declared any more: {0}"), "text"),
    "new_fault": Sentence(mark("New since the move, and not sound: {0}"), "status"),
    "no_successor": Sentence(mark("No new machine is declared that does the work behind {0}"), "text"),
    "not_judged_after": Sentence(mark("Not looked at after the move")),
    "not_judged_before": Sentence(mark("Is now: {0}; before the move there is nothing to compare with"), "status"),
    "seen_before_night": Sentence(mark("What it rests on was seen before the move was over")),
    "service_answers": Sentence(mark("Answers from {0}, as before"), "text"),
    "service_fails": Sentence(mark("Answers with a fault from {0}, as before"), "text"),
    "service_lost": Sentence(mark("Answered from {0} before, and now fails or is silent"), "text"),
    "service_mended": Sentence(mark("Answered from {0} with a fault before, and is sound now"), "text"),
    "service_not_looked": Sentence(mark("Nobody looked at {0}, before or after"), "text"),
    "service_not_seen_after": Sentence(mark("From {0} nothing was learnt after the move"), "text"),
    "service_not_seen_before": Sentence(mark("From {0} nothing was learnt before the move"), "text"),
    "service_otherwise": Sentence(
        mark("Answers otherwise from {0} than before; a person has to say whether it should"), "text"
    ),
    "service_silent": Sentence(mark("Does not answer from {0}, as before"), "text"),
    "unknown_after": Sentence(mark("After the move: {0}"), "status"),
    "unknown_before": Sentence(mark("Before the move: {0}, so there is nothing to compare with"), "status"),
}

STANDING: Mapping[str, str] = {
    "at_parity": mark("As good as before the move"),
    "degraded": mark("Worse than before the move"),
    "improved": mark("Better than before the move"),
    "cannot_tell": mark("Not enough evidence to say"),
}

KIND: Mapping[str, str] = {
    "control": mark("Control"),
    "data": mark("Data set"),
    "service": mark("Service"),
    "old_instance": mark("Old machines"),
    "dns": mark("Names"),
    "certificate": mark("Certificate"),
}

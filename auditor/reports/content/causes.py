"""Why a verdict is not a pass, in words: one sentence per cause code; an unknown code stands for itself with its
arguments.
"""

from collections.abc import Mapping

from auditor.model.facts import Cause
from auditor.model.vocab import State
from auditor.reports.content.vocabulary import FLAG, KIND, STATE, word
from auditor.reports.content.words import Both, clean, mark, same, say

# {0} and {1} are the arguments; an argument naming a kind or a state is said in words.
SENTENCES: Mapping[str, str] = {
    "subjects_not_listed": mark("Nobody has seen the services of {0}, so they cannot be listed"),
    "foreign_subject": mark("The control spoke about a subject that is not its own"),
    "malformed_finding": mark("The control returned a finding of the wrong shape"),
    "record_missing": mark("No record has been entered: {0}"),
    "evidence_missing": mark("The evidence {0} does not exist"),
    "evidence_not_ok": mark("The measurement {0} did not complete"),
    "evidence_stale": mark("The measurement {0} is older than allowed"),
    "evidence_vantage": mark("The measurement {0} was made from a place that does not prove this"),
    "needed_kind_missing": mark("The evidence does not contain: {0}"),
    "no_evidence": mark("No evidence was named"),
    "not_measured": mark("Not measured: {0}"),
    "observation": mark("The measurement {0} ended as: {1}"),
    "incomplete": mark("The measurement does not cover all that the rule asks for: {0}"),
    "not_declared": mark("The inventory does not say what the rule needs to know"),
    "evaluation_aborted": mark("The evaluation of the control was aborted"),
    "timeout": mark("No answer in time"),
    "refused": mark("The connection was refused"),
    "no_permission": mark("There was no permission to look"),
    "out_of_scope": mark("Outside the permitted scope; nothing was sent"),
    "outside_window": mark("Outside the permitted hours; nothing was sent"),
    "tool_missing": mark("A program needed for this is not installed: {0}"),
}

_ARGUMENTS_SHOWN = 6


def cause_in_words(cause: Cause) -> Both:
    """One sentence. A code without a sentence, or with fewer arguments than its sentence needs, is shown as it is."""
    arguments = [_argument(text) for text in cause.args]
    sentence = SENTENCES.get(cause.code)
    if sentence is None or f"{{{len(arguments)}}}" in sentence:
        return same(clean(" ".join([cause.code, *cause.args[:_ARGUMENTS_SHOWN]]), 300))
    vi, en = say(sentence).vi, say(sentence).en
    return Both(vi.format(*(a.vi for a in arguments)), en.format(*(a.en for a in arguments)))


def _argument(text: str) -> Both:
    if text in KIND:
        return word(KIND, text)
    return word(STATE, text) if text in set(State) else same(clean(text, 200))


def cause_group(cause: Cause) -> Both:
    """The cause without naming one measurement, so that equal troubles can be counted together."""
    if cause.code == "observation" and len(cause.args) > 1:
        return say("A measurement ended as: {state}", state=_argument(cause.args[1]))
    if cause.code in FLAG:
        return word(FLAG, cause.code)
    if cause.code == "subjects_not_listed":
        return say("Nobody has seen the services of a host")
    return cause_in_words(cause)

"""One harness over every dialect, with answers recorded from real machines and found by their folders."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from auditor.collectors import registry
from auditor.collectors.asks import Answer, Answers, Ask, Folder, Includes, Trouble
from auditor.collectors.outcome import Outcome
from auditor.model.vocab.measurements import State
from tests.collectors.kinds.cases import HERE, Case, cases, outcomes, shown

CASES = tuple(cases())
BY_NAME = [pytest.param(case, id=str(case)) for case in CASES]

_NOISE_BYTES = 2 * 1024 * 1024
_CUTS = 60
"""Cuts tried in all answers of one case together."""

_BETTER = (State.OK, State.PARTIAL)
"""From best to worst; every other state taught nothing."""


def with_answer(answers: Answers, ask: Ask, answer: Answer) -> Answers:
    """The same machine with one other answer."""
    return replace(answers, by_id={**answers.by_id, ask.id: answer})


def changed(answer: Answer, number: int, text: str) -> Answer:
    """The answer with another text in its piece of that number."""
    if not answer.files:
        return replace(answer, text=text)
    files = list(answer.files)
    path, each = files[number]
    files[number] = (path, replace(each, text=text))
    return replace(answer, files=tuple(files))


def texts(answer: Answer) -> list[str]:
    """Texts of an answer, one for each file."""
    return [each.text for _, each in answer.files] if answer.files else [answer.text]


def rank(outcomes_: Mapping[str, Outcome]) -> int:
    """The best state of all: nought is whole, two is nothing."""
    states = [outcome.state for outcome in outcomes_.values()]
    return min((_BETTER.index(state) if state in _BETTER else len(_BETTER) for state in states), default=len(_BETTER))


def whole(found: Mapping[str, Outcome]) -> bool:
    """Whether any subject has a whole reading."""
    return rank(found) == 0


def test_every_dialect_has_a_case() -> None:
    """A dialect without a recorded machine would be tried by nothing below."""
    every = {(d.kind, d.platform.id) for each in registry.dialects().values() for d in each}

    assert every == {(case.dialect.kind, case.dialect.platform.id) for case in CASES}


def test_no_case_lies_where_nothing_finds_it() -> None:
    """A folder of answers that belongs to no dialect would be a test that is never run."""
    assert {path.parent for path in HERE.rglob("answers")} == {case.folder for case in CASES}


@pytest.mark.parametrize("case", BY_NAME)
def test_recorded(case: Case) -> None:
    """The answers of a real machine read as they did when a person looked the reading over."""
    assert case.expected == shown(outcomes(case.dialect, case.answers))


@pytest.mark.parametrize("case", BY_NAME)
def test_cut_anywhere(case: Case) -> None:
    """An answer that ends early never reads as better than the whole one, and reading it never fails. What is partial
    for what one line says may look whole without the line; whoever brought the answer then says that it was cut.
    """
    best = rank(outcomes(case.dialect, case.answers))
    best = 0 if best == _BETTER.index(State.PARTIAL) else best
    places = [(ask, number, text) for ask in case.dialect.asks for number, text in enumerate(texts(case.answers[ask]))]
    for ask, number, text in places:
        for end in range(0, len(text), max(1, len(text) * len(places) // _CUTS)):
            cut = changed(case.answers[ask], number, text[:end])
            assert best <= rank(outcomes(case.dialect, with_answer(case.answers, ask, cut))), (ask.id, number, end)


@pytest.mark.parametrize("case", BY_NAME)
@pytest.mark.parametrize("trouble", [Trouble.DENIED, Trouble.CUT, Trouble.TIMEOUT])
def test_each_ask_refused_in_turn(case: Case, trouble: Trouble) -> None:
    """A reading that lacks one answer is not whole, whichever it lacks, unless another answer made it needless."""
    for ask in case.dialect.asks:
        if ask.unless and case.answers.by_id[ask.unless].ok:
            continue
        found = outcomes(case.dialect, with_answer(case.answers, ask, Answer(trouble=trouble)))

        assert not whole(found), ask.id
        assert all(outcome.cause is not None for outcome in found.values()), ask.id


@pytest.mark.parametrize("case", BY_NAME)
@pytest.mark.parametrize("trouble", [Trouble.DENIED, Trouble.CUT, Trouble.TIMEOUT, Trouble.FAILED, Trouble.MISSING])
def test_what_a_missing_answer_changes_is_said(case: Case, trouble: Trouble) -> None:
    """A field that is told otherwise where one answer is wanting is left out or named as unread: nothing fills the gap.
    An answer that may be wanting is one, and says what the machine has.
    """
    whole_ = outcomes(case.dialect, case.answers)
    for ask in case.dialect.asks:
        if trouble in ask.accepts:
            continue
        for subject, outcome in outcomes(case.dialect, with_answer(case.answers, ask, Answer(trouble=trouble))).items():
            unread = {item.field for item in outcome.unread or ()}

            assert set() == _changed(whole_.get(subject), outcome) - unread, (ask.id, subject)
            assert outcome.data is None or unread or whole_[subject].data == outcome.data, (ask.id, subject)


def _changed(before: Outcome | None, after: Outcome) -> set[str]:
    """Fields of the second that the first does not have, or has otherwise."""
    if after.data is None:
        return set()
    told = {} if before is None or before.data is None else before.data.model_dump(exclude_none=True)
    return {name for name, value in after.data.model_dump(exclude_none=True).items() if told.get(name) != value}


@pytest.mark.parametrize("case", BY_NAME)
def test_each_file_refused_in_turn(case: Case) -> None:
    """A file that is there and may not be read makes the reading partial."""
    for ask in case.dialect.asks:
        answer = case.answers[ask]
        for number, (path, _) in enumerate(answer.files):
            files = list(answer.files)
            files[number] = (path, Answer(trouble=Trouble.DENIED))
            found = outcomes(case.dialect, with_answer(case.answers, ask, replace(answer, files=tuple(files))))

            assert not whole(found), path


@pytest.mark.parametrize("case", BY_NAME)
def test_empty_answers(case: Case) -> None:
    """A machine that answers everything with nothing has told nothing."""
    empty = {}
    for ask in case.dialect.asks:
        answer = case.answers[ask]
        files = tuple((path, Answer()) for path, _ in answer.files)
        empty[ask.id] = Answer(files=files) if isinstance(ask, Folder | Includes) else Answer()
    found = outcomes(case.dialect, replace(case.answers, by_id=empty))

    assert not whole(found)


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case)) for case in CASES if case.dialect.claims])
def test_a_foreign_line_in_a_claimed_block(case: Case) -> None:
    """A statement that no program knows, in a block that is read whole, makes the reading partial."""
    tried = 0
    for claim in case.dialect.claims:
        ask = next(ask for ask in case.dialect.asks if ask.id == claim.ask)
        answer = case.answers[ask]
        for number, text in enumerate(texts(answer)):
            for found in re.finditer(claim.opens, text, re.MULTILINE):
                end = text.find("\n", found.end())
                if text.count("#", text.rfind("\n", 0, found.start()) + 1, found.end()):
                    continue
                foreign = text[:end] + f"\n{claim.foreign}" + text[end:]
                again = changed(answer, number, foreign)
                outcome = outcomes(case.dialect, with_answer(case.answers, ask, again))
                tried += 1

                assert not whole(outcome), (ask.id, text[found.start() : end])
                assert any(item.code for each in outcome.values() for item in each.unread or ())
    assert tried or not any(
        re.search(c.opens, t, re.MULTILINE) for c in case.dialect.claims for t in _claimed(case, c.ask)
    )


def _claimed(case: Case, ask_id: str) -> list[str]:
    return [text for ask in case.dialect.asks if ask.id == ask_id for text in texts(case.answers[ask])]


def test_every_claim_is_tried() -> None:
    """A claim that no recorded machine has a block for is a claim nobody has tried."""
    claims = {(c.dialect.kind, c.dialect.platform.id, claim.ask) for c in CASES for claim in c.dialect.claims}
    seen = {
        (case.dialect.kind, case.dialect.platform.id, claim.ask)
        for case in CASES
        for claim in case.dialect.claims
        if any(re.search(claim.opens, text, re.MULTILINE) for text in _claimed(case, claim.ask))
    }

    assert claims == seen


_NOISE = {
    "words": "từ khoá {} \\ \"' # ; <a b> }}\n",
    "openings": "{ [ ( <x>\n",
    "one long line": "abcdefgh",
    "json": '{"a":[',
    "nought": "\x00\x1b[31m",
}


@pytest.mark.long
@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{case.dialect.kind}-{case.dialect.platform.id}")
        for case in {(c.dialect.kind, c.dialect.platform.id): c for c in CASES}.values()
    ],
)
@pytest.mark.no_cover  # two megabytes through a few lines
@pytest.mark.parametrize("noise", sorted(_NOISE))
def test_noise(case: Case, noise: str) -> None:
    """2 MiB of anything, alone or after what was recorded, is read to its end and never as whole.

    Of such a size that work which grows faster than the text would not come to an end.
    """
    mess = (_NOISE[noise] * (_NOISE_BYTES // len(_NOISE[noise]) + 1))[:_NOISE_BYTES]
    for ask in case.dialect.asks:
        answer = case.answers[ask]
        files = tuple((path, Answer(mess)) for path, _ in answer.files[:1])
        alone = Answer(mess, files=files)
        outcomes(case.dialect, with_answer(case.answers, ask, alone))
    everything = {ask.id: Answer(mess) for ask in case.dialect.asks}
    assert not whole(outcomes(case.dialect, replace(case.answers, by_id=everything)))


PASSWORD = "Mat-khau-9c1f"  # planted, and looked for


@pytest.mark.long
@pytest.mark.no_cover  # every text in turn through a few lines
@pytest.mark.parametrize("case", BY_NAME)
def test_a_planted_password(case: Case) -> None:
    """What looks like a secret appears nowhere in an outcome: not in data, cover, gaps or causes."""
    lines = (
        f"password {PASSWORD}",
        f"proxy=http://user:{PASSWORD}@host/",
        f"# {PASSWORD}",
        f'AuthFormPassword "{PASSWORD}"',
        f"auth_basic_user_file {PASSWORD};",
        f"{PASSWORD}",
        f"{{{PASSWORD}",
        f'http_proxy="http://user:{PASSWORD}@proxy.example:3128"',
    )
    for ask in case.dialect.asks:
        answer = case.answers[ask]
        for number, text in enumerate(texts(answer)):
            for line in (lines[number % len(lines)], "\n".join(lines)) if number else lines:
                for planted in (f"{line}\n{text}", f"{text}\n{line}\n", _in_the_middle(text, line)):
                    again = replace(changed(answer, number, planted), said=f"error near {PASSWORD}")
                    _nowhere(case, with_answer(case.answers, ask, again), line)
        failed = Answer(trouble=Trouble.FAILED, said=f"line 3: {PASSWORD} is not understood", text=PASSWORD)
        _nowhere(case, with_answer(case.answers, ask, failed), "failed")


def _in_the_middle(text: str, line: str) -> str:
    rows = text.splitlines()
    return "\n".join([*rows[: len(rows) // 2], line, *rows[len(rows) // 2 :]])


def _nowhere(case: Case, answers: Answers, line: str) -> None:
    assert PASSWORD.lower() not in json.dumps(shown(outcomes(case.dialect, answers))).lower(), line

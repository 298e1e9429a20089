"""What a host's settings say, kind by kind: each ask is put once, whoever wants it, and dialects read the answers."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from auditor.collectors import registry
from auditor.collectors.agent.transports import Reader, Result, Run
from auditor.collectors.asks import (
    MAX_FILES,
    MAX_QUESTIONS,
    MISSING,
    NO_SUCH_FILE,
    Answer,
    Answers,
    Ask,
    Command,
    File,
    Folder,
    Includes,
    Series,
    Stdin,
    Trouble,
)
from auditor.collectors.clocks import Compared, Taken, moment
from auditor.collectors.dialect import Dialect, Fit
from auditor.collectors.outcome import Outcome, from_fault
from auditor.model.facts.reading import Cause, Cover, Reading, ended
from auditor.model.facts.steady import SteadyClock
from auditor.model.vocab.measurements import State

_DENIED = ("Permission denied", "Operation not permitted", "not authorised", "501 ", "must be root")
_SAID = 20_000
NEEDLESS = Answer(trouble=Trouble.NEEDLESS)
_HIDDEN = Answer(trouble=Trouble.DENIED)
_CLOSED = re.compile(r"^find: ['‘](/[^'’\n]{1,200})['’]: Permission denied$", re.MULTILINE)
"""A folder that `find` may not look into, which globs pass over in silence."""


@dataclass(frozen=True, slots=True)
class Found:
    """One outcome of a kind. `subject` is empty where it stands for every subject that has none of its own; `detail` is
    the platform where a kind is read from several.
    """

    subject: str
    detail: str
    outcome: Outcome


def _nobody() -> None:
    return None


class Interview:
    """One host under question. Nothing is run that is no ask of the registry. `network_only`: the way leads into the
    host's network and not to its files, so nothing is asked that would be answered for another machine. `compare` asks
    a time server about the clock of the vantage, and `steady` says which steady clock that is where there is none.
    """

    def __init__(
        self,
        reader: Reader,
        zones: Mapping[str, tuple[str, ...]],
        accounts: tuple[str, ...] = (),
        *,
        network_only: bool = False,
        compare: Callable[[], Compared | None] = _nobody,
        steady: Callable[[], SteadyClock | None] = _nobody,
    ) -> None:
        self._reader = reader
        self._zones = zones
        self._accounts = accounts
        self._network_only = network_only
        self._compare = compare
        self._steady = steady
        self._answers: dict[str, Answer] = {}

    def read(self, kind: str, host: str) -> list[Found]:
        """Every outcome of one kind. Raises OSError when the way to the host broke."""
        each = registry.of(kind)
        fits = [(dialect, answers) for dialect in each if (answers := self._fitting(dialect)) is not None]
        if not fits:
            return [Found("", "", _no_dialect(each))]
        found: list[Found] = []
        for dialect, answers in fits:
            detail = dialect.platform.id if len(each) > 1 else ""
            found += [Found(subject, detail, outcome) for subject, outcome in self._outcomes(dialect, answers, host)]
        return found

    def answers(self, dialect: Dialect) -> Answers:
        """Everything the host answers to one dialect. Raises OSError when the way to the host broke."""
        held = dialect.compared and not self._network_only
        compared = self._compare() if held else None
        asked = self._asked(dialect.asks)
        return replace(asked, compared=compared, steady=self._steady() if held and compared is None else None)

    def _fitting(self, dialect: Dialect) -> Answers | None:
        """The answers for a dialect whose platform may be there."""
        answers = self.answers(dialect)
        return None if dialect.platform.recognises(answers) is Fit.NO else answers

    def _outcomes(self, dialect: Dialect, answers: Answers, host: str) -> list[tuple[str, Outcome]]:
        tool = f"{dialect.tool} ({self._reader.name})"
        try:
            readings = dialect.read(answers)
        except Exception as fault:  # noqa: BLE001  # a look that fails is an outcome, whatever failed
            return [("", from_fault(fault, tool))]
        if isinstance(readings, Reading):
            about = host if readings.data is not None else ""
            return [(about, outcome_of(readings, dialect, answers, tool))]
        gone = Outcome(State.NOT_TRIED, cause=Cause(code="gateway_not_in_zone"), tool=tool)
        told = [(subject, outcome_of(reading, dialect, answers, tool)) for subject, reading in readings.items()]
        return [("", gone), *told]

    def _asked(self, asks: Iterable[Ask]) -> Answers:
        found: dict[str, Answer] = {}
        for ask in asks:
            needless = ask.unless and found[ask.unless].ok
            found[ask.id] = NEEDLESS if needless else self._answer(ask, found)
        return Answers(found, self._zones, self._accounts)

    def _answer(self, ask: Ask, earlier: Mapping[str, Answer]) -> Answer:
        if registry.asks().get(ask.id) != ask:
            raise PermissionError(f"{ask.id} is no ask of any dialect")
        if ask.id not in self._answers:
            self._answers[ask.id] = self._put(ask, earlier)
        return self._answers[ask.id]

    def _put(self, ask: Ask, earlier: Mapping[str, Answer]) -> Answer:
        if self._network_only and not ask.of_network:
            return Answer(trouble=Trouble.ELSEWHERE)
        match ask:
            case Command():
                return self._command(ask)
            case File():
                return self._first(ask.paths, ask.limit_bytes)[1]
            case Folder():
                return self._folder(ask)
            case Includes():
                return self._includes(ask)
            case Series():
                return self._series(ask, Answers(dict(earlier), self._zones, self._accounts))

    def _command(self, ask: Command) -> Answer:
        return self._taken(ask) if ask.times else self._settled(_tries(ask))

    def _settled(self, tries: Sequence["_Try"]) -> Answer:
        """The first answer of several ways to ask the same. Where there is none and a try ended badly, with a word of
        why, all are put once more: a file was renamed under its hands, or no process could be started just then. What
        took too long is not: it would again.
        """
        answer, passing = self._tried(tries)
        return self._tried(tries)[0] if passing else answer

    def _tried(self, tries: Sequence["_Try"]) -> tuple[Answer, bool]:
        """The first answer, or else the last trouble, and whether another time might bring an answer."""
        answer, passing = MISSING, False
        for each in tries:
            result = self._reader.run(each.run)
            answer = _answer_of(result, each.absent)
            if answer.ok:
                return answer, False
            passing = passing or _may_pass(result, answer, each)
        return answer, passing

    def _taken(self, ask: Command) -> Answer:
        """The same until an answer comes quickly, each between two looks at our own clock; one that fails ends it."""
        files: list[tuple[str, Answer]] = []
        for number in range(1, ask.times + 1):
            before = moment()
            result = self._reader.run(Run(ask.words, b"", ask.limit_bytes))
            taken = Taken(before, moment())
            answer = _answer_of(result, ask.absent)
            if not answer.ok:
                return answer
            files.append((str(number), replace(answer, taken=taken)))
            if taken.quick:
                break
        return Answer(files=tuple(files))

    def _series(self, ask: Series, earlier: Answers) -> Answer:
        """Each question that its form admits; one that it does not is told as not permitted."""
        wanted = ask.questions(earlier)
        files = tuple((" ".join(words), self._question(ask, words)) for words in wanted[:MAX_QUESTIONS])
        return Answer(files=files, trouble=Trouble.CUT if len(wanted) > MAX_QUESTIONS else None)

    def _question(self, ask: Series, words: tuple[str, ...]) -> Answer:
        if not ask.admits(words):
            return _HIDDEN
        further = (" ".join(words),) if ask.as_one else words
        tries = [_Try(Run((*ask.words, *further), b"", ask.limit_bytes), NO_SUCH_FILE)]
        if ask.otherwise is not None:
            stdin = _stdin_of(ask.otherwise)
            tries.append(_Try(Run((*ask.otherwise.words, *further), stdin, ask.limit_bytes), NO_SUCH_FILE))
        return self._settled(tries)

    def _first(self, paths: Iterable[str], limit: int) -> tuple[str, Answer]:
        """The first file that exists, whether or not it may be read."""
        for path in paths:
            answer = self._file(path, limit)
            if answer.trouble is not Trouble.MISSING:
                return path, answer
        return "", MISSING

    def _file(self, path: str, limit: int) -> Answer:
        return self._settled([_Try(Run(("cat", path), b"", limit), NO_SUCH_FILE, steady=True)])

    def _listed(self, words: tuple[str, ...]) -> Answer:
        return self._settled([_Try(Run(words), NO_SUCH_FILE, steady=words[0] == "ls")])

    def _folder(self, ask: Folder) -> Answer:
        """Its files as they are together: where one that was listed is gone when it is read, all are read once more. A
        link that leads nowhere is listed and gone both times, and no program reads it.
        """
        first = self._files_of(ask)
        gone = first.gone()
        return _not_in_motion(self._files_of(ask), known=gone) if gone else first

    def _files_of(self, ask: Folder) -> Answer:
        listed = self._listed(("ls", "-1", ask.path))
        if not listed.ok:
            return listed
        paths = [path for name in sorted(listed.text.splitlines()) if ask.admits(path := f"{ask.path}/{name}")]
        files = tuple((path, self._file(path, ask.limit_bytes)) for path in paths[:MAX_FILES])
        return Answer(files=files, trouble=Trouble.CUT if len(paths) > MAX_FILES else None)

    def _includes(self, ask: Includes) -> Answer:
        """A main file and what it includes, read once more where one of them went away meanwhile."""
        first = self._tree(ask)
        return _not_in_motion(self._tree(ask)) if first.gone() else first

    def _tree(self, ask: Includes) -> Answer:
        main, answer = self._first(ask.mains, ask.limit_bytes)
        if not answer.ok:
            return answer
        listing = self._listed(ask.listing().words)
        known = [path for path in listing.text.splitlines() if path != main and ask.admits(path)]
        closed = [path for path in _CLOSED.findall(listing.said) if any(_within(path, root) for root in ask.roots)]
        files, waiting, wanted = {main: answer}, [main], False
        while waiting:
            patterns = ask.patterns(files[waiting.pop(0)].text, main)
            wanted = wanted or bool(patterns)
            files |= {path: _HIDDEN for path in closed if any(_within(glob, path) for glob in patterns)}
            for path in (p for p in known if p not in files and any(ask.matches(p, glob) for glob in patterns)):
                if len(files) >= MAX_FILES:
                    return Answer(files=tuple(files.items()), trouble=Trouble.CUT)
                files[path] = self._file(path, ask.limit_bytes)
                waiting.append(path)
        return Answer(files=tuple(files.items()), trouble=_hides(listing) if wanted else None)


@dataclass(frozen=True, slots=True)
class _Try:
    """One way to ask. `absent`: words that say there is no such thing; where they are `steady`, nobody doubts them."""

    run: Run
    absent: tuple[str, ...]
    steady: bool = False


def _tries(ask: Command) -> list[_Try]:
    here = _Try(Run(ask.words, _stdin_of(ask), ask.limit_bytes), ask.absent)
    return [here, *(_tries(ask.otherwise) if ask.otherwise is not None else ())]


def _may_pass(result: Result, answer: Answer, each: _Try) -> bool:
    """Whether a bad ending may be one of the moment: it has a word of why, and nobody was refused or cut off."""
    if result.code is None or result.missing or not (result.err.strip() or result.out.strip()):
        return False
    return answer.trouble is Trouble.FAILED or (answer.trouble is Trouble.MISSING and not each.steady)


def _not_in_motion(answer: Answer, known: Collection[str] = ()) -> Answer:
    """An answer for several files in which one that went away again, and is none of the `known`, was not read."""
    moved = {path: Answer(trouble=Trouble.FAILED) for path in answer.gone() if path not in known}
    return replace(answer, files=tuple((path, moved.get(path, each)) for path, each in answer.files))


def _hides(listing: Answer) -> Trouble | None:
    """Why a list of files may lack some: not for a root that is not there, or a folder that is told to be closed."""
    told = listing.said.splitlines()
    if listing.ok or (told and all(line.endswith((*NO_SUCH_FILE, _DENIED[0])) for line in told)):
        return None
    return listing.trouble


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def outcome_of(reading: Reading, dialect: Dialect, answers: Answers, tool: str) -> Outcome:
    """A reading as an outcome, its state worked out from what was read and what was not answered."""
    state, cause = ended(reading, dialect.faults(answers))
    return Outcome(state, reading.data, cause, tool, reading.cover, reading.unread)


def _no_dialect(each: Iterable[Dialect]) -> Outcome:
    tried = tuple(dialect.platform.id for dialect in each)
    return Outcome(State.NOT_TRIED, cause=Cause(code="no_dialect", args=tried), cover=Cover(tried=tried), unread=())


def _stdin_of(ask: Command) -> bytes:
    return _throwaway_key() if ask.stdin is Stdin.THROWAWAY_HOST_KEY else b""


def _throwaway_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


def _answer_of(result: Result, absent: Iterable[str]) -> Answer:
    """A result as an answer. A program that fails and says that what it speaks for is not there has answered so."""
    said = result.err[:_SAID]
    if result.ok:
        return Answer(result.out, said=said)
    return Answer(result.out, _trouble(result, said + result.out[:200], absent), said)


def _trouble(result: Result, told: str, absent: Iterable[str]) -> Trouble:
    if result.code is None:
        return Trouble.CUT if result.err == "wrote too much" else Trouble.TIMEOUT
    if result.missing or any(text in told for text in absent):
        return Trouble.MISSING
    return Trouble.DENIED if any(text in told for text in _DENIED) else Trouble.FAILED

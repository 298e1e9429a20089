"""A machine's own time: what `date` answers, whatever our own clock does, and whatever else may answer in its place."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.collectors import registry
from auditor.collectors.agent.settings import Interview, outcome_of
from auditor.collectors.agent.transports import LocalReader, Result, Run
from auditor.collectors.asks import Answer, Answers
from auditor.collectors.clocks import Compared, Moment, Taken, moment
from auditor.collectors.kinds.own_clock.linux import DATE, DIALECT, read
from auditor.collectors.outcome import Outcome
from auditor.model.facts.own_clock import OwnClock
from auditor.model.facts.reading import Reading
from auditor.model.facts.steady import SteadyClock
from auditor.model.vocab.measurements import State
from tests.collectors.kinds.cases import Case

MS, SECOND = 10**6, 10**9
NOW = 1_796_018_900 * SECOND
"""An instant of the year 2026 by our own clock, when the steady one stands at nought."""


def server(offset_ms: int, delay_ms: int = 0, *, before: Moment | None = None, after: Moment | None = None) -> Compared:
    """A time server that is so far ahead of our clock."""
    first = before or moment()
    return Compared("idc-ntp", "203.0.113.123", offset_ms, delay_ms, Taken(first, after or first))


def at(steady_ms: int, *, set_ms: int = 0) -> Moment:
    """Our clock after some time, and after somebody has set it."""
    return Moment(NOW + (steady_ms + set_ms) * MS, steady_ms * MS)


def turn(text: str, before: Moment, after: Moment) -> Answer:
    return Answer(text, taken=Taken(before, after))


def told(ns: int) -> str:
    """What `date` writes at an instant of its machine."""
    return f"{ns // SECOND}.{ns % SECOND:09d}\n"


def answers(*turns: Answer, compared: Compared | None = None, steady: SteadyClock | None = None) -> Answers:
    files = tuple((str(number), each) for number, each in enumerate(turns, start=1))
    return Answers({DATE.id: Answer(files=files)}, compared=compared, steady=steady)


def clock(reading: Reading) -> OwnClock:
    assert isinstance(reading.data, OwnClock)
    return reading.data


class Elsewhere(LocalReader):
    """The real `date` of this machine, asked for another time than now: that of a clock which is so far ahead."""

    def __init__(self, program: str, seconds: int) -> None:
        self._program = program
        self._seconds = seconds

    def run(self, command: Run) -> Result:
        """Runs the command with one option more."""
        program, *words = command.argv
        assert "date" == program
        return super().run(replace(command, argv=(self._program, "-d", f"{self._seconds:+d} seconds", *words)))


def heard(reader: LocalReader, compared: Compared | None) -> Outcome:
    (found,) = Interview(reader, {}, compare=lambda: compared).read("own_clock", "here")
    return found.outcome


def test_the_real_date_at_many_times() -> None:
    """Clocks that are behind, ahead, and at either end of what a machine without a battery tells; and a time server
    that is not where our own clock is. What is told lies as near to the truth as it says.
    """
    dice = random.Random(1)
    bounds = (3, 100, 86_400, 1_500_000_000)
    for seconds in (0, *(dice.randint(-bound, bound) for bound in bounds for _ in range(50))):
        shift_ms = dice.randint(-5000, 5000)
        outcome = heard(Elsewhere("/usr/bin/date", seconds), server(shift_ms))
        data = outcome.data

        assert isinstance(data, OwnClock)
        assert State.OK is outcome.state
        assert data.offset_ms is not None
        assert data.within_ms is not None
        assert abs(data.offset_ms - (seconds * 1000 - shift_ms)) <= data.within_ms <= 2000
        assert data.ahead_ms - shift_ms == data.offset_ms


def test_whole_seconds_of_busybox_leave_half_a_second_open(recorded: Path) -> None:
    """Its `date` writes the sign of the fraction as it is, so that a right machine is told within that, no nearer."""
    case = Case(recorded / "busybox", DIALECT)
    reading = read(case.answers)

    assert all(each.text.endswith(".%N\n") for _, each in case.answers[DATE].files)
    assert 400 <= (clock(reading).within_ms or 0) <= 510
    assert abs(clock(reading).offset_ms or 0) <= (clock(reading).within_ms or 0)


@pytest.fixture
def recorded() -> Path:
    return Path(__file__).parent / "own_clock" / "linux"


def test_a_long_way_is_told_as_an_error() -> None:
    """Half of the round trip, half of the time server's, and one for each figure that was rounded."""
    slow = turn(told(NOW + 400 * MS), at(0), at(900))
    data = clock(read(answers(slow, compared=server(0, 31, before=at(0)))))

    assert (-50, -50, 450 + 16 + 2) == (data.ahead_ms, data.offset_ms, data.within_ms)


def test_the_shortest_round_trip_tells_most() -> None:
    """What all answers say together is never less exact than the best of them."""
    slow, quick = turn(told(NOW + 400 * MS), at(0), at(900)), turn(told(NOW + 1005 * MS), at(1000), at(1010))
    data = clock(read(answers(slow, quick, compared=server(0, before=at(0)))))

    assert (0, 5 + 2) == (data.offset_ms, data.within_ms)


@pytest.mark.parametrize("set_ms", [-3_600_000, -7, 40, 10**9])
def test_somebody_sets_our_clock_between(set_ms: int) -> None:
    """Set between the time server's answer and the machine's, it changes nothing, since the steady one tells what has
    passed; set while the server was asked, it makes the answer worth less.
    """
    after = turn(told(NOW + 1005 * MS), at(1000, set_ms=set_ms), at(1010, set_ms=set_ms))
    between = clock(read(answers(after, compared=server(0, before=at(0), after=at(4)))))
    meanwhile = clock(read(answers(after, compared=server(0, before=at(0), after=at(4, set_ms=set_ms)))))

    assert (0, 7) == (between.offset_ms, between.within_ms)
    assert 7 + abs(set_ms) == meanwhile.within_ms


def test_without_a_time_server_nothing_is_known_of_the_offset() -> None:
    """The vantage's own clock may be wrong, so what lies between the two tells nothing."""
    reading = read(answers(turn(told(NOW + 5 * MS), at(0), at(10))))

    assert OwnClock(ahead_ms=0) == reading.data
    assert {"offset_ms", "within_ms", "reference", "reference_source"} == {item.field for item in reading.unread}
    assert {"no_time_reference"} == {item.code for item in reading.unread}


STEADY = SteadyClock(boot="e37a92fb-766c-4810-b3ca-719854d17cc0", namespace="time:[1]", asleep_ms=0, bare=True)


@pytest.mark.parametrize("set_ms", [0, -3_600_000, 40, 10**9])
def test_where_there_is_no_time_server_the_steady_clock_tells_when(set_ms: int) -> None:
    """Whatever our own clock says: the machine's stands against the steady one, in the middle of its answers. What the
    two may drift apart between the first answer and the last counts as an error.
    """
    first = turn(told(NOW + 400 * MS), at(0, set_ms=set_ms), at(900, set_ms=set_ms))
    second = turn(told(NOW + 1005 * MS), at(1000), at(1010))
    reading = read(answers(first, second, steady=STEADY))
    held = clock(reading).steady

    assert held is not None
    assert (STEADY, 505_000, NOW // 1000) == (held.clock, held.at_us, held.ahead_us)
    assert held.within_us == 5000 + 261 + 1  # half of the better answer's way, 515 millionths of half of 1010 ms
    assert {"no_time_reference"} == {item.code for item in reading.unread}


def test_beside_a_time_server_the_steady_clock_is_not_told() -> None:
    """What was held against a server just before needs nothing else."""
    good = turn(told(NOW + 5 * MS), at(0), at(10))

    assert clock(read(answers(good, compared=server(0, before=at(0)), steady=STEADY))).steady is None


GOOD = told(NOW + 5 * MS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "Mon Nov 30 06:07:44 UTC 2026\n",
        "-1.500000000\n",
        f"-{GOOD}",
        f"+{GOOD}",
        f"99999999999.{0:09d}\n",
        f"{10**40}.000000000\n",
        "1796018864\n",
        "1796018864.4919751\n",
        "1796018864.4919751660\n",
        "1796018864.%N%N\n",
        "1796018864,491975166\n",
        "1.796018864e9\n",
        "0x6b0d2f10.000000000\n",
        "١٧٩٦٠١٨٨٦٤.٤٩١٩٧٥١٦٦\n",
        f"{GOOD}{GOOD}",
        f"welcome\n{GOOD}",
        f"{GOOD}\n",
        f"{GOOD}rm -rf /\n",
        f" {GOOD}",
        f"{GOOD}\x00",
        "nan.000000000\n",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    """Whatever a machine writes in place of the time, and beside true answers too, teaches nothing."""
    good = turn(GOOD, at(0), at(10))
    for turns in ((turn(text, at(0), at(10)),), (good, turn(text, at(10), at(20)), good)):
        found = answers(*turns, compared=server(0, before=at(0)))
        outcome = outcome_of(read(found), DIALECT, found, "")

        assert (State.PARSE_ERROR, None) == (outcome.state, outcome.data)


def test_times_that_no_one_clock_tells() -> None:
    """A machine that answers two times which cannot both be true is believed in neither."""
    found = answers(turn(GOOD, at(0), at(10)), turn(told(NOW + 4 * SECOND), at(10), at(20)), compared=server(0))
    outcome = outcome_of(read(found), DIALECT, found, "")

    assert outcome.cause is not None
    assert (State.PARSE_ERROR, None, "clock_unsteady") == (outcome.state, outcome.data, outcome.cause.code)


@pytest.mark.parametrize(("text", "years"), [("0.000000000\n", -56), ("9999999999.999999999\n", 259)])
def test_a_clock_of_another_age(text: str, years: int) -> None:
    """A machine whose battery is empty begins in 1970, and that is what is told."""
    data = clock(read(answers(turn(text, at(0), at(10)), compared=server(0, before=at(0)))))

    assert years == int((data.offset_ms or 0) / (365.25 * 86_400_000))


def test_it_is_the_files_that_decide_whose_time_it_is() -> None:
    """Where only the network is the machine's own, neither it nor a time server is asked."""
    asked: list[str] = []

    def compare() -> Compared | None:
        asked.append("time server")
        return None

    (found,) = Interview(LocalReader(), {}, network_only=True, compare=compare).read("own_clock", "here")

    assert not registry.of_network("own_clock")
    assert (State.NOT_TRIED, [], None) == (found.outcome.state, asked, found.outcome.data)

"""A machine's time told by a computer that was carried to it: as right as it says, or nothing."""

import datetime
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.collectors.running.carried import carried
from auditor.model.facts import Cause, Cover, Observation, Unread
from auditor.model.facts.own_clock import OwnClock
from auditor.model.facts.steady import ClockComparison, SteadyClock, SteadyReading
from auditor.model.vocab.measurements import Basis, State

SECOND, MS = 10**6, 10**3
BEGUN = 1_796_018_900 * SECOND
"""The server's time when the steady clock stood at nought."""
HOUR = 3600 * SECOND
AT = datetime.datetime(2026, 11, 30, 9, 0, tzinfo=datetime.UTC)
BOOT, OTHER_BOOT = "e37a92fb-766c-4810-b3ca-719854d17cc0", "0d21a6c3-0000-4000-8000-000000000001"
MISSING = ("offset_ms", "within_ms", "reference", "reference_source")


def steady(
    *, boot: str = BOOT, namespace: str = "time:[4026531834]", asleep: int = 0, bare: bool = True
) -> SteadyClock:
    return SteadyClock(boot=boot, namespace=namespace, asleep_ms=asleep, bare=bare)


def told(
    at_us: int,
    ahead_us: int,
    within_us: int = 1000,
    *,
    clock: SteadyClock | None = None,
    server: str = "idc-ntp",
    source: str = "203.0.113.123",
) -> ClockComparison:
    """A server that is so far ahead of what its clock would be if it ran as the steady one does."""
    held = SteadyReading(clock=clock or steady(), at_us=at_us, ahead_us=BEGUN + ahead_us, within_us=within_us)
    asked = AT + datetime.timedelta(microseconds=at_us)
    return ClockComparison(server=server, source=source, asked_at=asked.replace(microsecond=0), held=held)


def read(at_us: int, ahead_us: int, within_us: int = 1000, *, clock: SteadyClock | None = None) -> Observation:
    """A machine asked at an instant, where no time server could be."""
    held = SteadyReading(clock=clock or steady(), at_us=at_us, ahead_us=BEGUN + ahead_us, within_us=within_us)
    return Observation(
        id="own_clock/kin/kin",
        kind="own_clock",
        subject="kin",
        vantage="kin",
        zone="lan",
        state=State.PARTIAL,
        basis=Basis.CONFIGURED,
        observed_at=AT,
        tool="date (local)",
        cause=Cause(code="no_time_reference"),
        data=OwnClock(ahead_ms=3, steady=held),
        cover=Cover(read=("date",)),
        unread=tuple(Unread(field=field, code="no_time_reference") for field in MISSING),
    )


def clock(item: Observation) -> OwnClock:
    assert isinstance(item.data, OwnClock)
    return item.data


def why(item: Observation) -> str:
    """Why nothing was carried, by every field that is then unread."""
    assert State.PARTIAL is item.state
    assert clock(item).offset_ms is None
    assert clock(item).carried is None
    (code,) = {gap.code for gap in item.unread or ()}
    assert set(MISSING) == {gap.field for gap in item.unread or ()}
    assert item.cause == Cause(code=code)
    return code


def test_between_two_looks_the_offset_is_told_and_says_how() -> None:
    """A server that gains 20 millionths on the steady clock within an hour, and a machine 250 ms ahead of it."""
    found = carried(read(HOUR // 4, 18 * MS + 250 * MS), (told(0, 0), told(HOUR, 72 * MS)))
    data = clock(found)

    assert (State.OK, None, ()) == (found.state, found.cause, found.unread)
    assert (250, "idc-ntp", "203.0.113.123") == (data.offset_ms, data.reference, data.reference_source)
    assert data.within_ms == 17  # 1 ms of the ends, 1 of the reading, 15 ppm of 900 s, and what is rounded up
    assert data.carried is not None
    assert (AT, AT + datetime.timedelta(hours=1)) == (data.carried.asked_before, data.carried.asked_after)
    assert (3600, 72 * MS) == (data.carried.apart_seconds, data.carried.drift_us)
    assert "date (local), 2026-11-30T09:00:00Z and 2026-11-30T10:00:00Z, 3600 s apart, against idc-ntp" == found.tool


@given(st.data())
def test_the_offset_is_never_more_wrong_than_it_says(data: st.DataObject) -> None:
    """Whatever the rate of a clock that wanders within the tolerance, and whatever both ends and the reading leave
    open; of a virtual machine also where it stands still for as long as a quartz may be fast, once or several times.
    """
    bare = data.draw(st.booleans())
    steps = [step * SECOND for step in data.draw(st.lists(st.integers(1, 3000), min_size=2, max_size=8))]
    mean = data.draw(st.integers(-300, 300)) if bare else data.draw(st.integers(-100, 100))
    # Wandering about a mean that both ends see: what one half gains the other loses.
    wander = [data.draw(st.integers(-7, 7)) for _ in steps]
    stood = [0 if bare else data.draw(st.integers(0, 100)) for _ in steps]
    true = [0.0]
    for step, off, stop in zip(steps, wander, stood, strict=True):
        true.append(true[-1] + step * (mean + off + stop) / 10**6)
    instants = [sum(steps[:number]) for number in range(len(steps) + 1)]
    chosen = data.draw(st.integers(1, len(steps) - 1))
    errors = [data.draw(st.integers(-5000, 5000)) for _ in range(3)]
    machine = data.draw(st.integers(-(10**9), 10**9))
    one = steady(bare=bare)
    ends = (
        told(instants[0], round(true[0]) + errors[0], 5000, clock=one),
        told(instants[-1], round(true[-1]) + errors[1], 5000, clock=one),
    )
    found = carried(read(instants[chosen], round(true[chosen]) + machine + errors[2], 5000, clock=one), ends)

    assert State.OK is found.state
    assert abs((clock(found).offset_ms or 0) - machine / MS) <= (clock(found).within_ms or 0)


def test_a_virtual_machine_may_have_stood_still() -> None:
    """It stood still for 360 ms of an hour, nobody knows when: then nothing of the hour is told exactly, while a
    computer by itself is believed to have run unevenly within the tolerance.
    """
    looks = {
        bare: (told(0, 0, clock=steady(bare=bare)), told(HOUR, 360 * MS, clock=steady(bare=bare)))
        for bare in (True, False)
    }
    within = {
        bare: clock(carried(read(HOUR // 2, 0, clock=steady(bare=bare)), looks[bare])).within_ms for bare in looks
    }

    assert 31 == within[True]
    assert 31 + 361 == within[False]


@pytest.mark.parametrize(
    ("clocks", "code"),
    [
        ((steady(boot=OTHER_BOOT),) * 2, "clock_elsewhere"),
        ((steady(namespace="time:[4026532999]"),) * 2, "clock_elsewhere"),
        ((steady(), steady(boot=OTHER_BOOT)), "clock_one_sided"),
        ((steady(), steady(asleep=90_000)), "clock_slept"),
        ((steady(asleep=90_000),) * 2, "clock_slept"),
        ((steady(), steady(asleep=3)), "clock_slept"),
    ],
)
def test_nothing_is_carried_over_a_start_or_sleep(clocks: tuple[SteadyClock, SteadyClock], code: str) -> None:
    """The steady clock begins anew, or stood still, and nobody knows for how long."""
    before, after = clocks

    assert code == why(carried(read(HOUR // 2, 0), (told(0, 0, clock=before), told(HOUR, 0, clock=after))))


@pytest.mark.parametrize("at", [(0,), (HOUR,), (0, HOUR // 4), (HOUR, 2 * HOUR), ()])
def test_one_side_is_not_enough(at: Sequence[int]) -> None:
    """Before alone says nothing of how the clock ran since; nor does after alone."""
    looks = tuple(told(instant, 0) for instant in at)

    assert ("clock_one_sided" if at else "no_time_reference") == why(carried(read(HOUR // 2, 0), looks))


@pytest.mark.parametrize(
    ("gained_ms", "even"), [(1801, True), (1810, False), (-1801, True), (-1810, False), (10**6, False)]
)
def test_a_rate_that_no_clock_has(gained_ms: int, even: bool) -> None:  # noqa: FBT001  # what is expected
    """Beyond 500 millionths, whatever both ends leave open, the server was set or the computer stood still."""
    found = carried(read(HOUR // 2, 0), (told(0, 0), told(HOUR, gained_ms * MS)))

    assert even is (found.state is State.OK)
    if not even:
        assert "clock_uneven" == why(found)


def test_looks_soon_after_another_are_no_rate() -> None:
    """What both ends leave open may be more than the time between them could gain."""
    looks = (told(0, 0, 9 * MS), told(2 * SECOND, 15 * MS, 9 * MS))

    assert State.OK is carried(read(SECOND, 0), looks).state


def test_the_nearest_looks_count() -> None:
    """Of many, the last before and the first after, so that a day of carrying tells as much as an hour."""
    looks = [told(number * HOUR, number * 36 * MS) for number in range(6)]
    data = clock(carried(read(2 * HOUR + HOUR // 10, 72 * MS), looks))

    assert data.carried is not None
    assert (3600, 36 * MS) == (data.carried.apart_seconds, data.carried.drift_us)
    assert (-4, 9) == (data.offset_ms, data.within_ms)


def test_a_server_that_turned_to_another_source_is_another_teller() -> None:
    """One that followed itself before and a source after, or the other way, tells nothing of the time between."""
    for sources in (("LOCL", "203.0.113.123"), ("203.0.113.123", "LOCL")):
        looks = tuple(told(at, 0, source=source) for at, source in zip((0, HOUR), sources, strict=True))

        assert "clock_one_sided" == why(carried(read(HOUR // 2, 0), looks))


def test_what_a_server_follows_is_told_for_policies_to_judge() -> None:
    """A server that followed itself all the time is named with that, as it is where it is asked directly."""
    data = clock(carried(read(HOUR // 2, 0), (told(0, 0, source="LOCL"), told(HOUR, 0, source="LOCL"))))

    assert ("idc-ntp", "LOCL") == (data.reference, data.reference_source)


def test_one_server_before_and_another_after_are_none() -> None:
    """They may differ by what servers may differ by, which no error counts; of two the less wrong one is taken."""
    crossed = (told(0, 0, server="one"), told(HOUR, 0, server="two"))
    both = [told(at, 0, within, server=name) for at in (0, HOUR) for name, within in (("one", 9000), ("two", 2000))]

    assert "clock_one_sided" == why(carried(read(HOUR // 2, 0), crossed))
    assert "two" == clock(carried(read(HOUR // 2, 0), both)).reference


def test_a_machine_is_not_held_against_itself() -> None:
    """A time server that was asked by its network answers with its own time, however wrong it is."""
    looks = (told(0, 0, server="kin"), told(HOUR, 0, server="kin"))

    assert "no_time_reference" == why(carried(read(HOUR // 2, 0), looks))


def test_what_has_its_offset_or_lacks_more_is_left_alone() -> None:
    """A reading beside which a time server was asked, or of which anything else is missing, is none of this."""
    looks, item = (told(0, 0), told(HOUR, 0)), read(HOUR // 2, 0)
    direct = item.model_copy(update={"state": State.OK, "cause": None, "unread": ()})
    cut = item.model_copy(update={"cause": Cause(code="command_cut_off")})
    plain = item.model_copy(update={"data": OwnClock(ahead_ms=3)})

    assert [direct, cut, plain] == [carried(each, looks) for each in (direct, cut, plain)]

"""What time clients say of themselves, as recorded."""

from pathlib import Path

import pytest

from auditor.collectors.asks import Answer, Answers, Ask, Trouble
from auditor.collectors.kinds.time_config import linux
from auditor.collectors.kinds.time_config.clients import (
    Tracking,
    chrony_servers,
    chrony_tracking,
    ntp_servers,
    timesync,
    timesyncd_servers,
)
from auditor.errors import UnreadableError
from auditor.model.facts import Cause, TimeConfig

CASES = Path(__file__).parent / "time_config" / "linux"
REPORT = Path("answers", "chronyc-tracking.txt")
NO_DAEMON = Path(__file__).parents[2] / "recordings" / "chrony" / "no-daemon.txt"


def test_chrony() -> None:
    """A sound client, and one that follows a source four seconds ahead."""
    assert Tracking("10.20.40.123", 3, 0, 0) == chrony_tracking((CASES / "chrony-sound" / REPORT).read_text())
    assert Tracking("127.0.0.1", 2, 0, 4000) == chrony_tracking((CASES / "chrony-shifted" / REPORT).read_text())


def test_chrony_without_a_source() -> None:
    """A client that has not found a source is not synchronised."""
    told = chrony_tracking("7F7F0101,,0,0.0,0.0,0.0,0.0,0,0,0,1,1,0.0,Not synchronised")

    assert (3, False) == (told.leap, told.synchronised)


@pytest.mark.parametrize("text", [NO_DAEMON.read_text(), "", "a,b", "1,2,x,4,5,6,7,8,9,10,11,12,13,Normal"])
def test_no_report(text: str) -> None:
    """Anything else is an error."""
    with pytest.raises(UnreadableError):
        chrony_tracking(text)


def test_timesyncd() -> None:
    """The last message of the server tells stratum, leap and offset."""
    text = (
        "ServerAddress=10.1.1.1\nNTPMessage={ Leap=0, Version=4, Mode=4, Stratum=2, Precision=-24, Offset=+1.500s }\n"
    )

    assert Tracking("10.1.1.1", 2, 0, 1500) == timesync(text)
    with pytest.raises(UnreadableError):
        timesync("ServerAddress=10.1.1.1\n")


def test_configured_servers() -> None:
    """Servers of each kind of file; comments, reference clocks and fallbacks do not count."""
    assert ("10.0.0.1", "pool.ntp.org") == chrony_servers(
        "# server x\nserver 10.0.0.1 iburst\npool pool.ntp.org\nallow\n"
    )
    assert ("10.0.0.2",) == ntp_servers("server -4 10.0.0.2\nserver 127.127.1.0\n")
    assert ("a", "b") == timesyncd_servers("[Time]\n#NTP=x\nNTP=a b\nFallbackNTP=c\n")


def told(**given: Answer) -> Answers:
    """Answers to some asks by name; everything else is missing."""
    asks: dict[str, Ask] = {
        "chrony": linux.CHRONY,
        "timesync": linux.TIMESYNC,
        "ntpq": linux.NTPD,
        "chrony_file": linux.CHRONY_FILE,
    }
    return Answers({asks[name].id: answer for name, answer in given.items()})


def test_no_client_runs() -> None:
    """That no client runs is said only when each was asked; one we may not ask is not absent."""
    absent = linux.read(told())
    hidden = linux.read(told(chrony=Answer(trouble=Trouble.DENIED)))

    assert TimeConfig(service="none", synchronised=False) == absent.data
    assert (None, Cause(code="client_not_readable", args=("chronyc",))) == (hidden.data, hidden.cause)


def test_a_client_that_runs_and_says_nothing() -> None:
    """Ntpd is named, and what it would tell is unread."""
    found = linux.read(told(ntpq=Answer("stratum=3")))

    assert TimeConfig(service="ntpd", synchronised=False) == found.data
    assert {"synchronised", "source", "stratum", "leap", "offset_ms"} == {item.field for item in found.unread}


def test_an_unreadable_report_keeps_the_servers() -> None:
    """What the files name is read, whatever the client writes."""
    found = linux.read(told(chrony=Answer("garbage"), chrony_file=Answer("server 10.0.0.1\n")))

    assert TimeConfig(service="chrony", servers=("10.0.0.1",), synchronised=False) == found.data
    assert found.unread

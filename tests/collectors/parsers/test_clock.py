"""What time clients say of themselves, as recorded."""

from pathlib import Path

import pytest

from auditor.collectors.parsers.clock import (
    Tracking,
    parse_chrony_conf,
    parse_chrony_tracking,
    parse_ntp_conf,
    parse_timesync,
    parse_timesyncd_conf,
)
from auditor.errors import UnreadableError

RECORDED = Path(__file__).parents[2] / "recordings" / "chrony"


def test_chrony() -> None:
    """A sound client, and one that follows a source four seconds ahead."""
    assert Tracking("10.20.40.123", 3, 0, 0) == parse_chrony_tracking((RECORDED / "tracking-sound.csv").read_text())
    assert Tracking("127.0.0.1", 2, 0, 4000) == parse_chrony_tracking((RECORDED / "tracking-shifted.csv").read_text())


def test_chrony_without_a_source() -> None:
    """A client that has not found a source is not synchronised."""
    told = parse_chrony_tracking("7F7F0101,,0,0.0,0.0,0.0,0.0,0,0,0,1,1,0.0,Not synchronised")

    assert (3, False) == (told.leap, told.synchronised)


@pytest.mark.parametrize(
    "text", [(RECORDED / "no-daemon.txt").read_text(), "", "a,b", "1,2,x,4,5,6,7,8,9,10,11,12,13,Normal"]
)
def test_no_report(text: str) -> None:
    """Anything else is an error."""
    with pytest.raises(UnreadableError):
        parse_chrony_tracking(text)


def test_timesyncd() -> None:
    """The last message of the server tells stratum, leap and offset."""
    text = (
        "ServerAddress=10.1.1.1\nNTPMessage={ Leap=0, Version=4, Mode=4, Stratum=2, Precision=-24, Offset=+1.500s }\n"
    )

    assert Tracking("10.1.1.1", 2, 0, 1500) == parse_timesync(text)
    with pytest.raises(UnreadableError):
        parse_timesync("ServerAddress=10.1.1.1\n")


def test_configured_servers() -> None:
    """Servers of each kind of file; comments, reference clocks and fallbacks do not count."""
    assert ("10.0.0.1", "pool.ntp.org") == parse_chrony_conf(
        "# server x\nserver 10.0.0.1 iburst\npool pool.ntp.org\nallow\n"
    )
    assert ("10.0.0.2",) == parse_ntp_conf("server -4 10.0.0.2\nserver 127.127.1.0\n")
    assert ("a", "b") == parse_timesyncd_conf("[Time]\n#NTP=x\nNTP=a b\nFallbackNTP=c\n")

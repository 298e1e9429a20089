"""What time clients say of themselves, as recorded and as they may say it otherwise."""

from pathlib import Path

import pytest

from auditor.collectors.asks import Answer, Answers, Ask, Trouble
from auditor.collectors.kinds.time_config import linux
from auditor.collectors.kinds.time_config.clients import (
    Tracking,
    chrony_servers,
    chrony_sources,
    chrony_tracking,
    ntp_servers,
    ntpd_report,
    ntpd_sources,
    timesync,
    timesync_configured,
    timesync_servers,
)
from auditor.errors import UnreadableError
from auditor.model.facts import Cause, Reading, TimeConfig

CASES = Path(__file__).parent / "time_config" / "linux"
NO_DAEMON = Path(__file__).parents[2] / "recordings" / "chrony" / "no-daemon.txt"


def recorded(case: str, ask: str) -> str:
    """One recorded answer."""
    return (CASES / case / "answers" / f"{ask}.txt").read_text()


def test_chrony() -> None:
    """A sound client, one that follows a source four seconds ahead, and one that follows nothing but itself."""
    assert Tracking("10.20.40.123", 3, 0, 0) == chrony_tracking(recorded("chrony-sound", "chronyc-tracking"))
    assert Tracking("127.0.0.1", 2, 0, 4000) == chrony_tracking(recorded("chrony-shifted", "chronyc-tracking"))
    own = chrony_tracking(recorded("chrony-own-clock", "chronyc-tracking"))

    assert (Tracking("", 3, 0, 0, self_source=True), False) == (own, own.synchronised)


def test_chrony_without_a_source() -> None:
    """A client that has not found a source is not synchronised."""
    told = chrony_tracking("00000000,,0,0.0,0.0,0.0,0.0,0,0,0,1,1,0.0,Not synchronised")

    assert (3, False, False) == (told.leap, told.synchronised, told.self_source)


def test_a_leap_second_that_is_announced() -> None:
    """A second to be inserted or left out at the end of the month is no trouble of the clock (RFC 5905, figure 9)."""
    rows = [f"0A000001,10.0.0.1,3,0.0,0.0,0.0,0.0,0,0,0,1,1,0.0,{word} second" for word in ("Insert", "Delete")]
    report = recorded("timesyncd-drop-in", "timedatectl-show-timesync").replace("Leap=0", "Leap=1")
    ntpd = ntpd_report("stratum=3, leap=01, offset=0.4, refid=10.0.0.1", "")

    each = [*map(chrony_tracking, rows), timesync(report, ""), ntpd]
    assert [(1, True), (2, True), (1, True), (1, True)] == [(one.leap, one.synchronised) for one in each]


def test_chrony_with_an_empty_source() -> None:
    """A client that says it is synchronised and names nobody follows itself."""
    told = chrony_tracking("0A000001,,3,0.0,0.0,0.0,0.0,0,0,0,1,1,0.0,Normal")

    assert (False, True) == (told.synchronised, told.self_source)


@pytest.mark.parametrize("text", [NO_DAEMON.read_text(), "", "a,b", "1,2,x,4,5,6,7,8,9,10,11,12,13,Normal"])
def test_no_report(text: str) -> None:
    """Anything else is an error."""
    with pytest.raises(UnreadableError):
        chrony_tracking(text)


def test_chronys_own_list() -> None:
    """Servers of DHCP and of a folder of configuration, a reference clock, and no source at all."""
    assert ("10.20.40.123", "10.20.40.124") == chrony_sources(recorded("chrony-sound", "chronyc-sources"))
    assert ("GPS",) == chrony_sources("#,*,GPS,0,4,377,11,0.0,0.0,0.1\n")
    assert () == chrony_sources("")
    with pytest.raises(UnreadableError):
        chrony_sources("^,*,10.0.0.1,2,6\n")


def test_timesyncd() -> None:
    """The last message of the server tells stratum and leap, another report the offset."""
    report = recorded("timesyncd-drop-in", "timedatectl-show-timesync")

    assert Tracking("10.20.40.123", 2, 0, 1500) == timesync(report, "       Offset: +1.500s\n")
    assert Tracking("10.20.40.123", 2, 0, -61_002) == timesync(report, "  Offset: -1min 1.002s\n")
    assert Tracking("10.20.40.123", 2, 0, None) == timesync(report, "")
    with pytest.raises(UnreadableError):
        timesync("ServerAddress=10.1.1.1\n", "")


def test_timesyncd_before_an_answer() -> None:
    """A client that runs and has had no answer yet is known not to be synchronised."""
    lines = recorded("timesyncd-drop-in", "timedatectl-show-timesync").splitlines()
    told = timesync("\n".join(line for line in lines if not line.startswith("NTPMessage")), "")

    assert (3, False) == (told.leap, told.synchronised)


def test_timesyncds_own_list() -> None:
    """Servers of drop-ins and of the network count, and a fallback only while it is the one that is asked."""
    text = "LinkNTPServers=10.0.0.9\nSystemNTPServers=a b\nRuntimeNTPServers=\nFallbackNTPServers=c d\nServerName=d\n"

    assert ("10.20.40.123",) == timesync_servers(recorded("timesyncd-drop-in", "timedatectl-show-timesync"))
    assert ("a", "b", "10.0.0.9", "d") == timesync_servers(text)
    with pytest.raises(UnreadableError):
        timesync_servers("FallbackNTPServers=c\n")


def test_ntpd() -> None:
    """The peer it marks is the one it follows; its own clock is no source."""
    sound, own = (
        ntpd_report(recorded(case, "ntpq"), recorded(case, "ntpq-peers"))
        for case in ("ntpsec-sound", "ntpsec-own-clock")
    )

    assert (Tracking("10.20.40.123", 3, 0, 0), True) == (sound, sound.synchronised)
    assert (Tracking("LOCAL(0)", 11, 0, 0, self_source=True), False) == (own, own.synchronised)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ("stratum=3, leap=00, offset=0.412, refid=10.0.0.1", Tracking("10.0.0.1", 3, 0, 0)),
        ("stratum=11,leap=00,\nrefid=127.127.1.0,offset=0.0", Tracking("127.127.1.0", 11, 0, 0, self_source=True)),
        ("stratum=6, leap=00, refid=LOCL, offset=0.0", Tracking("LOCL", 6, 0, 0, self_source=True)),
        ("stratum=16, leap=11, refid=INIT, offset=0.0", Tracking("", 16, 3, 0)),
    ],
)
def test_ntpd_without_its_peers(variables: str, expected: Tracking) -> None:
    """The refid names the source where the peers are not known, in the words of each make."""
    assert expected == ntpd_report(variables, "")


@pytest.mark.parametrize("text", ["", "stratum=3", "stratum=x, leap=00, refid=a, offset=0", "timed out"])
def test_no_report_of_ntpd(text: str) -> None:
    """Anything else is an error."""
    with pytest.raises(UnreadableError):
        ntpd_report(text, "")


def test_servers_of_files() -> None:
    """Servers of each kind of file; comments and the undisciplined local clock do not count."""
    assert ("10.0.0.1", "pool.ntp.org") == chrony_servers(
        "# server x\nserver 10.0.0.1 iburst\npool pool.ntp.org\nallow\n"
    )
    assert ("10.0.0.2", "vn.pool.ntp.org", "nmea") == ntp_servers(
        "server -4 10.0.0.2\nserver 127.127.1.0\nrefclock local\npool vn.pool.ntp.org\nrefclock nmea unit 0\n"
    )


NOBODY = (
    "4026531840     0 systemd         /sbin/init\n"
    "4026531840     0 ps              ps -ww -p 1 -C chronyd,systemd-timesyn,ntpd,ps -o netns=,uid=,comm=,args=\n"
)
"""A list of processes without any client."""


def told(**given: Answer) -> Answers:
    """Answers to some asks by name; everything else is missing."""
    asks: dict[str, Ask] = {
        "chrony": linux.CHRONY,
        "sources": linux.CHRONY_SOURCES,
        "timesync": linux.TIMESYNC,
        "ntpq": linux.NTPD,
        "peers": linux.NTPD_PEERS,
        "chrony_file": linux.CHRONY_FILE,
        "ntp_file": linux.NTP_FILE,
        "dhcp": linux.CHRONY_DHCP,
        "running": linux.RUNNING,
    }
    return Answers({asks[name].id: answer for name, answer in given.items()})


def data_of(reading: Reading) -> TimeConfig:
    assert isinstance(reading.data, TimeConfig)
    return reading.data


def test_no_client_runs() -> None:
    """That no client runs is said only when each was asked."""
    assert TimeConfig(service="none", synchronised=False) == linux.read(told()).data


@pytest.mark.parametrize(("name", "program"), [("chrony", "chronyc"), ("timesync", "timedatectl"), ("ntpq", "ntpq")])
def test_a_client_that_may_not_be_asked(name: str, program: str) -> None:
    """It is not absent."""
    hidden = linux.read(told(**{name: Answer(trouble=Trouble.DENIED)}))

    assert (None, Cause(code="client_not_readable", args=(program,))) == (hidden.data, hidden.cause)


@pytest.mark.parametrize(
    "said", ["***Socket error; probably ntpd is not running\n", "ntpq: read: Connection refused\n"]
)
def test_ntpq_ends_well_without_a_server(said: str) -> None:
    """Its exit code says nothing; its words do."""
    found = linux.read(told(ntpq=Answer("", said=said), running=Answer(NOBODY)))

    assert TimeConfig(service="none", synchronised=False) == found.data


@pytest.mark.parametrize(
    ("name", "process", "service"),
    [("chrony", "chronyd", "chrony"), ("timesync", "systemd-timesyn", "timesyncd"), ("ntpq", "ntpd", "ntpd")],
)
def test_a_client_that_runs_and_does_not_answer(name: str, process: str, service: str) -> None:
    """A closed command port, an unreachable bus: it is no absent client, and its files name servers."""
    row = f"4026531840   105 {process:<15} /usr/sbin/{process}\n"
    silent = Answer(trouble=Trouble.MISSING, said="506 Cannot talk to daemon\n")
    answers = told(**{name: silent}, running=Answer(NOBODY + row), chrony_file=Answer("server 10.0.0.1\n"))
    found = linux.read(answers)

    assert found.cause is not None
    assert ("client_not_readable", service) == (found.cause.code, data_of(found).service)
    assert {"servers", "synchronised", "source"} <= {item.field for item in found.unread}
    assert None is data_of(found).synchronised
    assert (("10.0.0.1",) if service == "chrony" else None) == data_of(found).servers


@pytest.mark.parametrize(
    "listed", ["", "4026531840  1000 ps              ps -ww -p 1 -C chronyd,systemd-timesyn,ntpd,ps -o\n"]
)
def test_a_client_that_nobody_may_see(listed: str) -> None:
    """Where others' processes are hidden, a program that reaches nobody proves nothing. One elsewhere is not here."""
    silent = Answer(trouble=Trouble.MISSING, said="506 Cannot talk to daemon\n")
    elsewhere = "4026532999   105 chronyd         /usr/sbin/chronyd\n"

    assert linux.read(told(chrony=silent, running=Answer(listed))).data is None
    assert TimeConfig(service="none", synchronised=False) == linux.read(told(running=Answer(NOBODY + elsewhere))).data
    ended = "4026531840   105 chronyd         [chronyd] <defunct>\n"
    assert TimeConfig(service="none", synchronised=False) == linux.read(told(running=Answer(NOBODY + ended))).data


def test_a_list_that_machines_share() -> None:
    """More of one client than a machine has, of networks that may not be seen, may hide the machine's own: neither that
    it runs nor that none does is known. Whoever may see the networks is told either.
    """
    hidden = "         -   105 chronyd         /usr/sbin/chronyd\n"
    silent = Answer(trouble=Trouble.MISSING, said="506 Cannot talk to daemon\n")
    one, many = (linux.read(told(chrony=silent, running=Answer(NOBODY + hidden * count))) for count in (2, 3))
    elsewhere, here = (hidden.replace("         -", space) for space in ("4026539999", "4026531840"))
    seen, own = (linux.read(told(chrony=silent, running=Answer(NOBODY + rows))) for rows in (elsewhere * 3, here))

    assert ("chrony", None) == (data_of(one).service, many.data)
    assert many.cause is not None
    assert ("client_not_readable", ("ps time clients",)) == (many.cause.code, many.cause.args)
    assert ("none", "chrony") == (data_of(seen).service, data_of(own).service)


def test_servers_that_timesyncd_is_told() -> None:
    """Lines add to the list, an empty one ends it, blanks and another name count, and a line may go on."""
    text = "[Time]\n#NTP=x\nNTP=old\nNTP=\nNTP = a \\\n b\nServers=c\nFallbackNTP=d\n[Other]\nNTP=e\n"

    assert ("a", "b", "c") == timesync_configured(text)


def test_a_client_that_runs_and_says_nothing() -> None:
    """Ntpd is named, and what it would tell is unread and absent."""
    found = linux.read(told(ntpq=Answer("stratum=3"), ntp_file=Answer("server 10.0.0.1\n")))

    assert TimeConfig(service="ntpd", servers=("10.0.0.1",)) == found.data
    assert {"servers", "synchronised", "source", "self_source", "stratum", "leap", "offset_ms"} == {
        item.field for item in found.unread
    }


ASSOCIATIONS = """
ind assid status  conf reach auth condition  last_event cnt
===========================================================
  1 17768  8011   yes    no  none    reject    mobilize  1
  2 17769  8811   yes  none  none    reject    mobilize  1
  3 17770  9014   yes   yes  none    reject   reachable  1
  4 17772  0011    no    no  none    reject    mobilize  1
"""
TOLD = {
    "rv 17768 srchost,srcadr": 'srcadr=192.0.2.21, srchost="ntp1.idc.vn"\n',
    "rv 17769 srchost,srcadr": 'srcadr=0.0.0.0, srchost="pool.idc.vn"\n',
    "rv 17770 srchost,srcadr": 'srcadr=127.127.1.1, srchost="LOCAL(1)"\n',
    "rv 17772 srchost,srcadr": "srcadr=192.0.2.23\n",
}


def test_sources_that_ntpd_lists() -> None:
    """Each under its configured name, members of a pool left to their pool; nothing where one is missing."""
    alone = {**TOLD, "rv 17769 srchost,srcadr": "srcadr=192.0.2.30\n"}

    assert ("ntp1.idc.vn", "pool.idc.vn") == ntpd_sources(ASSOCIATIONS, TOLD)
    assert ("ntp1.idc.vn", "192.0.2.30", "192.0.2.23") == ntpd_sources(ASSOCIATIONS, alone)
    assert ntpd_sources(ASSOCIATIONS, dict(list(TOLD.items())[:3])) is None
    assert () == ntpd_sources("No association ID's returned\n", {})
    assert ntpd_sources("", {}) is None


def test_lines_of_an_ntp_conf() -> None:
    """Words in capitals are none, quotes are no part of a name, and what is taken back does not count."""
    text = 'SERVER 10.0.0.1\nserver "10.0.0.2"# near\npeer -6 2001:db8::1 key 1\nserver 10.0.0.3\nunpeer 10.0.0.3\n'

    assert ("10.0.0.2", "2001:db8::1") == ntp_servers(text)


def test_an_ntpd_that_does_not_list_its_sources() -> None:
    """What files name is not the whole list."""
    report = Answer("stratum=3, leap=00, offset=0.4, refid=10.0.0.1")
    found = linux.read(told(ntpq=report, peers=Answer(""), ntp_file=Answer("includefile /srv/more.conf\n")))

    assert [("servers", "not_told")] == [(item.field, item.code) for item in found.unread]
    assert ("10.0.0.1",) == data_of(found).servers


def test_an_unreadable_report_keeps_the_servers() -> None:
    """What the client lists is read, whatever else it writes."""
    found = linux.read(told(chrony=Answer("garbage"), sources=Answer("^,?,10.0.0.1,0,6,0,1,0.0,0.0,0.0\n")))

    assert TimeConfig(service="chrony", servers=("10.0.0.1",)) == found.data
    assert found.unread


def test_files_where_chrony_lists_nothing() -> None:
    """They are what is known then, DHCP's among them, and never the whole list."""
    report = Answer(recorded("chrony-sound", "chronyc-tracking"))
    dhcp = Answer(files=(("/run/chrony-dhcp/eth0.sources", Answer("server 10.0.0.2 iburst\n")),))
    denied = Answer(trouble=Trouble.DENIED)
    found = linux.read(told(chrony=report, sources=denied, chrony_file=Answer("server 10.0.0.1\n"), dhcp=dhcp))
    silent = linux.read(told(chrony=report, sources=denied))

    assert ("10.0.0.1", "10.0.0.2") == data_of(found).servers
    assert ("10.20.40.123",) == data_of(silent).servers  # the one it follows
    assert [[("servers", "not_told")]] * 2 == [[(item.field, item.code) for item in r.unread] for r in (found, silent)]

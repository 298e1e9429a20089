"""Time clients on Linux: chrony, systemd-timesyncd and ntpd, each asked itself.

Each lists its servers, wherever these came from: files, drop-ins, DHCP, another file than the usual one. Files of
chrony and ntpd tell them where the client does not, and then the list is not whole.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from auditor.collectors.asks import MAY_BE_ABSENT, Answer, Answers, Ask, Command, File, Folder, Series, Trouble
from auditor.collectors.dialect import Dialect, cover_of, fault_of, gap
from auditor.collectors.kinds.time_config import clients
from auditor.collectors.platforms.linux import LINUX
from auditor.collectors.trees import processes
from auditor.errors import UnreadableError
from auditor.model.facts.reading import Cause, Cover, Reading, Unread
from auditor.model.facts.time_config import TimeConfig
from auditor.text.harmless import from_target

_NO_DAEMON = ("506 Cannot talk to daemon",)
_NO_NTPD = ("Connection refused", "ntpd is not running")

CHRONY = Command(
    id="chronyc tracking", words=("chronyc", "-c", "-n", "tracking"), accepts=MAY_BE_ABSENT, absent=_NO_DAEMON
)
CHRONY_SOURCES = Command(
    id="chronyc sources",
    words=("chronyc", "-c", "-N", "sources"),
    accepts=MAY_BE_ABSENT,
    absent=_NO_DAEMON,
    # before version 4 it tells addresses only
    otherwise=Command(id="chronyc sources by address", words=("chronyc", "-c", "-n", "sources"), absent=_NO_DAEMON),
)
CHRONY_FILE = File(
    id="chrony.conf",
    paths=("/etc/chrony/chrony.conf", "/etc/chrony.conf"),
    accepts=MAY_BE_ABSENT,
    unless=CHRONY_SOURCES.id,
)
CHRONY_CONF_D = Folder(id="chrony conf.d", path="/etc/chrony/conf.d", suffix=".conf", unless=CHRONY_SOURCES.id)
CHRONY_SOURCES_D = Folder(
    id="chrony sources.d", path="/etc/chrony/sources.d", suffix=".sources", unless=CHRONY_SOURCES.id
)
CHRONY_DHCP = Folder(id="chrony-dhcp", path="/run/chrony-dhcp", suffix=".sources", unless=CHRONY_SOURCES.id)
TIMESYNC = Command(
    id="timedatectl show-timesync",
    words=("timedatectl", "show-timesync", "--all"),
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),  # it fails in as many words as there are ways to lack systemd
    unless=CHRONY.id,
)
TIMESYNC_STATUS = Command(
    id="timedatectl timesync-status",
    words=("timedatectl", "timesync-status"),
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),
    unless=CHRONY.id,
)


def _ntpq(identifier: str, question: str) -> Command:
    return Command(
        id=identifier,
        words=("ntpq", "-n", "-c", question),
        accepts=MAY_BE_ABSENT,
        absent=_NO_NTPD,
        unless=CHRONY.id,
    )


NTPD = _ntpq("ntpq", "rv 0 stratum,leap,offset,refid")
NTPD_PEERS = _ntpq("ntpq peers", "peers")
NTPD_SOURCES = _ntpq("ntpq associations", "associations")


def _each_source(answers: Answers) -> tuple[tuple[str, ...], ...]:
    listed = clients.ntpd_associations(answers[NTPD_SOURCES].text)
    return tuple(("rv", association.id, "srchost,srcadr") for association in listed)


NTPD_EACH = Series(
    id="ntpq sources",
    words=("ntpq", "-n", "-c"),
    questions=_each_source,
    form=re.compile(r"rv [0-9]{1,5} srchost,srcadr"),
    as_one=True,
    unless=CHRONY.id,
)
NTP_FILE = File(
    id="ntp.conf",
    # what a DHCP client wrote is what Debian's service starts ntpd with, where it is there
    paths=("/run/ntpsec/ntp.conf.dhcp", "/run/ntp.conf.dhcp", "/etc/ntp.conf", "/etc/ntpsec/ntp.conf"),
    accepts=MAY_BE_ABSENT,
    unless=CHRONY.id,
)
NTP_D = Folder(id="ntp.d", path="/etc/ntpsec/ntp.d", suffix=".conf", unless=CHRONY.id)
TIMESYNC_CONF = Command(
    id="timesyncd.conf",
    words=("systemd-analyze", "cat-config", "systemd/timesyncd.conf"),
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),
    unless=CHRONY.id,
)
_NAMES: Mapping[str, str] = MappingProxyType({"chronyd": "chrony", "systemd-timesyn": "timesyncd", "ntpd": "ntpd"})
"""Clients by the name of their process, of which the kernel keeps fifteen letters."""

RUNNING = Command(
    id="ps time clients",
    words=("ps", "-ww", "-p", "1", "-C", f"{','.join(_NAMES)},ps", *processes.COLUMNS),
    accepts=MAY_BE_ABSENT,
    unless=CHRONY.id,
)

_CHRONY_FILES: tuple[Ask, ...] = (CHRONY_FILE, CHRONY_CONF_D, CHRONY_SOURCES_D, CHRONY_DHCP)
_NTPD: tuple[Ask, ...] = (NTPD, NTPD_PEERS, NTPD_SOURCES, NTPD_EACH)
_NTP_FILES: tuple[Ask, ...] = (NTP_FILE, NTP_D)
_TOLD = ("synchronised", "source", "self_source", "stratum", "leap", "offset_ms")
_CLIENTS: tuple[Command, ...] = (CHRONY, TIMESYNC, NTPD)

_Servers = tuple[tuple[str, ...] | None, list[Unread]]


def read(answers: Answers) -> Reading:
    """Which client runs, its servers, and its own report. That none runs is said only after each was asked."""
    if answers[CHRONY].ok:
        return _chrony(answers)
    if answers[TIMESYNC].ok and answers[TIMESYNC].text.strip():
        return _timesyncd(answers)
    if _answers(answers[NTPD]):
        return _ntpd(answers)
    silent = _silent(answers)
    if silent is not None and silent.data is not None:
        return silent
    hidden = [ask.words[0] for ask in _CLIENTS if fault_of(ask, answers[ask]) is not None]
    if hidden:
        return Reading(cause=Cause(code="client_not_readable", args=(hidden[0],)))
    return silent or Reading(TimeConfig(service="none", synchronised=False), cover_of(answers, DIALECT.asks))


def _silent(answers: Answers) -> Reading | None:
    """A client that runs and does not answer: chrony takes commands from root alone where its port is closed (`cmdport
    0`). None where none runs. Where others' processes are hidden, a program that found no client may have been refused;
    where clients are listed whose networks may not be seen, one of them may be the machine's.
    """
    listed = processes.parse(answers[RUNNING].text, " ".join(RUNNING.words[:6]))
    running = [_NAMES[name] for name in _NAMES if _runs(name, listed)]
    if not running:
        asked = any(answers[ask].said or answers[ask].text for ask in _CLIENTS)
        unseen = asked and not (answers[RUNNING].ok and listed.seen)
        doubted = unseen or any(row.name in _NAMES for row in listed.rows)
        return Reading(cause=Cause(code="client_not_readable", args=(RUNNING.id,))) if doubted else None
    service = running[0]
    ask = next(ask for ask, name in zip(_CLIENTS, ("chrony", "timesyncd", "ntpd"), strict=True) if name == service)
    servers = {"chrony": _chrony_servers, "timesyncd": _timesyncd_servers, "ntpd": _ntpd_servers}[service](answers)
    named, unread = servers
    gaps = (*unread, *(gap(field, ask.id, "not_permitted") for field in _TOLD))
    data = TimeConfig.model_validate({"service": service, "servers": named})
    cause = Cause(code="client_not_readable", args=(ask.words[0],))
    return Reading(data, cover_of(answers, DIALECT.asks), gaps, cause)


_MOST_PROCESSES = 2
"""Processes of one client on one machine: chronyd has a helper."""


def _runs(name: str, listed: processes.Processes) -> bool:
    """Whether a client surely runs here. Where a list has more of it than one machine, and their networks may not be
    seen, machines share the list, and nobody can tell whose they are.
    """
    rows = [row for row in listed.rows if row.name == name]
    return any(row.here for row in rows) or 0 < len(rows) <= _MOST_PROCESSES


def _timesyncd_servers(answers: Answers) -> _Servers:
    """As its files and drop-ins name them; those of the network it alone would tell."""
    found = clients.timesync_configured(answers[TIMESYNC_CONF].text) if answers[TIMESYNC_CONF].ok else ()
    return found or None, [gap("servers", TIMESYNC.id, "not_told")]


def _answers(answer: Answer) -> bool:
    """Some makes of `ntpq` end well even where nothing takes their question."""
    return answer.ok and not (not answer.text.strip() and any(words in answer.said for words in _NO_NTPD))


def _chrony(answers: Answers) -> Reading:
    cover = cover_of(answers, (CHRONY, CHRONY_SOURCES, *_CHRONY_FILES))
    try:
        told = clients.chrony_tracking(answers[CHRONY].text)
    except UnreadableError as fault:
        return _unreadable("chrony", _chrony_servers(answers), CHRONY, fault, answers)
    return _told("chrony", told, _chrony_servers(answers), cover)


def _chrony_servers(answers: Answers) -> _Servers:
    if answers[CHRONY_SOURCES].ok:
        try:
            return clients.chrony_sources(answers[CHRONY_SOURCES].text), []
        except UnreadableError:
            return None, [gap("servers", CHRONY_SOURCES.id, "unreadable")]
    named = [clients.chrony_servers(text) for text in _texts(answers, _CHRONY_FILES)]
    found = tuple(dict.fromkeys(server for each in named for server in each))
    return found or None, [gap("servers", CHRONY_SOURCES.id, "not_told")]


def _timesyncd(answers: Answers) -> Reading:
    text, cover = answers[TIMESYNC].text, cover_of(answers, (TIMESYNC, TIMESYNC_STATUS))
    try:
        servers: _Servers = clients.timesync_servers(text), []
    except UnreadableError:
        servers = None, [gap("servers", TIMESYNC.id, "not_told")]
    try:
        told = clients.timesync(text, answers[TIMESYNC_STATUS].text)
    except UnreadableError as fault:
        return _unreadable("timesyncd", servers, TIMESYNC, fault, answers)
    return _told("timesyncd", told, servers, cover)


def _ntpd(answers: Answers) -> Reading:
    cover, servers = cover_of(answers, (*_NTPD, *_NTP_FILES)), _ntpd_servers(answers)
    try:
        told = clients.ntpd_report(answers[NTPD].text, answers[NTPD_PEERS].text)
    except UnreadableError as fault:
        return _unreadable("ntpd", servers, NTPD, fault, answers)
    reading = _told("ntpd", told, servers, cover)
    if answers[NTPD_PEERS].ok:
        return reading
    return Reading(reading.data, cover, (*reading.unread, gap("source", NTPD_PEERS.id, "not_told")))


def _ntpd_servers(answers: Answers) -> _Servers:
    """As it lists them itself, or else as its files name them, and then the list is not whole."""
    told = {words: answer.text for words, answer in answers[NTPD_EACH].files if answer.ok}
    sources = clients.ntpd_sources(answers[NTPD_SOURCES].text, told) if answers[NTPD_SOURCES].ok else None
    if sources is not None:
        return sources, []
    texts = _texts(answers, _NTP_FILES)
    named = tuple(dict.fromkeys(server for text in texts for server in clients.ntp_servers(text)))
    return named or None, [gap("servers", NTPD_SOURCES.id, "not_told")]


def _texts(answers: Answers, asks: Iterable[Ask]) -> list[str]:
    return [text for ask in asks for text in (answers[ask].text, *answers[ask].texts().values())]


def _told(service: str, told: clients.Tracking, servers: _Servers, cover: Cover) -> Reading:
    named, unread = servers
    if told.synchronised and told.source and not named:
        named = (told.source,)  # whoever is followed is a server, wherever it was named
    if told.synchronised and told.offset_ms is None:
        unread.append(gap("offset_ms", TIMESYNC_STATUS.id, "not_told"))
    fields = {
        "service": service,
        "servers": named,
        "synchronised": told.synchronised,
        "source": told.source,
        "self_source": told.self_source,
        "stratum": told.stratum,
        "leap": told.leap,
        "offset_ms": told.offset_ms if told.synchronised else None,
    }
    return Reading(TimeConfig.model_validate(fields), cover, tuple(unread))


def _unreadable(service: str, servers: _Servers, ask: Command, fault: UnreadableError, answers: Answers) -> Reading:
    named, unread = servers
    gaps = (*unread, *(gap(field, ask.id, "unreadable") for field in _TOLD))
    data = TimeConfig.model_validate({"service": service, "servers": named})
    cause = Cause(code="unreadable", args=(from_target(fault.message),))
    return Reading(data, cover_of(answers, (ask,)), gaps, cause)


DIALECT = Dialect(
    kind="time_config",
    platform=LINUX,
    asks=(
        CHRONY,
        CHRONY_SOURCES,
        *_CHRONY_FILES,
        TIMESYNC,
        TIMESYNC_STATUS,
        TIMESYNC_CONF,
        *_NTPD,
        *_NTP_FILES,
        RUNNING,
    ),
    read=read,
    tool="chronyc, timedatectl, ntpq",
    truth="chronyd, systemd-timesyncd and ntpd, which the programs speak for",
)

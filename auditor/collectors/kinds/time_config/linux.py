"""Time clients on Linux: chrony, systemd-timesyncd and ntpd, each asked itself; its servers come from its files."""

from collections.abc import Callable, Sequence

from auditor.collectors.asks import MAY_BE_ABSENT, Answer, Answers, Ask, Command, File, Folder, Trouble
from auditor.collectors.dialect import Dialect, cover_of, gap
from auditor.collectors.kinds.time_config import clients
from auditor.collectors.platforms.linux import LINUX
from auditor.errors import UnreadableError
from auditor.model.facts.reading import Cause, Reading, Unread
from auditor.model.facts.time_config import TimeConfig
from auditor.text.harmless import from_target

CHRONY = Command(
    id="chronyc tracking",
    words=("chronyc", "-c", "-n", "tracking"),
    accepts=MAY_BE_ABSENT,
    absent=("506 Cannot talk to daemon",),
)
TIMESYNC = Command(
    id="timedatectl show-timesync",
    words=("timedatectl", "show-timesync", "--all"),
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),  # it fails in as many words as there are ways to lack systemd
    unless=CHRONY.id,
)
NTPD = Command(
    id="ntpq",
    words=("ntpq", "-c", "rv 0 stratum,leap,offset,refid"),
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),  # "Connection refused", in the words of each make
    unless=CHRONY.id,
)
CHRONY_FILE = File(id="chrony.conf", paths=("/etc/chrony/chrony.conf", "/etc/chrony.conf"), accepts=MAY_BE_ABSENT)
CHRONY_CONF_D = Folder(id="chrony conf.d", path="/etc/chrony/conf.d")
CHRONY_SOURCES_D = Folder(id="chrony sources.d", path="/etc/chrony/sources.d")
TIMESYNCD_FILE = File(
    id="timesyncd.conf", paths=("/etc/systemd/timesyncd.conf",), accepts=MAY_BE_ABSENT, unless=CHRONY.id
)
TIMESYNCD_CONF_D = Folder(id="timesyncd.conf.d", path="/etc/systemd/timesyncd.conf.d", unless=CHRONY.id)
NTP_FILE = File(id="ntp.conf", paths=("/etc/ntp.conf", "/etc/ntpsec/ntp.conf"), accepts=MAY_BE_ABSENT, unless=CHRONY.id)

_CHRONY_ASKS: tuple[Ask, ...] = (CHRONY_FILE, CHRONY_CONF_D, CHRONY_SOURCES_D)
_TIMESYNC_ASKS: tuple[Ask, ...] = (TIMESYNCD_FILE, TIMESYNCD_CONF_D)
_TOLD = ("synchronised", "source", "stratum", "leap", "offset_ms")


def read(answers: Answers) -> Reading:
    """Which client runs, its servers, and its own report. That none runs is said only after each was asked."""
    chrony, timesync = answers[CHRONY], answers[TIMESYNC]
    servers = _servers(answers, _CHRONY_ASKS, clients.chrony_servers)
    if chrony.ok:
        return _client(answers, "chrony", chrony, clients.chrony_tracking, (servers, (CHRONY, *_CHRONY_ASKS)))
    if timesync.ok and timesync.text.strip():
        named = _servers(answers, _TIMESYNC_ASKS, clients.timesyncd_servers)
        return _client(answers, "timesyncd", timesync, clients.timesync, (named, (TIMESYNC, *_TIMESYNC_ASKS)))
    if chrony.trouble is not Trouble.MISSING:
        return Reading(cause=Cause(code="client_not_readable", args=("chronyc",)))
    ntp = _servers(answers, (NTP_FILE,), clients.ntp_servers)
    if answers[NTPD].ok:
        data = TimeConfig(service="ntpd", servers=ntp, synchronised=False)
        gaps = tuple(gap(field, NTPD.id, "client_not_understood") for field in _TOLD)
        cause = Cause(code="client_not_understood", args=("ntpd",))
        return Reading(data, cover_of(answers, (NTPD, NTP_FILE)), gaps, cause)
    data = TimeConfig(service="none", servers=servers or ntp, synchronised=False)
    return Reading(data, cover_of(answers, DIALECT.asks))


def _servers(answers: Answers, asks: Sequence[Ask], named: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    texts = [text for ask in asks for text in (answers[ask].text, *answers[ask].texts().values())]
    return tuple(dict.fromkeys(server for text in texts for server in named(text)))


def _client(
    answers: Answers,
    service: str,
    answer: Answer,
    parse: Callable[[str], clients.Tracking],
    place: tuple[tuple[str, ...], tuple[Ask, ...]],
) -> Reading:
    servers, asks = place
    cover = cover_of(answers, asks)
    try:
        told = parse(answer.text)
    except UnreadableError as fault:
        data = TimeConfig.model_validate({"service": service, "servers": servers, "synchronised": False})
        gaps: tuple[Unread, ...] = tuple(gap(field, asks[0].id, "unreadable") for field in _TOLD)
        return Reading(data, cover, gaps, Cause(code="unreadable", args=(from_target(fault.message),)))
    fields = {
        "service": service,
        "servers": servers,
        "synchronised": told.synchronised,
        "source": told.source,
        "stratum": told.stratum,
        "leap": told.leap,
        "offset_ms": told.offset_ms if told.synchronised else None,
    }
    return Reading(TimeConfig.model_validate(fields), cover)


DIALECT = Dialect(
    kind="time_config",
    platform=LINUX,
    asks=(CHRONY, *_CHRONY_ASKS, TIMESYNC, *_TIMESYNC_ASKS, NTPD, NTP_FILE),
    read=read,
    tool="chronyc, timedatectl, ntpq",
    truth="chronyd, which reads the same files",
)

"""Logs on Linux: the shortest rotation among rules whose files exist, or may exist unseen, and remote targets."""

from fnmatch import fnmatchcase

from auditor.collectors.asks import MAY_BE_ABSENT, Answer, Answers, Command, File, Folder, Trouble
from auditor.collectors.dialect import Claim, Dialect, cover_of, gap
from auditor.collectors.kinds.logging import files
from auditor.collectors.platforms.linux import LINUX
from auditor.model.facts.logging import Logging
from auditor.model.facts.reading import Cause, Reading, Unread

LOGROTATE = File(id="logrotate.conf", paths=("/etc/logrotate.conf",), accepts=MAY_BE_ABSENT)
LOGROTATE_D = Folder(id="logrotate.d", path="/etc/logrotate.d")
RSYSLOG = File(id="rsyslog.conf", paths=("/etc/rsyslog.conf",), accepts=MAY_BE_ABSENT)
RSYSLOG_D = Folder(id="rsyslog.d", path="/etc/rsyslog.d")
LOG_FILES = Command(
    id="find /var/log",
    words=("find", "/var/log", "-maxdepth", "3", "-type", "f"),
    # a folder it may not enter is told on standard error, and the rules about it then count
    accepts=frozenset({Trouble.DENIED}),
)

_DENIED = "Permission denied"
_MAX_LOG_FILES = 20_000
_LOGROTATE_FILE = LOGROTATE.paths[0]


def read(answers: Answers) -> Reading:
    """How long logs are kept, None where it cannot be said, and where they are sent."""
    main = answers[LOGROTATE]
    forwarding = [answers[RSYSLOG].text, *answers[RSYSLOG_D].texts().values()]
    targets = files.parse_rsyslog_targets(forwarding)
    cover = cover_of(answers, DIALECT.asks)
    unread = [gap("remote_targets", RSYSLOG.id, "too_many")] * (len(targets) >= files.MAX_TARGETS)
    unread += _hidden(answers)
    if main.trouble is Trouble.MISSING:
        return Reading(Logging(remote_targets=targets), cover, tuple(unread), _no_rotation())
    if not main.ok:
        unread.append(gap("retention_days", _LOGROTATE_FILE, "not_permitted"))
        cause = Cause(code="not_permitted", args=(_LOGROTATE_FILE,))
        return Reading(Logging(remote_targets=targets), cover, tuple(unread), cause)
    found = files.parse_logrotate(main.text, LOGROTATE_D.path, answers[LOGROTATE_D].texts())
    unread += [gap("retention_days", place, "not_understood") for place in found.foreign]
    unread += [gap("retention_days", place, "not_read") for place in found.elsewhere]
    long = answers[LOG_FILES].text.count("\n") > _MAX_LOG_FILES
    unread += [gap("retention_days", LOG_FILES.id, "too_many")] * long
    retention = _retention(found.blocks, answers[LOG_FILES])
    rest: Cause | None = None
    if retention is None:
        unread.append(gap("retention_days", LOGROTATE.id, "retention_not_told"))
        rest = Cause(code="retention_not_told")
    return Reading(Logging(retention_days=retention, remote_targets=targets), cover, tuple(unread), rest)


def _no_rotation() -> Cause:
    return Cause(code="no_rotation", args=(_LOGROTATE_FILE,))


def _hidden(answers: Answers) -> list[Unread]:
    """Fields that files say something about which may not be read."""
    concerned = (("retention_days", LOGROTATE_D), ("remote_targets", RSYSLOG_D))
    found = [gap(field, path, "file_not_readable") for field, ask in concerned for path in answers[ask].unread()]
    if answers[RSYSLOG].trouble not in {None, Trouble.MISSING}:
        found.append(gap("remote_targets", RSYSLOG.paths[0], "file_not_readable"))
    return found


def _retention(blocks: tuple[files.Rotation, ...], present: Answer) -> int | None:
    there = present.text.splitlines()[:_MAX_LOG_FILES]
    hidden = [line for line in present.said.splitlines() if line.endswith(_DENIED)]
    relevant = [block.days for block in blocks if _concerns(block.patterns, (there, hidden))]
    known = [days for days in relevant if days is not None]
    return min(known) if known and len(known) == len(relevant) else None


def _concerns(patterns: tuple[str, ...], present: tuple[list[str], list[str]]) -> bool:
    """Whether a rule is about files that are there, or about a folder that could not be looked into."""
    there, hidden = present
    for pattern in patterns:
        folder = pattern.rpartition("/")[0]
        unseen = not folder.startswith("/var/log") or any(
            f"{folder}'" in line or f"{folder}’" in line for line in hidden
        )
        if unseen or any(fnmatchcase(file, pattern) for file in there):
            return True
    return not patterns


DIALECT = Dialect(
    kind="logging",
    platform=LINUX,
    asks=(LOGROTATE, LOGROTATE_D, RSYSLOG, RSYSLOG_D, LOG_FILES),
    read=read,
    tool="logrotate and rsyslog files",
    truth="logrotate -d",
    claims=(Claim(ask=LOGROTATE_D.id, opens=r"\{\s*$", foreign="frobnicate 7"),),
)

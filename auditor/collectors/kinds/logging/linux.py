"""Logs on Linux: the shortest time that anything keeps them, and remote targets.

logrotate is asked what it would do (`-d`, which changes nothing, with a state of its own), and a rule counts where
files are there that it is about, or may be unseen. Its own files tell `maxage`, and the rest where it cannot be asked.
What nobody takes from the journal of systemd is kept as long as that keeps it.
"""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

from auditor.collectors.asks import MAY_BE_ABSENT, NO_SUCH_FILE, Answer, Answers, Command, File, Folder, Series, Trouble
from auditor.collectors.dialect import Dialect, cover_of, gap, why
from auditor.collectors.kinds.logging import debug, files, journal, rsyslog
from auditor.collectors.platforms.linux import LINUX
from auditor.collectors.trees import in_force, processes
from auditor.model.facts.logging import Logging
from auditor.model.facts.reading import Cause, Reading, Unread

LOGROTATE = File(id="logrotate.conf", paths=("/etc/logrotate.conf",), accepts=MAY_BE_ABSENT)
LOGROTATE_D = Folder(id="logrotate.d", path="/etc/logrotate.d")
ROTATION = Command(
    id="logrotate -d",
    # it says all on standard error, and ends badly where one of many files has a fault; what it says tells which
    words=("sh", "-c", "logrotate -d -s /dev/null /etc/logrotate.conf 2>&1"),
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED, Trouble.DENIED}),
)


def _elsewhere(answers: Answers) -> tuple[tuple[str, ...], ...]:
    """Files that logrotate read and that no ask of ours names."""
    known = {*LOGROTATE.paths, *answers[LOGROTATE_D].texts(), *answers[LOGROTATE_D].unread()}
    return tuple((path,) for path in debug.files_read(answers[ROTATION].text) if path not in known)


AGES = Series(
    id="files that set maxage",
    words=("grep", "-lw", "maxage"),
    questions=_elsewhere,
    form=re.compile(r"(?!\S*\.\./)/[A-Za-z0-9_./+-]{1,200}"),
    accepts=frozenset({Trouble.FAILED}),  # none of its lines has the word
)
RSYSLOG = File(id="rsyslog.conf", paths=("/etc/rsyslog.conf",), accepts=MAY_BE_ABSENT)
RSYSLOG_D = Folder(id="rsyslog.d", path="/etc/rsyslog.d")
RSYSLOGD = Command(
    id="ps rsyslogd",
    words=("ps", "-ww", "-p", "1", "-C", "rsyslogd,ps", *processes.COLUMNS),
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),
)
RSYSLOG_SINCE = in_force.program("rsyslogd", "/etc/rsyslog.conf /etc/rsyslog.d /etc/rsyslog.d/*")
JOURNAL = Command(
    id="journald.conf",
    words=("systemd-analyze", "cat-config", "systemd/journald.conf"),
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),
)
JOURNAL_HEADER = Command(
    id="journalctl --header",
    words=("journalctl", "--header", "--no-pager"),
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),
)
LOG_FILES = Command(
    id="find /var/log",
    words=("find", "/var/log", "-maxdepth", "3", "-type", "f"),
    # a folder it may not enter is told on standard error, and the rules about it then count; so is one that went away
    accepts=frozenset({Trouble.DENIED, Trouble.FAILED}),
)

_OWN_FILE = re.compile(r"\s-[A-Za-z]*f\s*(?!/etc/rsyslog\.conf(?:\s|$))\S")
"""An option of rsyslogd(8) that names another file than the usual one."""
_DENIED = "Permission denied"
_GONE = NO_SUCH_FILE[0]
_MAX_LOG_FILES = 20_000
_LOGROTATE_FILE = LOGROTATE.paths[0]
_UNTOLD = "retention_not_told"


@dataclass(frozen=True, slots=True)
class _Kept:
    """Days that one store keeps; `known` is False where it has something and nobody can say how long."""

    days: int | None
    unread: tuple[Unread, ...] = ()
    known: bool = True


def read(answers: Answers) -> Reading:
    """How long logs are kept, absent where it cannot be said, and where they are sent."""
    sent = rsyslog.forwarding(answers[RSYSLOG].text, answers[RSYSLOG_D].texts(), RSYSLOG_D.path)
    unread = [gap("remote_targets", RSYSLOG.id, "too_many")] * (len(sent.targets) >= rsyslog.MAX_TARGETS)
    unread += [gap("remote_targets", place, "not_understood") for place in sent.doubts]
    unread += [gap("remote_targets", place, "not_read") for place in sent.elsewhere]
    unread += _hidden(answers)
    unread += _not_in_force(answers, sent)
    header = answers[JOURNAL_HEADER]
    if not header.ok and not _no_journal(header):
        unread.append(gap("oldest_days", JOURNAL_HEADER.id, why(header)))
    held = journal.held_days(header.text)
    cover = cover_of(answers, DIALECT.asks)
    main = answers[LOGROTATE]
    if not main.ok and main.trouble is not Trouble.MISSING:
        unread.append(gap("retention_days", _LOGROTATE_FILE, why(main)))
        cause = Cause(code=why(main), args=(_LOGROTATE_FILE,))
        return Reading(Logging(oldest_days=held, remote_targets=sent.targets), cover, tuple(unread), cause)
    rotated = _rotated(answers) if main.ok else _Kept(None)
    kept, rest = _shortest(rotated, _journal(answers, sent, held, rotated.days), nothing_rotates=not main.ok)
    unread += [
        *kept.unread,
        *([gap("retention_days", LOGROTATE.id, _UNTOLD)] * (rest is not None and rest.code == _UNTOLD)),
    ]
    return Reading(
        Logging(retention_days=kept.days, oldest_days=held, remote_targets=sent.targets), cover, tuple(unread), rest
    )


def _shortest(rotated: _Kept, journal_: _Kept, *, nothing_rotates: bool) -> tuple[_Kept, Cause | None]:
    """The shorter of two stores, and why nothing can be said."""
    unread = (*rotated.unread, *journal_.unread)
    days = [each.days for each in (rotated, journal_) if each.days is not None]
    if not journal_.known or not rotated.known:
        return _Kept(None, unread), None if unread else Cause(code=_UNTOLD)
    if days:
        return _Kept(min(days), unread), None
    if nothing_rotates:
        return _Kept(None, unread), Cause(code="no_rotation", args=(_LOGROTATE_FILE,))
    return _Kept(None, unread), Cause(code=_UNTOLD)


def _hidden(answers: Answers) -> list[Unread]:
    """Fields that files say something about which may not be read."""
    concerned = (("retention_days", LOGROTATE_D), ("remote_targets", RSYSLOG_D))
    found = [gap(field, path, "file_not_readable") for field, ask in concerned for path in answers[ask].unread()]
    if answers[RSYSLOG].trouble not in {None, Trouble.MISSING}:
        found.append(gap("remote_targets", RSYSLOG.paths[0], "file_not_readable"))
    return found


def _not_in_force(answers: Answers, sent: rsyslog.Forwarding) -> list[Unread]:
    """Why what the files say of targets is not what is done: nobody runs that does it, whoever does reads other files,
    or began before they were as they are.
    """
    listed = processes.parse(answers[RSYSLOGD].text, " ".join(RSYSLOGD.words[:6]))
    mine = [row for row in listed.rows if row.name == "rsyslogd"]
    if not mine:
        code = "not_running" if listed.seen else "not_told"
        return [gap("remote_targets", RSYSLOGD.id, code)] * bool(sent.targets)
    if any(_OWN_FILE.search(row.line) for row in mine):
        return [gap("remote_targets", RSYSLOGD.id, "not_read")]
    files = answers[RSYSLOG_SINCE.files]
    began = RSYSLOG_SINCE.began(answers[RSYSLOG_SINCE.ages], files)
    path = in_force.newer(in_force.changes(files), min(began.values())) if began else ""
    return [gap("remote_targets", path, "changed_since")] * bool(path)


def _rotated(answers: Answers) -> _Kept:
    """What logrotate keeps, as it tells itself, or else as its files do."""
    texts = answers[LOGROTATE_D].texts()
    parsed = files.parse_logrotate(answers[LOGROTATE].text, LOGROTATE_D.path, texts)
    ages = {block.patterns: block.max_age for block in parsed.blocks if block.max_age is not None}
    told = debug.parse(answers[ROTATION].text, ages)
    if told is None:
        unread = [gap("retention_days", place, "not_understood") for place in parsed.foreign]
        unread += [gap("retention_days", place, "not_read") for place in parsed.elsewhere]
        unread += [gap("retention_days", ROTATION.id, _why_untold(answers[ROTATION]))] * (
            answers[ROTATION].trouble is not Trouble.MISSING
        )
        rules = parsed.blocks
    else:
        unread = [gap("retention_days", place, "not_understood") for place in told.faults]
        ageing = [text for text in (answers[LOGROTATE].text, *texts.values()) if "maxage" in text]
        strange = bool(ageing) and (
            bool(parsed.foreign) or {b.patterns for b in parsed.blocks} < {r.patterns for r in told.rules}
        )
        unread += [gap("retention_days", LOGROTATE.id, "not_understood")] * strange
        silent = {path for path, answer in answers[AGES].files if answer.trouble is Trouble.FAILED}
        unseen = [path for (path,) in _elsewhere(answers) if path not in silent]
        unread += [gap("retention_days", path, "not_read") for path in unseen[:1]]
        unread += [gap("retention_days", path, "not_told") for path in debug.missed(answers[ROTATION].text, texts)[:1]]
        rules = told.rules
    there = answers[LOG_FILES]
    if there.text.count("\n") > _MAX_LOG_FILES:
        unread.append(gap("retention_days", LOG_FILES.id, "too_many"))
    if not _listed(there):
        return _Kept(None, (*unread, gap("retention_days", LOG_FILES.id, why(there))), known=False)
    days, known = _retention(rules, there)
    return _Kept(days, tuple(unread), known)


def _why_untold(answer: Answer) -> str:
    """It ends badly where one of many files has a fault, which says nothing of why the rest was not told."""
    return "not_told" if answer.trouble is Trouble.FAILED else why(answer)


def _listed(there: Answer) -> bool:
    """Whether all logs were told that are there and may be seen, those aside that went away while they were told."""
    ended = there.trouble is None or (
        there.trouble in LOG_FILES.accepts
        and all(line.endswith((_DENIED, _GONE)) for line in there.said.splitlines())
        and bool(there.said.strip())
    )
    return ended and bool(there.text.strip())


def _journal(answers: Answers, sent: rsyslog.Forwarding, held: int | None, rotated: int | None) -> _Kept:
    """What the journal keeps that no syslog server takes. Size ends it too: it holds as long as it should, or has room
    by a setting, or nobody can say.
    """
    header = answers[JOURNAL_HEADER]
    if _no_journal(header):
        return _Kept(None)
    found = journal.settings(answers[JOURNAL].text)
    taken = answers[RSYSLOG].ok and (sent.takes_journal or (found is not None and found.forwards))
    if taken:
        return _Kept(None)
    if not header.ok:
        return _Kept(None, (gap("retention_days", JOURNAL_HEADER.id, why(header)),), known=False)
    if found is None or not found.understood:
        return _Kept(None, (gap("retention_days", JOURNAL.id, why(answers[JOURNAL])),), known=False)
    limits = [days for days in (found.keeps_days, rotated) if days is not None]
    least = min(limits, default=held)
    roomy = found.keeps_days is not None and _has_room(found, header)
    if least is not None and (roomy or (held or 0) >= least):
        return _Kept(least)
    return _Kept(None, (gap("retention_days", JOURNAL.id, _UNTOLD),), known=False)


def _has_room(found: journal.Journal, header: Answer) -> bool:
    """Whether somebody set what it may take, and it takes less than would have the oldest file removed."""
    allowed = found.bytes_allowed
    # a file is an eighth of all that is allowed (journald.conf(5))
    return header.ok and allowed is not None and journal.used_bytes(header.text) * 8 < allowed * 6


def _no_journal(header: Answer) -> bool:
    """Whether there is none: no program for it, or none of its files."""
    if header.trouble is Trouble.MISSING:
        return True
    return any(words in header.text + header.said for words in journal.NO_FILES)


def _retention(rules: tuple[files.Rotation, ...], present: Answer) -> tuple[int | None, bool]:
    """Days of the shortest rule that counts, and whether all that count tell theirs."""
    there = present.text.splitlines()[:_MAX_LOG_FILES]
    hidden = [line for line in present.said.splitlines() if line.endswith(_DENIED)]
    relevant = [rule.days for rule in rules if _concerns(rule.patterns, (there, hidden))]
    known = [days for days in relevant if days is not None]
    whole = len(known) == len(relevant)
    return min(known) if known and whole else None, whole


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
    asks=(
        LOGROTATE,
        LOGROTATE_D,
        ROTATION,
        AGES,
        RSYSLOG,
        RSYSLOG_D,
        RSYSLOGD,
        RSYSLOG_SINCE.ages,
        RSYSLOG_SINCE.files,
        JOURNAL,
        JOURNAL_HEADER,
        LOG_FILES,
    ),
    read=read,
    tool="logrotate -d, rsyslog files, journalctl",
    truth="logrotate -d",
)

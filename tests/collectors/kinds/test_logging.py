"""How long logs are kept and where they go."""

import pytest

from auditor.collectors.asks import MISSING, Answer, Answers, Ask, Trouble
from auditor.collectors.kinds.logging import linux, rsyslog
from auditor.collectors.kinds.logging.files import Rotation, parse_logrotate
from auditor.collectors.kinds.logging.journal import DAY, Journal, settings
from auditor.model.facts import Logging, Reading

D = "/etc/logrotate.d"
MAIN = "weekly\nrotate 4\ncreate\ninclude /etc/logrotate.d\n"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("/var/log/a {\n  monthly\n  rotate 13\n}\n", (Rotation(("/var/log/a",), 395),)),
        ("/var/log/a {\n  monthly\n  rotate 12\n}\n", (Rotation(("/var/log/a",), 365),)),
        ("/var/log/a {\n  monthly\n  rotate 11\n}\n", (Rotation(("/var/log/a",), 330),)),
        ("/var/log/a /var/log/b\n{\n  daily\n  rotate 7\n}\n", (Rotation(("/var/log/a", "/var/log/b"), 7),)),
        ("/var/log/a\n/var/log/b {\n}\n", (Rotation(("/var/log/a", "/var/log/b"), 28),)),
        ("/var/log/a {\n  rotate 100\n  maxage 30\n}\n", (Rotation(("/var/log/a",), 30),)),
        ("/var/log/a {\n  hourly\n  rotate 2400\n}\n", (Rotation(("/var/log/a",), 100),)),
        ("/var/log/a {\n  hourly\n  rotate 23\n}\n", (Rotation(("/var/log/a",), 0),)),
        ("/var/log/a {\n  size 10M\n  rotate 3\n}\n", (Rotation(("/var/log/a",), None),)),
        ("/var/log/a {\n  rotate -1\n}\n", (Rotation(("/var/log/a",), 70_000),)),
        (
            '"/var/log/a" {\n  postrotate\n    x { y }\n    rotate 1\n  endscript\n  rotate 2\n}',
            (Rotation(("/var/log/a",), 14),),
        ),
        ("# nothing\n", ()),
        ("/var/log/a {\n  rotate 2\n", ()),
    ],
)
def test_rotation(part: str, expected: tuple[Rotation, ...]) -> None:
    """Defaults of the main file hold until a block changes them; what cannot be told stays untold."""
    assert expected == parse_logrotate(MAIN, D, {"part": part}).blocks


SHORT = "/var/log/a {\n  daily\n  rotate 3\n}\n"


@pytest.mark.parametrize("ending", [".dpkg-old", ".dpkg-dist", ".ucf-old", ".rpmsave", ".swp", "~", ",v", ".disabled"])
def test_what_logrotate_passes_over_by_its_ending(ending: str) -> None:
    """A file left behind by an update is no rule, unless the settings name endings of their own."""
    left = {f"{D}/rsyslog{ending}": SHORT}

    assert parse_logrotate(MAIN, D, left).blocks == ()
    assert parse_logrotate(f"tabooext + .old\n{MAIN}", D, left).blocks == (Rotation(("/var/log/a",), 3),)


def test_a_folder_nobody_includes_says_nothing() -> None:
    """The usual folder counts where the main file includes it, by either spelling."""
    counted = {
        main: parse_logrotate(main, D, {f"{D}/a": SHORT}).blocks for main in ("", f"include {D}/\n", f"include {D}\n")
    }

    assert {main: len(blocks) for main, blocks in counted.items()} == {
        "": 0,
        f"include {D}/\n": 1,
        f"include {D}\n": 1,
    }


def test_what_is_included_from_elsewhere_is_told() -> None:
    """Another folder, or a file that a part includes, may hold a shorter rule; nobody reads it."""
    found = parse_logrotate(f"{MAIN}include /etc/logrotate.web\n", D, {f"{D}/a": f"{SHORT}include /etc/more\n"})

    assert found.elsewhere == ("logrotate.conf:5", f"{D}/a:5")
    assert found.foreign == ()


def targets(text: str, **parts: str) -> rsyslog.Forwarding:
    """What a main file with parts of the usual folder sends."""
    each = {f"/etc/rsyslog.d/{name.replace('_', '.')}": part for name, part in parts.items()}
    return rsyslog.forwarding(text, each, "/etc/rsyslog.d")


def test_targets() -> None:
    """Old-style lines and actions, TCP, UDP and IPv6; comments, local files and who gets a part do not count."""
    text = """
*.* @@10.0.0.1:6514
auth.* @log.example
# *.* @@10.9.9.9
*.* /var/log/syslog
*.* action(type="omfwd" target="10.0.0.2" port="1514" protocol="tcp")
*.* action(type="omfile" file="/x" target="10.0.0.3")
*.* action(type="omfwd"
   target="2001:db8::1")
"""
    expected = ("tcp://10.0.0.1:6514", "tcp://10.0.0.2:1514", "udp://[2001:db8::1]:514")

    assert expected == targets(text).targets
    assert () == targets(text).doubts


@pytest.mark.parametrize(
    "text",
    [
        ':programname, isequal, "x" @@h:6514\n',
        "if $programname == 'x' then @@h\n& @g\n",
        "if $x == 1 then { @@h }\n",
        "if $x == 1 then {\n  *.* @@h\n}\n",
        'if prifilt("mail.*") then action(type="omrelp" target="a" port="2514")\n',
        'local7.* action(type="omfwd" target="h")\n',
        "*.info;auth.none @@h\n",
        'ruleset(name="r") {\n  action(type="omfwd" target="h")\n}\n',
        "auth.* /var/log/auth.log\n& @@h\n",
    ],
)
def test_who_gets_a_part_keeps_nothing_for_all(text: str) -> None:
    """Alone it leaves open what the others are; beside a target that gets everything it adds nothing."""
    place = ("rsyslog.conf: a rule that sends some messages only",)

    assert ((), place) == (targets(text).targets, targets(text).doubts)
    beside = targets(text + "*.* /var/log/all\n& @@store\n")
    assert (("tcp://store:514",), ()) == (beside.targets, beside.doubts)


def test_a_target_behind_a_rule_that_ends_messages() -> None:
    """It is told by its own words, since the mend is to put it before the rule, as with Ubuntu's cloud-init."""
    ends = ':syslogtag, isequal, "[CLOUDINIT]" /var/log/cloud-init.log\n& stop\n'

    behind = targets("$IncludeConfig /etc/rsyslog.d/*.conf\n", a_conf=ends, b_conf="*.* @@h\n")
    before = targets("$IncludeConfig /etc/rsyslog.d/*.conf\n", a_conf="*.* @@h\n", b_conf=ends)
    assert ((), 1) == (behind.targets, sum("behind a rule that ends" in doubt for doubt in behind.doubts))
    assert (("tcp://h:514",), ()) == (before.targets, before.doubts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/* *.* @@10.0.0.1 */\n", ()),
        ('template(name="a" type="string" string="@@10.0.0.1 /* ")\n*.* @h\n', ("udp://h:514",)),
        ("*.* :omrelp:h:2514\n", ("tcp://h:2514",)),
        ('action(type="omfwd" target=["a", "b"] port="6514" protocol="tcp")\n', ("tcp://a:6514", "tcp://b:6514")),
        ('action(type="omfwd" template="x)" target="a")\n', ("udp://a:514",)),
        ('include(file="/etc/rsyslog.d/*.conf")\n', ("tcp://10.0.0.9:514",)),
        ("$IncludeConfig /etc/rsyslog.d/*.conf\n", ("tcp://10.0.0.9:514",)),
        ("$IncludeConfig /etc/rsyslog.d/\n", ("tcp://10.0.0.8:514", "tcp://10.0.0.9:514")),
        ("*.* -/var/log/x\n*.emerg :omusrmsg:*\n*.* |/dev/xconsole\nmail.err ~\n", ()),
    ],
)
def test_constructs_of_rsyslog(text: str, expected: tuple[str, ...]) -> None:
    """Each is understood; of a folder those files count that the main file includes."""
    found = targets(text, a_conf="*.* @@10.0.0.9\n", b_conf_disabled="*.* @@10.0.0.8\n")

    assert (expected, (), ()) == (found.targets, found.doubts, found.elsewhere)


@pytest.mark.parametrize(
    ("text", "doubts", "elsewhere"),
    [
        ('action(type="omkafka" topic="x" broker="h")\n', 1, 0),
        ('action(type="omfwd" target.srv="example")\n', 1, 0),
        ("*.* :omhttp:x\n", 1, 0),
        ("*.* >h,db,user,password\n", 1, 0),
        ("*.* ^/usr/bin/send\n", 1, 0),
        ("*.* @@(o)$h\n", 1, 0),
        ('include(text="x")\n', 1, 0),
        ("$IncludeConfig /srv/rsyslog/*.conf\n", 0, 1),
        ('include(file="/etc/rsyslog.d/more/*.conf")\n', 0, 1),
    ],
)
def test_what_may_send_something_and_is_not_understood(text: str, doubts: int, elsewhere: int) -> None:
    """It is told, by its place and never by its words."""
    found = targets(text)

    assert ((), doubts, elsewhere) == (found.targets, len(found.doubts), len(found.elsewhere))


JOURNALD = "# /etc/systemd/journald.conf\n[Journal]\n#ForwardToSyslog=yes\n"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", Journal(None, forwards=True, understood=True)),
        ("MaxRetentionSec=2days\nForwardToSyslog=no\n", Journal(2 * DAY, forwards=False, understood=True)),
        ("MaxRetentionSec=1year 2w\n", Journal(31_557_600 + 14 * DAY, forwards=True, understood=True)),
        ("MaxRetentionSec=9d\nMaxFileSec=1d\n", Journal(9 * DAY, True, True, DAY)),  # noqa: FBT003
        ("MaxRetentionSec=9d\nMaxFileSec=0\n", Journal(9 * DAY, forwards=True, understood=False)),
        ("MaxRetentionSec=9 \\\n# and\n d\n", Journal(9 * DAY, forwards=True, understood=True)),
        ("[Other]\nMaxRetentionSec=9d\n", Journal(None, forwards=True, understood=True)),
        ("SystemMaxUse=1.5G\n", Journal(None, forwards=True, understood=True, bytes_allowed=1536 * 1024**2)),
        ("#ForwardToSyslog=no\n", Journal(None, forwards=False, understood=False)),
        ("MaxRetentionSec=9d\nMaxRetentionSec=0\n", Journal(None, forwards=True, understood=True)),
        ("MaxRetentionSec=9d\nMaxRetentionSec=\n", Journal(9 * DAY, forwards=True, understood=True)),
        ("ForwardToSyslog=no\nForwardToSyslog=\n", Journal(None, forwards=False, understood=True)),
        ("MaxRetentionSec=86400\n", Journal(DAY, forwards=True, understood=True)),
        ("MaxRetentionSec=soon\n", Journal(None, forwards=True, understood=False)),
        ("Storage=volatile\n", Journal(None, forwards=True, understood=False)),
    ],
)
def test_settings_of_the_journal(more: str, expected: Journal) -> None:
    """The last line of a setting counts; what nothing sets is what the program came with."""
    assert expected == settings(JOURNALD + more)


HEADER = """File path: /var/log/journal/a/system.journal
Head realtime timestamp: Mon 2026-08-31 00:00:00 UTC (65a4c7bb90000)
Tail realtime timestamp: Mon 2026-11-30 00:00:00 UTC (6617317482000)
Disk usage: 56.0M
"""


def held(**given: Answer) -> Reading:
    """A machine whose rules keep logs for a year, with answers about its journal."""
    texts: dict[Ask, str] = {
        linux.LOGROTATE: "daily\nrotate 400\n/var/log/a {\n}\n",
        linux.LOG_FILES: "/var/log/a\n",
        linux.RSYSLOG: "*.* /var/log/a\n",
    }
    each = {ask.id: Answer(text) for ask, text in texts.items()}
    asks: dict[str, Ask] = {"journal": linux.JOURNAL, "header": linux.JOURNAL_HEADER, "rsyslog": linux.RSYSLOG}
    return linux.read(Answers(each | {asks[name].id: answer for name, answer in given.items()}))


@pytest.mark.parametrize(
    ("more", "rsyslog_text", "days"),
    [
        ("", "*.* /var/log/a", 400),
        ("MaxRetentionSec=2d\n", "*.* /var/log/a", 400),
        ("MaxRetentionSec=2d\nForwardToSyslog=no\n", "*.* /var/log/a", 0),
        ("MaxRetentionSec=2d\nForwardToSyslog=no\n", 'module(load="imjournal")', 400),
        ("MaxRetentionSec=2d\n", None, 0),
        ("MaxRetentionSec=60d\nMaxFileSec=1d\n", None, 59),
        ("MaxRetentionSec=2y\n", None, None),
        ("MaxRetentionSec=2y\nSystemMaxUse=1G\n", None, 400),
        ("MaxRetentionSec=2y\nSystemMaxUse=64M\n", None, None),
        ("MaxRetentionSec=120d\nSystemMaxUse=64M\n", None, 89),
        ("", None, None),
    ],
)
def test_what_nobody_takes_from_the_journal(more: str, rsyslog_text: str | None, days: int | None) -> None:
    """It is kept as long as the journal keeps it; where its size may decide that, as far as it shows."""
    log = MISSING if rsyslog_text is None else Answer(rsyslog_text)
    found = held(journal=Answer(JOURNALD + more), header=Answer(HEADER), rsyslog=log)

    assert isinstance(found.data, Logging)
    assert (days, 91) == (found.data.retention_days, found.data.oldest_days)
    assert (days is None) == bool(found.unread)


@pytest.mark.parametrize("closed", [Trouble.DENIED, Trouble.CUT])
def test_a_part_that_may_not_be_read(closed: Trouble) -> None:
    """What a rule of mode 0600 keeps nobody can say: the shortest of the others is not the shortest."""
    parts = (("/etc/logrotate.d/a", Answer("/var/log/b {\n}\n")), ("/etc/logrotate.d/secret", Answer(trouble=closed)))
    each: dict[Ask, Answer] = {
        linux.LOGROTATE: Answer("daily\nrotate 400\ninclude /etc/logrotate.d\n"),
        linux.LOGROTATE_D: Answer(files=parts),
        linux.LOG_FILES: Answer("/var/log/a\n/var/log/b\n"),
        linux.RSYSLOG: Answer("*.* /var/log/b\n"),
    }
    found = linux.read(Answers({ask.id: answer for ask, answer in each.items()}))

    assert ("/etc/logrotate.d/secret", "file_not_readable") in {
        (item.where, item.code) for item in found.unread if item.field == "retention_days"
    }


def test_no_journal() -> None:
    """A machine without systemd, and one whose journal has no files, has only what logrotate keeps."""
    empty = Answer("No journal files were found.\n")

    assert [400, 400] == [
        found.data.retention_days
        for found in (held(), held(journal=Answer(JOURNALD), header=empty, rsyslog=MISSING))
        if isinstance(found.data, Logging)
    ]


@pytest.mark.parametrize(
    ("part", "foreign"),
    [
        ("/var/log/a {\n  rotate 2\n  frobnicate 9\n}\n", ("part:3",)),
        ("/var/log/a {\n  rotate 2\n", ("part:2",)),
        ("}\n", ("part:1",)),
        ("/var/log/a {\n/var/log/b {\n}\n", ("part:2",)),
        ("/var/log/a {\n  dateext\n  su root adm\n}\n", ()),
    ],
)
def test_lines_nobody_understands(part: str, foreign: tuple[str, ...]) -> None:
    """A foreign line is told by its place, never by its words, which may be anybody's."""
    assert foreign == parse_logrotate(MAIN, D, {"part": part}).foreign


TO = "*.* @@10.10.40.30:1514\n"
HOME = "4026531840     0 ps              ps -ww -p 1 -C rsyslogd,ps -o netns=,uid=,comm=,args=\n"
AGED = HOME.replace("uid=", "etimes=")
INIT = "4026531840     0 systemd         /sbin/init\n"
AT_WORK = "4026531840     {} rsyslogd        /usr/sbin/rsyslogd -n -iNONE\n"
CLOCK = "1764500100\n1764500{} /etc/rsyslog.conf\n"


def targets_unread(listed: str, aged: str = "", files: str = "", text: str = TO) -> list[str]:
    """Why the targets of a machine are unread, by its list of processes and the days of its files."""
    found = linux.read(
        Answers(
            {
                linux.RSYSLOG.id: Answer(text),
                linux.RSYSLOGD.id: Answer(listed),
                linux.RSYSLOG_SINCE.ages.id: Answer(aged),
                linux.RSYSLOG_SINCE.files.id: Answer(files),
            }
        )
    )
    return [item.code for item in found.unread if item.field == "remote_targets"]


@pytest.mark.parametrize(
    ("listed", "codes"),
    [
        (HOME + INIT + AT_WORK.format(0), []),
        (HOME + INIT, ["not_running"]),
        ("", ["not_told"]),
        (HOME + INIT + AT_WORK.format(0).replace("-n", "-n -f /etc/other.conf"), ["not_read"]),
        (HOME + INIT + AT_WORK.format(0).replace("-n", "-nf/etc/other.conf"), ["not_read"]),
        (HOME + INIT + AT_WORK.format(0).replace("-n", "-n -f /etc/rsyslog.conf"), []),
    ],
)
def test_targets_count_where_somebody_sends_there(listed: str, codes: list[str]) -> None:
    """A file that no program reads sends nothing."""
    assert codes == targets_unread(listed)


@pytest.mark.parametrize(("ago", "codes"), [(50, []), (101, []), (102, ["changed_since"]), (3600, ["changed_since"])])
def test_targets_entered_after_rsyslog_began(ago: int, codes: list[str]) -> None:
    """It reads its files when it starts, and not again."""
    aged = AGED + INIT + AT_WORK.format(ago)

    assert codes == targets_unread(HOME + INIT + AT_WORK.format(0), aged, CLOCK.format("000"))


def test_a_machine_without_targets_needs_nobody_who_sends() -> None:
    """That nothing is sent is true of one whose rsyslog does not run."""
    assert targets_unread(HOME + INIT, text="*.* /var/log/all\n") == []

"""What is asked about SSH servers, each question following from the answers before it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from auditor.collectors.asks import Answers, Command, Includes, Series, Stdin, Trouble
from auditor.collectors.kinds.sshd_config import worst
from auditor.collectors.kinds.sshd_config.logins import Login, groups_of, logins, tells_ports_apart
from auditor.collectors.kinds.sshd_config.matches import ROOT, Matches, includes, matches
from auditor.collectors.kinds.sshd_config.servers import PROCESSES, SINCE, file_of, servers
from auditor.collectors.platforms.linux_sshd import NO_PORT, SSHD, THROW_AWAY

SOCKETS = Command(
    id="systemctl is-active ssh.socket",
    words=("systemctl", "is-active", "ssh.socket", "sshd.socket"),
    # it ends badly where none is, and where no systemd runs
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),
)
FILES = Includes(
    id="sshd_config",
    mains=(f"{ROOT}/sshd_config", "/usr/etc/ssh/sshd_config"),
    roots=(f"{ROOT}/sshd_config.d", "/etc/crypto-policies/back-ends"),
    patterns=includes,
)

_KEYWORDS = (
    "match|include|passwordauthentication|kbdinteractiveauthentication|challengeresponseauthentication|"
    "skeyauthentication|pubkeyauthentication|authenticationmethods|permitrootlogin|allowusers|denyusers|allowgroups|"
    "refuseconnection"
)
_MOST_BLOCKS = 40
_NO_KEY = r"(?!\S*(?:\.\./|shadow|\.(?:key|pem|p12|pfx)\b))"
_PATH = rf"{_NO_KEY}/[A-Za-z0-9_./+-]{{1,200}}"
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.@+$-]{0,63}"
_OPTIONS = rf"(?:-f {_PATH}|-p [0-9]{{1,5}}|-o [A-Za-z]{{1,40}}=[A-Za-z0-9_.,:@+/*-]{{1,200}}|-4|-6)"
_WHO = rf"user={_NAME},host=[A-Za-z0-9_.-]{{1,100}},addr=[0-9a-f:.]{{1,45}},laddr=[0-9a-f:.]{{1,45}},"
_LOGIN = rf"-C (?:{_WHO})?lport=[0-9]{{1,5}}"


@dataclass(frozen=True, slots=True)
class Server:
    """One server by the options it is asked with, the blocks of its files, and the logins to ask about. `found` is None
    where the files could not be read, `hidden` then is one that may not be.
    """

    options: tuple[str, ...]
    found: Matches | None
    hidden: str | None
    logins: tuple[Login, ...] = ()
    too_many: bool = False

    @property
    def alone(self) -> tuple[str, ...]:
        """The words that ask what holds for everybody; none for the usual server."""
        blocks = self.found.blocks if self.found else ()
        return (*self.options, *(NO_PORT if self.options and tells_ports_apart(blocks) else ()))


def _own_files(answers: Answers) -> tuple[tuple[str, ...], ...]:
    return tuple((path,) for path in dict.fromkeys(map(file_of, servers(answers[PROCESSES]).options)) if path)


OTHER_FILES = Series(
    id="files of other SSH servers",
    words=("grep", "-nHiE", f"^[[:space:]]*({_KEYWORDS})([[:space:]=]|$)"),
    questions=_own_files,
    form=re.compile(_PATH),
    accepts=frozenset({Trouble.FAILED}),  # no such line
)


def file_texts(text: str, path: str) -> str:
    """Lines that `grep -nH` found in one file, each on its own number."""
    rows: list[str] = []
    for line in text.splitlines():
        number, _, found = line.removeprefix(f"{path}:").partition(":")
        if number.isdecimal() and len(number) < 6 and len(rows) < int(number):  # noqa: PLR2004  # longer is no file of anybody's
            rows += [""] * (int(number) - 1 - len(rows))
            rows.append(found)
    return "\n".join(rows)


def _blocks(answers: Answers, words: tuple[str, ...]) -> tuple[Matches | None, str | None]:
    """The blocks of one server's files, or one of them that may not be read."""
    usual = answers[FILES]
    texts, path = usual.texts(), file_of(words)
    if path:
        answer = dict(answers[OTHER_FILES].files).get(path)
        if answer is None or answer.trouble not in {None, Trouble.FAILED} or answer.said:
            return None, path
        return matches({path: file_texts(answer.text, path)} | texts, FILES.roots), None
    hidden = [*usual.unread(), *[FILES.id] * (usual.trouble is not None or not texts)]
    if hidden:
        return None, None if usual.trouble is Trouble.MISSING else hidden[0]
    return matches(texts, FILES.roots), None


def waiting(answers: Answers) -> bool:
    """Whether a socket of systemd may start the usual server, at ports of its own."""
    return "active" in answers[SOCKETS].text.split()


def _each(answers: Answers) -> tuple[Server, ...]:
    """Servers that count, without their logins. The usual one counts where it runs, where a socket may start it, and
    where no other one runs.
    """
    found = servers(answers[PROCESSES])
    each = found.options if found.options and not waiting(answers) else tuple(dict.fromkeys(((), *found.options)))
    return tuple(Server(options, *_blocks(answers, options)) for options in each)


def _groups(answers: Answers) -> tuple[tuple[str, ...], ...]:
    blocks = [block.criteria for server in _each(answers) if server.found for block in server.found.blocks]
    return tuple((name,) for name in groups_of(blocks[:_MOST_BLOCKS]))


GROUPS = Series(
    id="getent group",
    words=("getent", "group"),
    questions=_groups,
    form=re.compile(_NAME),
    accepts=frozenset({Trouble.FAILED}),  # no such group
)


def _members(answers: Answers) -> Mapping[str, tuple[str, ...]]:
    rows = [answer.text.strip().split(":") for _, answer in answers[GROUPS].files]
    return {row[0]: tuple(name for name in row[3].split(",") if name) for row in rows if len(row) == 4}  # noqa: PLR2004  # fields of group(5)


def counted(answers: Answers) -> tuple[Server, ...]:
    """Servers that count, each with the logins that stand for all others."""
    members = _members(answers)
    each: list[Server] = []
    for server in _each(answers):
        blocks = server.found.blocks if server.found else ()
        listed = worst.users_listed(answers[SSHD].text)
        asked = logins(blocks[:_MOST_BLOCKS], members, listed)
        each.append(Server(server.options, server.found, server.hidden, asked, len(blocks) > _MOST_BLOCKS))
    return tuple(each)


def _questions(answers: Answers) -> tuple[tuple[str, ...], ...]:
    each = counted(answers)
    alone = [server.alone for server in each if server.options]
    return (*alone, *((*server.options, *login.words) for server in each for login in server.logins))


LOGINS = Series(
    id="sshd -T by login",
    words=SSHD.words,
    questions=_questions,
    form=re.compile(rf"(?:{_OPTIONS} )*(?:{_OPTIONS}|{_LOGIN})"),
    accepts=frozenset({Trouble.FAILED}),  # a login whose methods cannot be satisfied; the reader looks at each
    otherwise=Command(
        id="sshd -T with a throw-away key",
        words=("sh", "-c", f'{THROW_AWAY} "$@"', "sshd"),
        stdin=Stdin.THROWAWAY_HOST_KEY,
    ),
)
ASKS = (SSHD, FILES, PROCESSES, SINCE.ages, SINCE.files, SOCKETS, OTHER_FILES, GROUPS, LOGINS)

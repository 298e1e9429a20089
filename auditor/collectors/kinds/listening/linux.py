"""Sockets that take what others send, as `ss` lists them, held against the kernel's own tables."""

import re

from auditor.collectors.asks import NO_SUCH_FILE, Answer, Answers, Command, Trouble
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable
from auditor.collectors.kinds.listening import sockets
from auditor.collectors.platforms.linux import LINUX
from auditor.model.facts.listening import Listening
from auditor.model.facts.reading import Reading, Unread

SOCKETS = Command(id="ss", words=("ss", "-tulpn"), of_network=True)
_WANTED = "local_address|^ *[0-9]+: [0-9A-F]+:[0-9A-F]{4} [0-9A-F]+:[0-9A-F]{4} (0A|07) "
TABLES = Command(
    id="kernel sockets",
    # rows of sockets that take what others send, since one of a busy server is too long to be read whole
    words=("grep", "-HE", _WANTED, "/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6"),
    of_network=True,
    absent=NO_SUCH_FILE,
    accepts=frozenset({Trouble.MISSING}),  # a kernel without IPv6 has two of the tables
)

_DOUBT = re.compile(r"netlink|/proc/|dump|sock_?diag", re.IGNORECASE)
"""What `ss` says where the kernel did not tell it everything; it ends well all the same."""


def read(answers: Answers) -> Reading:
    """Every socket with the programs that hold it, as far as they are told."""
    answer = answers[SOCKETS]
    if not answer.ok:
        return Reading()
    found = sockets.parse(answer.text)
    if found is None:
        return unreadable("what `ss` wrote is no list of sockets")
    unread = _sockets_unread(found, answer, answers[TABLES])
    if found.nameless or unread:
        unread.append(gap("programs", found.nameless[0] if found.nameless else SOCKETS.id, "program_not_told"))
    data = Listening(sockets=found.sockets, programs=found.programs)
    return Reading(data, cover_of(answers, DIALECT.asks), tuple(unread))


def _sockets_unread(found: sockets.Listed, answer: Answer, tables: Answer) -> list[Unread]:
    """Why the list is not the whole one. Of what the kernel holds nothing may be missing in it."""
    if not found.whole:
        return [gap("sockets", SOCKETS.id, "not_understood")]
    if _DOUBT.search(answer.said):
        return [gap("sockets", SOCKETS.id, "not_told")]
    if tables.trouble not in {None, Trouble.MISSING}:
        return [gap("sockets", TABLES.id, "not_told")]
    held = sockets.ports_of_kernel(tables.text)
    if held is None:
        return [gap("sockets", TABLES.id, "not_told")]
    hidden = sorted(held - {socket.port for socket in found.sockets})
    return [gap("sockets", hidden[0], "not_listed")] if hidden else []


DIALECT = Dialect(
    kind="listening",
    platform=LINUX,
    asks=(SOCKETS, TABLES),
    read=read,
    tool="ss",
    truth="iproute2, from the kernel; its tables under /proc/net; sockets that a test opened",
)

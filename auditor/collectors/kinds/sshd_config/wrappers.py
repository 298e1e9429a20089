"""From where the TCP wrappers let people in: `hosts.allow` and `hosts.deny`, as libwrap reads them (hosts_access(5),
hosts_options(5)), for a server that is linked with it.

The first line that matches decides, of `hosts.allow` before `hosts.deny`; whom no line means comes in. OpenSSH as
published knows nothing of them, and Debian's does: the program's own list of libraries tells which it is.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce

from auditor.collectors.asks import MAY_BE_ABSENT, NO_SUCH_FILE, Answers, Command, File, Trouble
from auditor.collectors.kinds.sshd_config.sources import EVERYWHERE, NOWHERE, Reach, reach_of, union
from auditor.collectors.spans import Spans, common, joined, without

_SERVER = "/usr/sbin/sshd"
_SESSIONS = ("/usr/lib/openssh/sshd-session", "/usr/libexec/openssh/sshd-session")
"""From OpenSSH 9.8 on the program of a session is another one, which speaks with the client."""

LINKED = Command(
    id="libwrap of sshd",
    words=("grep", "-casE", r"libwrap\.so\.[0-9]", _SERVER, *_SESSIONS),  # how often each names the library
    absent=NO_SUCH_FILE,
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),  # one of them is not there, or none names it
)
ALLOW = File(id="hosts.allow", paths=("/etc/hosts.allow",), accepts=MAY_BE_ABSENT)
DENY = File(id="hosts.deny", paths=("/etc/hosts.deny",), accepts=MAY_BE_ABSENT)
ASKS = (LINKED, ALLOW, DENY)

_UNKNOWN = Reach(*EVERYWHERE.both, exact=False)
_LONGEST = 2047
"""Characters of one line, with those that go on behind a backslash, that the library takes (BUFLEN of tcpd.h)."""

_HARMLESS = frozenset(
    {"severity", "spawn", "keepalive", "linger", "rfc931", "banners", "nice", "setenv", "umask", "user", "group"}
)
_WORDS = re.compile(r"[,\s]+")
_Meaning = Callable[[str], Reach]


@dataclass(frozen=True, slots=True)
class Line:
    """Whom one line means, and whether it lets them in; None where that is not understood."""

    reach: Reach
    permits: bool | None


def reach(answers: Answers) -> Reach:
    """From where anybody may come by the two files; everywhere where the server does not ask them."""
    linked = _linked(answers)
    if linked == frozenset():
        return EVERYWHERE
    files = [answers[ask] for ask in (ALLOW, DENY)]
    if any(answer.trouble not in {None, Trouble.MISSING} for answer in files):
        return _UNKNOWN
    allow, deny = (answer.text if answer.ok else "" for answer in files)
    each = [admitted(allow, deny, name) for name in sorted(linked or {"sshd"})]
    if linked is None:
        return each[0] if each[0] == EVERYWHERE else _UNKNOWN
    return Reach(*union(each).both, exact=all(one == each[0] and one.exact for one in each))


def _linked(answers: Answers) -> frozenset[str] | None:
    """Names under which programs of the server ask the library; None where nobody could look."""
    counts = dict(line.rpartition(":")[::2] for line in answers[LINKED].text.splitlines())
    if not counts.get(_SERVER, "").isdecimal():
        return None
    programs = {path.rpartition("/")[2] for path, count in counts.items() if count.isdecimal() and int(count)}
    return frozenset({"sshd", *programs} if programs else ())


def admitted(allow: str, deny: str, daemon: str) -> Reach:
    """From where people come to one server by both files."""
    lines = [*_lines(allow, daemon, permits=True), *_lines(deny, daemon, permits=False)]
    four, six = (_decided(lines, version) for version in (4, 6))
    return Reach(four[0], six[0], exact=four[0] == four[1] and six[0] == six[1])


def _decided(lines: list[Line], version: int) -> tuple[Spans, Spans]:
    """Addresses that may come in, and those that surely do. Of each address it is kept which of the three it may be:
    let in, kept out, or meant by no line yet.
    """
    waiting = everybody = EVERYWHERE.of(version)
    let_in: Spans = ()
    kept_out: Spans = ()
    for line in lines:
        met = common(waiting, line.reach.of(version))
        if line.permits is not False:
            let_in = joined([*let_in, *met])
        if line.permits is not True:
            kept_out = joined([*kept_out, *met])
        if line.reach.exact:
            waiting = without(waiting, met)
    return joined([*let_in, *waiting]), without(everybody, kept_out)


def _lines(text: str, daemon: str, *, permits: bool) -> Iterator[Line]:
    """Lines that may mean a server; what is no line of the library's it leaves out itself."""
    *whole, unfinished = text.replace("\\\n", "").split("\n")
    for line in whole:
        if line.startswith("#") or not line.strip():
            continue
        if len(line) > _LONGEST:
            yield Line(_UNKNOWN, None)
            continue
        servers, *rest = _fields(line)
        meant = _listed(servers, lambda word: _server(word, daemon))
        if rest and meant != NOWHERE:
            clients = _listed(rest[0], _client)
            yield Line(clients if meant.exact else Reach(*clients.both, exact=False), _verdict(rest[1:], permits))
    if unfinished:
        yield Line(EVERYWHERE, None)  # who comes to a line without an end is refused by some builds, let by by others


def _fields(line: str) -> list[str]:
    """Parts of a line between colons, but those of addresses in brackets and those behind a backslash."""
    parts, inside = [""], False
    for sign in line:
        if sign == ":" and not inside and not parts[-1].endswith("\\"):
            parts.append("")
            continue
        parts[-1] += sign
        inside = sign == "[" or (inside and sign != "]")
    return parts


def _listed(text: str, of: _Meaning) -> Reach:
    """What a list means: any of its words, but not what its list behind EXCEPT does, which may have one of its own."""
    words = [word for word in _WORDS.split(text) if word]
    lists: list[list[str]] = [[]]
    for word in words:
        if word.upper() == "EXCEPT":
            lists.append([])
        else:
            lists[-1].append(word)
    each = [union(map(of, words)) for words in lists]
    return reduce(lambda taken, one: one.minus(taken), reversed(each), NOWHERE)


def _server(word: str, daemon: str) -> Reach:
    """Everywhere or nowhere, as a word means the server; one with an address of it does so at that address."""
    name, at, _ = word.partition("@")
    if name.upper() != "ALL" and not _like(name, daemon):
        return NOWHERE
    return _UNKNOWN if at else EVERYWHERE


def _like(pattern: str, text: str) -> bool:
    wild = re.escape(pattern.lower()).replace(r"\*", ".*").replace(r"\?", ".")
    return bool(re.fullmatch(wild, text))


def _client(word: str) -> Reach:  # noqa: PLR0911  # one of each form
    """The addresses of one word of a list of clients."""
    if word.upper() == "ALL":
        return EVERYWHERE
    if word.upper() in {"LOCAL", "KNOWN", "UNKNOWN", "PARANOID"} or word[0] in "@/" or "@" in word:
        return _UNKNOWN  # by names, by files or by what the client says of itself
    if word.startswith("."):
        return reach_of(f"*{word}")
    if "*" in word or "?" in word:
        return reach_of(word)
    if re.fullmatch(r"([0-9]{1,3}\.){1,3}", word):
        return reach_of(f"{word}*")
    if word.startswith("["):
        return _six(word)
    if ":" in word:
        return NOWHERE
    address, slash, mask = word.partition("/")
    return _masked(address, mask) if slash else reach_of(address)  # what is no address is one machine by its name


def _is_four(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3}){3}", text))


def _six(word: str) -> Reach:
    address, _, length = word[1:].partition("]")
    try:
        return reach_of(str(ipaddress.ip_network(f"{address}{length}", strict=False)))
    except ValueError:
        return _UNKNOWN


def _masked(address: str, mask: str) -> Reach:
    """A network of IPv4. One whose address has bits outside its mask is nobody's, and so is one of length 0."""
    if not _is_four(address) or mask == "0":
        return NOWHERE if mask == "0" else _UNKNOWN
    try:
        return reach_of(str(ipaddress.IPv4Network(f"{address}/{mask}")))
    except (ipaddress.NetmaskValueError, ipaddress.AddressValueError):
        return _UNKNOWN
    except ValueError:
        return NOWHERE


def _verdict(options: list[str], permits: bool) -> bool | None:  # noqa: FBT001  # what the file says by itself
    """What a line decides: what its file is for, unless an option says otherwise. A program instead of the server lets
    nobody in, and so does an option that the library does not know.
    """
    for option in options:
        word = option.split("=")[0].split()[:1]
        name = word[0].lower() if word else ""
        if name in {"allow", "deny"}:
            return name == "allow"
        if name not in _HARMLESS:
            return None if name == "aclexec" or (permits and name != "twist") else False
    return permits

"""The effective configuration of OpenSSH's servers, as `sshd -T` prints it: one keyword and its value a line.

Every server that runs is asked with the file and the options that it was started with; where the file changed after the
server began, it is told and in force only from the next start on. Where its files have `Match` blocks, it is asked for
one login of each kind that they tell apart (`-C`), and what asks least counts. One block may be there for the
collection's own sake: a key alone for the account that reads settings, from where it comes.
"""

from auditor.collectors.asks import Answers
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable
from auditor.collectors.kinds.sshd_config import worst, wrappers
from auditor.collectors.kinds.sshd_config.asking import ASKS, FILES, LOGINS, Server, counted, waiting
from auditor.collectors.kinds.sshd_config.logins import met_at, names_no_port_of
from auditor.collectors.kinds.sshd_config.matches import Block, Setting
from auditor.collectors.kinds.sshd_config.servers import PROCESSES, SINCE, changed_since, servers
from auditor.collectors.kinds.sshd_config.sources import limited
from auditor.collectors.kinds.sshd_config.worst import Entry, Values
from auditor.collectors.platforms.linux import LINUX
from auditor.collectors.platforms.linux_sshd import SSHD
from auditor.model.facts.reading import Reading, Unread

_CHANGES = {
    "passwordauthentication": ("password_authentication",),
    "kbdinteractiveauthentication": ("keyboard_interactive",),
    "challengeresponseauthentication": ("keyboard_interactive",),
    "skeyauthentication": ("keyboard_interactive",),
    "pubkeyauthentication": ("public_key",),
    "authenticationmethods": ("authentication_methods",),
    "permitrootlogin": ("permit_root_login",),
    "allowusers": ("allow_users", "source_limited"),
    "denyusers": ("source_limited",),
    "allowgroups": ("allow_groups",),
    "refuseconnection": ("source_limited",),
}
"""Fields by the keyword that changes them within a `Match` block (servconf.c, SSHCFG_MATCH)."""

_CONDITIONAL = tuple(dict.fromkeys(field for fields in _CHANGES.values() for field in fields))
_COUNTS = ("match_blocks", "match_all_blocks")
_SAME_AS = {
    "challengeresponseauthentication": "kbdinteractiveauthentication",
    "skeyauthentication": "kbdinteractiveauthentication",
}
_KEY_ALONE = ("authenticationmethods", ("publickey",))
_SAME_VALUE = {"prohibit-password": "without-password"}
_REFUSED = ("AuthenticationMethods cannot be satisfied by enabled authentication methods", "reprocess config line ")
"""What the server says of a login whose methods are switched off, or whose blocks it does not take: it ends it."""


def read(answers: Answers) -> Reading:
    """What asks least of any login at any server; what a block may change for logins not asked about is unread."""
    running = servers(answers[PROCESSES])
    unread = [gap(field, place, "not_read") for place in running.strangers for field in (*_CONDITIONAL, "ports")]
    if not running.seen:
        unread += [gap(field, PROCESSES.id, "not_told") for field in (*_CONDITIONAL, "ports")]
    if path := changed_since(answers[SINCE.ages], answers[SINCE.files]):
        unread += [gap(field, path, "changed_since") for field in (*_CONDITIONAL, "ports")]
    each = counted(answers)
    entries: list[Entry] = []
    blocks = for_all = 0
    whole = True
    asked = [(server, *_usual(server, answers)) for server in each]
    met = [server for server, known, _ in asked if known is None or not _is_the_machines_own(server, known)]
    for server, known, whole_values in asked:
        if known is None:
            unread += [gap(field, _place(server.options), "not_told") for field in (*_CONDITIONAL, "ports")]
            continue
        missing = worst.lacking(known)
        if missing:
            return unreadable(f"the server's effective configuration lacks {', '.join(missing)}")
        if met and server not in met:
            continue
        mine, gaps = _entries(server, answers, known)
        entries += mine
        unread += gaps
        whole = whole and whole_values and server.found is not None and not server.found.elsewhere
        if server.found is not None:
            blocks, for_all = blocks + len(server.found.blocks), for_all + server.found.for_all
    if not entries:
        return Reading()
    data, more = worst.data_of(entries, wrappers.reach(answers))
    counts = dict(zip(_COUNTS, (blocks, for_all), strict=True)) if whole else {}
    gaps_once = tuple(dict.fromkeys((*more, *unread)))
    return Reading(data.model_copy(update=counts), cover_of(answers, DIALECT.asks), gaps_once)


def _usual(server: Server, answers: Answers) -> tuple[Values | None, bool]:
    """What a server tells without a login, None where it does not."""
    answer = dict(answers[LOGINS].files).get(" ".join(server.alone)) if server.options else answers[SSHD]
    return (worst.values(answer.text), True) if answer is not None and answer.ok else (None, False)


def _is_the_machines_own(server: Server, told: Values) -> bool:
    """Whether a server of its own settings listens on the loopback alone, where nobody comes in from outside. The usual
    one may be started by a socket that listens elsewhere.
    """
    places = told.get("listenaddress", ())
    return bool(server.options and places) and all(map(_on_loopback, places))


def _on_loopback(place: str) -> bool:
    host = place.rpartition(":")[0].strip("[]")
    return host == "::1" or host.startswith("127.")


def _listened(server: Server, answers: Answers, told: Values) -> frozenset[str]:
    """Ports at which a server takes logins from outside; none where a socket decides that."""
    if not server.options and waiting(answers):
        return frozenset()
    return frozenset(place.rpartition(":")[2] for place in told.get("listenaddress", ()) if not _on_loopback(place))


def _place(words: tuple[str, ...]) -> str:
    return " ".join((SSHD.id, *words))


def _entries(server: Server, answers: Answers, usual: Values) -> tuple[list[Entry], list[Unread]]:
    """What each login meets at one server, and the fields that a block may change for others."""
    if server.found is None:
        code, where = ("not_read", FILES.id) if server.hidden is None else ("file_not_readable", server.hidden)
        return [Entry(usual)], [gap(field, where, code) for field in (*_COUNTS, *_CONDITIONAL)]
    told = dict(answers[LOGINS].files)
    ports, blocks = _listened(server, answers, usual), server.found.blocks
    logins = [login for login in server.logins if met_at(login, blocks, ports)]
    asked = [(login, told.get(" ".join((*server.options, *login.words)))) for login in logins]
    met = [Entry(worst.values(text.text), login) for login, text in asked if text is not None and text.ok]
    refused = sum(text is not None and any(words in text.said for words in _REFUSED) for _, text in asked)
    all_told = len(met) + refused == len(logins) and not server.too_many
    entries = [entry for entry in met if not _is_collectors(entry, server, answers)]
    unread = [
        gap(field, found, "not_read") for found in server.found.elsewhere[:1] for field in (*_COUNTS, *_CONDITIONAL)
    ]
    places: dict[str, str] = {}
    for block in blocks:
        if names_no_port_of(block, ports):
            continue
        own = _is_of_collector(block, answers.accounts)
        for setting in block.settings:
            if own and (setting.key, setting.words) == _KEY_ALONE:
                continue
            seen = _seen(setting, met) and (all_told or _SAME_AS.get(setting.key, setting.key) not in worst.LISTS)
            if not seen:
                places |= {field: places.get(field, setting.place) for field in _changed(setting, usual)}
    unread += [gap(field, place, "conditional") for field, place in sorted(places.items())]
    return entries if all_told and (entries or refused) else [Entry(usual), *entries], unread


def _is_collectors(entry: Entry, server: Server, answers: Answers) -> bool:
    """Whether it is met by the account that reads settings alone, with its key alone."""
    login = entry.login
    if login is None or login.user not in answers.accounts or entry.values.get(_KEY_ALONE[0]) != list(_KEY_ALONE[1]):
        return False
    blocks = server.found.blocks if server.found else ()
    return any(
        _is_of_collector(block, answers.accounts)
        and login.user in block.criteria.get("user", "").split(",")
        and not any(setting.key != _KEY_ALONE[0] and setting.key in _CHANGES for setting in block.settings)
        for block in blocks
    )


def _is_of_collector(block: Block, accounts: tuple[str, ...]) -> bool:
    """Whether it holds for accounts alone that the settings of the collection log in with, from some addresses: nobody
    administers with them, and a program has no second factor.
    """
    users = block.criteria.get("user", "").split(",")
    source = block.criteria.get("address", "")
    return bool(source) and set(users) <= set(accounts) and limited([f"any@{source}"], ()) is True


def _seen(setting: Setting, entries: list[Entry]) -> bool:
    """Whether some login that was asked about met what a line of a block sets."""
    key = _SAME_AS.get(setting.key, setting.key)
    wanted = set(_compared(setting.words))
    for entry in entries:
        met = set(_compared(worst.words(entry.values, key)))
        if met == wanted or (key in worst.LISTS and wanted and wanted <= met):
            return True
    return False


def _changed(setting: Setting, usual: Values) -> tuple[str, ...]:
    """The fields that a line of a conditional block makes different from what holds for everybody."""
    key = _SAME_AS.get(setting.key, setting.key)
    fields = _CHANGES.get(setting.key, ())
    if key in worst.LISTS or key not in usual:
        return fields
    return () if _compared(setting.words) == _compared(worst.words(usual, key)) else fields


def _compared(given: tuple[str, ...]) -> list[str]:
    return sorted(_SAME_VALUE.get(word.lower(), word.lower()) for word in given)


DIALECT = Dialect(
    kind="sshd_config", platform=LINUX, asks=(*ASKS, *wrappers.ASKS), read=read, tool="sshd -T", truth="sshd -T -C"
)

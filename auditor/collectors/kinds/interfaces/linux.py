"""Interfaces as iproute2 tells them."""

from auditor.collectors.asks import Answers
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable
from auditor.collectors.platforms.linux import ADDRESSES, LINUX
from auditor.collectors.trees import iproute
from auditor.errors import UnreadableError
from auditor.model.facts.interfaces import Interfaces
from auditor.model.facts.reading import Reading


def read(answers: Answers) -> Reading:
    """Interfaces that are up, with both kinds of address."""
    answer = answers[ADDRESSES]
    if not answer.ok:
        return Reading()
    try:
        found = iproute.parse_addresses(answer.text)
    except UnreadableError as fault:
        return unreadable(fault.message)
    unread = () if found.whole else (gap("interfaces", ADDRESSES.id, "not_understood"),)
    return Reading(Interfaces(interfaces=found.interfaces), cover_of(answers, DIALECT.asks), unread)


DIALECT = Dialect(
    kind="interfaces", platform=LINUX, asks=(ADDRESSES,), read=read, tool="ip addr", truth="iproute2, from the kernel"
)

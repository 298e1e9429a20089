"""The filter that a Linux machine keeps for itself: nftables and iptables, asked what they let in."""

import ipaddress
from collections.abc import Iterable

from auditor.collectors.asks import Answers
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable
from auditor.collectors.filtering.ruleset import Filter
from auditor.collectors.kinds.host_filter.spans import tcp_spans
from auditor.collectors.platforms.linux import ADDRESSES, LINUX
from auditor.collectors.platforms.linux_filters import PACKET_FILTER, answered, gaps
from auditor.collectors.trees import iproute
from auditor.errors import UnreadableError
from auditor.model.facts.host_filter import HostFilter
from auditor.model.facts.interfaces import HostInterface
from auditor.model.facts.reading import Reading


def read(answers: Answers) -> Reading:
    """From where each TCP port of the machine is reached, past every table there is."""
    filters = answered(answers)
    if not answers[ADDRESSES].ok or not filters.tells:
        return Reading()
    try:
        links = iproute.parse_addresses(answers[ADDRESSES].text)
        spans = tcp_spans(Filter(filters), links.interfaces)
    except UnreadableError as fault:
        return unreadable(fault.message)
    unread = gaps(["tcp"], DIALECT.unanswered(answers), whole=links.whole)
    if not _is_anywhere(links.interfaces):  # nobody gets to a machine without an address, whatever its filter lets in
        unread = (*unread, gap("tcp", ADDRESSES.id, "not_told"))
    return Reading(HostFilter(tcp=spans), cover_of(answers, DIALECT.asks), unread)


def _is_anywhere(cards: Iterable[HostInterface]) -> bool:
    """Whether the machine has an address that others can send to."""
    return any(not ipaddress.ip_address(address).is_loopback for card in cards for address in card.addresses)


DIALECT = Dialect(
    kind="host_filter",
    platform=LINUX,
    asks=(*PACKET_FILTER, ADDRESSES),
    read=read,
    tool="nft list ruleset",
    truth="nft and iptables, from the kernel",
)

"""The filter that a Linux machine keeps for itself: nftables and iptables, asked what they let in."""

from auditor.collectors.asks import Answers
from auditor.collectors.dialect import Dialect, cover_of, fault_of, gap, unreadable
from auditor.collectors.filtering.ruleset import Filter
from auditor.collectors.kinds.host_filter.spans import tcp_spans
from auditor.collectors.platforms.linux import ADDRESSES, LINUX
from auditor.collectors.platforms.linux_filters import PACKET_FILTER, answered
from auditor.collectors.trees import iproute
from auditor.errors import UnreadableError
from auditor.model.facts.host_filter import HostFilter
from auditor.model.facts.reading import Reading


def read(answers: Answers) -> Reading:
    """From where each TCP port of the machine is reached, past every table there is."""
    filters = answered(answers)
    if not answers[ADDRESSES].ok or (filters.nft is None and not filters.over_nft and not filters.legacy):
        return Reading()
    try:
        links = iproute.parse_addresses(answers[ADDRESSES].text)
        spans = tcp_spans(Filter(filters), links.interfaces)
    except UnreadableError as fault:
        return unreadable(fault.message)
    missing = [(ask.id, gone.cause.code) for ask in DIALECT.asks if (gone := fault_of(ask, answers[ask])) is not None]
    missing += [] if links.whole else [(ADDRESSES.id, "not_understood")]
    unread = tuple(gap("tcp", where, code) for where, code in missing)
    return Reading(HostFilter(tcp=spans), cover_of(answers, DIALECT.asks), unread)


DIALECT = Dialect(
    kind="host_filter",
    platform=LINUX,
    asks=(*PACKET_FILTER, ADDRESSES),
    read=read,
    tool="nft list ruleset",
    truth="nft and iptables, from the kernel",
)

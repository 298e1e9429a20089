"""What a Linux gateway forwards: its whole packet filter, asked for each pair of the zones around it."""

from auditor.collectors.asks import MAY_BE_ABSENT, NO_SUCH_FILE, Answer, Answers, Command
from auditor.collectors.dialect import Dialect, Readings, cover_of, is_gateway, unreadable
from auditor.collectors.filtering.reach import Wall
from auditor.collectors.filtering.ruleset import Filter
from auditor.collectors.kinds.firewall import told
from auditor.collectors.kinds.firewall.crossing import Crossing, Crossings
from auditor.collectors.kinds.firewall.places import Places, zones_of
from auditor.collectors.platforms.linux import ADDRESSES, LINUX, ROUTES_4, ROUTES_6
from auditor.collectors.platforms.linux_filters import PACKET_FILTER, answered, gaps
from auditor.collectors.trees import iproute
from auditor.errors import UnreadableError
from auditor.model.facts import Firewall
from auditor.model.facts.addressed import Family
from auditor.model.facts.reading import Reading

IPV6_FORWARDING = Command(
    id="ipv6 forwarding",
    words=("cat", "/proc/sys/net/ipv6/conf/all/forwarding"),
    of_network=True,
    absent=NO_SUCH_FILE,
    accepts=MAY_BE_ABSENT,  # a kernel without IPv6; it then counts as forwarding, which is never narrower
)


def read(answers: Answers) -> Readings:
    """One reading for each zone the gateway really stands in."""
    filters = answered(answers)
    if not answers[ADDRESSES].ok or not filters.tells:
        return Reading()
    try:
        links = iproute.parse_addresses(answers[ADDRESSES].text)
        found = _crossings(answers, Filter(filters), links)
    except UnreadableError as fault:
        return unreadable(fault.message)
    joined = set(zones_of(links.interfaces, answers.zones).values())
    missing = gaps(Firewall.model_fields, DIALECT.unanswered(answers), whole=links.whole)
    cover = cover_of(answers, DIALECT.asks)
    readings = {}
    for zone in sorted(joined):
        data, unread = told.firewall(zone, found[zone])
        readings[zone] = Reading(data, cover, (*missing, *unread))
    return readings


def _crossings(answers: Answers, rules: Filter, links: iproute.Links) -> dict[str, list[tuple[Places, Crossing]]]:
    """What leaves each zone, over each IP version that is forwarded."""
    joined = zones_of(links.interfaces, answers.zones)
    names = rules.names(link.name for link in links.interfaces)
    found: dict[str, list[tuple[Places, Crossing]]] = {zone: [] for zone in joined.values()}
    table = iproute.parse_routes(*(_rows(answers[ask]) for ask in (ROUTES_4, ROUTES_6)))
    routes = table.routes if table.whole else ()  # without all of them nobody knows a way
    families: tuple[Family, ...] = ("ipv4", "ipv6") if _forwards_ipv6(answers) else ("ipv4",)
    for family in families:
        places = Places(family, names, answers.zones, joined, links.interfaces, routes)
        crossings = Crossings(Wall(rules, "forward", family, names, places.own), places)
        for zone, leaving in found.items():
            leaving += [(places, crossing) for crossing in crossings.leaving(zone)]
    return found


def _rows(answer: Answer) -> str:
    return answer.text if answer.ok and answer.text.strip() else "[]"


def _forwards_ipv6(answers: Answers) -> bool:
    return answers[IPV6_FORWARDING].text.strip() != "0"


DIALECT = Dialect(
    kind="firewall",
    platform=LINUX,
    asks=(*PACKET_FILTER, ADDRESSES, ROUTES_4, ROUTES_6, IPV6_FORWARDING),
    read=read,
    tool="nft list ruleset",
    truth="nft and iptables, from the kernel",
    wanted=is_gateway,
)

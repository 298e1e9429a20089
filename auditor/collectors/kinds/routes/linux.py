"""Routes of both IP versions and of every table, the rules that lead to them, and the proxies that files name."""

import ipaddress
from collections.abc import Iterable

from auditor.collectors import spans
from auditor.collectors.asks import NO_SUCH_FILE, Answers, Command, Trouble
from auditor.collectors.dialect import Dialect, cover_of, gap, unreadable
from auditor.collectors.kinds.routes import proxies
from auditor.collectors.platforms.linux import LINUX, ROUTES_4, ROUTES_6
from auditor.collectors.trees import iproute
from auditor.errors import UnreadableError
from auditor.model.facts.addressed import Family
from auditor.model.facts.reading import Reading, Unread
from auditor.model.facts.routes import Route, Routes

RULES_4 = Command(id="ip rule", words=("ip", "-j", "-4", "rule", "show"), of_network=True)
RULES_6 = Command(id="ip -6 rule", words=("ip", "-j", "-6", "rule", "show"), of_network=True)
HOPS = Command(
    id="ip nexthop",
    words=("ip", "-j", "nexthop", "show"),
    of_network=True,
    # versions before 5.3 know none, and then no route names one
    accepts=frozenset({Trouble.MISSING, Trouble.FAILED}),
)
PROXIES = Command(
    id="proxy settings",
    words=("grep", "-rHIi", "-m", "50", "-E", "proxy|pac-url", *proxies.PATHS),
    absent=NO_SUCH_FILE,
    # it ends badly where one of the files is not there, or none has the word; what it says tells which
    accepts=frozenset({Trouble.MISSING, Trouble.DENIED, Trouble.FAILED}),
)

_FAMILIES: tuple[tuple[Family, int, Command, Command], ...] = (
    ("ipv4", 4, ROUTES_4, RULES_4),
    ("ipv6", 6, ROUTES_6, RULES_6),
)
_OF_ROUTES = ("routes", "tables", "default", "default_families")


def read(answers: Answers) -> Reading:
    """Every table that a rule leads to; all of them where the rules are not told."""
    if not answers[ROUTES_4].ok:
        return Reading()
    try:
        found = {version: _parsed(answers, routes, version) for _, version, routes, _ in _FAMILIES}
        rules = {family: _rules(answers, ask, family) for family, _, _, ask in _FAMILIES}
    except UnreadableError as fault:
        return unreadable(fault.message)
    unread: list[Unread] = []
    led_to: list[Route] = []
    whole_families: list[Family] = []
    for family, version, routes, rule in _FAMILIES:
        table, known = found[version], rules[family]
        if known is not None and not known.tables and table is not None and table.routes:
            known = rules[family] = None
        unread += _gaps(table, known, (routes, rule))
        mine = [route for route in (table.routes if table else ()) if known is None or _leads(known, route)]
        led_to += mine
        if spans.share(family, _numbers(mine, version)) == 1:
            whole_families.append(family)
    told = {item.field for item in unread}
    proxy = proxies.read(answers[PROXIES], PROXIES.id)
    unread += [gap("proxy", place, code) for place, code in proxy.unread]
    data = Routes(
        routes=tuple(led_to),
        default=True if whole_families else None if "default" in told else False,
        default_families=None if "default_families" in told else tuple(whole_families),
        tables=None if "tables" in told else tuple(sorted({route.table or "main" for route in led_to})),
        policy_rules=None
        if "policy_rules" in told
        else tuple(rule for known in rules.values() if known for rule in known.rules),
        proxy=None if proxy.unread and not proxy.first else proxy.first,
    )
    cover = cover_of(answers, DIALECT.asks[:-1])
    read_too = (PROXIES.id,) * proxy.searched
    return Reading(data, cover.model_copy(update={"read": (*cover.read, *read_too)}), tuple(unread))


def _parsed(answers: Answers, ask: Command, version: int) -> iproute.Table | None:
    """None where a version's table was not told."""
    text = answers[ask].text
    if not answers[ask].ok or not text.strip():
        return None
    hops = iproute.parse_hops(answers[HOPS].text) if answers[HOPS].ok and answers[HOPS].text.strip() else {}
    return iproute.parse_routes(*(("[]", text) if version == 6 else (text,)), hops=hops)  # noqa: PLR2004  # the IP version


def _rules(answers: Answers, ask: Command, family: Family) -> iproute.Rules | None:
    """None where they were not told; a machine that has an IP version has rules for it."""
    if not answers[ask].ok or not answers[ask].text.strip():
        return None
    return iproute.parse_rules(answers[ask].text, family)


def _gaps(table: iproute.Table | None, rules: iproute.Rules | None, asks: tuple[Command, Command]) -> list[Unread]:
    found: list[Unread] = []
    for ask, fields, part in ((asks[0], _OF_ROUTES, table), (asks[1], ("policy_rules", *_OF_ROUTES), rules)):
        code = "not_told" if part is None else None if part.whole else "not_understood"
        found += [gap(field, ask.id, code) for field in fields if code]
    return found


def _leads(rules: iproute.Rules, route: Route) -> bool:
    return rules.by_device or route.table in rules.tables


def _numbers(routes: Iterable[Route], version: int) -> spans.Spans:
    found: list[spans.Span] = []
    for route in routes:
        try:
            network = ipaddress.ip_network(route.prefix)
        except ValueError:
            continue
        if network.version == version:
            found.append(spans.of_network(network))
    return spans.joined(found)


DIALECT = Dialect(
    kind="routes",
    platform=LINUX,
    asks=(ROUTES_4, ROUTES_6, RULES_4, RULES_6, HOPS, PROXIES),
    read=read,
    tool="ip route, ip rule",
    truth="iproute2, from the kernel",
)

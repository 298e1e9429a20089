"""The lab's inventory as somebody writes it who wants a verdict to come out better, or by mistake."""

import datetime
from collections.abc import Callable
from typing import Any

Lists = dict[str, list[dict[str, Any]]]
Change = Callable[[Lists], None]
Said = tuple[str, str]
"""Key of an entry, and words of what is said of it."""


def put(list_name: str, identifier: str, **values: Any) -> Change:
    """Gives keys of an entry other values; None takes a key away."""

    def change(lists: Lists) -> None:
        entry = next(one for one in lists[list_name] if one["id"] == identifier)
        for key, value in values.items():
            entry[key] = value
            if value is None:
                del entry[key]

    return change


def add(list_name: str, **entry: Any) -> Change:
    """One entry more."""
    return lambda lists: lists[list_name].append(entry)


def drop(list_name: str, identifier: str) -> Change:
    """One entry less."""
    return lambda lists: lists[list_name].remove(next(one for one in lists[list_name] if one["id"] == identifier))


def flow(source: str, target: str, *ports: str, **more: Any) -> Change:
    """One permission more."""
    return add("flows", id="more", from_zone=source, to_zone=target, ports=list(ports), **more)


def leg(network: str, address: str) -> dict[str, str]:
    """An address of a machine."""
    return {"network": network, "address": address}


MANY = tuple(f"tcp/{port}" for port in (21, 22, 23, 25, 80, 139, 443, 445, 1433, 3306, 3389, 5432, 8080, 8443))

IMPOSSIBLE: dict[str, tuple[tuple[Change, ...], Said]] = {
    "the label is dropped from the system of secret documents": (
        (put("systems", "secret-docs-a", label=None), put("data_sets", "vanban-mat-a", label=None)),
        ("systems[secret-docs-a].kind", "carries no label"),
    ),
    "an ordinary system is called one of secret documents": (
        (put("systems", "dms", kind="secret_docs"),),
        ("systems[dms].kind", "carries no label"),
    ),
    "the old regime is claimed although the approval is newer": (
        (put("systems", "land", levelled_under="nd85"),),
        ("systems[land].levelled_under", "ev-land-approval of 2026-09-10: on or after 2026-08-19"),
    ),
    "the old regime is claimed by a system without a level": (
        (put("systems", "portal", levelled_under="nd85", level=None), drop("evidence", "ev-portal-approval")),
        ("systems[portal].levelled_under", "no level is given"),
    ),
    "the old regime is claimed by a system whose investment began too late": (
        (put("systems", "land", levelled_under="nd85", invested_on=datetime.date(2026, 7, 1)),),
        ("systems[land].levelled_under", "ev-land-approval of 2026-09-10: on or after 2026-08-19"),
    ),
    "a system is accepted before it stands": (
        (put("systems", "land", built_on=datetime.date(2026, 8, 1), accepted_on=datetime.date(2026, 7, 1)),),
        ("systems[land].accepted_on", "lies before built_on, 2026-08-01"),
    ),
    "the new regime is claimed with an approval from before it": (
        (put("systems", "dms", levelled_under="nd331"),),
        ("systems[dms].levelled_under", "ev-dms-approval of 2024-05-10: before 2026-08-19"),
    ),
    "the approval is dated back": (
        (put("evidence", "ev-tthc-approval", date=datetime.date(2026, 5, 1)),),
        ("systems[tthc].levelled_under", "ev-tthc-approval of 2026-05-01"),
    ),
    "the link to a ministry is one of an independent LAN": (
        (put("links", "l-sdoc-b-out", network="independent_lan"),),
        ("links[l-sdoc-b-out].network", "leads to a body of kind ministry"),
    ),
    "the link to a ministry is one of a local network": (
        (put("links", "l-sdoc-b-out", network="lan"),),
        ("links[l-sdoc-b-out].network", "leads to a body of kind ministry"),
    ),
    "the link to the national centre is one of a local network": (
        (put("links", "l-store-quocgia", network="lan"),),
        ("links[l-store-quocgia].network", "leads to a body of kind national"),
    ),
    "a link between premises is one of an independent LAN": (
        (put("links", "l-axis-party", network="independent_lan"),),
        ("links[l-axis-party].network", "its ends stand at idc and at tinh-uy"),
    ),
    "a link of ordinary systems is one of an independent LAN": (
        (put("links", "l-tthc-lgsp", network="independent_lan"),),
        ("links[l-tthc-lgsp].network", "no machine of one end stands in one"),
    ),
    "a link between two independent LANs stays on one": (
        (
            add("links", id="more", source="secret-docs-a", target="secret-docs-b", channel="file",
                network="independent_lan", label="mat"),
        ),
        ("links[more].network", "its ends stand in two: lan_a and lan_b"),
    ),
    "two zones of one domain have the same prefix": (
        (add("networks", id="more", zone="office", prefixes=["10.20.20.0/24"]),),
        ("networks[net-servers].prefixes[0]", "is also that of network 'more' in zone 'office'"),
    ),
    "a second network of the office takes the servers": (
        (add("networks", id="more", zone="office", prefixes=["10.20.20.0/27"]),),
        ("hosts[tthc-app].interfaces[0].address", "lies in network 'more' of zone 'office'"),
    ),
    "a site is without zones that stand there": (
        (put("sites", "idc", without=["border", "servers", "dmz", "database", "management", "wireless"]),),
        ("sites[idc].without[3]", "a zone of that kind is declared there"),
    ),
    "a commune office is without its wireless zone": (
        (put("sites", "xa-halong", without=["wireless"]),),
        ("sites[xa-halong].without[0]", "a zone of that kind is declared there"),
    ),
    "a link's exception is a paper of another kind": (
        (put("links", "l-portal-map", exception="ev-portal-golive"),),
        ("links[l-portal-map].exception", "names a paper of kind go_live, not exception"),
    ),
    "a system's cipher record is a paper of another kind": (
        (put("systems", "secret-docs-b", secret_protection={"provider": "civil", "record": "ev-portal-golive"}),),
        ("systems[secret-docs-b].secret_protection.record", "names a paper of kind go_live"),
    ),
}  # fmt: skip
"""Variants whose declarations cannot all be true."""

_OTHERS = ("border", "dmz", "servers", "database", "management", "office", "tslcd", "tslcd_xa")

ASKED: dict[str, tuple[tuple[Change, ...], Said]] = {
    "an approval has no number": (
        (put("evidence", "ev-tthc-approval", number="chưa có"),),
        ("evidence[ev-tthc-approval].number", "is no number of a paper"),
    ),
    "an approval has no issuer": (
        (put("evidence", "ev-tthc-approval", issuer="..."),),
        ("evidence[ev-tthc-approval].issuer", "names nobody"),
    ),
    "a company approves a level": (
        (put("evidence", "ev-tthc-approval", issuer="Công ty Cổ phần Giải pháp"),),
        ("evidence[ev-tthc-approval].issuer", "that it may not issue about 'tthc'"),
    ),
    "a decision has no reason": (
        (put("systems", "tthc", decision_reason="N/A"),),
        ("systems[tthc].decision_reason", "says nothing"),
    ),
    "a feed leads nowhere": (
        (put("systems", "tthc", monitoring={"feed": "provincial", "endpoint": "-"}),),
        ("systems[tthc].monitoring.endpoint", "is said to feed the provincial centre"),
    ),
    "a data set is synchronised to dots": (
        (put("data_sets", "tthc-hoso", sync={"target": "...", "cycle_minutes": 120}),),
        ("data_sets[tthc-hoso].sync.target", "says nothing"),
    ),
    "a data set is synchronised to a disk": (
        (put("data_sets", "tthc-hoso", sync={"target": "ổ cứng phòng máy", "cycle_minutes": 120}),),
        ("data_sets[tthc-hoso].sync.target", "does not show that it is of the nation"),
    ),
    "a system is accepted on a day that has not come": (
        (put("systems", "land", accepted_on=datetime.date(2027, 7, 1)),),
        ("systems[land].accepted_on", "lies after 2026-11-29, the day of this check"),
    ),
    "a zone names no domain": (
        (put("zones", "wireless", domain=None), *(put("zones", one, domain="tinh") for one in _OTHERS)),
        ("zones[wireless].domain", "names no `domain`, and so stands in 'province'"),
    ),
    "label and kind are dropped, the machine's role is not": (
        (
            put("systems", "secret-docs-a", label=None, kind="application", declares_secrets=None),
            put("data_sets", "vanban-mat-a", label=None),
        ),
        ("hosts[sdoc-a].roles", "is a machine for secret documents of a system without a label"),
    ),
    "label, kind and roles are dropped, the place is not": (
        (
            put("systems", "secret-docs-a", label=None, kind="application", declares_secrets=None),
            put("data_sets", "vanban-mat-a", label=None),
            put("hosts", "sdoc-a", roles=["app"]),
            put("hosts", "sdoc-a-pc", roles=["workstation"]),
        ),
        ("hosts[sdoc-a].interfaces[0].network", "stands in a labelled network or an independent LAN"),
    ),
    "the label is dropped from an independent LAN": (
        (put("zones", "lan_b", label=None), put("networks", "net-lan_b", label=None)),
        ("zones[lan_b].kind", "is an independent LAN, as state secrets need one, and carries no label"),
    ),
    "every label is dropped": (
        (
            put("zones", "lan_a", label=None),
            put("networks", "net-lan_a", label=None),
            put("systems", "secret-docs-a", label=None, kind="application", declares_secrets=None),
            put("data_sets", "vanban-mat-a", label=None),
            put("hosts", "sdoc-a", roles=["app"]),
            put("hosts", "sdoc-a-pc", roles=["workstation"]),
        ),
        ("hosts[sdoc-a].interfaces[0].network", "stands in a labelled network or an independent LAN"),
    ),
    "only the system's own statement of secrets is left": (
        (put("systems", "dms", declares_secrets=True),),
        ("systems[dms].declares_secrets", "says that it holds state secrets"),
    ),
    "a machine of an ordinary system is moved into an independent LAN": (
        (put("hosts", "axis-gw", interfaces=[leg("net-lan_a", "192.168.1.40")]), drop("flows", "axis-party")),
        ("hosts[axis-gw].interfaces[0].network", "its system has no label of its own"),
    ),
    "the secret system runs on an ordinary machine": (
        (put("systems", "secret-docs-a", runs_on=["report-app"]),),
        ("systems[secret-docs-a].runs_on[0]", "runs on a machine of a system that has no label"),
    ),
    "an ordinary system runs on a secret machine": (
        (put("systems", "dms", runs_on=["sdoc-b-pc"]),),
        ("systems[dms].runs_on[0]", "has no label, and runs on a machine of a system that has one"),
    ),
    "services of an ordinary machine are given to the secret system": (
        (put("endpoints", "portal-web/tcp/443", system="secret-docs-a"),),
        ("systems[secret-docs-a]", "runs on a machine of a system that has no label"),
    ),
    "the old regime is claimed without a paper": (
        (put("systems", "portal", levelled_under="nd85"), drop("evidence", "ev-portal-approval")),
        ("systems[portal].levelled_under", "of which no paper is entered"),
    ),
    "the level is left out although a paper approves one": (
        (put("systems", "portal", level=None, levelled_under=None),),
        ("systems[portal].level", "a paper approves one"),
    ),
    "a key system is of level 1": (
        (put("systems", "land", level=1),),
        ("systems[land].level", "is below 3, and the system is a key system"),
    ),
    "the master of shared data is of level 1": (
        (put("systems", "earchive", level=1),),
        ("systems[earchive].level", "is below 2, and the system holds the master of shared data"),
    ),
    "a system with personal data is of level 1": (
        (put("systems", "mail", level=1, personal_data={"kind": "basic", "subjects": 9000}),),
        ("systems[mail].level", "is below 2, and the system holds personal data"),
    ),
    "the procedure system is of level 2": (
        (put("systems", "tthc", level=2, key_system=None),),
        ("systems[tthc].level", "is of kind tthc and serves the province"),
    ),
    "the role of a database is another one": (
        (put("hosts", "land-db", roles=["app"]),),
        ("endpoints[land-db/tcp/5432].purpose", "its machine not the role database"),
    ),
    "the role of a database is left out": (
        (put("hosts", "land-db", roles=[]),),
        ("endpoints[land-db/tcp/5432].purpose", "its machine not the role database"),
    ),
    "the role of a cache is left out": (
        (put("hosts", "lgsp-cache", roles=[]),),
        ("endpoints[lgsp-cache/tcp/6379].purpose", "its machine not the role cache"),
    ),
    "the role of the time server is left out": (
        (put("hosts", "idc-ntp", roles=[]),),
        ("endpoints[idc-ntp/udp/123].purpose", "its machine not the role time_server"),
    ),
    "the role of the name server is left out": (
        (put("hosts", "idc-dns", roles=[]),),
        ("endpoints[idc-dns/tcp/53].purpose", "its machine not the role dns"),
    ),
    "the role of the log collector is left out": (
        (put("hosts", "idc-log", roles=[]),),
        ("endpoints[idc-log/tcp/1514].purpose", "its machine not the role log_collector"),
    ),
    "the service of a database is left out": (
        (drop("endpoints", "land-db/tcp/5432"),),
        ("hosts[land-db].roles[0]", "none of its services has purpose database"),
    ),
    "the service of a database is called something else": (
        (put("endpoints", "land-db/tcp/5432", purpose="other"),),
        ("endpoints[land-db/tcp/5432].purpose", "at the usual port of database"),
    ),
    "the service of the time server is left out": (
        (drop("endpoints", "idc-ntp/udp/123"),),
        ("hosts[idc-ntp].roles[0]", "none of its services has purpose ntp"),
    ),
    "an API is called web": (
        (put("endpoints", "tthc-web/tcp/443/api-v1", purpose="web"),),
        ("endpoints[tthc-web/tcp/443/api-v1].purpose", "its id or path names an API"),
    ),
    "an API is called other": (
        (put("endpoints", "tthc-web/tcp/443/api-v1", purpose="other"),),
        ("endpoints[tthc-web/tcp/443/api-v1].purpose", "its id or path names an API"),
    ),
    "an administration service is called web": (
        (put("endpoints", "portal-web/tcp/22", purpose="web"),),
        ("endpoints[portal-web/tcp/22].purpose", "at the usual port of ssh"),
    ),
    "a link to a company stays on the local network": (
        (put("links", "l-portal-map", network="lan"),),
        ("links[l-portal-map].network", "leads to a body of kind enterprise"),
    ),
    "a link to the body above stays on the independent LAN": (
        (put("links", "l-sdoc-a-out", network="independent_lan"),),
        ("links[l-sdoc-a-out].network", "leads to a body of kind party"),
    ),
    "a link of an independent LAN has nobody at its other end": (
        (put("links", "l-sdoc-a-lan", organisation=None),),
        ("links[l-sdoc-a-lan].network", "nobody is named at the other end"),
    ),
    "a link between premises is one of a local network": (
        (put("links", "l-axis-party", network="lan"),),
        ("links[l-axis-party].network", "its ends stand at idc and at tinh-uy"),
    ),
    "the prefix of an office holds another zone": (
        (put("networks", "net-office", prefixes=["10.30.0.0/16", "2001:db8:301::/64"]),),
        ("networks[net-wireless].prefixes[0]", "lies in 10.30.0.0/16 of network 'net-office' in zone 'office'"),
    ),
    "the office leg of a secret machine is a second network of the LAN": (
        (
            add("networks", id="more", zone="lan_b", kind="independent_lan", label="mat", prefixes=["10.30.1.64/26"]),
            put("hosts", "sdoc-b-pc", interfaces=[leg("net-lan_b", "192.168.1.12"), leg("more", "10.30.1.77")]),
        ),
        ("networks[more].prefixes[0]", "is an independent LAN's, and has addresses that a zone outside of it has too"),
    ),
    "an independent LAN shares the province's routing domain": (
        (put("zones", "lan_b", domain="province"),),
        ("zones[lan_b].domain", "shares its routing domain with other zones"),
    ),
    "an independent LAN is called an internal zone": (
        (put("zones", "lan_b", kind="internal"),),
        ("networks[net-lan_b].kind", "does not agree with zone 'lan_b' of kind internal"),
    ),
    "the network of an independent LAN is called an ordinary one": (
        (put("networks", "net-lan_b", kind="lan"),),
        ("networks[net-lan_b].kind", "does not agree with zone 'lan_b' of kind independent_lan"),
    ),
    "the zone and the network of an independent LAN are called ordinary": (
        (put("zones", "lan_b", kind="internal"), put("networks", "net-lan_b", kind="lan")),
        ("networks[net-lan_b].kind", "carries a label, and is no independent LAN"),
    ),
    "the LAN of an office is called management": (
        (put("zones", "office", kind="management"),),
        ("zones[office].kind", "stands in the office of a commune"),
    ),
    "the network of an office is called management": (
        (put("networks", "net-office", kind="management"),),
        ("networks[net-office].kind", "does not agree with zone 'office' of kind internal"),
    ),
    "the internet is called an internal zone": (
        (put("zones", "internet", kind="internal"),),
        ("networks[net-internet].kind", "does not agree with zone 'internet' of kind internal"),
    ),
    "a commune office has a routing domain of its own": (
        (put("zones", "office", domain="xa"),),
        ("zones[office].domain", "joins it to another one's zone"),
    ),
    "a commune's domain shares prefixes with the province's": (
        (
            add("zones", id="more", name={"vi": "Mạng xã khác"}, kind="internal", site="xa-halong", domain="xa"),
            add("networks", id="net-more", zone="more", prefixes=["10.20.30.0/24"]),
        ),
        ("networks[net-more].prefixes[0]", "has addresses that a zone of another routing domain has too"),
    ),
    "a site is without zones that its level needs": (
        (put("sites", "ubnd", without=["servers"]), put("systems", "portal", runs_on=[], site="ubnd"),
         put("hosts", "portal-web", system="wan"), *(put("endpoints", one, system="wan") for one in
         ("portal-web/tcp/443", "portal-web/tcp/80", "portal-web/tcp/22"))),
        ("sites[ubnd].without", "leaves out kinds of zone that TCVN 14423:2026 names for level 2"),
    ),
    "the matrix opens a database to the internet": (
        (flow("internet", "database", "tcp/5432", to_hosts=["land-db"]),),
        ("flows[more].ports", "opens a database to a zone of kind internet"),
    ),
    "the matrix opens a database to wireless": (
        (flow("wireless", "database", "tcp/5432", to_hosts=["land-db"]),),
        ("flows[more].ports", "opens a database to a zone of kind wireless"),
    ),
    "the matrix opens a database to a whole office": (
        (flow("office", "database", "tcp/5432", to_hosts=["land-db"]),),
        ("flows[more].ports", "opens a database to a whole zone"),
    ),
    "the matrix opens fourteen ports of a zone to the office": (
        (flow("office", "servers", *MANY),),
        ("flows[more].to_zone", "opens a whole zone of kind servers to one of kind internal"),
    ),
    "the matrix opens administration to wireless": (
        (flow("wireless", "servers", "tcp/3389", to_hosts=["dms-app"]),),
        ("flows[more].ports", "opens ports of administration to a zone of kind wireless"),
    ),
    "the matrix leads out of an independent LAN": (
        (flow("lan_a", "office", "tcp/443"),),
        ("flows[more]", "leads over the edge of an independent LAN"),
    ),
    "a paper is dated in the future": (
        (put("evidence", "ev-tthc-restore", date=datetime.date(2027, 3, 1)),),
        ("evidence[ev-tthc-restore].date", "lies after 2026-11-29"),
    ),
    "an approval of a level is about a machine": (
        (put("evidence", "ev-report-golive", kind="level_approval", subject={"kind": "host", "id": "report-app"}),),
        ("evidence[ev-report-golive].subject.kind", "its subject is no system"),
    ),
    "an exception is another link's": (
        (put("links", "l-axis-party", exception="ev-exception-portal"),),
        ("links[l-axis-party].exception", "names a paper about link 'l-portal-map'"),
    ),
    "a cipher paper is entered for a product on the market": (
        (
            add("evidence", id="more", kind="cipher_deployment", subject={"kind": "system", "id": "secret-docs-b"},
                date=datetime.date(2026, 9, 1)),
        ),
        ("systems[secret-docs-b].secret_protection.provider", "is not the cipher office"),
    ),
    "a wave moves what is decided to be retired": (
        (put("waves", "dot-1", systems=["tthc", "oldportal"]),),
        ("waves[dot-1].systems[1]", "the decision about it is retire"),
    ),
    "a wave of the future is done": (
        (put("waves", "dot-1", status="done"),),
        ("waves[dot-1].status", "lies after the day of this check"),
    ),
    "the site of a ward stands under a short name": (
        (put("systems", "portal-halong", domains=["hl.quangninh.gov.vn"]),),
        ("systems[portal-halong].domains[0]", "is not the full name of the commune"),
    ),
    "the site of a ward stands under the name of another kind of commune": (
        (put("systems", "portal-halong", domains=["halong.quangninh.gov.vn", "xahalong.quangninh.gov.vn"]),),
        ("systems[portal-halong].domains[1]", "is not the full name of the commune"),
    ),
    "the site of a special zone stands under a name of somebody else": (
        (put("systems", "portal-vandon", domains=["cautau.quangninh.gov.vn"]),),
        ("systems[portal-vandon].domains[0]", "is not the full name of the commune"),
    ),
    "the gateway of a network has no address in it": (
        (put("networks", "net-office", gateway="xa-edge"),),
        ("networks[net-office].gateway", "names a machine that has no address in the network"),
    ),
    "the gateway of a network is an ordinary machine": (
        (put("networks", "net-servers", gateway="dms-app"),),
        ("networks[net-servers].gateway", "without the role gateway"),
    ),
}  # fmt: skip
"""Variants that could be true, and are to be confirmed."""

TOLD_BY_NOTHING: dict[str, Change] = {
    "a service is said to have no TLS": put("endpoints", "portal-web/tcp/443", tls=False),
    "a data set is said not to be shared": put("data_sets", "datdai-thuadat", shared=False),
    "a link is left out": drop("links", "l-ioc-camera"),
    "the former portal is called a portal": put("systems", "oldportal", kind="portal"),
    "the archive is called an application": put("systems", "earchive", kind="application"),
    "the office's zone is called servers": put("zones", "office", kind="servers"),
}
"""Lies that no other declaration contradicts: only a look can, and they are left to the verdicts."""

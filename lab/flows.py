"""What the province's router lets through: the real matrix, permitted flows that no paper lists included."""

from lab.model import Flow

_WEB = (80, 443)
_PUBLIC_SITES = ("portal-web", "tthc-web", "xa-web", "mail-gw", "oldportal-web", "oldportal-so", "land-web")
_OFFICE_SITES = ("dms-app", "report-app", "ioc-app", "archive-app")
_LOGGING = ("border", "dmz", "servers", "database", "tslcd", "tslcd_xa", "party_wan")

_SERVICE = (
    *(Flow(f"net-{name}", "internet", f"host:{name}", "tcp", _WEB) for name in _PUBLIC_SITES),
    *(Flow(f"office-{name}", "office", f"host:{name}", "tcp", _WEB) for name in (*_PUBLIC_SITES, *_OFFICE_SITES)),
    Flow("office-archive-lookup", "office", "host:archive-app", "tcp", (8443,)),
    Flow("office-net", "office", "internet", "tcp", _WEB),
    Flow("tthc-web-app", "host:tthc-web", "host:tthc-app", "tcp", (8443,)),
    Flow("tthc-app-db", "host:tthc-app", "host:tthc-db", "tcp", (5432,)),
    Flow("dms-app-db", "host:dms-app", "host:dms-db", "tcp", (5432,)),
    Flow("archive-app-db", "host:archive-app", "host:archive-db", "tcp", (5432,)),
    Flow("land-web-db", "host:land-web", "host:land-db", "tcp", (5432,)),
    Flow("report-store", "host:report-app", "host:store-db", "tcp", (5432,)),
    Flow("lgsp-store", "host:lgsp-gw", "host:store-db", "tcp", (5432,)),
    Flow("lgsp-cache", "host:lgsp-gw", "host:lgsp-cache", "tcp", (6379,)),
    Flow("lgsp-node", "host:lgsp-gw", "host:ndop-node", "tcp", (8443,)),
    Flow("node-ndop", "host:ndop-node", "host:nat-ndop", "tcp", (443,)),
    Flow("axis-party", "host:axis-gw", "host:party-app", "tcp", (443,)),
    Flow("dmz-lgsp", "dmz", "host:lgsp-gw", "tcp", (443,)),
    Flow("backup-db", "host:backup-srv", "database", "tcp", (22,)),
)

_COMMON = (
    Flow("dns-udp", "provincial", "host:idc-dns", "udp", (53,)),
    Flow("dns-tcp", "provincial", "host:idc-dns", "tcp", (53,)),
    Flow("dns-out", "host:idc-dns", "host:pub-dns", "udp", (53,)),
    Flow("dns-net", "internet", "host:idc-dns", "udp", (53,)),
    Flow("ntp", "provincial", "host:idc-ntp", "udp", (123,)),
    Flow("ntp-out", "host:idc-ntp", "host:pub-time", "udp", (123,)),
    *(Flow(f"log-{zone}", zone, "host:idc-log", "tcp", (1514,)) for zone in _LOGGING),
    Flow("admin-ssh", "management", "provincial", "tcp", (22,)),
    Flow("admin-snmp", "management", "provincial", "udp", (161,)),
    Flow("admin-ntp", "management", "provincial", "udp", (123,)),
)


def _planted(flow_id: str, source: str, target: str, ports: tuple[int, ...], note: str, family: str = "both") -> Flow:
    return Flow(flow_id, source, target, "tcp", ports, declared=False, family=family, note=note)


_PLANTED = (
    _planted("p-office-landdb", "office", "host:land-db", (5432,), "a clerk's tool reads the land database directly"),
    _planted("p-net-landssh", "internet", "host:land-web", (22,), "left open for a vendor"),
    _planted("p-net-xassh6", "internet", "host:xa-web", (22,), "closed over IPv4 only", family="ip6"),
    _planted("p-office-iocssh", "office", "host:ioc-app", (22,), "an operator's shortcut"),
    _planted("p-wifi-report", "wireless", "host:report-app", (443,), "wireless reaches an inner server"),
    _planted("p-xa-out", "tslcd_xa", "internet", _WEB, "a commune network leaks to the Internet"),
    _planted("p-office-node", "office", "host:ndop-node", (22,), "the agent node is managed from an office"),
)

FLOWS = (*_SERVICE, *_COMMON, *_PLANTED)

"""The machines of the lab province, with the state every server of theirs is put in."""

from collections.abc import Mapping
from types import MappingProxyType

from lab.model import Cert, Clock, Dataset, Host, Leg, Log, Page, Plain, Site, Ssh, Tls

_PROVINCE = "quangninh.gov.vn"
_API = ("/api/v1/", Page.API_401)
_CONTACT = ("/lien-he", Page.CONTACT)
_HOME = ("/", Page.HOME)
_LOGIN = ("/", Page.LOGIN)
_MTLS = ("/", Page.API_MTLS)


def _outside(name: str, zone: str, octet: int, **state: object) -> Host:
    """A machine that is not the province's: no SSH, no client of its clocks and logs, in no inventory."""
    base: dict[str, object] = {
        "ssh": Ssh.NONE,
        "clock": Clock.ABSENT,
        "log": Log.NONE,
        "declared": False,
        "admin_from": (),
    }
    return Host(name, zone, octet, **(base | state))  # type: ignore[arg-type]  # every key is a field of Host


_PUBLIC = (
    _outside(
        "pub-web",
        "internet",
        80,
        v6=True,
        sites=(Site("dichvucong.gov.vn", plain=Plain.SERVE), Site("www.example.com", plain=Plain.SERVE)),
    ),
    _outside("pub-dns", "internet", 53, v6=True, resolver=True),
    _outside("pub-time", "internet", 123, v6=True, clock=Clock.PUBLIC, serves_time=True),
    _outside("nat-ndop", "tslcd", 20, sites=(Site("ndop.dulieuquocgia.gov.vn", plain=Plain.CLOSED, pages=(_MTLS,)),)),
)

_INFRASTRUCTURE = (
    Host("core-fw", "border", 1, "idc"),
    Host("edge-ips", "border", 2, "idc", snmp="v3"),
    Host("idc-dns", "servers", 53, "idc", resolver=True),
    Host("idc-ntp", "management", 123, "idc", clock=Clock.SOURCE, serves_time=True),
    Host("idc-log", "management", 51, "idc", log=Log.COLLECTOR),
    Host("idc-jump", "management", 10, "idc"),
    Host("idc-nms", "management", 61, "idc", snmp="v3"),
    Host("tslcd-mcu", "tslcd", 2, "vidconf"),
    Host("xa-edge", "tslcd_xa", 2, "wan", snmp="v3", log=Log.QUARTER),
    Host("xa-cpe", "office", 2, "wan", ssh=Ssh.WEAK, snmp="v2c", telnet=True, log=Log.LOCAL, admin_from=()),
    Host("backup-srv", "servers", 22, "backup", ftp=True, log=Log.QUARTER),
)

_CITIZENS = (
    Host(
        "tthc-web",
        "dmz",
        11,
        "tthc",
        v6=True,
        sites=(Site(f"motcua.{_PROVINCE}", pages=(_HOME, _API, ("/login", Page.LOGIN))),),
    ),
    Host(
        "tthc-app",
        "servers",
        11,
        "tthc",
        serves_time=True,
        sites=(Site(f"tthc-app.{_PROVINCE}", port=8443, plain=Plain.CLOSED, pages=(_MTLS,)),),
    ),
    Host(
        "tthc-db",
        "database",
        11,
        "tthc",
        postgres=(Dataset("tthc-hoso", 1200, 2, 1), Dataset("tthc-ketqua", 800, 60, 1)),
    ),
    Host("portal-web", "dmz", 16, "portal", v6=True, sites=(Site(_PROVINCE, pages=(_HOME, _CONTACT)),)),
    Host(
        "xa-web",
        "dmz",
        17,
        "portal-halong",
        v6=True,
        ssh=Ssh.OPEN_SOURCE,
        log=Log.SHORT,
        admin_from=(),
        sites=(
            Site("xahalong.quangninh.vn", tls=Tls.TLS11, plain=Plain.LOGIN, hsts=False, on_v6=False, pages=(_LOGIN,)),
            Site(f"xavandon.{_PROVINCE}", tls=Tls.TLS11, pages=(_HOME, _CONTACT)),
        ),
    ),
    Host(
        "mail-gw",
        "dmz",
        19,
        "mail",
        sites=(Site(f"mail.{_PROVINCE}", cert=Cert.SOON, plain=Plain.TEMPORARY, http2=False),),
    ),
    Host(
        "oldportal-web",
        "dmz",
        23,
        "oldportal",
        sites=(Site(f"dichvucong.{_PROVINCE}", plain=Plain.CLOSED, pages=(("/", Page.NATIONAL),)),),
    ),
    Host(
        "oldportal-so",
        "dmz",
        24,
        "oldportal-so",
        ssh=Ssh.ONE_FACTOR,
        clock=Clock.UNREACHABLE,
        sites=(Site(f"dvc-soxd.{_PROVINCE}", cert=Cert.WRONG_NAME, plain=Plain.CLOSED, pages=(("/", Page.FORM),)),),
    ),
)

_OFFICE_SYSTEMS = (
    Host(
        "dms-app",
        "servers",
        12,
        "dms",
        ssh=Ssh.WEAK,
        log=Log.SHORT,
        sites=(Site(f"vanban.{_PROVINCE}", pages=(_LOGIN,)),),
    ),
    Host("dms-db", "database", 12, "dms", postgres=(Dataset("dms-vanban", 5000, 3, 2),)),
    Host(
        "axis-gw",
        "servers",
        13,
        "doc-axis",
        log=Log.CENTRAL,
        routes=(("10.99.0.0/24", "10.20.20.12"),),
        sites=(Site(f"truc.{_PROVINCE}", plain=Plain.CLOSED, pages=(_HOME, _API)),),
    ),
    Host(
        "ioc-app",
        "servers",
        18,
        "ioc",
        clock=Clock.SHIFTED,
        serves_time=True,
        admin_from=("management", "office"),
        sites=(Site(f"ioc.{_PROVINCE}", tls=Tls.TLS10, cert=Cert.EXPIRED),),
    ),
    Host(
        "report-app",
        "servers",
        26,
        "report",
        clock=Clock.ABSENT,
        sites=(Site(f"baocao.{_PROVINCE}", tls=Tls.NO13, hsts=False),),
    ),
    Host(
        "archive-app",
        "servers",
        25,
        "earchive",
        sites=(
            Site(f"luutru.{_PROVINCE}", tls=Tls.TLS11),
            Site(f"tracuu-luutru.{_PROVINCE}", port=8443, cert=Cert.SELF_SIGNED, plain=Plain.CLOSED),
        ),
    ),
    Host(
        "archive-db",
        "database",
        25,
        "earchive",
        log=Log.QUARTER,
        clock=Clock.FOREIGN,
        serves_time=True,
        postgres=(Dataset("luutru-hoso", 9000, 20, 10),),
    ),
)

_DATA = (
    Host(
        "lgsp-gw",
        "servers",
        14,
        "lgsp",
        clock=Clock.SLIGHT,
        serves_time=True,
        routes=(("10.99.0.0/24", "10.20.20.1"),),
        sites=(
            Site(
                f"lgsp.{_PROVINCE}",
                plain=Plain.CLOSED,
                pages=(_HOME, _API, ("/api/danhmuc/", Page.API_OPEN)),
            ),
        ),
    ),
    Host("lgsp-cache", "database", 14, "lgsp", redis=True, log=Log.LOCAL),
    Host(
        "ndop-node",
        "dmz",
        14,
        "ndop-agent",
        admin_from=("management", "office"),
        sites=(Site(f"ndop-node.{_PROVINCE}", port=8443, plain=Plain.CLOSED, pages=(_MTLS,)),),
    ),
    Host(
        "store-db",
        "database",
        15,
        "shared-store",
        serves_time=True,
        postgres=(
            Dataset("danhmuc-dungchung", 300, 100, 4),
            Dataset("doanhnghiep", 4200, 30, 90),
            Dataset("dulieu-mo", 150, 2400, None),
        ),
    ),
    Host(
        "land-web",
        "dmz",
        21,
        "land",
        admin_from=("management", "internet"),
        sites=(Site(f"datdai.{_PROVINCE}", pages=(_HOME, ("/api/thua/", Page.API_403))),),
    ),
    Host("land-db", "database", 21, "land", ssh=Ssh.DENIED, postgres=(Dataset("datdai-thuadat", 20000, 400, 30),)),
)

_PARTY_AND_SECRET = (
    Host(
        "party-app",
        "party_wan",
        11,
        "party-ops",
        ssh=Ssh.DENIED,
        sites=(Site("dieuhanh.tinhuy.quangninh.dcs.vn", plain=Plain.CLOSED, pages=(_LOGIN,)),),
    ),
    Host(
        "sdoc-a",
        "lan_a",
        11,
        "secret-docs-a",
        ssh=Ssh.NONE,
        clock=Clock.ABSENT,
        log=Log.LOCAL,
        sites=(Site("vanban.lan-a.example", plain=Plain.CLOSED, pages=(_LOGIN,)),),
    ),
    Host(
        "sdoc-a-pc",
        "lan_a",
        12,
        "secret-docs-a",
        ssh=Ssh.NONE,
        clock=Clock.ABSENT,
        log=Log.NONE,
        sites=(Site("may-in.lan-a.example", plain=Plain.CLOSED),),
    ),
    Host(
        "sdoc-b",
        "lan_b",
        11,
        "secret-docs-b",
        ssh=Ssh.NONE,
        clock=Clock.ABSENT,
        log=Log.LOCAL,
        gateway=9,
        sites=(Site("vanban.lan-b.example", plain=Plain.CLOSED, pages=(_LOGIN,)),),
    ),
    Host(
        "sdoc-b-pc",
        "office",
        77,
        "secret-docs-b",
        ssh=Ssh.NONE,
        clock=Clock.SOUND,
        log=Log.NONE,
        legs=(Leg("lan_b", 12),),
    ),
    _outside("lan-b-modem", "lan_b", 9, forwards=True, telnet=True, legs=(Leg("internet", 209),)),
)

_GROUPS = (_PUBLIC, _INFRASTRUCTURE, _CITIZENS, _OFFICE_SYSTEMS, _DATA, _PARTY_AND_SECRET)

HOSTS: Mapping[str, Host] = MappingProxyType({host.name: host for group in _GROUPS for host in group})

SHIFT_MS: Mapping[Clock, int] = MappingProxyType({Clock.SHIFTED: 4_000, Clock.SLIGHT: 400})
"""How far, in milliseconds, the source that these machines follow is ahead of the true time."""

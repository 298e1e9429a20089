"""The machines of the lab province, with the state every server of theirs is put in."""

from collections.abc import Mapping
from types import MappingProxyType

from lab.model import Cert, Clock, Dataset, Host, Leg, Log, Page, Plain, Site, Ssh, Tls

_PROVINCE = "quangninh.gov.vn"
_API = ("/api/v1/", Page.API_401)

_PUBLIC = (
    Host(
        "pub-web", "internet", 80, v6=True, ssh=Ssh.NONE, clock=Clock.ABSENT, log=Log.NONE, declared=False,
        sites=(
            Site("dichvucong.gov.vn", plain=Plain.SERVE),
            Site("www.example.com", plain=Plain.SERVE),
        ),
    ),
    Host("pub-dns", "internet", 53, v6=True, ssh=Ssh.NONE, clock=Clock.ABSENT, log=Log.NONE, resolver=True, declared=False),
    Host("pub-time", "internet", 123, v6=True, ssh=Ssh.NONE, clock=Clock.PUBLIC, log=Log.NONE, serves_time=True, declared=False),
    Host(
        "nat-ndop", "tslcd", 20, ssh=Ssh.NONE, clock=Clock.ABSENT, log=Log.NONE, declared=False,
        sites=(Site("ndop.dulieuquocgia.gov.vn", plain=Plain.CLOSED, pages=(("/", Page.API_MTLS),)),),
    ),
)  # fmt: skip

_INFRASTRUCTURE = (
    Host("edge-fw", "border", 2, "idc", snmp="v3"),
    Host("idc-dns", "servers", 53, "idc", resolver=True),
    Host("idc-ntp", "management", 123, "idc", clock=Clock.SOURCE, serves_time=True),
    Host("idc-log", "management", 51, "idc", log=Log.COLLECTOR),
    Host("idc-jump", "management", 10, "idc"),
    Host("idc-nms", "management", 61, "idc", snmp="v3"),
    Host("tslcd-gw", "tslcd", 2, "wan"),
    Host("tslcd-xa-cpe", "tslcd_xa", 2, "wan", snmp="v3", log=Log.QUARTER),
    Host("xa-cpe", "office", 2, "wan", ssh=Ssh.WEAK, snmp="v2c", telnet=True, log=Log.LOCAL),
    Host("backup-srv", "servers", 22, "backup", ftp=True, log=Log.QUARTER),
)

_CITIZENS = (
    Host(
        "tthc-web", "dmz", 11, "tthc", v6=True,
        sites=(Site(f"motcua.{_PROVINCE}", pages=(("/", Page.HOME), _API, ("/login", Page.LOGIN))),),
    ),
    Host(
        "tthc-app", "servers", 11, "tthc", serves_time=True,
        sites=(Site(f"tthc-app.{_PROVINCE}", port=8443, plain=Plain.CLOSED, pages=(("/", Page.API_MTLS),)),),
    ),
    Host(
        "tthc-db", "database", 11, "tthc",
        postgres=(Dataset("tthc-hoso", 1200, 2, 1), Dataset("tthc-ketqua", 800, 60, 1)),
    ),
    Host("portal-web", "dmz", 16, "portal", v6=True, sites=(Site(_PROVINCE), Site(f"www.{_PROVINCE}"))),
    Host(
        "xa-web", "dmz", 17, "portal-xa", v6=True, ssh=Ssh.OPEN_SOURCE,
        sites=(
            Site("xahalong.quangninh.vn", plain=Plain.LOGIN, hsts=False, on_v6=False, pages=(("/", Page.LOGIN),)),
            Site(f"xavandon.{_PROVINCE}", tls=Tls.TLS11, cert=Cert.VALID),
        ),
    ),
    Host("mail-gw", "dmz", 19, "mail", sites=(Site(f"mail.{_PROVINCE}", cert=Cert.SOON, plain=Plain.TEMPORARY),)),
    Host("oldportal-web", "dmz", 23, "oldportal", sites=(Site(f"dichvucong.{_PROVINCE}", pages=(("/", Page.NATIONAL),)),)),
    Host(
        "oldportal-so", "dmz", 24, "oldportal-so", ssh=Ssh.ONE_FACTOR, clock=Clock.UNREACHABLE,
        sites=(Site(f"dvc-soxd.{_PROVINCE}", cert=Cert.WRONG_NAME, pages=(("/", Page.HOME), ("/nop-ho-so", Page.FORM))),),
    ),
)  # fmt: skip

_OFFICE_SYSTEMS = (
    Host("dms-app", "servers", 12, "dms", ssh=Ssh.WEAK, log=Log.SHORT, sites=(Site(f"vanban.{_PROVINCE}", pages=(("/", Page.LOGIN),)),)),
    Host("dms-db", "database", 12, "dms", postgres=(Dataset("dms-vanban", 5000, 3, 2),)),
    Host("axis-gw", "servers", 13, "doc-axis", sites=(Site(f"truc.{_PROVINCE}", plain=Plain.CLOSED, pages=(("/", Page.HOME), _API)),)),
    Host(
        "ioc-app", "servers", 18, "ioc", clock=Clock.SHIFTED, serves_time=True,
        sites=(Site(f"ioc.{_PROVINCE}", tls=Tls.TLS10, cert=Cert.EXPIRED),),
    ),
    Host("report-app", "servers", 26, "report", clock=Clock.ABSENT, sites=(Site(f"baocao.{_PROVINCE}", tls=Tls.NO13, hsts=False),)),
    Host(
        "archive-app", "servers", 25, "earchive", log=Log.SOUND,
        sites=(Site(f"luutru.{_PROVINCE}", tls=Tls.TLS11), Site(f"tracuu-luutru.{_PROVINCE}", port=8443)),
    ),
    Host("archive-db", "database", 25, "earchive", log=Log.QUARTER, clock=Clock.FOREIGN, postgres=(Dataset("luutru-hoso", 9000, 20, 10),)),
)  # fmt: skip

_DATA = (
    Host(
        "lgsp-gw", "servers", 14, "lgsp", clock=Clock.SLIGHT, serves_time=True,
        sites=(
            Site(f"lgsp.{_PROVINCE}", plain=Plain.CLOSED, pages=(("/", Page.HOME), _API, ("/api/danhmuc/", Page.API_OPEN))),
        ),
    ),
    Host("lgsp-cache", "database", 14, "lgsp", redis=True, log=Log.LOCAL),
    Host("ndop-node", "dmz", 14, "ndop-agent", sites=(Site(f"ndop-node.{_PROVINCE}", port=8443, plain=Plain.CLOSED, pages=(("/", Page.API_MTLS),)),)),
    Host(
        "store-db", "database", 15, "shared-store", serves_time=True,
        postgres=(
            Dataset("danhmuc-dungchung", 300, 100, 4),
            Dataset("doanhnghiep", 4200, 30, 90),
            Dataset("dulieu-mo", 150, 2400, None),
        ),
    ),
    Host("land-web", "dmz", 21, "land", sites=(Site(f"datdai.{_PROVINCE}", pages=(("/", Page.HOME), ("/api/thua/", Page.API_403))),)),
    Host("land-db", "database", 21, "land", ssh=Ssh.DENIED, postgres=(Dataset("datdai-thuadat", 20000, 400, 30),)),
)  # fmt: skip

_PARTY_AND_SECRET = (
    Host(
        "party-app", "party_wan", 11, "party-ops", ssh=Ssh.DENIED,
        sites=(Site("dieuhanh.tinhuy.quangninh.dcs.vn", plain=Plain.CLOSED, pages=(("/", Page.LOGIN),)),),
    ),
    Host("sdoc-a", "lan_a", 11, "secret-docs-a", clock=Clock.ABSENT, log=Log.LOCAL, gateway=None),
    Host("sdoc-a-pc", "lan_a", 12, "secret-docs-a", ssh=Ssh.NONE, clock=Clock.ABSENT, log=Log.NONE),
    Host("sdoc-b", "lan_b", 11, "secret-docs-b", clock=Clock.ABSENT, log=Log.LOCAL, gateway=9),
    Host(
        "lan-b-modem", "lan_b", 9, ssh=Ssh.NONE, clock=Clock.ABSENT, log=Log.NONE, forwards=True, telnet=True,
        legs=(Leg("internet", 209),), declared=False,
    ),
)  # fmt: skip

HOSTS: Mapping[str, Host] = MappingProxyType(
    {
        host.name: host
        for group in (_PUBLIC, _INFRASTRUCTURE, _CITIZENS, _OFFICE_SYSTEMS, _DATA, _PARTY_AND_SECRET)
        for host in group
    }
)

SHIFT_MS: Mapping[Clock, int] = MappingProxyType({Clock.SHIFTED: 4_000, Clock.SLIGHT: 400})
"""How far, in milliseconds, the source that these machines follow is ahead of the true time."""

TIME_HOSTS: Mapping[Clock, str] = MappingProxyType(
    {Clock.SHIFTED: "127.0.0.1", Clock.SLIGHT: "127.0.0.1", Clock.UNREACHABLE: "203.0.113.99"}
)

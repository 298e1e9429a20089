"""A made-up but lifelike province for the report tests and the committed samples: every line is an example."""

import datetime

from auditor.model.entity import Name
from auditor.model.inventory import Host, Interface, Inventory, Network, Organisation, Site, System, Wave, Zone
from auditor.model.vocab.declared import NetworkKind, OrganisationKind, SystemKind, ZoneKind
from auditor.model.vocab.moves import Decision
from auditor.model.vocab.secrecy import Label

ORGANISATIONS = (
    ("ubnd", "Ủy ban nhân dân tỉnh", "Provincial People's Committee", OrganisationKind.PROVINCE),
    ("vp-ubnd", "Văn phòng UBND tỉnh", "Office of the People's Committee", OrganisationKind.DEPARTMENT),
    ("so-khcn", "Sở Khoa học và Công nghệ", "Department of Science and Technology", OrganisationKind.DEPARTMENT),
    (
        "so-nnmt",
        "Sở Nông nghiệp và Môi trường",
        "Department of Agriculture and Environment",
        OrganisationKind.DEPARTMENT,
    ),
    ("so-noi-vu", "Sở Nội vụ", "Department of Home Affairs", OrganisationKind.DEPARTMENT),
    ("tt-cntt", "Trung tâm CNTT và Truyền thông", "Centre for IT and Communications", OrganisationKind.DEPARTMENT),
    ("vp-tinh-uy", "Văn phòng Tỉnh ủy", "Office of the Provincial Party Committee", OrganisationKind.PARTY),
    ("ca-tinh", "Công an tỉnh", "Provincial police", OrganisationKind.POLICE),
    ("xa-binh-an", "UBND xã Bình An", "Binh An commune", OrganisationKind.COMMUNE),
)

SITES = (
    ("idc", "Trung tâm tích hợp dữ liệu tỉnh", "data_centre", "tt-cntt"),
    ("tinh-uy", "Trụ sở Tỉnh ủy", "office", "vp-tinh-uy"),
    ("tru-so-xa", "Trụ sở UBND xã Bình An", "commune_office", "xa-binh-an"),
)

ZONES = (
    ("internet", "Mạng Internet", "Internet", ZoneKind.INTERNET, "idc", Label.NONE, "198.51.100.0/24"),
    ("dmz", "Vùng DMZ", "DMZ", ZoneKind.DMZ, "idc", Label.NONE, "10.10.10.0/24"),
    ("may-chu", "Vùng máy chủ", "Servers", ZoneKind.SERVERS, "idc", Label.NONE, "10.10.20.0/24"),
    ("csdl", "Vùng cơ sở dữ liệu", "Databases", ZoneKind.DATABASE, "idc", Label.NONE, "10.10.30.0/24"),
    ("quan-tri", "Vùng quản trị", "Management", ZoneKind.MANAGEMENT, "idc", Label.NONE, "10.10.40.0/24"),
    ("noi-bo-xa", "Mạng nội bộ UBND xã", "Commune office", ZoneKind.INTERNAL, "tru-so-xa", Label.NONE, "10.20.1.0/24"),
    (
        "tslcd",
        "Mạng truyền số liệu chuyên dùng",
        "Dedicated network",
        ZoneKind.TSLCD,
        "idc",
        Label.NONE,
        "10.50.0.0/24",
    ),
    ("mang-dang", "Mạng diện rộng của Đảng", "Party WAN", ZoneKind.PARTY_WAN, "tinh-uy", Label.NONE, "10.60.0.0/24"),
)

# id, Vietnamese, English, kind, owner, operator, level, decision
SYSTEMS = (
    (
        "tthc",
        "Hệ thống thông tin giải quyết TTHC",
        "Administrative procedures",
        SystemKind.TTHC,
        "vp-ubnd",
        "tt-cntt",
        3,
        Decision.MIGRATE,
    ),
    (
        "qlvb",
        "Quản lý văn bản và điều hành",
        "Document management",
        SystemKind.DOCUMENT_MANAGEMENT,
        "vp-ubnd",
        "tt-cntt",
        3,
        Decision.MIGRATE,
    ),
    (
        "truc-vb",
        "Trục gửi nhận văn bản điện tử",
        "Document exchange axis",
        SystemKind.DOCUMENT_AXIS,
        "vp-ubnd",
        "tt-cntt",
        3,
        Decision.MIGRATE,
    ),
    (
        "lgsp",
        "Nền tảng chia sẻ dữ liệu cấp tỉnh",
        "Provincial sharing platform",
        SystemKind.SHARING_PLATFORM,
        "so-khcn",
        "tt-cntt",
        3,
        Decision.MODERNISE_FIRST,
    ),
    (
        "kho-dl",
        "Kho dữ liệu dùng chung",
        "Shared data store",
        SystemKind.DATA_STORE,
        "so-khcn",
        "tt-cntt",
        3,
        Decision.MIGRATE,
    ),
    (
        "cong",
        "Cổng thông tin điện tử tỉnh",
        "Provincial portal",
        SystemKind.PORTAL,
        "vp-ubnd",
        "tt-cntt",
        2,
        Decision.RETAIN_IDC,
    ),
    (
        "ioc",
        "Trung tâm điều hành thông minh",
        "Operations centre",
        SystemKind.IOC,
        "so-khcn",
        "tt-cntt",
        3,
        Decision.MIGRATE,
    ),
    ("thu", "Thư điện tử công vụ", "Official mail", SystemKind.MAIL, "so-khcn", "tt-cntt", 2, Decision.RETAIN_IDC),
    (
        "dat-dai",
        "Cơ sở dữ liệu đất đai",
        "Land database",
        SystemKind.DATABASE,
        "so-nnmt",
        "so-nnmt",
        3,
        Decision.MIGRATE,
    ),
    (
        "luu-tru",
        "Lưu trữ điện tử lịch sử",
        "Electronic archives",
        SystemKind.ARCHIVE,
        "so-noi-vu",
        "tt-cntt",
        3,
        Decision.RETAIN_IDC,
    ),
    (
        "sao-luu",
        "Sao lưu, dự phòng thảm họa",
        "Backup and recovery",
        SystemKind.BACKUP,
        "tt-cntt",
        "tt-cntt",
        3,
        Decision.RETAIN_IDC,
    ),
    (
        "dieu-hanh-tu",
        "Điều hành tác nghiệp Tỉnh ủy",
        "Party Committee operations",
        SystemKind.PARTY_SYSTEM,
        "vp-tinh-uy",
        "vp-tinh-uy",
        3,
        Decision.RETAIN_ISOLATED,
    ),
    (
        "bao-cao",
        "Hệ thống thông tin báo cáo",
        "Reporting",
        SystemKind.REPORTING,
        "vp-ubnd",
        "tt-cntt",
        2,
        Decision.MIGRATE,
    ),
    ("mot-cua-xa", "Một cửa xã Bình An", "Binh An one-stop desk", SystemKind.APPLICATION, "xa-binh-an", None, 2, None),
)

# id, system, zone, last octet
HOSTS = (
    ("tthc-web", "tthc", "dmz", 11),
    ("tthc-app", "tthc", "may-chu", 11),
    ("tthc-db", "tthc", "csdl", 11),
    ("qlvb-web", "qlvb", "dmz", 12),
    ("qlvb-db", "qlvb", "csdl", 12),
    ("truc-vb-app", "truc-vb", "may-chu", 13),
    ("lgsp-app", "lgsp", "dmz", 14),
    ("kho-db", "kho-dl", "csdl", 15),
    ("cong-web", "cong", "dmz", 16),
    ("ioc-app", "ioc", "may-chu", 17),
    ("thu-mx", "thu", "dmz", 18),
    ("dat-dai-web", "dat-dai", "dmz", 19),
    ("dat-dai-db", "dat-dai", "csdl", 19),
    ("luu-tru-app", "luu-tru", "may-chu", 20),
    ("sao-luu-may", "sao-luu", "quan-tri", 21),
    ("tu-may-chu", "dieu-hanh-tu", "mang-dang", 22),
    ("bao-cao-web", "bao-cao", "dmz", 23),
    ("mot-cua-may", "mot-cua-xa", "noi-bo-xa", 24),
)

WAVES = (
    ("dot-1", "Đợt 1", "Wave 1", datetime.date(2026, 12, 15), ("tthc", "qlvb", "truc-vb")),
    ("dot-2", "Đợt 2", "Wave 2", datetime.date(2027, 3, 31), ("kho-dl", "dat-dai", "ioc")),
)


def inventory() -> Inventory:
    """The declared estate."""
    prefixes = {zone: prefix for zone, *_, prefix in ZONES}
    return Inventory(
        organisations=tuple(
            Organisation(id=i, name=Name(vi=vi, en=en), kind=kind) for i, vi, en, kind in ORGANISATIONS
        ),
        sites=tuple(
            Site.model_validate({"id": i, "name": {"vi": vi}, "kind": kind, "organisation": org})
            for i, vi, kind, org in SITES
        ),
        zones=tuple(
            Zone(id=i, name=Name(vi=vi, en=en), kind=kind, site=site, label=label)
            for i, vi, en, kind, site, label, _ in ZONES
        ),
        networks=tuple(
            Network(id=f"net-{zone}", zone=zone, prefixes=(prefix,), kind=NetworkKind.LAN)
            for zone, prefix in prefixes.items()
        ),
        systems=tuple(
            System(
                id=i, name=Name(vi=vi, en=en), kind=kind, owner=owner, operator=operator, level=level, decision=decision
            )
            for i, vi, en, kind, owner, operator, level, decision in SYSTEMS
        ),
        hosts=tuple(
            Host(
                id=i,
                system=system,
                interfaces=(Interface(network=f"net-{zone}", address=_address(prefixes[zone], last)),),
            )
            for i, system, zone, last in HOSTS
        ),
        waves=tuple(
            Wave(id=i, name=Name(vi=vi, en=en), date=date, systems=systems) for i, vi, en, date, systems in WAVES
        ),
    )


def _address(prefix: str, last: int) -> str:
    return prefix.rsplit(".", 1)[0] + f".{last}"

"""The closed vocabularies of the field: every status, state, basis, kind and decision the auditor knows."""

from enum import StrEnum


class Label(StrEnum):
    """Secrecy grade of what a thing holds (Law 117/2025/QH15)."""

    NONE = "none"
    MAT = "mat"
    TOI_MAT = "toi_mat"
    TUYET_MAT = "tuyet_mat"

    @property
    def rank(self) -> int:
        """0 for no grade, more for a higher one."""
        return list(Label).index(self)

    @property
    def is_open(self) -> bool:
        """Whether there is no grade: what bears it belongs to the open world, as far as it alone says."""
        return self is Label.NONE


class Status(StrEnum):
    """The final word on one control and one subject."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    MANUAL = "manual"
    NOT_APPLICABLE = "not_applicable"
    NOT_IN_FORCE = "not_in_force"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Place in `WORST_FIRST`."""
        return WORST_FIRST.index(self)


WORST_FIRST = (
    Status.FAIL,
    Status.ERROR,
    Status.UNKNOWN,
    Status.MANUAL,
    Status.WARN,
    Status.PASS,
    Status.NOT_APPLICABLE,
    Status.NOT_IN_FORCE,
)
"""The order in which a reader should meet verdicts."""

JUDGED_STATUSES = (Status.PASS, Status.WARN, Status.FAIL, Status.UNKNOWN, Status.MANUAL, Status.ERROR)
"""What should be judged, in the order of bars and tables; not_applicable and not_in_force stand outside."""


class Severity(StrEnum):
    """How much a fault matters; `crit` blocks interconnection or go-live."""

    CRIT = "crit"
    HIGH = "high"
    MED = "med"
    LOW = "low"

    @property
    def grave(self) -> bool:
        """Whether a fault of this kind alone keeps a system from being moved or connected."""
        return self in (Severity.CRIT, Severity.HIGH)

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class Confidence(StrEnum):
    """How well a clause is known: A text read, B official summary, C secondary source only, D general knowledge."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Force(StrEnum):
    """Whether a text binds a kind of subject or only recommends to it."""

    BINDING = "binding"
    RECOMMENDED = "recommended"


class State(StrEnum):
    """How a measurement ended. Only `ok` can carry a pass."""

    OK = "ok"
    PARTIAL = "partial"
    FILTERED = "filtered"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    NO_PERMISSION = "no_permission"
    OUT_OF_SCOPE = "out_of_scope"
    OUTSIDE_WINDOW = "outside_window"
    NOT_TRIED = "not_tried"
    PARSE_ERROR = "parse_error"


class Basis(StrEnum):
    """What a fact rests on."""

    MEASURED = "measured"
    CONFIGURED = "configured"
    IMPORTED = "imported"
    DECLARED = "declared"
    DOCUMENTED = "documented"


class OwnerRole(StrEnum):
    """Who answers for a system in which respect; `Estate.holder` says which body that is."""

    OWNER = "owner"
    OPERATOR = "operator"
    DATA_STEWARD = "data_steward"
    MONITOR = "monitor"
    CHECKER = "checker"
    COMPLIANCE_LEAD = "compliance_lead"
    VENDOR = "vendor"
    CIPHER = "cipher"
    PLANNER = "planner"


class SubjectKind(StrEnum):
    """The kinds of thing a control can judge."""

    SYSTEM = "system"
    HOST = "host"
    ENDPOINT = "endpoint"
    ORGANISATION = "organisation"
    SITE = "site"
    ZONE = "zone"
    NETWORK = "network"
    LINK = "link"
    DATA_SET = "data_set"
    WAVE = "wave"


SUBJECT_LISTS: dict[SubjectKind, str] = {
    SubjectKind.SYSTEM: "systems",
    SubjectKind.HOST: "hosts",
    SubjectKind.ENDPOINT: "endpoints",
    SubjectKind.ORGANISATION: "organisations",
    SubjectKind.SITE: "sites",
    SubjectKind.ZONE: "zones",
    SubjectKind.NETWORK: "networks",
    SubjectKind.LINK: "links",
    SubjectKind.DATA_SET: "data_sets",
    SubjectKind.WAVE: "waves",
}
"""The list that holds each kind of subject, in an inventory and in `input/1`."""


class Part(StrEnum):
    """Which document a control reads: one system's slice, or the estate as a whole."""

    SYSTEM = "system"
    ESTATE = "estate"


class ZoneKind(StrEnum):
    """Network zones by purpose (TCVN 14423:2026 x.12.2.2b, plus the networks of Party and State)."""

    INTERNET = "internet"
    BORDER = "border"
    DMZ = "dmz"
    SERVERS = "servers"
    DATABASE = "database"
    MANAGEMENT = "management"
    INTERNAL = "internal"
    WIRELESS = "wireless"
    WAN = "wan"
    DEVICE_MANAGEMENT = "device_management"
    TSLCD = "tslcd"
    PARTY_WAN = "party_wan"
    INDEPENDENT_LAN = "independent_lan"
    NATIONAL = "national"


class NetworkKind(StrEnum):
    """What a network legally is."""

    LAN = "lan"
    INDEPENDENT_LAN = "independent_lan"
    TSLCD = "tslcd"
    PARTY_WAN = "party_wan"
    INTERNET = "internet"
    MANAGEMENT = "management"


class SystemKind(StrEnum):
    """The kinds of information system that law or migration treats differently."""

    IDC = "idc"
    INFRASTRUCTURE = "infrastructure"
    SHARING_PLATFORM = "sharing_platform"
    NDOP_AGENT = "ndop_agent"
    DATA_STORE = "data_store"
    TTHC = "tthc"
    FORMER_SERVICE_PORTAL = "former_service_portal"
    DOCUMENT_MANAGEMENT = "document_management"
    DOCUMENT_AXIS = "document_axis"
    ARCHIVE = "archive"
    SECRET_DOCS = "secret_docs"
    PORTAL = "portal"
    IOC = "ioc"
    SOC = "soc"
    MAIL = "mail"
    DATABASE = "database"
    PARTY_SYSTEM = "party_system"
    PARTY_WAN = "party_wan"
    BACKUP = "backup"
    SSO = "sso"
    REPORTING = "reporting"
    VIDEO_CONFERENCE = "video_conference"
    APPLICATION = "application"


class Decision(StrEnum):
    """What the province decided to do with a system."""

    # Every part of the plan asks the decision what it means; none keeps a list of its own. The reason for each answer
    # stands in tests/model/test_vocab.py.

    MIGRATE = "migrate"
    RETAIN_IDC = "retain_idc"
    RETAIN_ISOLATED = "retain_isolated"
    SPECIAL_ZONE = "special_zone"
    REPLACE_NATIONAL = "replace_national"
    MODERNISE_FIRST = "modernise_first"
    CONSOLIDATE = "consolidate"
    RETIRE = "retire"

    @property
    def leaves_idc(self) -> bool:
        """Whether the system will need its place in the provincial data centre no longer."""
        return self not in _STAYING

    @property
    def data_moves(self) -> bool:
        """Whether its data goes on somewhere else."""
        return self not in _STAYING | _WITHOUT_DATA

    @property
    def ends(self) -> bool:
        """Whether the system itself goes on nowhere."""
        return self in _ENDING

    @property
    def in_waves(self) -> bool:
        """Whether it is given a night in an ordinary wave."""
        return self is Decision.MIGRATE

    @property
    def keeps_secrets(self) -> bool:
        """Whether it may be decided about what holds state secrets (QĐ 1562/QĐ-TTg, Law 117/2025/QH15)."""
        return self in _KEEPING_SECRETS


_STAYING = frozenset({Decision.RETAIN_IDC, Decision.RETAIN_ISOLATED})
_ENDING = frozenset({Decision.REPLACE_NATIONAL, Decision.RETIRE})
_WITHOUT_DATA = frozenset({Decision.RETIRE})
_KEEPING_SECRETS = frozenset({Decision.RETAIN_ISOLATED, Decision.SPECIAL_ZONE})


class Disposition(StrEnum):
    """What planning does with a system: each system of a run has exactly one, the same on every page.

    `to_move` goes in an ordinary wave, or has gone; `other_way` leaves outside of them, after something else or into a
    zone of its own; `ends` is replaced or retired; `stays` goes on where it is. `undecided` and `forbidden` ones, about
    which nobody decided or only against the law, are in none of these and are listed apart.
    """

    TO_MOVE = "to_move"
    OTHER_WAY = "other_way"
    STAYS = "stays"
    ENDS = "ends"
    UNDECIDED = "undecided"
    FORBIDDEN = "forbidden"

    @property
    def leaves_idc(self) -> bool:
        """Whether the provincial data centre will be needed no longer; who is undecided or forbidden still needs it."""
        return self in (Disposition.TO_MOVE, Disposition.OTHER_WAY, Disposition.ENDS)

    @classmethod
    def after(cls, decision: Decision) -> "Disposition":
        """What follows from a lawful decision."""
        if decision.in_waves:
            return cls.TO_MOVE
        if decision.ends:
            return cls.ENDS
        return cls.OTHER_WAY if decision.leaves_idc else cls.STAYS


class Trait(StrEnum):
    """What ties a system to a place, or loosens it: the decision rules read these."""

    EDGE_DEVICES = "edge_devices"
    MEDIA_LATENCY = "media_latency"
    FILE_PRINT = "file_print"
    NETWORK_CONTROL = "network_control"
    SECURITY_COLLECTOR = "security_collector"
    LOW_USE = "low_use"
    VENDOR_HOSTED = "vendor_hosted"
    SHARED_PROVINCE = "shared_province"
    NATIONAL_SYNC = "national_sync"


class MoveState(StrEnum):
    """How far one data set has got on its way to the National Data Center."""

    NOT_STARTED = "not_started"
    COPYING = "copying"
    PARALLEL = "parallel"
    CUT_OVER = "cut_over"
    OLD_SILENT = "old_silent"

    @property
    def rank(self) -> int:
        """0 for the state farthest from done."""
        return list(MoveState).index(self)

    @property
    def over(self) -> bool:
        """Whether the new place is the one in use: what follows is only that the old one falls silent."""
        return self.rank >= MoveState.CUT_OVER.rank


class AssetKind(StrEnum):
    """Infrastructure of a data centre or office that the plan may have to upgrade, replace or add to."""

    SWITCH = "switch"
    ROUTER = "router"
    FIREWALL = "firewall"
    SERVER = "server"
    STORAGE = "storage"
    BACKUP_UNIT = "backup_unit"
    UPS = "ups"
    GENERATOR = "generator"
    COOLING = "cooling"
    LICENCE = "licence"
    OTHER = "other"


class Channel(StrEnum):
    """The way data goes between two systems."""

    NDOP = "ndop"
    LDOP_TO_NDOP = "ldop_to_ndop"
    LGSP = "lgsp"
    NDXP = "ndxp"
    DIRECT = "direct"
    FILE = "file"


class CipherProvider(StrEnum):
    """Who supplied the cipher product that protects something."""

    BAN_CO_YEU = "ban_co_yeu"
    CIVIL = "civil"
    NONE = "none"


class OrganisationKind(StrEnum):
    """The kinds of body that own, run or check systems."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    PARTY = "party"
    POLICE = "police"
    MINISTRY = "ministry"
    NATIONAL = "national"
    ENTERPRISE = "enterprise"
    OTHER = "other"


class EvidenceKind(StrEnum):
    """Papers a person enters by number and date; the paper itself is never stored."""

    LEVEL_APPROVAL = "level_approval"
    REGULATION = "regulation"
    GO_LIVE = "go_live"
    RESTORE_TEST = "restore_test"
    FAILOVER_TEST = "failover_test"
    EXCEPTION = "exception"
    CIPHER_DEPLOYMENT = "cipher_deployment"
    BRIDGE_TEST = "bridge_test"
    MFA_STATEMENT = "mfa_statement"
    SAFETY_PLAN = "safety_plan"
    RISK_REPORT = "risk_report"
    READINESS_MINUTES = "readiness_minutes"
    ROLLBACK_REHEARSAL = "rollback_rehearsal"
    OUTAGE_NOTICE = "outage_notice"
    TRIAL_RUN = "trial_run"
    ACCEPTANCE = "acceptance"
    HOSTING_AGREEMENT = "hosting_agreement"
    IMPACT_ASSESSMENT = "impact_assessment"
    VULNERABILITY_SCAN = "vulnerability_scan"
    HANDOVER = "handover"
    DECOMMISSION = "decommission"
    DATA_DESTRUCTION = "data_destruction"
    OTHER = "other"


class ControlFamily(StrEnum):
    """Folder names of the control families; the two-letter code is the id's prefix."""

    STATE_SECRETS = "state_secrets"
    LEVELS = "levels"
    HOSTING = "hosting"
    NETWORK = "network"
    ACCOUNTS = "accounts"
    LOGS = "logs"
    OPERATIONS = "operations"
    CONNECTIVITY = "connectivity"
    SYNCHRONIZATION = "synchronization"
    MIGRATION = "migration"


FAMILY_CODES: dict[ControlFamily, tuple[str, ...]] = {
    ControlFamily.STATE_SECRETS: ("SS",),
    ControlFamily.LEVELS: ("LV",),
    ControlFamily.HOSTING: ("HO",),
    ControlFamily.NETWORK: ("NW",),
    ControlFamily.ACCOUNTS: ("AC",),
    ControlFamily.LOGS: ("LG",),
    ControlFamily.OPERATIONS: ("VM", "MW", "BK", "CR", "IN", "IR"),
    ControlFamily.CONNECTIVITY: ("CN",),
    ControlFamily.SYNCHRONIZATION: ("SY",),
    ControlFamily.MIGRATION: ("MG",),
}

"""The kinds of thing a province declares."""

from enum import StrEnum


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


class ZoneKind(StrEnum):
    """Network zones by purpose (TCVN 14423:2026 x.12.2.2b, those of 6.16.2.5, and the networks of Party and State)."""

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
    DEVELOPMENT = "development"
    TEST = "test"


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


class Channel(StrEnum):
    """The way data goes between two systems."""

    NDOP = "ndop"
    LDOP_TO_NDOP = "ldop_to_ndop"
    LGSP = "lgsp"
    NDXP = "ndxp"
    DIRECT = "direct"
    FILE = "file"


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
    APPOINTMENT = "appointment"
    BUDGET = "budget"
    SECURITY_CERTIFICATE = "security_certificate"
    DATA_RETURN = "data_return"
    CHANGE_RECORD = "change_record"
    INTERNAL_TEST = "internal_test"
    PENETRATION_TEST = "penetration_test"
    CIPHER_REQUEST = "cipher_request"
    DELEGATION = "delegation"
    LEAD_OPERATOR = "lead_operator"
    LEVEL_APPRAISAL = "level_appraisal"
    SELF_CHECK = "self_check"
    CHECK_NOTICE = "check_notice"
    OPERATOR_REPORT = "operator_report"
    ANNUAL_REPORT = "annual_report"
    ACCOUNT_REVIEW = "account_review"
    TEST_PROGRAMME = "test_programme"
    INCIDENT = "incident"
    INCIDENT_LOG = "incident_log"
    INCIDENT_PLAN = "incident_plan"
    INCIDENT_TEAM = "incident_team"
    INCIDENT_CONTACTS = "incident_contacts"
    DRILL = "drill"
    TSLCD_REGISTRATION = "tslcd_registration"
    ROUTING_AGREEMENT = "routing_agreement"
    CONNECTION_DOCUMENT = "connection_document"
    DATA_MAPPING = "data_mapping"
    DATA_QUALITY_TEST = "data_quality_test"
    CONNECTION_REQUEST = "connection_request"
    SANDBOX_TEST = "sandbox_test"
    PRE_SYNC_CHECKLIST = "pre_sync_checklist"
    STORAGE_PROCEDURE = "storage_procedure"
    SECRECY_REGULATION = "secrecy_regulation"
    SECRECY_OFFICER = "secrecy_officer"
    SECRECY_REPORT = "secrecy_report"
    SANITISATION = "sanitisation"
    NETWORK_DIAGRAM = "network_diagram"
    SOURCE_CHECK = "source_check"
    LEVEL_DOSSIER = "level_dossier"
    LOG_REVIEW = "log_review"
    DUTY_ROTA = "duty_rota"
    DATA_CENTRE_PROJECT = "data_centre_project"
    PLATFORM_ASSESSMENT = "platform_assessment"
    PLATFORM_ROADMAP = "platform_roadmap"
    STAFFING_DECISION = "staffing_decision"
    ARCHITECTURE_APPRAISAL = "architecture_appraisal"
    OTHER = "other"


class NationalDatabase(StrEnum):
    """Databases of the nation that a decree has run on the infrastructure of the National Data Center.

    Of education and training (NĐ 88/2026), the enforcement of criminal judgments (NĐ 160/2026), custody and detention
    (NĐ 213/2026); `other` is one of which no such decree is known here, `none` says that there is none.
    """

    EDUCATION = "education"
    CRIMINAL_JUDGMENTS = "criminal_judgments"
    DETENTION = "detention"
    OTHER = "other"
    NONE = "none"


class TaskKind(StrEnum):
    """What a province undertakes in its digital transformation."""

    INVESTMENT = "investment"
    CENTRE = "centre"
    TRIAL = "trial"
    STRATEGY = "strategy"
    DIGITISATION = "digitisation"
    SOFTWARE = "software"
    CONNECTION = "connection"
    REVIEW = "review"
    TRAINING = "training"
    OTHER = "other"


class FigureKind(StrEnum):
    """Figures that reports state of a province; `UNITS` of `model/programme.py` tells what each counts.

    Databases connected to the national data system, data that were created, dossiers filed online, procedures published
    and those with their electronic form, bodies of the Party on its wide area network, and people: officials in charge
    of cyber security and digital transformation, members of the digital technology teams of communes and villages.
    """

    DATABASES_CONNECTED = "databases_connected"
    DATA_CREATED = "data_created"
    DOSSIERS_ONLINE = "dossiers_online"
    PROCEDURES_PUBLISHED = "procedures_published"
    PROCEDURES_WITH_FORM = "procedures_with_form"
    PARTY_BODIES_ON_WAN = "party_bodies_on_wan"
    IT_STAFF = "it_staff"
    COMMUNE_TEAM_MEMBERS = "commune_team_members"
    VILLAGE_TEAM_MEMBERS = "village_team_members"

"""What a system or a data set is described by: papers' figures, protection, technology, and what moving it takes."""

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, model_validator

from auditor.model.base import Document, Identifier, Instant, Text
from auditor.model.vocab.declared import EvidenceKind
from auditor.model.vocab.moves import MoveState
from auditor.model.vocab.secrecy import CipherProvider


class Plan(Document):
    """Items of the approved security plan: how many there are and how many are deployed."""

    done: Annotated[int, Field(ge=0, le=10_000)]
    total: Annotated[int, Field(ge=0, le=10_000)]


class PersonalData(Document):
    """Kind of personal data and the number of data subjects (NĐ 331/2026 Art. 12-13).

    `basic` and `sensitive` count the subjects of each kind apart; without them `subjects` counts those of `kind`.
    """

    kind: Literal["none", "basic", "sensitive"] = "none"
    subjects: Annotated[int, Field(ge=0)] = 0
    basic: Annotated[int, Field(ge=0)] | None = None
    sensitive: Annotated[int, Field(ge=0)] | None = None


class Administrators(Document):
    """Who administers a system: how many people, and how many have the training certificate (Luật 116/2025 34(2))."""

    total: Annotated[int, Field(ge=0, le=10_000)]
    certified: Annotated[int, Field(ge=0, le=10_000)]


class CyberForce(Document):
    """Who protects cyber security in a body: how many people, and how many meet the required knowledge (34(1))."""

    total: Annotated[int, Field(ge=0, le=10_000)]
    trained: Annotated[int, Field(ge=0, le=10_000)]


class Incident(Document):
    """The instants of an incident, in the time of Viet Nam, and how grave it was (NĐ 331/2026 Art. 31(2)(d)).

    `noticed_at` is when the force of the Ministry of Public Security was first told, `reported_at` when it had the
    report on cause, reach and remedy, or its preliminary part. `grave`: it was a grave incident; `alarming`: it showed
    signs against national security or public order, or seriously interrupted the system. What nobody entered is not
    known.
    """

    found_at: Instant
    noticed_at: Instant | None = None
    reported_at: Instant | None = None
    grave: bool | None = None
    alarming: bool | None = None

    @model_validator(mode="after")
    def _told_after_it_was_found(self) -> "Incident":
        for key in ("noticed_at", "reported_at"):
            instant = getattr(self, key)
            if instant is not None and instant < self.found_at:
                raise ValueError(f"{key} {instant.isoformat()} lies before found_at {self.found_at.isoformat()}")
        return self


_REPORTED_TO = r"^([A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}|\+?[0-9]([ .()-]{0,2}[0-9]){2,14})$"


class IncidentReports(Document):
    """Where reports of cyber incidents are taken, as the portal shows it (NĐ 330/2026 Art. 21(1)(a)): mail addresses
    and telephone numbers, and the path of the page that shows them.
    """

    to: Annotated[
        tuple[Annotated[str, Field(max_length=200, pattern=_REPORTED_TO)], ...], Field(min_length=1, max_length=5)
    ]
    page: Annotated[str, Field(pattern=r"^/[A-Za-z0-9._~/?=&%-]{0,200}$")] | None = None


class Procedure(Document):
    """An administrative procedure that a system offers online (NĐ 224/2026 Art. 15).

    `national` says whether the national database of procedures has the code under the same name, `ministry_central`
    whether a ministry's central system or the National Public Service Portal already offers it, `form` whether its
    electronic form is there, `fee` whether it costs something, `paid_online` whether that can be paid online.
    """

    code: Annotated[str, Field(pattern=r"^[0-9]{1,20}(\.[0-9A-Z]{1,20}){0,8}$")]
    national: bool | None = None
    ministry_central: bool | None = None
    form: bool | None = None
    fee: bool | None = None
    paid_online: bool | None = None


class Budget(Document):
    """What a body spends in a year on programmes, schemes and projects of digital transformation and IT, and of that on
    cyber security, in dong (Luật 116/2025 Art. 38(1)).
    """

    year: Annotated[int, Field(ge=2020, le=2100)]
    it_vnd: Annotated[int, Field(ge=0)]
    cyber_vnd: Annotated[int, Field(ge=0)]


class Monitoring(Document):
    """The system's feed to the provincial or national cybersecurity centre (Law 116/2025 Art. 40.1.b)."""

    feed: Literal["none", "provincial", "national"] = "none"
    endpoint: Text = ""


class Cipher(Document):
    """The cipher product offered as protection, its supplier and the deployment paper (Law 05/2011 Art. 9, 11, 13)."""

    provider: CipherProvider = CipherProvider.NONE
    product: Text = ""
    record: Identifier | None = None


class BackupCopy(Document):
    """One copy of a system's backup."""

    id: Identifier
    media: Literal["disk", "tape", "object", "optical", "other"]
    site: Identifier
    immutable: bool = False
    offline: bool = False


class Technology(Document):
    """What a system is built on; used by the migration plan."""

    os: Text = ""
    os_support_ends: datetime.date | None = None
    dbms: Text = ""
    dbms_support_ends: datetime.date | None = None
    vcpu: Annotated[int, Field(ge=0)] | None = None
    ram_gb: Annotated[int, Field(ge=0)] | None = None
    storage_gb: Annotated[int, Field(ge=0)] | None = None
    cloud_licence: bool | None = None


class SystemMove(Document):
    """What planning the move of a system needs to know. What is not given counts as unknown, never as nothing.

    `team` and `target` are ids of `planning.yaml`; `volume_gb` is what has to be carried; days are calendar days of
    running old and new side by side and of keeping the way back open; `earliest` and `latest` bound the night of the
    cut-over; `together` and `apart` name systems that must or must not move in the same night.
    """

    team: Identifier | None = None
    target: Identifier | None = None
    priority: Annotated[int, Field(ge=1, le=5)] = 3
    volume_gb: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    parallel_days: Annotated[int, Field(ge=0, le=730)] | None = None
    rollback_days: Annotated[int, Field(ge=0, le=365)] | None = None
    outage_minutes: Annotated[int, Field(ge=0, le=20_160)] | None = None
    earliest: datetime.date | None = None
    latest: datetime.date | None = None
    together: tuple[Identifier, ...] = ()
    apart: tuple[Identifier, ...] = ()
    duplicates: Identifier | None = None
    """The system that does the same work and that this one could be merged into."""


class PaperItems(Document):
    """What a paper says, item by item, as somebody who read it entered; an item nobody entered is not known.

    Each kind of paper has items of its own (`ITEMS_OF`): the clauses of a hosting agreement, the parts of a handover,
    what a record of a change holds, what was done when a system ended.
    """

    in_vietnam: bool | None = None
    deletion_terms: bool | None = None
    audit_log: bool | None = None
    sub_provider: bool | None = None
    return_of_data: bool | None = None
    data_governance: bool | None = None
    access_terms: bool | None = None
    security_terms: bool | None = None
    connection_docs: bool | None = None
    user_guide: bool | None = None
    source_code: bool | None = None
    internal_software: bool | None = None
    affected_told: bool | None = None
    impact_assessed: bool | None = None
    compatibility_assessed: bool | None = None
    way_back: bool | None = None
    risk_before: bool | None = None
    risk_during: bool | None = None
    risk_after: bool | None = None
    change_logged: bool | None = None
    recovery_time: bool | None = None
    fallback_ready: bool | None = None
    access_removed: bool | None = None
    names_removed: bool | None = None
    flows_removed: bool | None = None
    irrecoverable: bool | None = None
    whole_system: bool | None = None
    grave_closed: bool | None = None
    from_outside: bool | None = None
    from_inside: bool | None = None
    scope_named: bool | None = None
    duties_named: bool | None = None
    term_named: bool | None = None
    plan_appraised: bool | None = None
    by_professionals: bool | None = None
    accounts_reviewed: bool | None = None
    rights_reviewed: bool | None = None
    has_deputy: bool | None = None
    around_the_clock: bool | None = None
    in_network: bool | None = None
    no_incident: bool | None = None
    above_level: bool | None = None
    policy_rules: bool | None = None
    organisation_rules: bool | None = None
    staff_rules: bool | None = None
    design_rules: bool | None = None
    operation_rules: bool | None = None
    risk_rules: bool | None = None
    end_rules: bool | None = None
    general_part: bool | None = None
    systems_list: bool | None = None
    security_list_part: bool | None = None
    approved_list: bool | None = None
    measures_list: bool | None = None
    regulation_list: bool | None = None
    compliance_list: bool | None = None
    checked_list: bool | None = None
    measures_judged: bool | None = None
    decisions_part: bool | None = None
    regulation_part: bool | None = None
    growth_over_fifth: bool | None = None
    growth_explained: bool | None = None
    redundancy_stated: bool | None = None
    service_address: bool | None = None
    service_functions: bool | None = None
    data_schema: bool | None = None
    link_security: bool | None = None
    service_metadata: bool | None = None
    structure_met: bool | None = None
    legal_value_met: bool | None = None
    connection_met: bool | None = None
    centre_enlarged: bool | None = None
    national_centre_unable: bool | None = None
    requirements_met: bool | None = None
    labelled: bool | None = None
    officer_named: bool | None = None
    five_units: bool | None = None
    addressee_reached: bool | None = None
    framework_met: bool | None = None
    principles_met: bool | None = None

    def entered(self) -> tuple[str, ...]:
        """Names of the items that somebody entered, true or not."""
        return tuple(name for name in type(self).model_fields if getattr(self, name) is not None)


_AGREEMENT = ("in_vietnam", "deletion_terms", "audit_log", "sub_provider", "return_of_data")
_LEASE = ("data_governance", "access_terms", "security_terms")
_CHANGE = (
    "affected_told",
    "impact_assessed",
    "compatibility_assessed",
    "way_back",
    "risk_before",
    "risk_during",
    "risk_after",
    "change_logged",
)
_SCAN = frozenset({"whole_system", "grave_closed"})
_RULES = (
    "policy_rules",
    "organisation_rules",
    "staff_rules",
    "design_rules",
    "operation_rules",
    "risk_rules",
    "end_rules",
)
_REPORT = (
    "general_part",
    "systems_list",
    "security_list_part",
    "approved_list",
    "measures_list",
    "regulation_list",
    "compliance_list",
    "checked_list",
    "measures_judged",
    "decisions_part",
    "regulation_part",
)

ITEMS_OF: Mapping[EvidenceKind, frozenset[str]] = MappingProxyType(
    {
        EvidenceKind.HOSTING_AGREEMENT: frozenset({*_AGREEMENT, *_LEASE}),
        EvidenceKind.HANDOVER: frozenset({"connection_docs", "user_guide", "source_code", "internal_software"}),
        EvidenceKind.CHANGE_RECORD: frozenset(_CHANGE),
        EvidenceKind.OUTAGE_NOTICE: frozenset({"recovery_time", "fallback_ready"}),
        EvidenceKind.DECOMMISSION: frozenset({"access_removed", "names_removed", "flows_removed"}),
        EvidenceKind.DATA_DESTRUCTION: frozenset({"irrecoverable"}),
        EvidenceKind.VULNERABILITY_SCAN: _SCAN,
        EvidenceKind.PENETRATION_TEST: _SCAN | {"from_outside", "from_inside"},
        EvidenceKind.REGULATION: frozenset(_RULES),
        EvidenceKind.RISK_REPORT: frozenset({"above_level"}),
        EvidenceKind.DELEGATION: frozenset({"scope_named", "duties_named", "term_named"}),
        EvidenceKind.LEVEL_APPRAISAL: frozenset({"plan_appraised"}),
        EvidenceKind.SELF_CHECK: frozenset({"by_professionals"}),
        EvidenceKind.ANNUAL_REPORT: frozenset({*_REPORT, "addressee_reached"}),
        EvidenceKind.OPERATOR_REPORT: frozenset({"addressee_reached"}),
        EvidenceKind.ACCOUNT_REVIEW: frozenset({"accounts_reviewed", "rights_reviewed"}),
        EvidenceKind.INCIDENT_LOG: frozenset({"no_incident"}),
        EvidenceKind.INCIDENT_TEAM: frozenset({"has_deputy"}),
        EvidenceKind.INCIDENT_CONTACTS: frozenset({"around_the_clock", "in_network"}),
        EvidenceKind.TSLCD_REGISTRATION: frozenset({"growth_over_fifth", "growth_explained", "redundancy_stated"}),
        EvidenceKind.CONNECTION_DOCUMENT: frozenset(
            {"service_address", "service_functions", "data_schema", "link_security", "service_metadata"}
        ),
        EvidenceKind.PRE_SYNC_CHECKLIST: frozenset({"structure_met", "legal_value_met", "connection_met"}),
        EvidenceKind.SANITISATION: frozenset({"irrecoverable"}),
        EvidenceKind.DATA_CENTRE_PROJECT: frozenset({"centre_enlarged", "national_centre_unable"}),
        EvidenceKind.PLATFORM_ASSESSMENT: frozenset({"requirements_met", "labelled"}),
        EvidenceKind.STAFFING_DECISION: frozenset({"officer_named", "five_units"}),
        EvidenceKind.SOURCE_CHECK: frozenset({"grave_closed"}),
        EvidenceKind.ARCHITECTURE_APPRAISAL: frozenset({"framework_met", "principles_met"}),
    }
)
"""Items that a paper of each kind may have; those of no kind here have none."""


Months = Annotated[int, Field(ge=1, le=36)]
"""How often something is done, at least once in so many months."""


class PromisedMeasures(Document):
    """What the plan in a level dossier promises of one system, as somebody who read it entered it.

    A number is the one that the plan names: months that logs are kept, characters of a password, wrong passwords in a
    row that lock an account, seconds after which an idle shell ends, copies of the data, and months within which
    something is done again. `true` is a measure that has no number; `false`, or nothing, one that is not promised.
    `others` counts promised measures for which there is no word here. `whole` says that every measure of the plan was
    entered or counted. Which controls look at which measure stands in `policies/params/promised_measures.yaml`.
    """

    whole: bool | None = None
    others: Annotated[int, Field(ge=0, le=1_000)] | None = None
    log_months: Annotated[int, Field(ge=1, le=120)] | None = None
    password_length: Annotated[int, Field(ge=1, le=128)] | None = None
    lock_after: Annotated[int, Field(ge=1, le=100)] | None = None
    idle_seconds: Annotated[int, Field(ge=1, le=86_400)] | None = None
    backup_copies: Annotated[int, Field(ge=1, le=20)] | None = None
    restore_months: Months | None = None
    scan_months: Months | None = None
    penetration_months: Months | None = None
    account_review_months: Months | None = None
    log_review_months: Months | None = None
    central_logs: bool | None = None
    second_factor: bool | None = None
    no_plain_services: bool | None = None
    synchronised_clocks: bool | None = None
    firewall: bool | None = None
    no_internet: bool | None = None
    network_zones: bool | None = None
    wireless_apart: bool | None = None
    encrypted_access: bool | None = None
    central_monitoring: bool | None = None
    web_firewall: bool | None = None
    malware_protection: bool | None = None
    intrusion_prevention: bool | None = None


class Sync(Document):
    """Where a data set is synchronised to and how often, in minutes."""

    target: Text
    mode: Literal["push", "pull", "stream", "batch"] = "push"
    cycle_minutes: Annotated[int, Field(gt=0)]


class DataMove(Document):
    """How far the people in charge say a data set has moved, on the day `as_of`."""

    state: MoveState = MoveState.NOT_STARTED
    as_of: datetime.date | None = None
    rows_done: Annotated[int, Field(ge=0)] | None = None
    bytes_done: Annotated[int, Field(ge=0)] | None = None

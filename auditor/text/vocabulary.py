"""The closed vocabularies in the words officials use. The operator checks itself: nothing here says audit or
inspection.
"""

from collections.abc import Mapping
from enum import StrEnum

from auditor.model.facts import KINDS
from auditor.model.law import Addressee
from auditor.model.matrix import MatrixState
from auditor.model.matters import Matter
from auditor.model.vocab.controls import Confidence, ControlFamily, Force
from auditor.model.vocab.declared import FigureKind
from auditor.model.vocab.measurements import Basis, State
from auditor.model.vocab.moves import Decision, MoveState
from auditor.model.vocab.secrecy import Label
from auditor.model.vocab.subjects import SubjectKind
from auditor.model.vocab.verdicts import Severity, Status
from auditor.text.words import Bilingual, mark, same, say

STATUS: Mapping[str, str] = {
    Status.PASS: mark("Met"),
    Status.WARN: mark("Needs attention"),
    Status.FAIL: mark("Not met"),
    Status.UNKNOWN: mark("Not enough evidence to conclude"),
    Status.MANUAL: mark("Awaiting records or confirmation"),
    Status.NOT_APPLICABLE: mark("Not applicable"),
    Status.NOT_IN_FORCE: mark("Not in force"),
    Status.ERROR: mark("Tool error"),
}

SEVERITY: Mapping[str, str] = {
    Severity.CRIT: mark("Critical"),
    Severity.HIGH: mark("High"),
    Severity.MED: mark("Medium"),
    Severity.LOW: mark("Low"),
}

BASIS: Mapping[str, str] = {
    Basis.MEASURED: mark("Measured"),
    Basis.CONFIGURED: mark("Read from configuration"),
    Basis.IMPORTED: mark("Imported from another system"),
    Basis.DOCUMENTED: mark("Documented"),
    Basis.DECLARED: mark("Declared"),
}

STATE: Mapping[str, str] = {
    State.OK: mark("completed"),
    State.PARTIAL: mark("partly completed"),
    State.FILTERED: mark("filtered on the way"),
    State.TIMEOUT: mark("timed out"),
    State.REFUSED: mark("refused"),
    State.NO_PERMISSION: mark("no permission"),
    State.OUT_OF_SCOPE: mark("outside the permitted scope"),
    State.OUTSIDE_WINDOW: mark("outside the permitted hours"),
    State.NOT_TRIED: mark("not tried"),
    State.PARSE_ERROR: mark("answer could not be read"),
}

FAMILY: Mapping[str, str] = {
    ControlFamily.STATE_SECRETS: mark("State secrets"),
    ControlFamily.LEVELS: mark("Security levels"),
    ControlFamily.HOSTING: mark("Hosting"),
    ControlFamily.NETWORK: mark("Networks and zones"),
    ControlFamily.ACCOUNTS: mark("Accounts and access"),
    ControlFamily.LOGS: mark("Logs"),
    ControlFamily.OPERATIONS: mark("Secure operation"),
    ControlFamily.CONNECTIVITY: mark("Connectivity"),
    ControlFamily.SYNCHRONIZATION: mark("Synchronisation"),
    ControlFamily.MIGRATION: mark("Migration"),
}

CONFIDENCE: Mapping[str, str] = {
    Confidence.A: mark("A: the text was read"),
    Confidence.B: mark("B: an official summary was read"),
    Confidence.C: mark("C: only a secondary source"),
    Confidence.D: mark("D: no source page found"),
}

ADDRESSEE: Mapping[str, str] = {
    Addressee.ANYONE: mark("everybody"),
    Addressee.OWNER: mark("the owner of the system"),
    Addressee.OPERATOR: mark("the unit that runs the system"),
    Addressee.STATE_BODY: mark("State bodies"),
    Addressee.STATE_OR_ONLINE: mark("State bodies and owners of online services"),
    Addressee.POLITICAL_SYSTEM: mark("bodies of the political system"),
    Addressee.PARTY_BODY: mark("Party bodies"),
    Addressee.PROVIDER: mark("the provider of the service"),
    Addressee.CARRIER: mark("the telecommunications enterprise"),
    Addressee.MINISTRY: mark("the ministry or central body in charge"),
    Addressee.PUBLIC_SECURITY: mark("the public security forces"),
}

CLAIM: Mapping[str, str] = {
    "addressee": mark("whom it obliges"),
    "condition": mark("under what condition"),
    "transition": mark("whether it gives time"),
}

FORCE: Mapping[str, str] = {Force.BINDING: mark("binding"), Force.RECOMMENDED: mark("recommended only")}

ORIGIN: Mapping[str, str] = {
    "legal": mark("set by law"),
    "suggested": mark("suggested by the text"),
    "term": mark("our list, spelling out a term of the law"),
    "ours": mark("our proposal, not a legal limit"),
}

LABEL: Mapping[str, str] = {
    Label.NONE: mark("no label declared"),
    Label.MAT: mark("Secret"),
    Label.TOI_MAT: mark("Highly secret"),
    Label.TUYET_MAT: mark("Top secret"),
}

DECISION: Mapping[str, str] = {
    Decision.MIGRATE: mark("Move to the National Data Center"),
    Decision.RETAIN_IDC: mark("Keep at the provincial data centre"),
    Decision.RETAIN_ISOLATED: mark("Keep isolated"),
    Decision.SPECIAL_ZONE: mark("Place in a zone of its own"),
    Decision.REPLACE_NATIONAL: mark("Replace by the national system"),
    Decision.MODERNISE_FIRST: mark("Modernise, then move"),
    Decision.CONSOLIDATE: mark("Consolidate, then move"),
    Decision.RETIRE: mark("Retire"),
}

READINESS: Mapping[str, str] = {
    "ready": mark("Ready to move"),
    "conditional": mark("Can move with conditions"),
    "blocked": mark("Not yet fit to move"),
    "unknown": mark("Not enough evidence to conclude"),
}

ROLE: Mapping[str, str] = {
    "owner": mark("System owner"),
    "operator": mark("Operating unit"),
    "data_steward": mark("Data steward"),
    "monitor": mark("Monitoring unit"),
    "cipher": mark("Cipher office"),
    "planner": mark("Unit planning the migration"),
}

SUBJECT: Mapping[str, str] = {
    SubjectKind.SYSTEM: mark("system"),
    SubjectKind.HOST: mark("host"),
    SubjectKind.ENDPOINT: mark("service address"),
    SubjectKind.ORGANISATION: mark("organisation"),
    SubjectKind.SITE: mark("site"),
    SubjectKind.ZONE: mark("network zone"),
    SubjectKind.NETWORK: mark("network"),
    SubjectKind.LINK: mark("link"),
    SubjectKind.DATA_SET: mark("data set"),
    SubjectKind.WAVE: mark("migration wave"),
    SubjectKind.TASK: mark("task"),
    SubjectKind.REPORTED_FIGURE: mark("reported figure"),
}

TASK_STATE: Mapping[str, str] = {
    "late": mark("Late"),
    "not_shown": mark("Said to be done, not shown"),
    "due": mark("Not yet due"),
    "done": mark("Done"),
}

FIGURE: Mapping[str, str] = {
    FigureKind.DATABASES_CONNECTED: mark("Databases connected to the national data system"),
    FigureKind.DATA_CREATED: mark("Data created"),
    FigureKind.DOSSIERS_ONLINE: mark("Dossiers filed online"),
    FigureKind.PROCEDURES_PUBLISHED: mark("Administrative procedures published"),
    FigureKind.PROCEDURES_WITH_FORM: mark("Procedures with their electronic form"),
    FigureKind.PARTY_BODIES_ON_WAN: mark("Bodies of the Party on its wide area network"),
    FigureKind.IT_STAFF: mark("Officials in charge of cyber security and digital transformation"),
    FigureKind.COMMUNE_TEAM_MEMBERS: mark("Members of digital technology teams of communes"),
    FigureKind.VILLAGE_TEAM_MEMBERS: mark("Members of digital technology teams of villages"),
}

MATRIX: Mapping[str, str] = {
    MatrixState.FORBIDDEN_SEEN: mark("Forbidden, yet seen"),
    MatrixState.SEEN_UNDECLARED: mark("Seen, not declared"),
    MatrixState.NOT_MEASURABLE: mark("Could not be measured"),
    MatrixState.ALLOWED_NOT_SEEN: mark("Declared, not seen"),
    MatrixState.SEEN_ALLOWED: mark("Declared and seen"),
}

FLAG: Mapping[str, str] = {
    "recommended": mark("The text only recommends this for this kind of subject"),
    "unconfirmed": mark("The clause must still be compared with the original"),
    "not_yet_due": mark("The duty is not yet due"),
    "transition": mark("Inside a legal transition"),
    "conflict": mark("Two texts in force say different things"),
    "unread": mark("What the clause says of a subject like this has not been read"),
    "evidence_missing": mark("Part of the evidence is missing"),
    "evidence_not_ok": mark("The measurement did not complete"),
    "field_unread": mark("A part of the settings could not be read"),
    "evidence_future": mark("The evidence is dated in the future"),
    "evidence_stale": mark("The evidence is older than allowed for a pass"),
    "evidence_vantage": mark("Measured from another place than a pass would need"),
}

KIND: Mapping[str, str] = {
    **{kind.name: kind.title for kind in KINDS.values()},
    "evidence.level_approval": mark("approval of the security level"),
    "evidence.regulation": mark("security regulation"),
    "evidence.go_live": mark("go-live record"),
    "evidence.restore_test": mark("restore test record"),
    "evidence.failover_test": mark("failover test record"),
    "evidence.exception": mark("written exception"),
    "evidence.cipher_deployment": mark("cipher deployment record"),
    "evidence.bridge_test": mark("bridge test record"),
    "evidence.budget": mark("decision on the year's budget"),
    "evidence.appointment": mark("decision that names who is in charge of cyber security"),
    "evidence.security_certificate": mark("certificate of security conditions"),
    "evidence.mfa_statement": mark("statement on multi-factor authentication"),
    "evidence.safety_plan": mark("plan to keep the system safe"),
    "evidence.risk_report": mark("risk report"),
    "evidence.readiness_minutes": mark("minutes of readiness"),
    "evidence.rollback_rehearsal": mark("minutes of rehearsing the way back"),
    "evidence.outage_notice": mark("notice of a stop"),
    "evidence.trial_run": mark("report of a trial run"),
    "evidence.internal_test": mark("minutes of testing internal software"),
    "evidence.acceptance": mark("minutes of acceptance"),
    "evidence.hosting_agreement": mark("hosting agreement"),
    "evidence.impact_assessment": mark("assessment of the processing of personal data"),
    "evidence.vulnerability_scan": mark("report of a scan for weaknesses"),
    "evidence.penetration_test": mark("report of a penetration test"),
    "evidence.handover": mark("minutes of handover"),
    "evidence.change_record": mark("record of the change"),
    "evidence.decommission": mark("minutes of taking out of use"),
    "evidence.data_destruction": mark("minutes of destroying data"),
    "evidence.data_return": mark("minutes of returning the data"),
    "evidence.cipher_request": mark("request for a cipher deployment"),
    "evidence.delegation": mark("delegation of the owner's duties"),
    "evidence.lead_operator": mark("decision that names the operator who leads"),
    "evidence.level_appraisal": mark("opinion on the level dossier"),
    "evidence.self_check": mark("record of a security check"),
    "evidence.check_notice": mark("notice of the yearly check of the system"),
    "evidence.operator_report": mark("the operator's yearly report"),
    "evidence.annual_report": mark("the owner's yearly report"),
    "evidence.account_review": mark("minutes of reviewing accounts and rights"),
    "evidence.test_programme": mark("programme of penetration tests"),
    "evidence.incident": mark("record of an incident"),
    "evidence.incident_log": mark("log of incidents"),
    "evidence.incident_plan": mark("plan for incidents"),
    "evidence.incident_team": mark("decision on the incident team"),
    "evidence.incident_contacts": mark("notice of the contacts for incidents"),
    "evidence.drill": mark("minutes of a drill"),
    "evidence.tslcd_registration": mark("registration of needs of the dedicated network"),
    "evidence.routing_agreement": mark("agreement on a change of routing"),
    "evidence.connection_document": mark("technical document of a connection"),
    "evidence.data_mapping": mark("mapping of the data of a connection"),
    "evidence.data_quality_test": mark("report on the quality of data"),
    "evidence.connection_request": mark("signed request for a connection"),
    "evidence.sandbox_test": mark("minutes of testing a connection"),
    "evidence.pre_sync_checklist": mark("checklist before synchronisation"),
    "evidence.storage_procedure": mark("technical procedure of storing data"),
    "evidence.secrecy_regulation": mark("regulation on protecting state secrets"),
    "evidence.secrecy_officer": mark("decision naming who protects state secrets"),
    "evidence.secrecy_report": mark("report on protecting state secrets"),
    "evidence.sanitisation": mark("minutes of removing state secrets"),
    "evidence.network_diagram": mark("network diagram"),
    "evidence.source_check": mark("report of a check of source code or third-party parts"),
    "evidence.level_dossier": mark("level dossier with its security plan"),
    "evidence.log_review": mark("minutes of reviewing logs"),
    "evidence.duty_rota": mark("rota of monitoring round the clock"),
    "evidence.data_centre_project": mark("decision on investing in a data centre"),
    "evidence.platform_assessment": mark("assessment of a digital platform"),
    "evidence.platform_roadmap": mark("roadmap of a digital platform"),
    "evidence.staffing_decision": mark("decision on people in charge of digital transformation"),
    "evidence.architecture_appraisal": mark("appraisal against the digital architecture"),
    "evidence.other": mark("other record"),
}

ITEMS: Mapping[str, str] = {
    "in_vietnam": mark("data are kept in Viet Nam"),
    "deletion_terms": mark("deletion of data"),
    "audit_log": mark("audit logs"),
    "sub_provider": mark("sub-providers"),
    "return_of_data": mark("return of data at the end"),
    "data_governance": mark("governance of data"),
    "access_terms": mark("access to data"),
    "security_terms": mark("security"),
    "connection_docs": mark("documents of connections"),
    "user_guide": mark("guides for use and operation"),
    "source_code": mark("source code"),
    "internal_software": mark("whether the software is internal"),
    "affected_told": mark("notice to those affected"),
    "impact_assessed": mark("assessment of impact on security"),
    "compatibility_assessed": mark("assessment of compatibility"),
    "way_back": mark("a way back"),
    "risk_before": mark("risks assessed before"),
    "risk_during": mark("risks assessed during"),
    "risk_after": mark("risks assessed after"),
    "change_logged": mark("logs of the change"),
    "recovery_time": mark("expected hour of recovery"),
    "fallback_ready": mark("a fallback meanwhile"),
    "access_removed": mark("access removed"),
    "names_removed": mark("names removed"),
    "flows_removed": mark("flows removed"),
    "irrecoverable": mark("data beyond recovery"),
    "whole_system": mark("the whole system"),
    "grave_closed": mark("critical and high findings closed"),
    "from_outside": mark("tests from outside"),
    "from_inside": mark("tests from inside"),
    "scope_named": mark("the reach of the system"),
    "duties_named": mark("the duties that are delegated"),
    "term_named": mark("the term of the delegation"),
    "plan_appraised": mark("an opinion on the security plan"),
    "by_professionals": mark("a professional body as assessor"),
    "accounts_reviewed": mark("a review of the accounts"),
    "rights_reviewed": mark("a review of the rights to data"),
    "has_deputy": mark("a deputy"),
    "around_the_clock": mark("somebody on duty around the clock"),
    "in_network": mark("membership of the national response network"),
    "no_incident": mark("no incident in the time it covers"),
    "above_level": mark("risks above the level"),
    "policy_rules": mark("rules on policy"),
    "organisation_rules": mark("rules on organisation"),
    "staff_rules": mark("rules on staff"),
    "design_rules": mark("rules on design and building"),
    "operation_rules": mark("rules on operation"),
    "risk_rules": mark("rules on risks"),
    "end_rules": mark("rules on the end of use"),
    "general_part": mark("general part of form 08"),
    "systems_list": mark("list of systems"),
    "security_list_part": mark("list for the national-security list"),
    "approved_list": mark("list of approved levels"),
    "measures_list": mark("list by measures taken"),
    "regulation_list": mark("list of systems with a regulation"),
    "compliance_list": mark("list of systems that follow it"),
    "checked_list": mark("list of systems checked"),
    "measures_judged": mark("measures judged one by one"),
    "decisions_part": mark("decisions on levels and plans"),
    "regulation_part": mark("decisions on regulations"),
    "growth_over_fifth": mark("whether needs grew by more than 20 %"),
    "growth_explained": mark("reasons of the growth"),
    "redundancy_stated": mark("needs of redundant channels"),
    "service_address": mark("address of the service"),
    "service_functions": mark("functions of the service"),
    "data_schema": mark("structure of the data"),
    "link_security": mark("authentication and encryption"),
    "service_metadata": mark("metadata"),
    "structure_met": mark("points on structure met"),
    "legal_value_met": mark("points on legal value met"),
    "connection_met": mark("points on connection met"),
    "centre_enlarged": mark("whether a physical data centre is built or enlarged"),
    "national_centre_unable": mark("opinion that the National Data Center cannot supply the capacity"),
    "requirements_met": mark("minimum requirements met"),
    "labelled": mark("label given"),
    "officer_named": mark("officer in charge of digital transformation"),
    "five_units": mark("the five units"),
    "addressee_reached": mark("sent to whom the clause names"),
    "framework_met": mark("conformity with the digital architecture"),
    "principles_met": mark("conformity with the principles of architecture and design"),
}
"""Items of papers, as `PaperItems` names them."""

PROMISES: Mapping[str, str] = {
    "log_months": mark("days that logs are kept"),
    "password_length": mark("characters of a password"),
    "lock_after": mark("wrong passwords that lock an account"),
    "idle_seconds": mark("seconds after which an idle session ends"),
    "backup_copies": mark("copies of the data"),
    "restore_months": mark("days since a restore succeeded"),
    "scan_months": mark("days since the whole was scanned for weaknesses"),
    "penetration_months": mark("days since a penetration test"),
    "account_review_months": mark("days since accounts and rights were reviewed"),
    "log_review_months": mark("days since logs were reviewed"),
    "central_logs": mark("logs sent to another machine"),
    "second_factor": mark("a second factor for administrators"),
    "no_plain_services": mark("no service in the open"),
    "synchronised_clocks": mark("synchronised clocks"),
    "firewall": mark("walls between zones"),
    "no_internet": mark("no way to the Internet"),
    "network_zones": mark("zones of the network"),
    "wireless_apart": mark("wireless kept apart"),
    "encrypted_access": mark("encrypted access"),
    "central_monitoring": mark("monitoring by a centre"),
    "web_firewall": mark("a firewall for web applications"),
    "malware_protection": mark("protection against malware"),
    "intrusion_prevention": mark("prevention of intrusions"),
}
"""Measures that a level dossier promises, as `PromisedMeasures` names them; months are told in days."""

MEANS: Mapping[str, str] = {
    "host_filter": mark("a filter on the host itself"),
    "match_block": mark("a Match block of the SSH server"),
}
"""Means by which a result may be reached, as causes name them."""

MATTER: Mapping[str, str] = {
    Matter.INSECURE_SERVICE: mark("a service that carries passwords in the open"),
    Matter.SECOND_DOOR: mark("another way in for administrators"),
    Matter.WIDER_RULE: mark("a firewall rule that no line of the matrix lists"),
    Matter.WAY_OUT: mark("a way out of the machine"),
    Matter.SECOND_LEG: mark("an address in another network"),
    Matter.UNNAMED_LINK: mark("a card joined to a network that nobody names"),
    Matter.OWN_LINE: mark("a tunnel or modem that the dossier does not know"),
    Matter.SEGMENT_WAY_OUT: mark("a way out past the gateway of the dedicated network"),
    Matter.FOREIGN_ROUTE: mark("a route towards a foreign network"),
    Matter.JOINED_RADIO: mark("a radio joined to a network, at a site said to be without wireless"),
    Matter.SECRET_WAY_OUT: mark("a way out of a machine that holds state secrets"),
    Matter.LAN_WAY_OUT: mark("a way out of a machine in the network"),
    Matter.FREE_CLOCK: mark("a clock that follows itself"),
    Matter.UNPROVEN_CLOCK: mark("a clock that no clock in step vouches for"),
    Matter.GIVEN_TIME: mark("an answer to a question for the time"),
    Matter.COVERED_LABEL: mark("a secrecy label of what it is or stands on"),
    Matter.HOLDS_ROWS: mark("an export that counts rows where the move counted none"),
    Matter.MORE_ROWS: mark("a count of more rows than people were told"),
    Matter.NOTHING_RUNS: mark("machines on which nothing answers"),
    Matter.LEAVES_HTTPS: mark("a page that leads back to plain text"),
}
"""Counter-facts of rule 7."""


def word(table: Mapping[str, str], key: StrEnum | str) -> Bilingual:
    """The word for a key; a key nobody put into words stands for itself."""
    message = table.get(key)
    return same(str(key)) if message is None else say(message)


CLEARER: Mapping[str, str] = {
    "unit": mark("the unit itself"),
    "province": mark("the province"),
    "police": mark("the police"),
    "vendor": mark("the supplier"),
    "ministry": mark("a ministry"),
    "ndc": mark("the National Data Center"),
    "cipher": mark("the cipher office"),
}
"""Who can clear what holds a system up."""

MOVE_STATE: Mapping[str, str] = {
    MoveState.NOT_STARTED: mark("Not started"),
    MoveState.COPYING: mark("Being copied"),
    MoveState.PARALLEL: mark("Running side by side"),
    MoveState.CUT_OVER: mark("Cut over"),
    MoveState.OLD_SILENT: mark("Old instance silent"),
}

STANDING: Mapping[str, str] = {
    "undecided": mark("Not decided"),
    "forbidden": mark("Declared decision against the law; to be decided anew"),
    "agrees": mark("Decided"),
    "differs": mark("Decided otherwise than the rules propose"),
}

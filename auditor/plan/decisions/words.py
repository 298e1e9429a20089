"""Sentences of `auditor.plan.decisions.shape`: what each rule says, which facts made it fire, what was missing."""

from collections.abc import Mapping
from types import MappingProxyType

from auditor.pages.sentences import Sentence
from auditor.text.words import mark

_RULES: Mapping[str, Sentence] = {
    "rule_secret": Sentence(mark("It holds state secrets, so it stays isolated or gets a zone of its own")),
    "rule_edge": Sentence(mark("It is the edge of the province to the national platform, so it stays")),
    "rule_national_master": Sentence(mark("A national database holds the master, so the province only reads it")),
    "rule_portal_closed": Sentence(mark("Citizens apply at the national portal, so the former portal ends")),
    "rule_duplicate": Sentence(mark("Something else does the same, so the two are better joined")),
    "rule_place_bound": Sentence(mark("It is tied to its place, so it stays")),
    "rule_unsupported": Sentence(mark("It runs on software without support, so it is renewed before it moves")),
    "rule_core_at_ndc": Sentence(mark("The core of the operations centre moves; sensors and actuators stay")),
    "rule_early": Sentence(mark("Much of the province depends on it, so it moves early")),
    "rule_key": Sentence(mark("It is a key system, so it moves")),
    "rule_late": Sentence(mark("It is of a low level and nothing holds it, so it can move late")),
    "rule_little_used": Sentence(mark("It is of a low level, little used and run by its vendor, so it could end")),
    "rule_cloud_first": Sentence(mark("It holds data of the province and nothing entered ties it to its place")),
    "rule_follows_system": Sentence(mark("Data goes where its system goes: {0}"), "system"),
    "rule_own": Sentence(mark("A rule of the province's own says so: {0}"), "id"),
    "rule_ours": Sentence(mark("The rule {0} is advice of this tool; no text commands it"), "id"),
    "rule_none": Sentence(mark("No rule says anything about {0}; people decide"), "system"),
    "rule_open": Sentence(mark("The rule {0} could not be judged"), "id"),
    "rule_secret_only": Sentence(mark("The rules propose for {0} what the law forbids for state secrets"), "system"),
    "law_not_yet": Sentence(mark("The text {0}, which the rule names, is not in force yet"), "id"),
    "law_ended": Sentence(mark("The text {0}, which the rule names, is no longer in force"), "id"),
    "decision_differs": Sentence(mark("People decided otherwise, and that stands: {0}"), "decision"),
    "decision_forbidden": Sentence(mark("The law forbids what was decided: {0}"), "decision"),
}

_FACTS: Mapping[str, Sentence] = {
    "fact_label_mat": Sentence(mark("{0} is labelled Mật"), "id"),
    "fact_label_toi_mat": Sentence(mark("{0} is labelled Tối mật"), "id"),
    "fact_label_tuyet_mat": Sentence(mark("{0} is labelled Tuyệt mật"), "id"),
    "fact_declares_secrets": Sentence(mark("{0} declares that it holds state secrets"), "system"),
    "fact_level": Sentence(mark("Its security level is {0}"), "number"),
    "fact_serves_citizens": Sentence(mark("It serves citizens")),
    "fact_key_system": Sentence(mark("It is declared a key system")),
    "fact_os_ended": Sentence(mark("Support of the operating system {0} ended on {1}"), "text day"),
    "fact_dbms_ended": Sentence(mark("Support of the database system {0} ended on {1}"), "text day"),
    "fact_licence_allows": Sentence(mark("Its licences allow a cloud")),
    "fact_licence_forbids": Sentence(mark("Its licences do not allow a cloud")),
    "fact_national_source": Sentence(mark("The master of {0} is national: {1}"), "id text"),
    "fact_master": Sentence(mark("It is the system of record of {0}"), "id"),
    "fact_duplicate_declared": Sentence(mark("It is declared to do the same work as {0}"), "system"),
    "fact_duplicate_entity": Sentence(mark("The same master data, {0}, is also held by {1}"), "id system"),
    "fact_writable": Sentence(mark("The data set is written to")),
    "fact_shared": Sentence(mark("The data set is shared")),
    "fact_role_system_of_record": Sentence(mark("It is a system of record")),
    "fact_role_copy": Sentence(mark("It is a copy")),
    "fact_role_cache": Sentence(mark("It is a cache")),
    "fact_role_client": Sentence(mark("It is read as a client")),
    "fact_scope_province": Sentence(mark("The whole province uses it")),
    "fact_scope_department": Sentence(mark("One department uses it")),
    "fact_scope_commune": Sentence(mark("Communes use it")),
    "fact_scope_party": Sentence(mark("Party bodies use it")),
    "missing_level": Sentence(mark("Its security level is not entered")),
    "missing_support": Sentence(mark("Until when its software is supported is not entered in full")),
    "missing_licence": Sentence(mark("Whether its licences allow a cloud is not entered")),
}

_TRAITS: Mapping[str, Sentence] = {
    "fact_trait_edge_devices": Sentence(mark("It works with devices in the field")),
    "fact_trait_media_latency": Sentence(mark("It carries sound or pictures that bear no delay")),
    "fact_trait_file_print": Sentence(mark("It serves files or printers nearby")),
    "fact_trait_network_control": Sentence(mark("It steers the network of the place")),
    "fact_trait_security_collector": Sentence(mark("It collects security events on the spot")),
    "fact_trait_low_use": Sentence(mark("It is little used")),
    "fact_trait_vendor_hosted": Sentence(mark("Its vendor hosts it")),
    "fact_trait_shared_province": Sentence(mark("It is shared across the province")),
    "fact_trait_national_sync": Sentence(mark("It is synchronised with a national database")),
}

_KINDS: Mapping[str, Sentence] = {
    "fact_kind_idc": Sentence(mark("It is the data centre itself")),
    "fact_kind_infrastructure": Sentence(mark("It is infrastructure")),
    "fact_kind_sharing_platform": Sentence(mark("It is the data-sharing platform of the province")),
    "fact_kind_ndop_agent": Sentence(mark("It is the agent node of the national platform")),
    "fact_kind_data_store": Sentence(mark("It is a shared data store")),
    "fact_kind_tthc": Sentence(mark("It handles administrative procedures")),
    "fact_kind_former_service_portal": Sentence(mark("It is the former public-service portal")),
    "fact_kind_document_management": Sentence(mark("It manages documents")),
    "fact_kind_document_axis": Sentence(mark("It exchanges documents")),
    "fact_kind_archive": Sentence(mark("It is an electronic archive")),
    "fact_kind_secret_docs": Sentence(mark("It handles secret documents")),
    "fact_kind_portal": Sentence(mark("It is an information portal")),
    "fact_kind_ioc": Sentence(mark("It is the intelligent operations centre")),
    "fact_kind_soc": Sentence(mark("It is the security operations centre")),
    "fact_kind_mail": Sentence(mark("It is official mail")),
    "fact_kind_database": Sentence(mark("It is a specialised database")),
    "fact_kind_party_system": Sentence(mark("It is a system of Party bodies")),
    "fact_kind_party_wan": Sentence(mark("It is the wide-area network of the Party")),
    "fact_kind_backup": Sentence(mark("It is a backup system")),
    "fact_kind_sso": Sentence(mark("It is the single sign-on")),
    "fact_kind_reporting": Sentence(mark("It is a reporting system")),
    "fact_kind_video_conference": Sentence(mark("It is video conferencing")),
    "fact_kind_application": Sentence(mark("It is an application")),
}

SENTENCES: Mapping[str, Sentence] = MappingProxyType({**_RULES, **_FACTS, **_TRAITS, **_KINDS})

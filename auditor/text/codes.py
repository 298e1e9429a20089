"""Words for the codes that policies report: what they found wrong, kinds out of the inventory, and names of parts of a
finding.
"""

from collections.abc import Mapping

from auditor.model.control import Observed
from auditor.text.harmless import for_page
from auditor.text.vocabulary import DECISION
from auditor.text.words import Bilingual, mark, same, say

# What policies themselves write. Nobody names a machine so, hence these are said wherever they stand.
FOUND: Mapping[str, str] = {
    "abolished": mark("abolished"),
    "accept": mark("let through by default"),
    "answers": mark("still answers"),
    "any_any": mark("a rule lets everything through"),
    "any_source": mark("reachable from any source"),
    "chain_invalid": mark("certificate chain not trusted"),
    "checker_is_operator": mark("the checking unit is also the operating unit"),
    "checker_is_owner": mark("the checking unit is also the system owner"),
    "cipher_deployment": mark("cipher deployment record"),
    "client_certificate": mark("client certificate required"),
    "closed": mark("closed"),
    "cycle_too_long": mark("an update cycle longer than keeps data alive"),
    "compliance_lead_not_police": mark("the compliance lead is not a police unit"),
    "decision": mark("migration decision"),
    "decision_reason": mark("reason of the decision"),
    "drop": mark("blocked by default"),
    "exception": mark("written exception"),
    "expired": mark("certificate expired"),
    "failed": mark("test failed"),
    "foreign_source": mark("a time source outside those declared"),
    "go_live_before_level_approval": mark("went live before the level was approved"),
    "gone": mark("closed for good (HTTP 410)"),
    "port_refused": mark("switched off: the machine refuses the port"),
    "nothing_answers": mark("switched off: the machine lives and its port answers nobody"),
    "name_gone": mark("switched off: its names lead nowhere"),
    "key_too_small": mark("key too short"),
    "weak_signature": mark("a signature over a hash that can be forged"),
    "leap": mark("time server not synchronised"),
    "length": mark("code too long"),
    "level": mark("security level"),
    "level_absent": mark("no level declared"),
    "level_approval": mark("approval of the security level"),
    "level_approval_before_regulation": mark("level approved before the security regulation was issued"),
    "name_invalid": mark("certificate for another name"),
    "no_aaaa": mark("no IPv6 address in DNS"),
    "no_checker": mark("no checking unit named"),
    "no_code": mark("no identification code"),
    "no_compliance_lead": mark("no compliance lead named"),
    "no_data_steward": mark("no data steward named"),
    "closed_over_ipv6": mark("takes no connection over IPv6"),
    "no_https_over_ipv6": mark("no HTTPS over IPv6"),
    "no_monitor": mark("no monitoring unit named"),
    "no_operator": mark("no operating unit named"),
    "no_owner": mark("no system owner named"),
    "no_period_at_this_level": mark("no retention period is set for this level"),
    "no_permanent_redirect": mark("no permanent redirect to HTTPS"),
    "no_product_declared": mark("no cipher product declared"),
    "no_route": mark("no route leaves the machine's own networks"),
    "leaves_https": mark("leads from an encrypted page to plain HTTP"),
    "way_leaves_https": mark("sends visitors on to an encrypted page that leads to plain HTTP"),
    "no_servers": mark("no time server configured"),
    "ring": mark("follows machines that follow one another and nobody else"),
    "self_source": mark("follows its own clock"),
    "no_service": mark("no time service running"),
    "no_source": mark("no source"),
    "not_below_parent": mark("code does not start with that of the parent agency"),
    "not_synchronised": mark("clock not synchronised"),
    "not_unique": mark("code used by more than one agency"),
    "not_yet_valid": mark("certificate not yet valid"),
    "nothing_of_these_kinds": mark("nothing that these zones are for"),
    "passed": mark("test passed"),
    "password_form": mark("password form without encryption"),
    "pattern": mark("code of the wrong form"),
    "permitted_flows": mark("the flows declared as permitted"),
    "service": mark("time service"),
    "source_limited": mark("limited by source"),
    "stratum": mark("stratum outside the permitted range"),
    "submission_form": mark("still takes submissions"),
    "sync": mark("synchronisation declared"),
    "sync_target": mark("what it is synchronised to"),
    "synchronised": mark("clock synchronised"),
    "two_sources": mark("more than one source of record"),
    "unreachable": mark("the Internet cannot be reached"),
    "update_cycle_days": mark("update cycle"),
    "writable_copy": mark("a copy that can be written"),
}

# Closed vocabularies of the inventory and of facts. One word serves a zone, a network and a system of that name.
KINDS: Mapping[str, str] = {
    **DECISION,
    "admin": mark("administration"),
    "agent_node": mark("data exchange node"),
    "api": mark("data service (API)"),
    "app": mark("application"),
    "application": mark("application"),
    "archive": mark("archive"),
    "backup": mark("backup"),
    "ban_co_yeu": mark("Government Cipher Committee"),
    "border": mark("border zone"),
    "cache": mark("cache"),
    "civil": mark("civil supplier"),
    "client": mark("reads from the source"),
    "commune": mark("commune"),
    "commune_office": mark("commune office"),
    "copy": mark("copy"),
    "data_centre": mark("data centre"),
    "data_store": mark("shared data store"),
    "database": mark("database"),
    "department": mark("department"),
    "device_management": mark("device management"),
    "direct": mark("direct connection"),
    "dmz": mark("DMZ"),
    "dns": mark("name resolution"),
    "document_axis": mark("document exchange axis"),
    "document_management": mark("document management"),
    "enterprise": mark("enterprise"),
    "external": mark("site of another party"),
    "file": mark("file transfer"),
    "former_service_portal": mark("former public service portal"),
    "gateway": mark("gateway"),
    "http": mark("unencrypted (HTTP)"),
    "https": mark("encrypted (HTTPS)"),
    "idc": mark("data centre"),
    "independent_lan": mark("independent LAN"),
    "infrastructure": mark("infrastructure"),
    "internal": mark("internal network"),
    "internet": mark("Internet"),
    "ioc": mark("operations centre (IOC)"),
    "lan": mark("LAN"),
    "ldop_to_ndop": mark("through the local platform to the national platform (LDOP–NDOP)"),
    "lgsp": mark("provincial sharing platform (LGSP)"),
    "log_collector": mark("log collector"),
    "mail": mark("mail"),
    "management": mark("management"),
    "ministry": mark("ministry"),
    "national": mark("national"),
    "ndop": mark("national platform (NDOP)"),
    "ndop_agent": mark("node of the national platform (NDOP)"),
    "ndxp": mark("former national platform (NDXP)"),
    "network_device": mark("network device"),
    "none": mark("none"),
    "ntp": mark("time (NTP)"),
    "office": mark("office"),
    "other": mark("other"),
    "party": mark("Party agency"),
    "party_system": mark("Party system"),
    "party_wan": mark("Party wide-area network"),
    "police": mark("police"),
    "portal": mark("portal"),
    "province": mark("province"),
    "provincial": mark("provincial"),
    "reporting": mark("reporting"),
    "secret_docs": mark("secret documents"),
    "servers": mark("servers"),
    "sharing_platform": mark("sharing platform"),
    "snmp": mark("device monitoring (SNMP)"),
    "soc": mark("security monitoring centre (SOC)"),
    "ssh": mark("remote administration (SSH)"),
    "sso": mark("single sign-on"),
    "syslog": mark("logs (syslog)"),
    "system_of_record": mark("source of record"),
    "time_server": mark("time server"),
    "tslcd": mark("dedicated data network"),
    "tthc": mark("administrative procedures"),
    "unknown": mark("not known"),
    "video_conference": mark("video conference"),
    "wan": mark("wide-area network"),
    "web": mark("web"),
    "wireless": mark("wireless"),
    "workstation": mark("workstation"),
}

# The parts of a finding that is an object.
PARTS: Mapping[str, str] = {
    "answered": mark("answered"),
    "copies": mark("copies"),
    "crosses_owners": mark("between two owners"),
    "default_route": mark("default route"),
    "device": mark("interface"),
    "table": mark("routing table"),
    "from": mark("from"),
    "immutable_elsewhere": mark("copies at another site that nothing can overwrite"),
    "isolated_elsewhere": mark("isolated copies at another site"),
    "level": mark("security level"),
    "mandatory": mark("mandatory"),
    "media": mark("kinds of media"),
    "methods": mark("authentication methods"),
    "missing": mark("missing"),
    "open": mark("open"),
    "port": mark("port"),
    "prefix": mark("destination"),
    "proxy": mark("proxy"),
    "records": mark("records"),
    "sharing_a_subnet": mark("zones sharing a subnet"),
    "sites": mark("sites"),
    "waves": mark("named by the waves"),
    "target": mark("target"),
    "to": mark("to"),
    "via": mark("via"),
}

# What stands under these parts somebody named, or a configuration file says: it is shown letter by letter.
NAMED_PARTS = frozenset(PARTS) - {"missing", "level"}


def lists_names(observed: Observed, status: str, expected: object) -> bool:
    """Whether what a control saw may list names: its kinds are then not put into words. A finding that expects
    nothing says why the rule does not apply, which is a kind.
    """
    if not expected:
        return False
    return observed.names == "always" or (observed.names == "when_failed" and status in {"fail", "warn"})


def code_in_words(code: str, limit: int, *, kinds: bool = True) -> Bilingual:
    """The words for a code, for a kind only with `kinds`; what has none stands for itself, cleaned and cut."""
    message = FOUND.get(code) or (KINDS.get(code) if kinds else None)
    return say(message) if message else same(for_page(code, limit))


def part_in_words(name: str) -> Bilingual:
    """The words for a part of a finding; an unknown one, such as a domain name, stands for itself."""
    return say(PARTS[name]) if name in PARTS else same(for_page(name, 80))

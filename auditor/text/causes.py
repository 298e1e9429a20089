"""Why a verdict is not a pass, in words: one sentence per cause code; an unknown code stands for itself with its
arguments.
"""

from collections.abc import Mapping

from auditor.model.facts import Cause, Observation
from auditor.model.vocab.measurements import State
from auditor.text.harmless import for_page
from auditor.text.vocabulary import ADDRESSEE, FIGURE, FLAG, ITEMS, KIND, MATTER, MEANS, PROMISES, STATE, word
from auditor.text.words import Bilingual, joined, mark, same, say

# {0} and {1} are the arguments; an argument naming a kind or a state is said in words.
SENTENCES: Mapping[str, str] = {
    "subjects_not_listed": mark("Nobody has seen the services of {0}, so they cannot be listed"),
    "foreign_subject": mark("The control spoke about a subject that is not its own"),
    "malformed_finding": mark("The control returned a finding of the wrong shape"),
    "record_missing": mark("No record has been entered: {0}"),
    "evidence_missing": mark("The evidence {0} does not exist"),
    "evidence_not_ok": mark("The measurement {0} did not complete"),
    "evidence_future": mark("The measurement {0} is dated in the future"),
    "evidence_stale": mark("The measurement {0} is older than allowed"),
    "evidence_vantage": mark("The measurement {0} was made from a place that does not prove this"),
    "needed_kind_missing": mark("The evidence does not contain: {0}"),
    "needed_place_missing": mark("The evidence does not contain {0} of {1}"),
    "no_evidence": mark("No evidence was named"),
    "contradicted": mark("What the same run saw speaks against it: {0} ({1})"),
    "field_unread": mark("The measurement {0} could not read: {1}"),
    "not_measured": mark("Not measured: {0}"),
    "observation": mark("The measurement {0} ended as: {1}"),
    "incomplete": mark("The measurement does not cover all that the rule asks for: {0}"),
    "not_declared": mark("The inventory does not say what the rule needs to know"),
    "request_to": mark("Only {0} can answer this; ask in writing"),
    "evaluation_aborted": mark("The evaluation of the control was aborted"),
}

# What a pass still lacks, as controls say it; arguments are how many, and the first of them by name.
LACKS: Mapping[str, str] = {
    "algorithms_not_told": mark("Protocols of which no finished look told all versions and algorithms"),
    "cipher_over_modem": mark(
        "Mobile modems of machines under a cipher deployment, of which nobody has read whether it covers them"
    ),
    "client_out_of_step": mark("Time clients that are not in step, whose own figure means nothing"),
    "clock_not_exact": mark("Looks at the machine's own time that may be wrong by more than the threshold leaves"),
    "counted_apart": mark("Sides that were counted too far apart to be compared"),
    "counted_before_the_move": mark("Counts of the new side from before the night of the move"),
    "counted_in_part_since": mark("Counts of the new side after which it was counted in part again"),
    "counted_nothing": mark("Counts of nothing, which by themselves do not show equal contents"),
    "digests_not_told": mark("Counts without a digest, whose equal figures do not show equal contents"),
    "second_factor_not_shown": mark("Readings by which passwords are short, where no second factor is shown beside"),
    "failed_and_not_repeated": mark("Tests that failed and were not repeated since, whatever is said to be closed"),
    "other_side_not_signed": mark("Acceptances of which nothing shows that the other side signed them"),
    "machines_without_minutes": mark("Machines out of use of which no minutes tell that secrets were removed"),
    "rows_not_counted": mark("Counts without rows, whose equal digests may be of a dump that has none"),
    "sides_not_counted": mark("Sides of the move that nobody counted whole"),
    "snmp_public_only": mark(
        "SNMP agents of which only the community `public` was tried, none that their owner entered"
    ),
    "snmp_maps_old": mark("SNMP versions that the agent's own table still gives access to"),
    "ports_silent": mark(
        "Ports silent in the machine's own zone, where only a refusal or the machine's own list shows that nothing runs"
    ),
    "listed_not_heard": mark("Ports on which the machine lists a socket, and of which nobody heard what answers there"),
    "ports_not_tried": mark("Ports that no finished sweep of the machine's own zone tried"),
    "addresses_not_asked": mark(
        "Addresses that the machine's own settings tell and the inventory does not, and that nobody asked as the others"
    ),
    "addresses_not_read": mark("Machines of which no fresh reading of their settings tells all addresses"),
    "terminal_not_shown": mark("Abilities that a terminal must have and that nobody saw"),
    "way_out_not_shown_shut": mark(
        "Zones from which neither the machine itself nor a wall read whole shows what gets to the Internet"
    ),
    "zones_not_looked_from": mark(
        "Zones from which no sweep shows every port that must be closed to be so, with packets shown to have left"
    ),
    "forwarding_not_read": mark("Pairs with the dedicated network of which nobody knows what the machine forwards"),
    "not_seen_at_home": mark("Own zones in which nobody saw the machine alive, so that silence elsewhere says nothing"),
    "other_ways": mark("Routes by which packets may enter the dedicated network beside its gateway"),
    "log_stores_not_read": mark("Log servers that take no logs there, or of which nobody read how long they keep them"),
    "source_limit_not_read": mark("Means that may limit from where SSH lets in, and that nobody read"),
    "login_not_read": mark("Ways to log in whose settings nobody can read"),
    "second_factor_in_pam": mark("Ways to log in by SSH where PAM may ask for a second factor, which nobody read"),
    "second_factor_stated": mark("Statements of a second factor on the way to the machine, which nobody looked at"),
    "exception_for_keeping": mark(
        "Cipher deployments, which except keeping secrets and not drafting them, as people do here"
    ),
    "not_seen_switched_off": mark("Silent ports that nothing yet shows to be switched off for good"),
    "machines_not_seen": mark("Machines still listed at which no finished look from their own zone met nothing open"),
    "incident_address_not_declared": mark("No address for reports of incidents is entered"),
    "incident_address_not_met": mark("Pages that do not show the address for reports of incidents"),
    "encryption_not_demanded": mark("Services that offer TLS and of which nobody read whether they demand it"),
    "zones_not_tried": mark("Zones that nobody tried to reach from there"),
    "families_not_tried": mark("Zones that were tried over one IP version only, though both ends speak the other too"),
    "papers_not_identified": mark("Papers that nobody can find, for want of a number or of who issued them"),
    "papers_of_others": mark("Papers whose issuer has no power to decide or permit this"),
    "papers_of_tomorrow": mark("Papers dated after the day they are judged on"),
    "papers_run_out": mark("Papers that have run out"),
    "papers_refused": mark("Papers that refuse what they are about"),
    "papers_before_levels": mark("Approvals older than the first decree on levels"),
    "papers_not_approved": mark("Papers that do not say who approved them"),
    "papers_out_of_time": mark("Papers of another time than the one they would have to be of"),
    "items_not_entered": mark("Items of papers that nobody entered"),
    "promises_not_entered": mark("Level dossiers of which not every promised measure was entered"),
    "promises_not_shown": mark("Promised measures that nothing here shows"),
    "promises_looked_at_by": mark("Controls that look at promised measures"),
    "dossiers_not_approved": mark("Level dossiers younger than the approval of the level"),
    "result_not_entered": mark("Papers whose result nobody entered"),
    "papers_of_other_periods": mark("Reports of another period than the last one due"),
    "unit_not_named": mark("Owners whose specialised unit for cyber security nobody declared"),
    "issuers_not_declared": mark("Papers whose issuer is none of the declared bodies"),
    "opinions_of_others": mark("Opinions of somebody who is not shown to be the one that appraises"),
    "opinions_after_the_approval": mark("Opinions dated after the approval they would have to precede"),
    "unit_runs_the_system": mark(
        "Units that run the system too and approved it, with no opinion of another unit or of a council"
    ),
    "events_since_the_check": mark("Incidents and changes since the last assessment"),
    "certified_as_listed": mark("Certificates of listed systems about a system that is said not to be listed"),
    "systems_without_level": mark("Systems of the body without a level"),
    "force_not_declared": mark("Bodies that do not say how many people protect cyber security"),
    "hours_not_entered": mark("Incidents of which the hour of finding or reporting was not entered, or has not come"),
    "gravity_not_known": mark("Incidents since of which nobody entered whether they were grave or alarming"),
    "gravity_not_entered": mark("Incidents told late of which nobody entered how grave or alarming they were"),
    "incidents_before_the_decree": mark("Incidents of the time before the decree"),
    "delegate_not_declared": mark("Systems with a delegation that do not declare who does the owner's duties"),
    "places_not_tested": mark("Places from which no penetration test was entered"),
    "lists_not_reviewed": mark("Lists of which no review was entered"),
    "move_not_decided": mark("Systems about which nobody has decided whether they move"),
    "data_not_returned": mark("Agreements that ran out, with no minutes of returning the data"),
    "machines_not_listed": mark("Machines that answer where the system stands, and that nobody declared"),
    "lines_not_listed": mark("Machines with a tunnel, modem, card or address that no dossier knows"),
    "start_not_entered": mark("Systems of which nobody entered when they went into operation"),
    "installed_since": mark("Hardware that was installed there since, beside a paper that says nothing is enlarged"),
    "leader_not_entered": mark("Decisions of which nobody entered whom they name"),
    "leader_is_another_operator": mark("Units of which a decision names one, and the inventory has the other lead"),
    "operators_not_declared": mark("Systems with a decision on who leads that do not declare several operators"),
    "nas_code_not_entered": mark("Systems whose code in the national register of architecture is not entered"),
    "layer_not_entered": mark("Systems that do not say in which layer of the architecture they stand"),
    "investment_not_entered": mark("Systems of which nobody entered when the investment was decided"),
    "record_not_complete": mark("Fields of the record that say nothing yet"),
    "changed_since_the_sync": mark("Exports with a row that is newer than the last synchronisation"),
    "national_database_not_declared": mark(
        "Data sets that do not say to which database of the nation they belong, or to none"
    ),
    "national_database_at_odds": mark(
        "Data sets that contradict themselves, or another set of the same item, about the database of the nation"
    ),
    "stands_elsewhere_too": mark("Readings by which a machine has an address that its dossier does not know"),
    "no_link_to_the_portal": mark("Systems without a declared connection to the National Public Service Portal"),
    "way_to_the_portal_shut": mark("Walls that let nothing from its machines to the network of the connection"),
    "name_of_ones_own": mark("Systems of the province that have the name which is called"),
    "service_name_not_entered": mark("Connections that do not say which name they call"),
    "portal_of_somebody_else": mark(
        "Connections to the portal whose other end is said to be of somebody who does not run it"
    ),
    "end_not_entered": mark("Roadmaps that do not say when they end"),
    "year_not_entered": mark("Papers that do not say which year they are about"),
    "change_not_dated": mark("Papers that do not say on which day the change was made"),
    "stop_not_dated": mark("Notices that do not say which day they are about"),
    "calendar_too_short": mark("Notices of days for which no days off are known"),
    "days_at_odds": mark("Days of investing, building and acceptance that cannot all be true"),
    "no_internet_line_entered": mark("Places of which no Internet link was entered"),
    "provider_not_entered": mark("Internet links without a provider"),
    "not_seen_from_the_internet_at_all": mark("Systems that nobody tried to reach from the Internet"),
    "no_sharing_platform": mark(
        "Links to the national data platform though no provincial sharing platform is declared"
    ),
    "several_sharing_platforms": mark("Provincial sharing platforms, of which there must be one"),
    "synchronised_without_link": mark("Data sets synchronised to the nation though no link says how they get there"),
    "cycle_not_entered": mark("Connections of which nobody entered how often data have to go over them"),
    "cycle_source_not_entered": mark("Connections of which nobody entered which text or agreement demands the cycle"),
    "log_shorter_than_cycle": mark("Logs of calls that are shorter than the cycle"),
    "begun_within_the_log": mark("Logs of calls whose first successful call came later than the cycle allows"),
    "logged_on_other_channel": mark("Channels other than the declared one by which logs have calls"),
    "identifiers_repeated": mark("Logs in which several calls have one identifier"),
    "log_too_short": mark("Logs in which the calls of the connection lie too close together to show anything"),
    "calls_too_long_ago": mark("Logs in which the newest call of the connection is too old"),
    "links_without_channel": mark("Links that do not tell their channel"),
    "not_named_as_national": mark("Names that do not show a database of the nation"),
    "feed_leads_nowhere": mark("A feed to a centre that does not say where it goes"),
    "subjects_not_counted": mark("Systems with personal data that do not say how many people these are of"),
    "more_rows_than_subjects": mark(
        "Data sets with more rows than people were declared, and as many as would raise the level"
    ),
    "met_from_the_internet": mark("Services met from the Internet of a system that is said to serve nobody outside"),
    "not_seen_from_the_internet": mark(
        "Internal systems with many people's data that nobody tried to reach from the Internet"
    ),
    "parts_without_level": mark("Parts of the system without a level"),
    "beside_one_without_level": mark("Machines on which another system of the same owner stands without a level"),
    "carries_one_without_level": mark("Machines, networks and zones where a system without a level stands"),
    "machines_not_declared": mark("Systems of which no machine is declared"),
    "budget_of_another_year": mark("Years of the budget that was entered, which is not the one judged"),
    "nobody_named": mark("Bodies that name nobody who is in charge of cyber security"),
    "allocation_not_declared": mark("Networks of which nobody entered what addresses they were allocated"),
    "service_not_declared": mark("Networks that do not say which service of the dedicated network they use"),
    "support_not_declared": mark("Systems of which it is not said until when their software is supported"),
    "licence_not_declared": mark("Systems of which it is not said whether they may run where they move to"),
    "procedures_half_told": mark("Procedures of which not everything is told"),
    "not_said_whether_listed": mark(
        "Systems of which it is not said whether the list of national-security systems has them"
    ),
    "reported_not_shown": mark("Reported, not shown: nothing that was declared, exported or measured counts it again"),
    "reported_without_day": mark(
        "Reported without the day that the figure speaks of, so that it is held against nothing"
    ),
    "reported_of_tomorrow": mark("Reported as of a day still to come"),
    "counted_in_part": mark("Things that may count, of which nothing shows whether they do"),
    "list_not_named": mark("Secrets that name no decision and item of a list"),
    "services_not_heard": mark("Machines of which nobody heard what answers there"),
    "not_in_the_register": mark("Machines of which the register of hardware that was entered has no row"),
    "register_says_nothing": mark("Fields of the register of hardware that say nothing of the machine"),
    "packages_not_read": mark("Machines of which nobody read a system and programs that their maker still mends"),
    "updates_of_unknown_age": mark("Security updates that wait, and of which nobody knows since when"),
    "index_too_old": mark("Machines whose newest list of updates is too old to show that nothing waits"),
    "central_servers_not_named": mark("Machines of which nobody can say whether their update server is the province's"),
    "serves_others": mark(
        "Other bodies whose systems stand on it or are linked to it, though it is said to be of one body"
    ),
    "same_addresses_elsewhere": mark("Zones of the site that share addresses with one in another routing domain"),
}

# Why one measurement ended as it did; arguments stand behind in brackets.
OBSERVED: Mapping[str, str] = {
    "targets_not_seen_alive": mark("Nobody answered, and no look shows one of the machines tried to be alive"),
    "do_not_touch": mark("On the do-not-touch list; nothing was sent"),
    "no_authorisation": mark("No written permission covers this; nothing was sent"),
    "no_authorisation_for_owner": mark("The owner gave no written permission; nothing was sent"),
    "address_outside_scope": mark("The address is outside the permitted scope; nothing was sent"),
    "port_outside_scope": mark("The port is outside the permitted scope; nothing was sent"),
    "configuration_not_permitted": mark("Reading configuration is not permitted"),
    "authorisation_expired": mark("The written permission has expired; nothing was sent"),
    "authorisation_not_yet_valid": mark("The written permission is not yet valid; nothing was sent"),
    "outside_window": mark("Outside the permitted hours; nothing was sent"),
    "narrower_than_before": mark("A newer look tried less than an older one that found something there"),
    "services_not_asked": mark("The scan did not ask every open port what answers there"),
    "scan_cut_short": mark("The file of the scan is cut short"),
    "certificate_not_shown": mark("The scan did not show the certificate"),
    "window_ended": mark("The permitted hours ended before the look did; it was stopped"),
    "addresses_left_out": mark("Some addresses were left out"),
    "aimed_elsewhere": mark("Made at another address, path or name than the inventory has now"),
    "targets_left_out": mark("Some targets were left out"),
    "nothing_to_try": mark("There was nothing that might be tried"),
    "control_failed": mark("The probe itself did not work from there"),
    "names_left_out": mark("Nobody asked under these names"),
    "names_answer_otherwise": mark("Asked by these names the server answers otherwise than by the first one"),
    "name_unknown": mark("The name server does not know the name"),
    "not_an_address": mark("Where it leads is no address of a web server"),
    "not_web": mark("Where it leads is no page of the web"),
    "with_credentials": mark("Where it leads holds a user name; nobody here logs in"),
    "too_many_hops": mark("The service sends on further than it was followed"),
    "not_shown_to_leave": mark("Nothing shows that the packets nobody answered left the place at all"),
    "refused_somewhere": mark("Some attempts were not made"),
    "answers_everywhere": mark(
        "Something answers on every port in the machine's place, so that none says anything of it"
    ),
    "kiss_of_death": mark("The time server refused to tell the time"),
    "host_down": mark("The host did not answer at all"),
    "host_timeout": mark("The host took too long"),
    "no_answer": mark("No answer in time"),
    "too_slow": mark("The answer came too slowly"),
    "unreachable": mark("There is no way there"),
    "connection_refused": mark("The connection was refused"),
    "connection_broken": mark("The connection broke"),
    "port_not_open": mark("The port is not open"),
    "resolver_refused": mark("The name server refused"),
    "no_resolver": mark("No name server is configured for this place"),
    "no_vantage_on_host": mark("Nobody can look from the host itself"),
    "no_route_here": mark("This place has no way there"),
    "no_ipv6_here": mark("This place has no IPv6"),
    "gateway_not_in_zone": mark("The gateway is not in the zone"),
    "not_reached": mark("The collection ended before this"),
    "interrupted": mark("The collection was interrupted"),
    "agent_failed": mark("Collecting from this place failed"),
    "failed_here": mark("Our own machine failed"),
    "not_permitted_here": mark("Our own machine does not permit this"),
    "not_installed": mark("A program is not installed there"),
    "not_permitted": mark("The account may not read this"),
    "file_not_readable": mark("A file may not be read"),
    "client_not_readable": mark("The time client may not be asked"),
    "client_not_understood": mark("The time client's settings are not understood"),
    "no_import_configured": mark("The settings name no exports to read"),
    "row_not_understood": mark("A row of an export is not understood"),
    "no_export": mark("No export speaks of this data set"),
    "not_in_the_log": mark("No log that was handed over speaks of this connection"),
    "log_not_read": mark("A part of a log of calls could not be read"),
    "no_such_column": mark("The log has no column for this"),
    "configuration_not_offered": mark("The inventory does not offer this host's configuration"),
    "login_refused": mark("The login was refused"),
    "host_key_unknown": mark("The host's key is not the known one"),
    "host_key_unknown_at": mark("What answers at another address of the machine has not the known key"),
    "ssh_error": mark("The SSH session failed"),
    "command_failed": mark("A command failed"),
    "command_cut_off": mark("A command took too long or said too much"),
    "no_time_reference": mark("No time server answered, or those that did disagree"),
    "clock_unsteady": mark("The machine's answers tell times that no one clock can tell"),
    "clock_elsewhere": mark("The computer that asked was never held against a time server since it was started"),
    "clock_one_sided": mark(
        "The computer that asked was not held both before and after against one time server that kept its source"
    ),
    "clock_slept": mark("The computer that asked was suspended between the time server and the machine"),
    "clock_uneven": mark("The clock of the computer that asked did not run evenly between two looks at a time server"),
    "unreadable": mark("The answer could not be understood"),
    "no_dialect": mark("None of the programs that can be read was found there"),
    "not_understood": mark("A part of the settings is not understood"),
    "not_told": mark("A part of the settings was not told"),
    "not_read": mark("A part of the settings lies where nothing is read"),
    "not_running": mark("The program that the settings are for does not run"),
    "changed_since": mark("Settings changed after the program that reads them began"),
    "no_security_archive": mark("The machine fetches from no archive for security updates of its distribution"),
    "half_installed": mark("A package is neither whole nor gone"),
    "program_not_told": mark("The machine does not tell which program holds one of its sockets"),
    "not_listed": mark("The machine's kernel holds a socket that its own list leaves out"),
    "directory_not_listed": mark("Accounts come from a directory as well, which does not list them on the machine"),
    "conditional": mark("A setting depends on conditions that cannot be judged from here"),
    "too_many": mark("There is more of it than is read"),
    "retention_not_told": mark("The settings do not tell how long logs are kept"),
    "no_rotation": mark("Logs are not rotated"),
    "tls_error": mark("The TLS session failed"),
    "certificate_unreadable": mark("The certificate could not be read"),
    "several_answers": mark("Connections to the same place were answered by different servers"),
    "versions_not_listed": mark("The TLS versions could not be listed"),
    "not_http": mark("The answer is no HTTP"),
    "http_versions_not_told": mark("The answer does not tell which versions of HTTP are spoken"),
    "not_ssh": mark("The answer is no SSH"),
    "not_dns": mark("The answer is no DNS"),
    "not_ntp": mark("The answer is no NTP"),
    "absurd_time": mark("The time server's answer makes no sense"),
    "page_too_long": mark("The page is too long"),
    "page_unreadable": mark("The page could not be read"),
    "unsafe_name": mark("The name is not safe to use in a command"),
    "nmap_missing": mark("nmap is not installed"),
    "nmap_timeout": mark("nmap took too long"),
    "nmap_unreadable": mark("The answer of nmap could not be read"),
    "nmap_ended_early": mark("nmap ended early"),
}

_ARGUMENTS_SHOWN = 6


def cause_in_words(cause: Cause, observations: Mapping[str, Observation] | None = None) -> Bilingual:
    """One sentence. A code without a sentence, or with fewer arguments than its sentence needs, is shown as it is.

    Where the cause names an observation, that observation's own cause is said too.
    """
    if cause.code in LACKS and cause.args:
        return _lack(cause)
    sentence = SENTENCES.get(cause.code) or OBSERVED.get(cause.code)
    arguments = [_argument(text) for text in cause.args]
    if sentence is None or f"{{{len(arguments)}}}" in sentence:
        return same(for_page(" ".join([cause.code, *cause.args[:_ARGUMENTS_SHOWN]]), 300))
    filled = say(sentence, *arguments)
    behind = [argument for n, argument in enumerate(arguments) if f"{{{n}}}" not in sentence][:_ARGUMENTS_SHOWN]
    inner = (observations or {}).get(cause.args[0]) if cause.code == "observation" and cause.args else None
    if inner and inner.cause:
        behind.append(cause_in_words(inner.cause))
    return say("{sentence} ({reason})", sentence=filled, reason=joined(behind, "; ")) if behind else filled


def _lack(cause: Cause) -> Bilingual:
    how_many, *names = cause.args
    told = [_argument(name) for name in names[: _ARGUMENTS_SHOWN - 1]]
    if how_many.isdecimal() and int(how_many) > len(told):
        told.append(same("…"))
    return say("{what}: {number} ({names})", what=say(LACKS[cause.code]), number=how_many, names=joined(told, "; "))


def _argument(text: str) -> Bilingual:
    for table in (KIND, MATTER, ADDRESSEE, MEANS, ITEMS, FIGURE, PROMISES):
        if text in table:
            return word(table, text)
    return word(STATE, text) if text in set(State) else same(for_page(text, 200))


def cause_group(cause: Cause) -> Bilingual:
    """The cause without naming one measurement, so that equal troubles can be counted together."""
    if cause.code == "observation" and len(cause.args) > 1:
        return say("A measurement ended as: {state}", state=_argument(cause.args[1]))
    if cause.code in LACKS:
        return say(LACKS[cause.code])
    if cause.code in FLAG:
        return word(FLAG, cause.code)
    if cause.code == "subjects_not_listed":
        return say("Nobody has seen the services of a host")
    sentence = SENTENCES.get(cause.code, "{")
    return cause_in_words(cause) if "{" in sentence else say(sentence)

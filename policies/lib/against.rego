# METADATA
# title: What facts of this run speak against a pass, by matter, kind of subject and subject
# description: |
#   Rule 7 asks here whether anything known contradicts a settled verdict; a control names the matters it listens to. Each piece is
#   an observation that no newer finished look of the same kind, subject and vantage has replaced (`facts.standing`), finished or
#   not: a fault seen in half a look was still seen. The names of the matters are those of `auditor/model/matters.py`.
# scope: package
# schemas:
#   - input: schema.input
package lib.against

import data.lib.addresses
import data.lib.administration
import data.lib.apart
import data.lib.crossing
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.heard
import data.lib.legs
import data.lib.levels
import data.lib.links
import data.lib.listening
import data.lib.programs
import data.lib.routing

# METADATA
# title: Ids of the observations that speak against a subject
by_matter := {
	"insecure_service": {"host": _insecure_service},
	"second_door": {"host": _second_door},
	"wider_rule": {"zone": _wider_rule},
	"way_out": {"host": _way_out},
	"second_leg": {"host": _second_leg},
	"unnamed_link": {"host": legs.unnamed, "system": _secret_link, "network": _lan_link},
	"own_line": {"host": _own_line},
	"segment_way_out": {"network": _segment_way_out},
	"foreign_route": {"host": _foreign_route},
	"joined_radio": {"system": _joined_radio},
	"secret_way_out": {"system": _secret_way_out},
	"lan_way_out": {"network": _lan_way_out},
	"free_clock": {"host": _free_clock},
	"unproven_clock": {"host": _unproven_clock},
	"apart_clock": {"host": _apart_clock},
	"given_time": {"host": _given_time},
	"covered_label": {"system": _covered_label, "host": _covered_host},
	"more_rows": {"system": _more_rows},
	"holds_rows": {"data_set": _holds_rows},
	"leaves_https": {"endpoint": _leaves_https},
	"way_leaves_https": {"endpoint": _way_leaves_https},
	"nothing_runs": {"system": _nothing_runs},
}

# METADATA
# title: Services that carry passwords or commands in the open, by host and port, with the looks that met or listed them by name
insecure := _insecure

_insecure[host][s.port] contains o.id if {
	some o in input.observations.services
	facts.standing[o.id]
	some host in legs.met_on(o.subject)
	some s in o.data.services
	plain_names[s.name]
	not s.tls
}

# A page that the dossier itself declares to be for administration carries both.
_insecure[o.subject][s.port] contains o.id if {
	some o in input.observations.services
	facts.standing[o.id]
	some s in o.data.services
	administration.declared[o.subject][s.port]
	heard.web_names[s.name]
	not s.tls
}

# A program that gives such a service wherever it listens, unless what answers there was heard to be under TLS, or its port is that of
# the service under TLS (RFC 4217; IANA's registry of ports).
_insecure[host][port] contains id if {
	some host, by_port in programs.services
	some port, by_name in by_port
	some name, ids in by_name
	plain_names[name]
	not _under_tls[name][port]
	not _otherwise(name, host, port)
	some id in ids
}

_otherwise(name, host, port) if {
	_has_tls[name]
	_heard_under_tls[host][port]
}

_otherwise(name, host, port) if {
	_has_tls[name]
	veiled[host][port]
}

_has_tls := {"ftp"} # RFC 4217; programs of telnet that have it are hardly known, and those of the others have none

# METADATA
# title: Ports by host where a program gives a service that has a form under TLS, and nobody heard which it is
veiled := _veiled

_veiled[host] contains port if {
	some host, by_port in programs.services
	some port, by_name in by_port
	some name in _has_tls
	by_name[name]
	not _under_tls[name][port]
	not facts.met_ports[host][port]
}

_under_tls := {"ftp": {"tcp/990"}, "telnet": {"tcp/992"}}

_heard_under_tls[host] contains s.port if {
	some o in input.observations.services
	facts.standing[o.id]
	some host in legs.met_on(o.subject)
	some s in o.data.services
	s.tls
}

# METADATA
# title: Names, as nmap gives them, of services that carry passwords or commands in the open
# description: |
#   Telnet, FTP, TFTP, the r-services, and VNC, whose own authentication is a password of eight characters over an open stream
#   (RFC 6143, 7.2.2).
plain_names := {"telnet", "ftp", "tftp", "login", "shell", "exec", "rlogin", "rsh", "vnc", "vnc-http", "vnc-1"}

_insecure_service[host] contains id if {
	some host, by_port in _insecure
	some ids in by_port
	some id in ids
}

# METADATA
# title: Services by which a machine is administered, met by name or listed with their programs, by host and port
doors := _doors

_doors[host][s.port] contains o.id if {
	some o in input.observations.services
	facts.standing[o.id]
	some host in legs.met_on(o.subject)
	some s in o.data.services
	_door_names[s.name]
}

_doors[host][port] contains id if {
	some host, by_port in programs.services
	some port, by_name in by_port
	some name, ids in by_name
	_door_names[name]
	some id in ids
}

_door_names := {"ssh", "telnet", "login", "shell", "exec", "rlogin", "rsh", "vnc", "vnc-http", "vnc-1", "ms-wbt-server", "wsman"}

_second_door[host] contains id if {
	some host, by_port in _doors
	some port, ids in by_port
	not _read_ports(host)[port]
	some id in ids
}

# The settings read are those of a server on other ports; who answers on SSH's own is another one, met by name or not.
_second_door[host] contains id if {
	some host, by_port in facts.saw_open
	some id in by_port[_ssh_own]
	facts.standing[id]
	not _read_ports(host)[_ssh_own]
}

_second_door[host] contains id if {
	some host, by_port in listening.taken
	some id in by_port[_ssh_own]
	not _read_ports(host)[_ssh_own]
}

_ssh_own := "tcp/22" # RFC 4251

# Ports of the SSH server whose settings were read; a reading that does not tell them speaks of the standard one (RFC 4251).
_read_ports(host) := ports if {
	ports := {port | some data_ in facts.seen_data(host, "sshd_config"); some port in data_.ports}
	count(ports) > 0
} else := {_ssh_own}

# What a sweep met beyond the lines of the matrix, the walls between let through.
_wider_rule[facts.observation[id].zone] contains id if {
	some id, _ in crossing.met_beyond
	facts.standing[id]
}

# A sweep that finished and does not say what it met open clears nobody.
_wider_rule[o.zone] contains o.id if {
	some o in input.observations.ports
	facts.ok[o.id]
	not _tells_open(o)
}

_tells_open(look) if is_array(look.data.open)

_wider_rule[o.subject] contains o.id if {
	some o in input.observations.firewall
	facts.standing[o.id]
	some rule in o.data.rules
	crossing.rule_is_wider(o.subject, rule)
}

# A proxy, a tunnel, a mobile modem, or an answer from outside.
_way_out[o.subject] contains o.id if {
	some o in input.observations.routes
	facts.standing[o.id]
	o.data.proxy != ""
}

_way_out[o.subject] contains o.id if {
	some o in input.observations.egress
	facts.standing[o.id]
	count(o.data.reached) > 0
}

_way_out[o.subject] contains o.id if {
	some o in input.observations.interfaces
	facts.standing[o.id]
	some interface in o.data.interfaces
	_outward_kinds[interface.kind]
}

_outward_kinds := {"tunnel", "cellular"}

# One of which the dossier tells the address is declared with what lies behind it.
_own_line[o.subject] contains o.id if {
	some o in input.observations.interfaces
	facts.standing[o.id]
	some interface in o.data.interfaces
	_outward_kinds[interface.kind]
	count({address | some text in interface.addresses; address := addresses.bare(text)} & object.get(legs.declared, o.subject, set())) == 0
}

# An address in a network that is none of its own routing domain.
_second_leg[o.subject] contains o.id if {
	some o in input.observations.interfaces
	facts.standing[o.id]
	prefixes := object.get(_prefixes_of, o.subject, set())
	count(prefixes) > 0
	some interface in o.data.interfaces
	some address in legs.addresses_of(interface)
	count({prefix | some prefix in prefixes; addresses.inside(address, prefix)}) == 0
}

# Prefixes of the networks in a host's own routing domain. A host whose domain has a zone without prefixes has none here: where its
# own addresses lie is then not declared.
_prefixes_of[h.id] := prefixes if {
	some h in input.inventory.hosts
	prefixes := {prefix | some domain in h.domains; some prefix in _of_domain[domain]}
}

# METADATA
# title: Machines that look as if they led out of where they are declared to stand
leads_out := {host | some ways in [_way_out, _second_leg, legs.unnamed]; some host, _ in ways}

# A route through a neighbour towards addresses that are not in the machine's own routing domain, a default one among them; two
# halves of the address space are a default in two lines.
_foreign_route[o.subject] contains o.id if {
	some o in input.observations.routes
	facts.standing[o.id]
	o.data.default == true
}

_foreign_route[o.subject] contains o.id if {
	some o in input.observations.routes
	facts.standing[o.id]
	prefixes := object.get(_prefixes_of, o.subject, set())
	some route in o.data.routes
	route.via != ""
	destination := routing.destination[route.prefix][route.via]
	not routing.local[destination]
	count(prefixes & object.get(routing.inside, destination, set())) == 0
}

_secret_way_out[s.id] contains id if {
	some s in input.inventory.systems
	_holds_secrets(s)
	some machine in s.machines
	some ways in [_way_out, _foreign_route, _second_leg]
	some id in ways[machine.id]
}

_secret_link[s.id] contains id if {
	some s in input.inventory.systems
	_holds_secrets(s)
	some machine in s.machines
	some id in legs.unnamed[machine.id]
}

_holds_secrets(system) if system.kind == "secret_docs"

_holds_secrets(system) if system.label != "none"

# Radios of machines at a site that says it is without wireless; a radio that is joined to nothing is none of these.
_joined_radio[s.id] contains id if {
	some s in input.inventory.systems
	some kind in estate.sites[s.site].without
	kind == "wireless"
	some id in _radios_at[s.site]
}

_radios_at[estate.zones[o.zone].site] contains o.id if {
	some o in input.observations.interfaces
	facts.standing[o.id]
	some interface in o.data.interfaces
	interface.kind == "wireless"
	legs.joined(interface)
}

# A machine of an independent LAN leads out of it. In the document of the estate the ways of such machines stand beside the looks
# between zones, and their systems say in which zones they stand.
_lan_way_out[n.id] contains id if {
	some n in input.inventory.networks
	n.kind == "independent_lan"
	some machine in _machines_in[n.zone]
	some id in _way_out[machine]
}

# METADATA
# title: Looks that met a machine of an independent LAN joined to what lies outside of it, by network and machine
# description: |
#   What answers from outside, a mobile modem that is up, and an address in a declared network that is no independent LAN. A proxy that
#   is set, a route and a tunnel show a way that may lead there; these show one that does.
joins_outside := _joins_outside

_joins_outside[n.id][o.subject] contains o.id if {
	some n in input.inventory.networks
	n.kind == "independent_lan"
	some o in input.observations.egress
	_machines_in[n.zone][o.subject]
	facts.standing[o.id]
	count(o.data.reached) > 0
}

_joins_outside[n.id][o.subject] contains o.id if {
	some n in input.inventory.networks
	n.kind == "independent_lan"
	some o in input.observations.interfaces
	_machines_in[n.zone][o.subject]
	facts.standing[o.id]
	some interface in o.data.interfaces
	_joins_outside_of(_of_domain[estate.zones[n.zone].domain], interface)
}

_joins_outside_of(_, interface) if {
	interface.kind == "cellular"
	legs.joined(interface)
}

_joins_outside_of(own, interface) if {
	some address in legs.addresses_of(interface)
	count({prefix | some prefix in own; addresses.inside(address, prefix)}) == 0
	some prefix in _ordinary_prefixes
	addresses.inside(address, prefix)
}

# Independent LANs have the same ranges, so that an address in that of another one says nothing; what stands for the whole Internet holds
# private addresses too.
_ordinary_prefixes := {prefix |
	some n in input.inventory.networks
	not _says_nothing_of_addresses[estate.zones[n.zone].kind]
	some prefix in n.prefixes
}

_lan_way_out[n.id] contains o.id if {
	some n in input.inventory.networks
	n.kind == "independent_lan"
	count(n.prefixes) > 0
	some o in input.observations.interfaces
	_machines_in[n.zone][o.subject]
	facts.standing[o.id]
	some interface in o.data.interfaces
	some address in legs.addresses_of(interface)
	count({prefix | some prefix in _of_domain[estate.zones[n.zone].domain]; addresses.inside(address, prefix)}) == 0
}

_lan_link[n.id] contains id if {
	some n in input.inventory.networks
	n.kind == "independent_lan"
	some machine in _machines_in[n.zone]
	some id in legs.unnamed[machine]
}

_says_nothing_of_addresses := {"independent_lan", "internet"}

# METADATA
# title: Looks that met an address of a part of the dedicated network on a machine that does not stand there, by network
strayed := _strayed

_strayed[n.id] contains o.id if {
	count(estate.dedicated) > 0
	some o in input.observations.interfaces
	facts.standing[o.id]
	some interface in o.data.interfaces
	some address in legs.addresses_of(interface)
	some n in input.inventory.networks
	estate.dedicated[n.id]
	not _machines_in[n.zone][o.subject]
	some prefix in n.prefixes
	addresses.inside(address, prefix)
}

# A machine of a segment of the dedicated network leads out past whoever keeps its gateway.
_segment_way_out[n.id] contains id if {
	some n in input.inventory.networks
	estate.dedicated[n.id]
	some machine in _machines_in[n.zone]
	not _gateway_of(n, machine)
	some id in _way_out[machine]
}

# What a wall lets through to a place that is no declared zone may be let through to the Internet.
_segment_way_out[n.id] contains o.id if {
	some n in input.inventory.networks
	estate.dedicated[n.id]
	some o in input.observations.firewall
	o.subject == n.zone
	facts.standing[o.id]
	_leads_anywhere(o.data)
}

_leads_anywhere(wall) if wall.any_any

_leads_anywhere(wall) if wall.forward_policy != "drop"

_leads_anywhere(wall) if {
	some rule in wall.rules
	not _ends_in_a_zone(rule)
}

_ends_in_a_zone(rule) if estate.zones[rule.to_zone]

# Behind a zone that is not the Internet its addresses may be.
_leads_anywhere(wall) if {
	some rule in wall.rules
	rule.beyond == true
	estate.zones[rule.to_zone].kind != "internet"
}

_gateway_of(network, machine) if network.gateway == machine

# A route through a neighbour to anything outside the LAN's own prefixes; such a LAN has no neighbour to go through.
_lan_way_out[n.id] contains o.id if {
	some n in input.inventory.networks
	n.kind == "independent_lan"
	count(n.prefixes) > 0
	some o in input.observations.routes
	_machines_in[n.zone][o.subject]
	facts.standing[o.id]
	some route in o.data.routes
	route.via != ""
	destination := routing.destination[route.prefix][route.via]
	not routing.local[destination]
	count(_of_domain[estate.zones[n.zone].domain] & object.get(routing.inside, destination, set())) == 0
}

_machines_in[zone] contains machine.id if {
	some s in input.inventory.systems
	some machine in s.machines
	some zone in machine.zones
}

_of_domain := _domain_prefixes

_domain_prefixes[estate.zones[n.zone].domain] contains prefix if {
	some n in input.inventory.networks
	some prefix in n.prefixes
}

# METADATA
# title: Looks that saw a clock follow itself, or claim to be in step without a source, by host
free_clock := _free_clock

_free_clock[o.subject] contains o.id if {
	some o in input.observations.time_config
	facts.standing[o.id]
	o.data.synchronised == true
	_no_source(o.data.source)
}

_free_clock[o.subject] contains o.id if {
	some o in input.observations.ntp
	facts.standing[o.id]
	follows_itself(o.data.reference)
}

# A client that follows an address of its own machine follows nobody.
_free_clock[o.subject] contains o.id if {
	some o in input.observations.time_config
	facts.standing[o.id]
	o.data.synchronised == true
	_own_addresses[o.subject][o.data.source]
}

# Where only its own reading tells that address, both speak.
_free_clock[o.subject] contains reading if {
	some o in input.observations.time_config
	facts.standing[o.id]
	o.data.synchronised == true
	legs.measured[o.subject][o.data.source]
	some reading in legs.readings[o.subject]
}

# Whoever answers that its clock is not in step (RFC 5905, figures 9 and 11) is not, whatever its own client says.
_free_clock[o.subject] contains o.id if {
	some o in input.observations.ntp
	facts.standing[o.id]
	_out_of_step(o.data)
}

_out_of_step(answer) if answer.leap == 3

_out_of_step(answer) if answer.stratum == 0

_out_of_step(answer) if answer.stratum > 15

# So does one that answers with an address of its own as its reference.
_free_clock[o.subject] contains o.id if {
	some o in input.observations.ntp
	facts.standing[o.id]
	_own_addresses[o.subject][o.data.reference]
}

# Machines that follow each other in a ring follow nobody, nor does one that says that it is out of step, and neither does who follows
# one of them.
_free_clock[h.id] contains o.id if {
	some h in input.inventory.hosts
	some machine in h.time_ring
	some o in input.observations.time_config
	o.subject == machine
	facts.standing[o.id]
	_says_whom_it_follows(o.data)
}

_says_whom_it_follows(clock) if is_string(clock.source)

_says_whom_it_follows(clock) if clock.service == "none"

_says_whom_it_follows(clock) if clock.synchronised == false

# A clock whose own time was held against a time server is as far off as that tells, whatever it follows itself.
_unproven_clock[host] contains id if {
	some host, ids in _free_clock
	not compared[host]
	some id in ids
}

# That tells nothing where the time server follows nobody; what then counts is whether the machine's own client is in step.
_unproven_clock[o.subject] contains id if {
	some o in input.observations.own_clock
	facts.standing[o.id]
	not _in_step[o.subject]
	some id in unfit_reference[o.id]
}

_in_step[o.subject] if {
	some o in input.observations.time_config
	o.data.synchronised == true
	not _free_clock[o.subject]
}

# A vantage and a clock that gives time differ by more than a second, and nothing tells which of them is wrong: no other clock that the
# vantage asked, and no time server that the machine's own time was held against.
_apart_clock[o.subject] contains o.id if {
	some o in input.observations.ntp
	facts.standing[o.id]
	abs(o.data.offset_ms) > 1000
	not apart.against_which[o.id]
	not _held_against_one[o.subject]
}

_held_against_one contains o.subject if {
	some o in input.observations.own_clock
	is_number(o.data.offset_ms)
	is_string(o.data.reference)
	is_string(o.data.reference_source)
	not unfit_reference[o.id]
}

# METADATA
# title: Hosts whose own time was held against a time server
compared := {o.subject | some o in input.observations.own_clock; is_number(o.data.offset_ms)}

# METADATA
# title: What shows that the time server which a machine's own time was held against follows nobody, by the look at that time
unfit_reference := _unfit_reference

_unfit_reference[o.id] contains id if {
	some o in input.observations.own_clock
	some id in _free_clock[o.data.reference]
}

_unfit_reference[o.id] contains o.id if {
	some o in input.observations.own_clock
	_no_source(o.data.reference_source)
}

# A time server that follows the machine itself gives it back its own time.
_unfit_reference[o.id] contains o.id if {
	some o in input.observations.own_clock
	_own_addresses[o.subject][o.data.reference_source]
}

_unfit_reference[o.id] contains ring.id if {
	some o in input.observations.own_clock
	some machine in estate.hosts[o.subject].reference_ring
	some ring in input.observations.time_config
	ring.subject == machine
	facts.standing[ring.id]
	_says_whom_it_follows(ring.data)
}

# Only strata of one to fifteen are times (RFC 5905, figure 11): one that refuses, or says that it is out of step, gives none.
_given_time[o.subject] contains o.id if {
	some o in input.observations.ntp
	facts.standing[o.id]
	o.data.stratum >= 1
	o.data.stratum <= 15
}

# An answer that does not tell its stratum may be a time.
_given_time[o.subject] contains o.id if {
	some o in input.observations.ntp
	facts.ok[o.id]
	not _tells_stratum(o)
}

_tells_stratum(look) if is_number(look.data.stratum)

_own_addresses[host] contains address if {
	some by_host in [estate.addresses, legs.measured]
	some host, told in by_host
	some address in told
}

_no_source(source) if source == ""

_no_source(source) if follows_itself(source)

# METADATA
# title: Holds for the name of a source that is the machine's own clock
# description: |
#   127.127.1.x is the driver of the undisciplined local clock (ntpd's reference clock 1); chrony's `local` gives the same number. Other
#   numbers of 127.127.x.x are receivers and radios, which are sources. Any other 127.x.x.x, and ::1, is the machine itself. Programs write
#   the local clock between dots too, or as four bytes.
follows_itself(reference) if startswith(reference, "127.127.1.")

follows_itself(reference) if {
	startswith(reference, "127.")
	not startswith(reference, "127.127.")
}

follows_itself(reference) if _local_names[trim(reference, ".")]

follows_itself(reference) if startswith(lower(reference), "localhost")

_local_names := {"LOCL", "LOCAL", "LOCAL(0)", "127.127.1", "7F7F0101", "::1", "ip6-localhost", "ip6-loopback"}

# What the dossier itself says against the absence of a label: pointers, since no look can read a label.
_covered_label[s.id] contains finding.inv("systems", s.id, "kind") if {
	some s in input.inventory.systems
	s.label == "none"
	s.kind == "secret_docs"
}

_covered_label[s.id] contains finding.inv("systems", s.id, "declares_secrets") if {
	some s in input.inventory.systems
	s.label == "none"
	s.declares_secrets == true
}

# The label of an own machine on which no guest holds secrets comes from where it stands.
_covered_label[h.system] contains finding.inv("hosts", h.id, "label") if {
	some h in input.inventory.hosts
	h.label != "none"
	estate.systems[h.system].label == "none"
	count({g.id | some g in h.guests; g.label != "none"}) == 0
}

# Rows of which each may be one person more than was told of, and as many as would raise the level.
_more_rows[system.id] contains o.id if {
	some kind in ["exports", "data_manifest"]
	some o in input.observations[kind]
	facts.standing[o.id]
	system := estate.systems[estate.data_sets[o.subject].system]
	system.level < 3
	levels.serves(system)
	o.data.rows >= levels.many[system.personal_data.kind]
	o.data.rows > levels.people(system)
}

_covered_host[h.id] contains finding.inv("systems", h.system, "kind") if {
	some h in input.inventory.hosts
	h.label == "none"
	estate.systems[h.system].kind == "secret_docs"
}

_covered_host[h.id] contains finding.inv("systems", h.system, "declares_secrets") if {
	some h in input.inventory.hosts
	h.label == "none"
	estate.systems[h.system].declares_secrets == true
}

# An export tells of rows, where a side of the move counted none.
_holds_rows[o.subject] contains o.id if {
	some o in input.observations.exports
	facts.standing[o.id]
	o.data.rows > 0
	_counted_none[o.subject]
}

_counted_none contains o.subject if {
	some o in input.observations.data_manifest
	facts.standing[o.id]
	o.data.rows == 0
}

# An encrypted page that sends on, or has a form that sends, to plain text.
_leaves_https[o.subject] contains o.id if {
	some o in input.observations.http
	facts.standing[o.id]
	o.data.scheme == "https"
	startswith(lower(o.data.redirect), "http://")
}

_leaves_https[o.subject] contains o.id if {
	some o in input.observations.http
	facts.standing[o.id]
	o.data.scheme == "https"
	o.data.plain_form == true
}

# Somewhere on the way that it sends its visitors an encrypted page leads to plain text.
_way_leaves_https[o.subject] contains o.id if {
	some o in input.observations.http
	facts.standing[o.id]
	o.data.leads_to_plain == true
}

# Of a system that is said to run, every machine was swept from its own zone to the end, refused something, and has nothing open: one
# look that met anything, or a machine nobody swept, is enough for it to run somewhere.
_nothing_runs[s.id] contains id if {
	some s in input.inventory.systems
	count(s.machines) > 0
	count({machine.id | some machine in s.machines; not _quiet[machine.id]}) == 0
	some machine in s.machines
	some id in _quiet[machine.id]
}

_quiet[h.id] := looks if {
	some h in input.inventory.hosts
	looks := facts.sound(h.id, "ports", "same_zone") & facts.ok
	facts.told_by_each(looks, "open") == set()
	facts.refused_ports[h.id]
	not facts.open_ports[h.id]
	not _listens[h.id]
}

_listens contains o.subject if {
	some o in input.observations.listening
	count(o.data.sockets) > 0
}

# METADATA
# title: Looks that met a form which people fill in and send, by the system whose page it is
asks_people := _asks_people

_asks_people[e.system] contains o.id if {
	some o in input.observations.http
	facts.standing[o.id]
	o.data.submission_form == true
	e := estate.endpoints[o.subject]
}

# METADATA
# title: Channels outside some set by which logs have calls of a link, with those logs
# description: |
#   Not those whose calls ended before calls by one of the set began: who moved a link has both in a log, who keeps the old way beside the
#   new one has them side by side.
logged_past(link, channels) := {[o, channel] |
	some o in links.standing_logs(link)
	some one in facts.observation[o].data.channels
	channel := one.channel
	not channels[channel]
	not _left_behind(o, one, channels)
}

_left_behind(o, one, channels) if {
	some other in facts.observation[o].data.channels
	channels[other.channel]
	other.first_day >= one.last_day
}

# METADATA
# title: The dedicated network is entered through its gateway only
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: HO-03
#   aliases: [CN-22]
#   title_vi: Kết nối mạng truyền số liệu chuyên dùng qua cổng kết nối
#   severity: high
#   part: system
#   subject: host
#   needs:
#     - {kind: routes, from: self, fields: [policy_rules, routes, tables]}
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # what a machine forwards into the network is another way in
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 8(1)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "2"}
#       condition: {says: "hệ thống thông tin kết nối vào Mạng truyền số liệu chuyên dùng", clause: "8(1)"}
#       transition: {none: "17"}
#   owner_role: operator
#   gates: [migration]
#   rationale: A system joins the dedicated Party and State network through the declared gateway; any other way in bypasses its protection.
#   rationale_vi: Hệ thống kết nối Mạng truyền số liệu chuyên dùng phải qua cổng kết nối; đường kết nối khác bỏ qua các biện pháp bảo vệ tại cổng.
#   remedy: Route every prefix of the dedicated network to the gateway's address and remove the other way (second interface, static route, tunnel).
#   remedy_vi: Định tuyến mọi dải địa chỉ của mạng chuyên dùng qua cổng kết nối và gỡ đường khác (card mạng thứ hai, tuyến tĩnh, đường hầm).
#   check_by_hand: "On the host run: ip route; ip -6 route; the next hop of each prefix of the dedicated network must be the gateway's address"
#   check_by_hand_vi: "Trên máy chủ, chạy: ip route; ip -6 route; chặng kế tiếp của từng dải địa chỉ mạng chuyên dùng phải là địa chỉ cổng kết nối"
#   limits:
#     - Ways that a machine takes only under load, and routes of the machines behind it.
#   limits_vi:
#     - Đường chỉ dùng khi có tải, và định tuyến của các máy phía sau.
package controls.hosting.through_gateway

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.routing
import data.lib.subjects

_dedicated contains n if {
	some n in input.inventory.networks
	estate.dedicated[n.id]
}

_gateways[n.id] := {address | some address in n.gateway_addresses} if some n in _dedicated

_on_it := {h.id | some h in input.inventory.hosts; some kind in h.zone_kinds; kind == "tslcd"}

_is_gateway(host) if {
	some n in _dedicated
	n.gateway == host
}

_legible(routes) if {
	is_array(routes)
	every route in routes {
		_prefix(route)
	}
}

_toward := _decisive

# Routes to a dedicated prefix, as [network, route]; a broader route counts only where no narrower one decides.
_decisive[o.id] contains [n.id, route] if {
	some o in input.observations.routes
	some route in o.data.routes
	inside := routing.inside[_prefix(route)]
	some n in _dedicated
	some prefix in n.prefixes
	inside[prefix]
}

_decisive[o.id] contains [n.id, route] if {
	some o in input.observations.routes
	_on_it[o.subject]
	some route in o.data.routes
	around := routing.around[_prefix(route)]
	some n in _dedicated
	some prefix in n.prefixes
	around[prefix]
	_decides(o.data.routes, route, prefix)
}

# Of routes broader than a prefix the narrowest of its table decides, where none inside the prefix does.
_decides(routes, route, prefix) if {
	table := routing.table(route)
	count({other | some other in routes; routing.inside[_prefix(other)][prefix]; routing.table(other) == table}) == 0
	count({other |
		some other in routes
		routing.around[_prefix(other)][prefix]
		routing.length[_prefix(other)] > routing.length[_prefix(route)]
		routing.table(other) == table
	}) == 0
}

_prefix(route) := routing.destination[route.prefix][route.via]

# Ways that packets to the dedicated network may take beside its gateways, for a machine that the dossier places elsewhere: a broader
# route, of the main table or of one that a rule leads to, by another way than the machine's ordinary one. What lies behind it nobody
# told.
_other_ways[o.subject] contains concat(" ", [route.prefix, _way(route)]) if {
	some o in input.observations.routes
	facts.standing[o.id]
	some route in _broader_past[o.id]
}

_broader_past[o.id] contains route if {
	some o in input.observations.routes
	not _on_it[o.subject]
	not _is_gateway(o.subject)
	some route in o.data.routes
	around := routing.around[_prefix(route)]
	some n in _dedicated
	some prefix in n.prefixes
	around[prefix]
	_decides(o.data.routes, route, prefix)
	way := _way(route)
	not _all_gateways[way]
	not _ordinary(o.data.routes, _family(route))[way]
}

# So is a leg of the machine's own beside that in another network, where no route shows that it is in use.
_other_ways[h.id] contains concat(" ", [leg.network, leg.address]) if {
	some h in input.inventory.hosts
	_stands_elsewhere_too(h)
	some leg in h.interfaces
	count(_gateways[leg.network]) > 0
}

# A machine in another network than the dedicated one, and no gateway.
_stands_elsewhere_too(host) if {
	not _is_gateway(host.id)
	some kind in host.zone_kinds
	kind != "tslcd"
}

_way(route) := route.via if route.via != ""

_way(route) := route.device if route.via == ""

_family(route) := routing.family[_prefix(route)]

# The ways of an IP version's default routes in the main table; without one, the way that all routes share.
_ordinary(routes, family) := ways if {
	ways := {_way(route) | some route in routes; routing.table(route) == routing.main; _family(route) == family; routing.length[_prefix(route)] == 0}
	count(ways) > 0
} else := ways if {
	ways := {_way(route) | some route in routes; _family(route) == family; route.via != ""}
	count(ways) == 1
} else := set()

lacks contains finding.lack(host, "other_ways", ways) if some host, ways in _other_ways

# Where the machine's ordinary way is the gateway and that other way a machine of the dossier that is none, what lies behind it is told:
# packets to the dedicated network are handed past the gateway.
_stray[o.subject][o.id] contains route if {
	some o in input.observations.routes
	facts.usable[o.id] # of a table that was cut short nobody knows which route decides
	some route in facts.told(o.id, "routes")
	_broader_past[o.id][route]
	_no_gateways[route.via]
	ordinary := _ordinary(o.data.routes, _family(route))
	count(ordinary) > 0
	count(ordinary - _all_gateways) == 0
}

# Addresses of declared machines whose roles tell that they forward for nobody.
_no_gateways contains leg.address if {
	some h in input.inventory.hosts
	h.declared
	count(h.roles) > 0
	count({role | some role in h.roles; _may_forward[role]}) == 0
	some leg in h.interfaces
	not _all_gateways[leg.address]
}

_may_forward := {"gateway", "network_device", "other"}

_stray[o.subject][o.id] contains route if {
	some o in input.observations.routes
	some [network, route] in _toward[o.id]
	route.via != ""
	count(_gateways[network]) > 0
	not _gateways[network][route.via]
	not _is_gateway(o.subject)
}

# A leg of its own in the dedicated network, for a machine that the dossier places elsewhere.
_stray[o.subject][o.id] contains route if {
	some o in input.observations.routes
	host := estate.hosts[o.subject]
	count(host.zone_kinds) > 0
	not _on_it[o.subject]
	some [_, route] in _toward[o.id]
	route.via == ""
	not _is_gateway(o.subject)
}

# A machine of the dedicated network that stands in another one too enters it beside the gateway, wherever it is known who that is.
_stray[o.subject][o.id] contains route if {
	some o in input.observations.routes
	_on_it[o.subject]
	_stands_elsewhere_too(estate.hosts[o.subject])
	some [network, route] in _toward[o.id]
	route.via == ""
	count(_gateways[network]) > 0
}

# Inside one part of the dedicated network, another part is reached by way of the gateway too, not by a line of the machine's own.
_stray[o.subject][o.id] contains route if {
	some o in input.observations.routes
	_on_it[o.subject]
	not _is_gateway(o.subject)
	some route in o.data.routes
	route.via == ""
	device := route.device
	not _leads_nowhere[device]
	inside := routing.inside[_prefix(route)]
	count(_parts_of[o.subject]) > 0
	some n in _dedicated
	not _parts_of[o.subject][n.id]
	some prefix in n.prefixes
	inside[prefix]
}

_leads_nowhere := {"", "lo"}

_parts_of[h.id] := {leg.network | some leg in h.interfaces; estate.dedicated[leg.network]} if some h in input.inventory.hosts

_strays := _stray

_all_gateways := {address | some _, addresses_ in _gateways; some address in addresses_}

_expected := {"within": _all_gateways}

findings contains finding.fail(host, routes, _expected, {id}) if {
	some host, by_observation in _strays
	subjects.declared.host[host]
	some id, routes in by_observation
}

# Machines that join the dedicated network to others, are no gateways of it, and forward by their role: what they let through is another
# way in. Nobody reads the filter of a machine that offers no settings, or is no gateway of any network.
_must_tell contains h.id if {
	some h in input.inventory.hosts
	h.declared
	_offers[h.configuration]
	some role in h.roles
	role == "gateway"
	not _is_gateway(h.id)
	count(_pairs_of(h)) > 0
}

_offers := {"local", "ssh"}

# Pairs of a part of the dedicated network and another zone that a machine joins, in both directions.
_pairs_of(h) := {[from_zone, to_zone] |
	some from_zone in h.zones
	some to_zone in h.zones
	count([zone | some zone in [from_zone, to_zone]; _dedicated_zones[zone]]) == 1
}

_dedicated_zones := {n.zone | some n in _dedicated}

# ICMP is no way in.
_forwards[host][o.id] contains concat(" > ", [o.subject, pair.to_zone]) if {
	some o in input.observations.firewall
	host := o.vantage
	_must_tell[host]
	some pair in o.data.pairs
	_pairs_of(estate.hosts[host])[[o.subject, pair.to_zone]]
	some opening in pair.opens
	opening.port != "icmp"
}

_forwarding_read[o.vantage][[o.subject, pair.to_zone]] contains o.id if {
	some o in input.observations.firewall
	_must_tell[o.vantage]
	facts.usable[o.id]
	some pair in facts.told(o.id, "pairs")
	pair.state != "unread"
	is_array(pair.opens)
}

_forwarding_unread[host] := pairs if {
	some host in _must_tell
	pairs := {concat(" > ", pair) | some pair in _pairs_of(estate.hosts[host]); count(object.get(_forwarding_read, [host, pair], set())) == 0}
	count(pairs) > 0
}

_walls(host) := {id | some pair in _pairs_of(estate.hosts[host]); some id in _forwarding_read[host][pair]} if _must_tell[host]

_walls(host) := set() if not _must_tell[host]

findings contains finding.fail(host, ways, _expected, {id}) if {
	some host, by_look in _forwards
	some id, ways in by_look
}

lacks contains finding.lack(host, "forwarding_not_read", pairs) if some host, pairs in _forwarding_unread

_read[host] := readings if {
	some host in subjects.declared.host
	count(estate.hosts[host].zone_kinds) > 0
	readings := facts.sound(host, "routes", "self")
	count(readings) > 0
	every id in readings {
		_legible(facts.observation[id].data.routes)
	}
}

_concerned := {h.id | some h in input.inventory.hosts; _joins(h)}

_joins(host) if _on_it[host.id]

_joins(host) if {
	some id in facts.seen(host.id, "routes")
	_toward[id]
}

findings contains finding.not_applicable(host, "no_route", readings | {finding.inv("hosts", host, "zone_kinds")}) if {
	some host, readings in _read
	not _concerned[host]
	not _other_ways[host]
	count(_dedicated) > 0
}

findings contains finding.pass(host, hops, _expected, readings | _walls(host)) if {
	some host, readings in _read
	_concerned[host]
	not _other_ways[host]
	not _forwarding_unread[host]
	_gateways_known(host, readings)
	hops := {route.via | some id in readings; some [_, route] in _toward[id]; route.via != ""}
}

# Without a declared gateway nobody can say that a hop is it.
_gateways_known(host, _) if _is_gateway(host)

_gateways_known(_, readings) if {
	networks := {network | some id in readings; some [network, _] in _toward[id]}
	count(networks) > 0
	every network in networks {
		count(_gateways[network]) > 0
	}
}

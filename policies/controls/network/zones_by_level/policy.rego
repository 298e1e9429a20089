# METADATA
# title: The site has the zones that the system's level asks for
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: NW-01
#   title_vi: Phân vùng mạng tối thiểu theo cấp độ
#   severity: high
#   part: estate
#   subject: system
#   matters: [joined_radio]
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.12.2.2b"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "vùng không dây: nếu có", clause: "5.12.2.2b"}
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(1)-(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "30(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#   params:
#     required: {type: object, table: zones_by_level, origin: legal, stricter: more}
#   observed: {units: {none: level}}
#   owner_role: operator
#   gates: [migration]
#   rationale: What shares a zone falls together; the level says which parts must at least be kept apart.
#   rationale_vi: Các thành phần chung vùng mạng sẽ cùng bị ảnh hưởng khi có sự cố; cấp độ quy định các vùng tối thiểu phải tách.
#   remedy: Create the missing zone with a subnet of its own behind the firewall, or declare for the site that it has nothing of that kind (for example no wireless).
#   remedy_vi: Thiết lập vùng còn thiếu với dải địa chỉ riêng sau tường lửa, hoặc khai báo tại trụ sở không có loại hạ tầng đó (ví dụ không có mạng không dây).
#   check_by_hand: Lay the network diagram beside the list of zones for the level and mark each zone's subnet
#   check_by_hand_vi: Đối chiếu sơ đồ mạng với danh sách vùng mạng theo cấp độ, đánh dấu dải địa chỉ của từng vùng
#   limits:
#     - "Whether a zone is a zone: that something stands between them is judged by NW-02."
#   limits_vi:
#     - "Vùng có thực sự tách biệt hay không: việc ngăn cách do NW-02 xét."
package controls.network.zones_by_level

import data.lib.addresses
import data.lib.estate
import data.lib.finding

_at[zone.site][zone.kind] contains zone.id if some zone in input.inventory.zones

_nets[n.zone] contains prefix if {
	some n in input.inventory.networks
	some prefix in n.prefixes
}

# What a site may say that it is without: wireless (the standard asks for such a zone "if any"), what stands elsewhere in a routing
# domain of its own zones, and everything where nothing but independent LANs stand, which may have none of these.
_excused[s.id] contains kind if {
	some s in input.inventory.sites
	some kind in s.without
	_may_be_absent(s.id, kind)
}

_may_be_absent(_, "wireless")

_may_be_absent(site, kind) if {
	some domain in _domains_at[site]
	_kinds_in[domain][kind]
}

_may_be_absent(site, _) if {
	_lans_at[site]
	not _others_at[site]
}

_domains_at[zone.site] contains zone.domain if some zone in input.inventory.zones

_kinds_in[zone.domain] contains zone.kind if some zone in input.inventory.zones

_lans_at contains zone.site if {
	some zone in input.inventory.zones
	zone.kind == "independent_lan"
}

_others_at contains zone.site if {
	some zone in input.inventory.zones
	zone.kind != "independent_lan"
}

# Kinds that a level names, and those of them that the site may not do without, or does not say that it does.
_named := {s.id: kinds |
	some s in input.inventory.systems
	listed := data.params["NW-01"].required[format_int(s.level, 10)]
	kinds := {kind | some kind in listed}
}

_required := {s.id: kinds |
	some s in input.inventory.systems
	site := estate.sites[s.site]
	is_array(site.without)
	kinds := _named[s.id] - object.get(_excused, site.id, set())
}

_zones := {id: zones |
	some id, kinds in _required
	zones := {zone | some kind in kinds; some zone in object.get(_at, [estate.systems[id].site, kind], set())}
}

_missing := {id: absent |
	some id, kinds in _required
	absent := {kind | some kind in kinds; not _at[estate.systems[id].site][kind]}
}

_shared[id] contains one if {
	some id, zones in _zones
	some one in zones
	count(_sharing[one] & zones) > 0
}

# Found once a site and not once a system: zones of two kinds whose networks overlap, in one routing domain or in two.
_overlapping[one] contains other if {
	some kinds in _at
	some kind, zones in kinds
	some other_kind, others in kinds
	kind != other_kind
	some one in zones
	some other in others
	some prefix in _nets[one]
	some twin in _nets[other]
	addresses.overlap(prefix, twin)
}

_sharing[one] contains other if {
	some one, others in _overlapping
	some other in others
	estate.zones[one].domain == estate.zones[other].domain
}

# Addresses are unique in a routing domain only. Zones of one site that share addresses in two domains are either kept apart, or one of
# them was entered in the wrong domain, or in none.
_shared_elsewhere[id] contains one if {
	some id, zones in _zones
	some one in zones
	count(_sharing_elsewhere[one] & zones) > 0
}

_sharing_elsewhere[one] contains other if {
	some one, others in _overlapping
	some other in others
	not _sharing[one][other]
}

_basis(id) := {finding.inv("systems", id, "level"), finding.inv("systems", id, "site"), finding.inv("sites", estate.systems[id].site, "without")}

findings contains finding.not_applicable(s.id, s.level, {finding.inv("systems", s.id, "level")}) if {
	some s in input.inventory.systems
	count(_named[s.id]) == 0
}

findings contains finding.not_applicable(id, "nothing_of_these_kinds", _basis(id)) if {
	some id, kinds in _required
	count(_named[id]) > 0
	count(kinds) == 0
}

findings contains finding.fail(id, {"missing": kinds}, {"all_of": _required[id]}, _basis(id)) if {
	some id, kinds in _missing
	count(kinds) > 0
}

findings contains finding.fail(id, {"sharing_a_subnet": zones}, {"all_of": _required[id]}, {finding.inv("zones", zone, "kind") | some zone in zones}) if {
	some id, zones in _shared
}

findings contains finding.pass(id, kinds, {"all_of": kinds}, _basis(id) | {finding.inv("zones", zone, "kind") | some zone in _zones[id]}) if {
	some id, kinds in _required
	count(kinds) > 0
	count(_missing[id]) == 0
	not _shared[id]
	not _shared_elsewhere[id]
	every zone in _zones[id] {
		count(_nets[zone]) > 0
	}
}

lacks contains finding.lack(id, "same_addresses_elsewhere", zones) if some id, zones in _shared_elsewhere

# METADATA
# title: The portal is reached over IPv6
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-13
#   title_vi: Cổng, trang thông tin điện tử hoạt động trên IPv6
#   severity: med
#   part: system
#   subject: system
#   needs:
#     - {kind: dns, from: any, fields: [a, aaaa, https_over_ipv6, name]}
#     - {kind: dns, from: any, optional: true, fields: [answers_over, closed_over]} # shows that nobody reaches it over IPv6 at all
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 11(4)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "11(4)"}
#       condition: {none: "11(4)"}
#       transition: {none: "91"}
#     - id: d2
#       role: duty
#       instrument: tt-39-2017-tt-btttt
#       clause: "phụ lục 1.11"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#   owner_role: operator
#   rationale: State portals must be open to people whose network speaks IPv6 only; the decree asks for it without exception.
#   rationale_vi: Cổng thông tin của cơ quan nhà nước phải phục vụ cả người dùng chỉ có IPv6; nghị định yêu cầu không có ngoại lệ.
#   remedy: Give the server an IPv6 address, publish AAAA records for each name and let HTTPS answer on them.
#   remedy_vi: Cấp địa chỉ IPv6 cho máy chủ, công bố bản ghi AAAA cho từng tên miền và bật HTTPS trên địa chỉ đó.
#   check_by_hand: "dig AAAA NAME; curl -6 -sI https://NAME/ must both answer."
#   check_by_hand_vi: "Chạy dig AAAA TÊN_MIỀN; curl -6 -sI https://TÊN_MIỀN/: cả hai phải có kết quả."
#   limits:
#     - Name servers other than the ones asked, and whether the pages themselves work over IPv6.
#   limits_vi:
#     - Máy chủ tên miền khác với máy chủ đã hỏi, và nội dung trang qua IPv6 có hoạt động hay không.
package controls.connectivity.portal_ipv6

import data.lib.addresses
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.subjects

_expected := {"none_of": {"closed_over_ipv6", "no_aaaa", "no_https_over_ipv6"}}

_portals[id] := {name | some name in estate.systems[id].domains} if {
	some id in subjects.declared.system
	estate.systems[id].kind == "portal"
}

findings contains finding.not_applicable(id, kind, {finding.inv("systems", id, "kind")}) if {
	some id in subjects.declared.system
	kind := estate.systems[id].kind
	kind != "portal"
}

# A name that resolves to nothing at all from here says nothing about IPv6; nor does an answer that was cut short.
_faults[id][data_.name] contains "no_aaaa" if {
	some id, names in _portals
	some data_ in facts.sound_data(id, "dns", "any")
	names[data_.name]
	count(data_.aaaa) == 0
	count(data_.a) > 0
}

_faults[id][data_.name] contains "no_https_over_ipv6" if {
	some id, names in _portals
	some data_ in facts.seen_data(id, "dns")
	names[data_.name]
	count(data_.aaaa) > 0
	data_.https_over_ipv6 == false
}

# An address that lets nobody from the Internet in, whatever he speaks, is used by nobody. That the same name serves over IPv4 shows
# that its machines live; the look tells of the vantage's own IPv6.
_faults[id][data_.name] contains "closed_over_ipv6" if {
	some id, names in _portals
	some o in facts.sound(id, "dns", "any")
	data_ := facts.observation[o].data
	facts.zone_kind[facts.observation[o].zone] == "internet"
	names[data_.name]
	_held_by_the_internet(data_.aaaa)
	some closed in facts.told(o, "closed_over")
	closed == "ipv6"
	some served in facts.told(o, "answers_over")
	served == "ipv4"
}

findings contains finding.fail(id, faults, _expected, _about(id, object.keys(faults))) if {
	some id, faults in _faults
	_without_ipv6(faults)
}

# The text asks for IPv6; that HTTPS answers on it is how we see that it serves anybody.
findings contains finding.warn(id, faults, _expected, _about(id, object.keys(faults))) if {
	some id, faults in _faults
	not _without_ipv6(faults)
}

_without_ipv6(faults) if {
	some found in faults
	count(found & {"closed_over_ipv6", "no_aaaa"}) > 0
}

findings contains finding.pass(id, names, _expected, _about(id, names) & facts.usable) if {
	some id, names in _portals
	count(names) > 0
	not _faults[id]
	every name in names {
		_reached(id)[name]
	}
}

# Addresses that hold inside one house only are none for people outside.
_reached(id) := {data_.name |
	some data_ in facts.sound_data(id, "dns", "any")
	_held_by_the_internet(data_.aaaa)
	data_.https_over_ipv6 == true
}

_held_by_the_internet(aaaa) if {
	some address in aaaa
	not addresses.private_v6(address)
}

_about(id, names) := {o |
	some o in facts.seen(id, "dns")
	names[facts.observation[o].data.name]
}

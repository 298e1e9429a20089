# METADATA
# title: The dossier system is connected to the National Public Service Portal by the name it now has
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-07
#   title_vi: Hệ thống thông tin giải quyết thủ tục hành chính kết nối Cổng Dịch vụ công quốc gia theo địa chỉ hiện hành tại Trung tâm dữ liệu quốc gia
#   severity: med
#   part: estate
#   subject: system
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 15(1)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "15(1)"}
#       condition: {none: "15(1)"}
#       transition: {none: "91"}
#     - id: s1
#       role: support
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 83(3)"
#       force: binding
#       confidence: A
#       addressee: {who: public_security, clause: "83"}
#       condition: {none: "83(3)"}
#       transition: {none: "91"}
#     - id: s2
#       role: support
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 83(6)"
#       force: binding
#       confidence: A
#       addressee: {who: public_security, clause: "83"}
#       condition: {none: "83(6)"}
#       transition: {none: "91"}
#   params:
#     names: {type: set, default: [dichvucong.gov.vn], origin: ours, stricter: fewer}
#   observed: {names: always, asks_names: true}
#   owner_role: operator
#   rationale: The portal moved to another house; what still calls the old one loses dossiers on the day that one is switched off.
#   rationale_vi: Cổng đã chuyển nơi vận hành; kết nối còn gọi địa chỉ cũ sẽ mất hồ sơ khi địa chỉ cũ dừng.
#   remedy: Ask the Ministry of Public Security for the list of addresses in force, set it as `names`, move every connection to one of them, and enter the name that each connection calls.
#   remedy_vi: Đề nghị Bộ Công an cung cấp danh mục địa chỉ đang có hiệu lực, đặt làm tham số `names`; chuyển kết nối sang địa chỉ đó và kê khai tên miền của từng kết nối.
#   check_by_hand: Read the address of the national portal in the settings of the dossier system and of the provincial platform.
#   check_by_hand_vi: Xem địa chỉ Cổng Dịch vụ công quốc gia trong cấu hình hệ thống và nền tảng của tỉnh.
#   limits:
#     - The list of addresses in force was read by nobody here; the name of the portal's own pages stands for it, and a province sets the list it was given. What calls another name warns.
#     - Connections that nobody declared, and which address the settings really name; no look is made at what a system calls. Walls that let nothing from any of its machines to the network of a connection, and a name that a system of the province itself has, speak against it.
#     - The clause on the National Data Center obliges the Ministry of Public Security; the province's part is to offer its services on the portal.
#   limits_vi:
#     - Chưa đọc được danh mục địa chỉ đang có hiệu lực; tạm lấy tên miền của cổng, tỉnh đặt danh mục được cung cấp. Gọi tên khác thì cảnh báo.
#     - Kết nối không được kê khai và địa chỉ thực tế trong cấu hình; chưa đo hệ thống gọi đến đâu. Tường lửa không cho máy nào của hệ thống ra mạng của kết nối, hoặc tên miền gọi đến là của hệ thống trong tỉnh, là căn cứ bác bỏ.
#     - Quy định về Trung tâm dữ liệu quốc gia là trách nhiệm của Bộ Công an; tỉnh có trách nhiệm cung cấp dịch vụ trên cổng.
package controls.migration.follows_national_portal

import data.lib.cut_off
import data.lib.estate
import data.lib.finding

_names := {name | some name in data.params["MG-07"].names}

_expected := {"any_of": _names}

_concerned[s.id] if {
	some s in input.inventory.systems
	s.declared
	s.kind == "tthc"
}

_concerned[s.id] if {
	some s in input.inventory.systems
	s.declared
	count(s.procedures) > 0
}

_to_portal[l.source] contains l.id if {
	some l in input.inventory.links
	l.to_portal == true
}

_platforms := {s.id | some s in input.inventory.systems; s.kind == "sharing_platform"}

# Its own connections, and those of the provincial platform that it goes through.
_ways[id] := object.get(_to_portal, id, set()) | through if {
	some id, _ in _concerned
	through := {way |
		some platform in object.get(_uses, id, set())
		some way in object.get(_to_portal, platform, set())
	}
}

_uses[l.source] contains l.target if {
	some l in input.inventory.links
	_platforms[l.target]
}

_called[id] := {name | some way in ways; name := estate.links[way].service_name} if some id, ways in _ways

_in_force(name) if _names[name]

_in_force(name) if {
	some one in _names
	endswith(name, concat("", [".", one]))
}

_old[id] := names if {
	some id, called in _called
	names := {name | some name in called; not _in_force(name)}
	count(names) > 0
}

_untold[id] := ids if {
	some id, ways in _ways
	ids := {way | some way in ways; not estate.links[way].service_name}
	count(ids) > 0
}

# The other end is said to be of somebody whose portal it is not.
_others[id] := ids if {
	some id, ways in _ways
	ids := {way |
		some way in ways
		kind := estate.organisations[estate.links[way].target_owner].kind
		not _may_run_it[kind]
	}
	count(ids) > 0
}

_may_run_it := {"national", "ministry", "police"}

# What the run knows against what is declared: none of the ways leads to the network that it is said to use, or a name that is called
# belongs to a system of the province.
_cut_off[id] := walls if {
	some id, ways in _ways
	count(ways) > 0
	every way in ways {
		cut_off.links[way]
	}
	walls := {wall | some way in ways; some wall in cut_off.links[way]}
}

_own_names[id] := systems if {
	some id, called in _called
	systems := {system | some name in called; some system in _answering[lower(name)]}
	count(systems) > 0
}

_answering[lower(domain)] contains s.id if {
	some s in input.inventory.systems
	some domain in s.domains
}

_evidence(id) := {finding.inv_entry("links", way) | some way in _ways[id]}

findings contains finding.not_applicable(s.id, s.kind, {finding.inv("systems", s.id, "kind")}) if {
	some s in input.inventory.systems
	s.declared
	not _concerned[s.id]
}

# The list is ours until a province sets its own, so that another name is something to mend and no breach.
findings contains finding.warn(id, names, _expected, _evidence(id)) if some id, names in _old

findings contains finding.pass(id, _called[id], _expected, _evidence(id)) if {
	some id, ways in _ways
	count(ways) > 0
	not _old[id]
	not _untold[id]
	not _others[id]
	not _cut_off[id]
	not _own_names[id]
}

lacks contains finding.lack(id, "way_to_the_portal_shut", walls) if some id, walls in _cut_off

lacks contains finding.lack(id, "name_of_ones_own", systems) if some id, systems in _own_names

lacks contains finding.lack(id, "no_link_to_the_portal", {id}) if {
	some id, ways in _ways
	count(ways) == 0
}

lacks contains finding.lack(id, "service_name_not_entered", ids) if some id, ids in _untold

lacks contains finding.lack(id, "portal_of_somebody_else", ids) if some id, ids in _others

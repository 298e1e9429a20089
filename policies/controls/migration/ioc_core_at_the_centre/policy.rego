# METADATA
# title: The core of the operations centre runs at the National Data Center, or moves there on a day that is set
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-06
#   title_vi: Phần lõi Trung tâm điều hành thông minh (IOC) chạy tại Trung tâm dữ liệu quốc gia hoặc có ngày chuyển cụ thể; tỉnh giữ thiết bị hiện trường
#   severity: med
#   part: system
#   subject: system
#   needs:
#     - {kind: interfaces, from: self, optional: true, fields: [interfaces]} # shows a machine that stands somewhere else too
#   max_age_days: 90
#   law:
#     - id: d1
#       role: duty
#       instrument: cv-4856-bca-ttdlqg
#       clause: "Phụ lục 5 D.II"
#       force: recommended
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     kinds: {type: set, default: [ioc], origin: term, stricter: more}
#     field_roles: {type: set, default: [gateway, network_device, workstation], origin: term, stricter: fewer}
#   observed: {names: when_failed}
#   owner_role: planner
#   rationale: A centre that sees everything in the province is lost with the one room in which it stands.
#   rationale_vi: Trung tâm theo dõi toàn tỉnh đặt tại một phòng máy thì mất cùng phòng máy đó.
#   remedy: Decide the move of the core, give it a night, and leave cameras, sensors, screens and lines where they are.
#   remedy_vi: Quyết định chuyển phần lõi, xếp vào đợt chuyển có ngày; giữ camera, cảm biến, màn hình, đường truyền tại chỗ.
#   check_by_hand: Ask where the machines stand on which the indicators are computed and kept.
#   check_by_hand_vi: Kiểm tra nơi đặt máy chủ tính toán, lưu trữ chỉ số điều hành.
#   limits:
#     - Which machines are the core is told by their roles; all but gateways, network devices and workstations count as core. Cameras and sensors that are declared as machines need such a role.
#     - That premises of a body of the nation are the National Data Center; nobody can look at its machines from here.
#     - How far off the night may be; the guidance, as far as it is known from one secondary source, says nothing of it.
#   limits_vi:
#     - Máy nào thuộc phần lõi xét theo vai trò; mọi máy trừ cổng mạng, thiết bị mạng, máy trạm đều coi là phần lõi. Camera, cảm biến kê khai là máy thì phải ghi vai trò như vậy.
#     - Địa điểm của cơ quan trung ương có phải Trung tâm dữ liệu quốc gia hay không; từ tỉnh không đo được máy tại đó.
#     - Ngày chuyển muộn nhất; hướng dẫn (chỉ biết qua một nguồn thứ cấp) không nêu.
package controls.migration.ioc_core_at_the_centre

import data.lib.estate
import data.lib.finding
import data.lib.legs
import data.lib.moves
import data.lib.subjects

_expected := {"none_of": {"core_elsewhere"}}

_kinds := {kind | some kind in data.params["MG-06"].kinds}

_of_the_field := {role | some role in data.params["MG-06"].field_roles}

_centres[s.id] := s if {
	some s in input.inventory.systems
	subjects.declared.system[s.id]
	_kinds[s.kind]
}

# Whatever is not known to be of the field is of the core.
_core[id] contains machine.id if {
	some id, s in _centres
	some machine in s.machines
	not _only_of_the_field(machine)
}

_only_of_the_field(machine) if {
	count(machine.roles) > 0
	every role in machine.roles {
		_of_the_field[role]
	}
}

_elsewhere[id] contains machine.id if {
	some id, s in _centres
	some machine in s.machines
	_core[id][machine.id]
	not _at_the_centre(machine)
}

_at_the_centre(machine) if {
	count(machine.zones) > 0
	every zone in machine.zones {
		estate.zones[zone].at_national_centre == true
	}
}

# Its own settings tell an address that its dossier does not.
_stands_elsewhere_too[id] contains host if {
	some id, hosts in _core
	some host in hosts
	legs.undeclared[host]
}

_basis(id) := {finding.inv("systems", id, "machines")} | {finding.inv("zones", zone, "at_national_centre") |
	some machine in _centres[id].machines
	some zone in machine.zones
}

_nights(id) := {finding.inv_entry("waves", wave) | some wave in object.get(moves.waves_of, id, set())}

_night_to_come[id] if {
	some id, _ in _centres
	moves.moving[id]
	moves.night[id] >= input.context.as_of_day
}

findings contains finding.not_applicable(s.id, s.kind, {finding.inv("systems", s.id, "kind")}) if {
	some s in input.inventory.systems
	subjects.declared.system[s.id]
	not _kinds[s.kind]
}

findings contains finding.fail(id, {"core_elsewhere": hosts}, _expected, _basis(id) | _nights(id)) if {
	some id, hosts in _elsewhere
	not _night_to_come[id]
}

findings contains finding.pass(id, "night_set", _expected, ((_basis(id) | _nights(id)) | {finding.inv("systems", id, "decision")})) if {
	some id, _ in _elsewhere
	_night_to_come[id]
}

findings contains finding.pass(id, "core_at_the_centre", _expected, _basis(id)) if {
	some id, _ in _core
	not _elsewhere[id]
	not _stands_elsewhere_too[id]
}

lacks contains finding.lack(id, "machines_not_declared", {id}) if {
	some id, _ in _centres
	not _core[id]
}

lacks contains finding.lack(id, "stands_elsewhere_too", looks) if {
	some id, hosts in _stands_elsewhere_too
	not _elsewhere[id]
	looks := {look | some host in hosts; some look in legs.readings[host]}
}

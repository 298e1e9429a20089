# METADATA
# title: Those who protect cyber security have the knowledge the law asks for
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-15
#   title_vi: Lực lượng bảo vệ an ninh mạng của cơ quan đáp ứng yêu cầu kiến thức, kỹ năng chuyên sâu (chậm nhất ngày 19/8/2028)
#   severity: med
#   part: estate
#   subject: organisation
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 34(1), 30(1)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "30(1)(b)"}
#       condition: {says: "lực lượng bảo vệ an ninh mạng được bố trí tại Bộ, ngành, Ủy ban nhân dân cấp tỉnh, cơ quan, tổ chức quản lý trực tiếp hệ thống thông tin quan trọng về an ninh quốc gia", clause: "30(1)(b)"}
#       transition: {rules: [nd-333-2026-nd-cp/knowledge-of-forces]}
#   observed: {units: {at_least: person}}
#   owner_role: owner
#   rationale: A force without the knowledge it defends with is a list of names; the decree gives until 19 August 2028.
#   rationale_vi: Lực lượng bảo vệ an ninh mạng phải đáp ứng yêu cầu kiến thức, kỹ năng chuyên sâu chậm nhất ngày 19/8/2028.
#   remedy: Send those who lack it to the training of the Ministry of Public Security, and enter how many there are and how many meet the requirement.
#   remedy_vi: Cử người chưa đáp ứng tham gia tập huấn do Bộ Công an tổ chức; cập nhật tổng số người và số người đã đáp ứng.
#   check_by_hand: Compare certificates and degrees with the decision that staffs the force
#   check_by_hand_vi: Đối chiếu chứng nhận, văn bằng với quyết định bố trí lực lượng
#   limits:
#     - Both numbers are believed as they were entered; forces of the ministries are not in the inventory of a province.
#   limits_vi:
#     - Hai số lấy theo kê khai; lực lượng của bộ, ngành không có trong bản kê khai của tỉnh.
package controls.levels.force_trained

import data.lib.finding

# The force of the province, and of whoever runs a system on the list of national-security systems (Luật 116/2025/QH15 Art. 30(1)(b)).
_bound contains o.id if {
	some o in input.inventory.organisations
	o.kind == "province"
}

_bound contains body if {
	some s in input.inventory.systems
	_may_be_listed(s)
	some body in [s.owner, s.operator]
}

_may_be_listed(s) if s.national_security_list == "listed"

_may_be_listed(s) if s.level == 5

# Below level 3 no list has a system; of the others it is said.
_open[body] contains s.id if {
	some s in input.inventory.systems
	not s.national_security_list
	not _is_low(s)
	some body in [s.owner, s.operator]
}

_is_low(s) if s.level < 3

_piece(id) := finding.inv("organisations", id, "cyber_force")

findings contains finding.not_applicable(o.id, "no_force_of_its_own", {finding.inv("organisations", o.id, "kind")}) if {
	some o in input.inventory.organisations
	not _bound[o.id]
	not _open[o.id]
}

findings contains finding.fail(o.id, o.cyber_force.trained, {"at_least": o.cyber_force.total}, {_piece(o.id)}) if {
	some o in input.inventory.organisations
	_bound[o.id]
	o.cyber_force.trained < o.cyber_force.total
}

# Nobody is no force.
findings contains finding.fail(o.id, o.cyber_force.total, {"at_least": 1}, {_piece(o.id)}) if {
	some o in input.inventory.organisations
	_bound[o.id]
	o.cyber_force.total == 0
}

findings contains finding.pass(o.id, o.cyber_force.trained, {"at_least": o.cyber_force.total}, {_piece(o.id)}) if {
	some o in input.inventory.organisations
	_bound[o.id]
	o.cyber_force.total > 0
	o.cyber_force.trained >= o.cyber_force.total
}

lacks contains finding.lack(o.id, "force_not_declared", {o.id}) if {
	some o in input.inventory.organisations
	_bound[o.id]
	not o.cyber_force
}

lacks contains finding.lack(body, "not_said_whether_listed", systems) if {
	some body, systems in _open
	not _bound[body]
}

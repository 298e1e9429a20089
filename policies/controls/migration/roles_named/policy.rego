# METADATA
# title: Owner, operator, data steward, monitor and an independent checker are named
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-28
#   title_vi: Đã xác định chủ quản, đơn vị vận hành, phụ trách dữ liệu, giám sát và đơn vị kiểm tra độc lập
#   severity: high
#   part: system
#   subject: system
#   needs: []
#   max_age_days: 365
#   law:
#     - {instrument: nd-331-2026-nd-cp, clause: "Art. 4, 5, 31-33", force: binding, confidence: C}
#     - {instrument: cv-4856-bca-ttdlqg, clause: Annex 1, force: recommended, confidence: C}
#   owner_role: owner
#   gates: [migration]
#   rationale: Duties that nobody holds are not done, and nobody checks his own work well.
#   rationale_vi: Nhiệm vụ không có đơn vị chịu trách nhiệm thì không được thực hiện; không đơn vị nào tự kiểm tra khách quan việc của mình.
#   remedy: Name the missing units in writing and enter them; let a unit other than owner and operator check, and the provincial police lead compliance.
#   remedy_vi: Phân công bằng văn bản các đơn vị còn thiếu và cập nhật; giao đơn vị khác với chủ quản, đơn vị vận hành thực hiện kiểm tra, Công an tỉnh đầu mối tuân thủ.
#   check_by_hand: Read the decision that assigns the units of the system and compare it with the inventory.
#   check_by_hand_vi: Xem quyết định phân công các đơn vị của hệ thống và đối chiếu với bảng kiểm kê.
package controls.migration.roles_named

import data.lib.estate
import data.lib.finding
import data.lib.subjects

_roles := {"owner", "operator", "data_steward", "monitor", "checker", "compliance_lead"}

_faults_known := {concat("", ["no_", role]) | some role in _roles} | {"checker_is_operator", "checker_is_owner", "compliance_lead_not_police"}

_expected := {"none_of": _faults_known}

_named(system, role) if system[role] != ""

_faults[id] contains concat("", ["no_", role]) if {
	some id in subjects.declared.system
	some role in _roles
	not _named(estate.systems[id], role)
}

_faults[id] contains "checker_is_operator" if {
	some id in subjects.declared.system
	estate.systems[id].checker == estate.systems[id].operator
}

_faults[id] contains "checker_is_owner" if {
	some id in subjects.declared.system
	estate.systems[id].checker == estate.systems[id].owner
}

_faults[id] contains "compliance_lead_not_police" if {
	some id in subjects.declared.system
	_lead_kind(id) != "police"
}

_lead_kind(id) := estate.organisations[estate.systems[id].compliance_lead].kind

_pointers(id) := {finding.inv("systems", id, role) | some role in _roles; _named(estate.systems[id], role)}

findings contains finding.fail(id, faults, _expected, _pointers(id) | {finding.inv_entry("systems", id)}) if {
	some id, faults in _faults
}

findings contains finding.pass(id, set(), _expected, _pointers(id)) if {
	some id in subjects.declared.system
	not _faults[id]
	_lead_kind(id) == "police"
}

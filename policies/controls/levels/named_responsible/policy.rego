# METADATA
# title: The owner has named who is in charge of cyber security
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-13
#   title_vi: Chủ quản hệ thống thông tin chỉ định cá nhân, bộ phận phụ trách về an ninh mạng
#   severity: med
#   part: estate
#   subject: organisation
#   needs: [{kind: evidence.appointment}]
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 40(2)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "40(2)"}
#       condition: {says: "chủ quản hệ thống thông tin có sử dụng ngân sách nhà nước", clause: "40(2)"}
#       transition: {none: "45"}
#   params:
#     spared: {type: set, default: [enterprise, ministry, national, other], origin: term, stricter: fewer}
#   owner_role: owner
#   rationale: When an incident strikes at night somebody must be the one to act; the law asks owners on public money to name that person or unit.
#   rationale_vi: Chủ quản hệ thống thông tin sử dụng ngân sách nhà nước phải chỉ định cá nhân, bộ phận phụ trách về an ninh mạng để chịu trách nhiệm khi có sự cố.
#   remedy: Issue the decision that names the person or unit, and enter the name, the number and the date.
#   remedy_vi: Ban hành quyết định phân công cá nhân, bộ phận phụ trách an ninh mạng; nhập tên bộ phận, số, ngày quyết định.
#   check_by_hand: Find the decision and ask whether the person named still holds the post
#   check_by_hand_vi: Tìm quyết định phân công, xác nhận người được phân công còn giữ nhiệm vụ
#   limits:
#     - Whether the person still works there.
#   limits_vi:
#     - Người được phân công còn công tác hay không.
package controls.levels.named_responsible

import data.lib.finding
import data.lib.papers
import data.lib.subjects

_spared := {kind | some kind in data.params["LV-13"].spared}

_owners := {s.owner | some s in input.inventory.systems}

_expected := {"present": ["responsible", "appointment"]}

findings contains finding.not_applicable(o.id, "owns_no_system", {finding.inv("organisations", o.id, "kind")}) if {
	some o in input.inventory.organisations
	not _owners[o.id]
}

findings contains finding.not_applicable(o.id, o.kind, {finding.inv("organisations", o.id, "kind")}) if {
	some o in input.inventory.organisations
	_spared[o.kind]
}

findings contains finding.pass(o.id, {"records": records}, _expected, {finding.inv("organisations", o.id, "responsible")} | papers.pointers(records)) if {
	some o in input.inventory.organisations
	_owners[o.id]
	not _spared[o.kind]
	o.names_responsible == true
	records := papers.newest(papers.about("appointment", "organisation", o.id))
	count(records) > 0
}

# Nobody of a body that is no more can be in charge of what it still owns.
findings contains finding.warn(o.id, o.status, {"equals": "active"}, {finding.inv("organisations", o.id, "status")}) if {
	some o in input.inventory.organisations
	_owners[o.id]
	not _spared[o.kind]
	o.status == "abolished"
}

lacks contains finding.lack(o.id, "nobody_named", {o.id}) if {
	some o in input.inventory.organisations
	o.names_responsible == false
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.organisation
	some code, ids in papers.flaws("appointment", "organisation", id)
}

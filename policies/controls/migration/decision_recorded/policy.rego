# METADATA
# title: It is decided whether the system moves or stays
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-01
#   title_vi: Hệ thống đã có quyết định chuyển, giữ, thay thế hoặc dừng
#   severity: crit
#   part: system
#   subject: system
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: nq-175-nq-cp
#       clause: "toàn văn"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d2
#       role: duty
#       instrument: cd-103-cd-ttg
#       clause: "toàn văn"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#   owner_role: planner
#   gates: [migration]
#   rationale: A system nobody decided about is moved by accident or forgotten in a room that is being emptied.
#   rationale_vi: Hệ thống chưa có quyết định sẽ bị chuyển ngoài kế hoạch hoặc bị bỏ quên tại nơi sắp dừng vận hành.
#   remedy: Decide with the owner whether to move, keep, replace, join or stop the system, and enter decision and reason in the inventory.
#   remedy_vi: Thống nhất với chủ quản phương án chuyển, giữ lại, thay thế, hợp nhất hoặc dừng hệ thống và nhập quyết định, lý do vào bản kê khai.
#   check_by_hand: Look for the system in the province's adopted list of systems to move and to keep.
#   check_by_hand_vi: Tra cứu hệ thống trong danh mục hệ thống chuyển, giữ lại đã được tỉnh phê duyệt.
#   limits:
#     - Whether decision and reason are right; that both are recorded is judged.
#   limits_vi:
#     - Quyết định, lý do có đúng hay không; chỉ xét đã có và đã ghi.
package controls.migration.decision_recorded

import data.lib.estate
import data.lib.finding
import data.lib.subjects

_expected := {"present": {"decision", "decision_reason"}}

_decided[id] := decision if {
	some id in subjects.declared.system
	decision := estate.systems[id].decision
	decision != ""
}

_basis(id) := {finding.inv("systems", id, "decision")}

findings contains finding.pass(id, decision, _expected, _basis(id)) if {
	some id, decision in _decided
	estate.systems[id].reasoned == true
}

findings contains finding.fail(id, {"missing": {"decision_reason"}}, _expected, _basis(id)) if {
	some id, _ in _decided
	estate.systems[id].reasoned == false
}

findings contains finding.fail(id, {"missing": {"decision"}}, _expected, {finding.inv_entry("systems", id)}) if {
	some id in subjects.declared.system
	not estate.systems[id].decision
}

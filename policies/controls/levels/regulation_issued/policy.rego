# METADATA
# title: A regulation on cyber security is in force and has the contents the decree asks for
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-21
#   title_vi: Ban hành quy chế bảo đảm an ninh mạng cho hệ thống, đủ nội dung quản lý theo quy định, ở mọi cấp độ
#   severity: high
#   part: system
#   subject: system
#   needs: [{kind: evidence.regulation}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 28(1), 30(3)(a)-(g), 30(7)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "30(7)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d2
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 10(2)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "10(4)-(5)"}
#       condition: {says: "chủ quản hệ thống thông tin thuộc cấp độ 3, cấp độ 4; hệ thống thuộc danh mục quan trọng về an ninh quốc gia", clause: "10(4)-(5)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept]}
#       applies_to: {levels: [3, 4, 5]}
#     - id: s1
#       role: support
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 23(1)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "23(1)(a)"}
#       transition: {none: "81(1)"}
#   owner_role: owner
#   gates: [migration]
#   rationale: Without rules of its own nobody in the body knows who may do what, and every other duty hangs in the air.
#   rationale_vi: Chưa có quy chế thì không xác định được ai được làm gì, các yêu cầu quản lý khác không có cơ sở thực hiện.
#   remedy: Issue or amend the regulation so that it has all seven contents of Article 30(3), and enter its number, date and contents.
#   remedy_vi: Ban hành hoặc sửa đổi quy chế đủ bảy nội dung tại khoản 3 Điều 30; nhập số, ngày và các nội dung.
#   check_by_hand: Read the regulation against the seven points of Article 30(3)
#   check_by_hand_vi: Đối chiếu quy chế với bảy nội dung tại khoản 3 Điều 30
#   limits:
#     - Whether the rules are good and followed; contents are believed as they were entered, and no look can show them.
#   limits_vi:
#     - Chất lượng, việc tuân thủ quy chế; nội dung lấy theo kê khai, không đo kiểm được.
package controls.levels.regulation_issued

import data.lib.finding
import data.lib.papers
import data.lib.subjects

_items := {"policy_rules", "organisation_rules", "staff_rules", "design_rules", "operation_rules", "risk_rules", "end_rules"}

_issued[id] := papers.newest(papers.about("regulation", "system", id)) if some id in subjects.declared.system

# What the law itself names of them: rules from design to the end of use.
_of_law := {"design_rules", "operation_rules", "end_rules"}

_asked := {"d1": _items, "d2": _of_law}

findings contains finding.on(finding.pass(id, papers.seen(ids), {"all_of": asked}, papers.pointers(ids)), {duty}) if {
	some id, ids in _issued
	some duty, asked in _asked
	count(papers.missing(ids, asked)) == 0
	count(papers.untold(ids, asked)) == 0
}

findings contains finding.on(finding.fail(id, papers.lacking(ids, missing), {"all_of": asked}, papers.pointers(ids)), {duty}) if {
	some id, ids in _issued
	some duty, asked in _asked
	missing := papers.missing(ids, asked)
	count(missing) > 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _issued
	untold := papers.untold(ids, _items)
	count(untold) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("regulation", "system", id)
}

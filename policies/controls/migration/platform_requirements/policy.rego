# METADATA
# title: Shared platforms meet the minimum requirements, or have a roadmap until the end of 2028
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-30
#   title_vi: Nền tảng số dùng chung đáp ứng yêu cầu tối thiểu, gắn nhãn; nền tảng vận hành trước 01/7/2027 có lộ trình đáp ứng chậm nhất ngày 31/12/2028
#   severity: low
#   part: estate
#   subject: system
#   needs:
#     - {kind: evidence.platform_assessment, duties: [d1]}
#     - {kind: evidence.platform_roadmap, duties: [d2]}
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 27(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "27(1)"}
#       condition: {says: "nền tảng số dùng chung của cơ quan nhà nước, phục vụ lợi ích công, cung cấp dịch vụ số thiết yếu hoặc được giao cung cấp dịch vụ công", clause: "27(1)"}
#       transition: {none: "27(2)"}
#     - id: d2
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 27(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "27(1)"}
#       condition: {says: "nền tảng đưa vào vận hành trước ngày 01/7/2027; nền tảng số dùng chung của cơ quan nhà nước, phục vụ lợi ích công, cung cấp dịch vụ số thiết yếu hoặc được giao cung cấp dịch vụ công", clause: "27(1)-(2)"}
#       transition: {none: "27(2)"}
#     - id: s1
#       role: support
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 28(1)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "28(1)"}
#       condition: {none: "28(1)"}
#       transition: {none: "28"}
#   params:
#     kinds: {type: set, default: [sharing_platform, sso, ioc, tthc], origin: term}
#   owner_role: owner
#   rationale: On a platform that many build on one missing copy or log is missing for all of them.
#   rationale_vi: Nền tảng dùng chung thiếu sao lưu, nhật ký, kết nối thì mọi hệ thống dựa trên nó đều thiếu.
#   remedy: Assess the platform against the minimum requirements, give it its label where it meets them; else issue the roadmap that ends by 31 December 2028, and enter it with that day.
#   remedy_vi: Đánh giá nền tảng theo yêu cầu tối thiểu, đạt thì gắn nhãn; chưa đạt thì ban hành lộ trình hoàn thành chậm nhất ngày 31/12/2028; nhập văn bản và ngày hoàn thành.
#   check_by_hand: Read the last day of the roadmap, and look for the label on the page of the platform.
#   check_by_hand_vi: Xem ngày hoàn thành trong lộ trình; tìm nhãn trên giao diện của nền tảng.
#   limits:
#     - Which systems are platforms is judged by their kind and by whether the inventory calls them shared; Art. 26 asks more.
#     - What was assessed; items are believed as they were entered. No look is made for the label.
#   limits_vi:
#     - Hệ thống nào là nền tảng số thì xét theo loại và kê khai dùng chung; Điều 26 có tiêu chí khác.
#     - Nội dung đánh giá; tin theo nội dung đã nhập. Chưa dò tìm nhãn trên giao diện.
package controls.migration.platform_requirements

import data.lib.estate
import data.lib.finding
import data.lib.papers

_items := {"requirements_met", "labelled"}

_new_from := 740163 # 01/7/2027

_last_day := 740712 # 31/12/2028, the last day that is not too late ("không chậm hơn")

_kinds := {kind | some kind in data.params["MG-30"].kinds}

_platforms contains s.id if {
	some s in input.inventory.systems
	s.declared
	_kinds[s.kind]
}

_platforms contains s.id if {
	some s in input.inventory.systems
	s.declared
	s.said_shared == true
}

_assessed[id] := papers.newest(papers.about("platform_assessment", "system", id)) if some id in _platforms

_met[id] := ids if {
	some id, ids in _assessed
	count(papers.missing(ids, _items)) == 0
	count(papers.untold(ids, _items)) == 0
}

_roadmaps[id] := papers.newest(papers.about("platform_roadmap", "system", id)) if some id in _platforms

# A roadmap is for what runs before 1 July 2027, and until the end of 2028.
_may_follow_one[id] if {
	some id in _platforms
	input.context.as_of_day <= _last_day
	not _is_new(id)
}

_is_new(id) if estate.systems[id].regime.used_day >= _new_from

_ends_late[id] := ids if {
	some id, roadmaps in _roadmaps
	ids := {paper | some paper in roadmaps; estate.evidence[paper].event_on_day > _last_day}
	count(ids) > 0
}

findings contains finding.not_applicable(s.id, s.kind, {finding.inv("systems", s.id, "kind")}) if {
	some s in input.inventory.systems
	s.declared
	not _platforms[s.id]
	s.said_shared == false
}

findings contains finding.on(finding.pass(id, papers.seen(ids), {"all_of": _items}, papers.pointers(ids)), {"d1"}) if some id, ids in _met

# Who meets the requirements needs no roadmap, and who has one has time.
findings contains finding.on(finding.not_applicable(id, "requirements_met", papers.pointers(ids)), {"d2"}) if some id, ids in _met

findings contains finding.on(finding.not_applicable(id, "has_a_roadmap", papers.pointers(ids)), {"d1"}) if {
	some id, ids in _followed
	not _met[id]
}

findings contains finding.on(finding.pass(id, papers.seen(ids), {"present": ["platform_roadmap"]}, papers.pointers(ids)), {"d2"}) if some id, ids in _followed

_followed[id] := ids if {
	some id, ids in _roadmaps
	_may_follow_one[id]
	count({paper | some paper in ids; estate.evidence[paper].event_on_day <= _last_day}) == count(ids)
}

findings contains finding.on(finding.fail(id, papers.faulted(ids, {"roadmap_ends_late"}), {"present": ["platform_roadmap"]}, papers.pointers(ids)), {"d2"}) if {
	some id, ids in _ends_late
	not _met[id]
}

# Where no roadmap helps any more, what the assessment found missing breaks the rule.
findings contains finding.on(finding.fail(id, papers.lacking(ids, missing), {"all_of": _items}, papers.pointers(ids)), {"d1"}) if {
	some id, ids in _assessed
	not _may_follow_one[id]
	missing := papers.missing(ids, _items)
	count(missing) > 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _assessed
	untold := papers.untold(ids, _items)
	count(untold) > 0
}

lacks contains finding.lack(id, "end_not_entered", undated) if {
	some id, ids in _roadmaps
	undated := ids - {paper | some paper in ids; is_number(estate.evidence[paper].event_on_day)}
	count(undated) > 0
}

lacks contains finding.lack(id, "papers_out_of_time", ids) if {
	some id, ids in _roadmaps
	not _may_follow_one[id]
}

lacks contains finding.lack(id, code, ids) if {
	some id in _platforms
	some kind in ["platform_assessment", "platform_roadmap"]
	some code, ids in papers.flaws(kind, "system", id)
}

# METADATA
# title: A system was appraised against the digital architecture, and the national register of architecture has it
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-39
#   title_vi: Hệ thống đã được đánh giá tuân thủ Khung kiến trúc số và cập nhật trên Hệ thống quản lý kiến trúc số quốc gia (NAS)
#   severity: med
#   part: estate
#   subject: system
#   needs: [{kind: evidence.architecture_appraisal, duties: [d1]}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 24(1), 37(1)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "24(1)"}
#       condition: {says: "dự án, nhiệm vụ, thuê dịch vụ chuyển đổi số sử dụng nguồn vốn ngân sách nhà nước, trước khi phê duyệt", clause: "24(1), 37(1)"}
#       transition: {none: "91(2)"}
#     - id: d2
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 24(2)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "24(2)(c)"}
#       condition: {says: "trừ các hạng mục thuộc lĩnh vực an ninh, quốc phòng và danh mục bí mật nhà nước; theo lộ trình do Bộ Khoa học và Công nghệ hướng dẫn", clause: "24(2)(c), 24(2)(đ)"}
#       transition: {none: "91"}
#     - id: s1
#       role: support
#       instrument: qd-1425-qd-ttg
#       clause: "Mẫu số 03"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#   owner_role: owner
#   rationale: What stands in no drawing of the whole is built a second time, or is missing on the day that others lean on it.
#   rationale_vi: Hệ thống không có trong kiến trúc chung sẽ bị xây trùng hoặc thiếu khi hệ thống khác cần đến.
#   remedy: Have the design appraised against the architecture before the project is approved, register the system, and enter paper, layer and code.
#   remedy_vi: Tổ chức đánh giá thiết kế theo Khung kiến trúc số trước khi phê duyệt dự án, cập nhật lên NAS; nhập văn bản, lớp kiến trúc, mã NAS.
#   check_by_hand: Look the code up in the national register, and read in the appraisal which architecture it was held against.
#   check_by_hand_vi: Tra mã trên NAS; xem báo cáo thẩm định đã đối chiếu Khung kiến trúc nào.
#   limits:
#     - Whether the register really has the code, and which architecture the appraisal took; both are believed as they were entered. Two systems with one code speak against each other.
#     - The roadmap for updating the register was not read. A code that nobody entered shows neither that the system is there nor that it should be.
#     - The day of investment stands for the day on which the project was approved.
#   limits_vi:
#     - Mã có thực sự trên NAS không, thẩm định theo Khung kiến trúc nào; lấy theo kê khai. Hai hệ thống trùng mã là căn cứ bác bỏ.
#     - Chưa đọc lộ trình cập nhật NAS. Chưa nhập mã thì chưa đủ căn cứ kết luận đã hay chưa cập nhật.
#     - Lấy ngày đầu tư thay cho ngày phê duyệt dự án.
package controls.connectivity.architecture_followed

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.projects
import data.lib.subjects

_items := {"framework_met", "principles_met"}

_since := 739798 # 01/7/2026: before the decree nothing could be held against its principles

_all[id] := papers.about("architecture_appraisal", "system", id) if some id in projects.under_decree

_appraised[id] := papers.newest(papers.dated(ids, _since - 1, input.context.as_of_day)) if some id, ids in _all

_invested(id) := finding.inv("systems", id, "invested_on_day")

# d1: projects of before the decree go on by what applied to them.
findings contains finding.on(f, {"d1"}) if some f in projects.older

_after_the_approval[id] := late if {
	some id, ids in _appraised
	late := {paper | some paper in ids; estate.evidence[paper].date_day > estate.systems[id].invested_on_day}
	count(late) > 0
}

findings contains finding.on(finding.pass(id, papers.seen(ids), {"all_of": _items}, papers.pointers(ids) | {_invested(id)}), {"d1"}) if {
	some id, ids in _appraised
	is_number(estate.systems[id].invested_on_day)
	not _after_the_approval[id]
	count(papers.missing(ids, _items)) == 0
	count(papers.untold(ids, _items)) == 0
}

findings contains finding.on(finding.fail(id, papers.lacking(ids, missing), {"all_of": _items}, papers.pointers(ids)), {"d1"}) if {
	some id, ids in _appraised
	missing := papers.missing(ids, _items)
	count(missing) > 0
}

findings contains finding.on(finding.fail(id, papers.faulted(late, {"appraised_after_the_investment"}), {"all_of": _items}, papers.pointers(late) | {_invested(id)}), {"d1"}) if {
	some id, late in _after_the_approval
}

# d2: what belongs to secrets is not entered there.
_coded[lower(replace(s.nas_code, " ", ""))] contains s.id if {
	some s in input.inventory.systems
	s.registered == true
}

# A part may stand in the register with its whole.
_sharing[id] := others if {
	some _, ids in _coded
	some id in ids
	others := {other | some other in ids; other != id; _whole(other) != _whole(id)}
	count(others) > 0
}

_whole(id) := object.get(estate.systems[id], "part_of", id)

_register := {"equals": "in_national_register"}

_entry(id) := {finding.inv("systems", id, "nas_code")}

findings contains finding.on(finding.not_applicable(s.id, "of_state_secrets", {finding.inv("systems", s.id, "label")}), {"d2"}) if {
	some s in input.inventory.systems
	subjects.declared.system[s.id]
	s.label != "none"
}

_open[s.id] := s if {
	some s in input.inventory.systems
	subjects.declared.system[s.id]
	s.label == "none"
}

findings contains finding.on(finding.warn(id, {"code_of_another"}, _register, _entry(id) | {finding.inv("systems", other, "nas_code") | some other in others}), {"d2"}) if {
	some id, others in _sharing
	_open[id]
}

findings contains finding.on(finding.pass(id, "in_national_register", _register, _entry(id) | {finding.inv("systems", id, "layer")}), {"d2"}) if {
	some id, s in _open
	s.registered == true
	is_number(s.layer)
	not _sharing[id]
}

lacks contains finding.lack(id, "nas_code_not_entered", {id}) if {
	some id, s in _open
	s.registered == false
}

lacks contains finding.lack(id, "layer_not_entered", {id}) if {
	some id, s in _open
	s.registered == true
	not s.layer
}

lacks contains finding.lack(id, "investment_not_entered", {id}) if {
	some id, _ in _appraised
	not estate.systems[id].invested_on_day
}

lacks contains finding.lack(id, "papers_out_of_time", ids) if {
	some id, ids in _all
	count(ids) > 0
	not _appraised[id]
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _appraised
	untold := papers.untold(ids, _items)
	count(untold) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in projects.under_decree
	some code, ids in papers.flaws("architecture_appraisal", "system", id)
}

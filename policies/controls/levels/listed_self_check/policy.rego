# METADATA
# title: The yearly check of a listed system is told before October
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-22
#   title_vi: Tự kiểm tra hằng năm hệ thống quan trọng về an ninh quốc gia, thông báo kết quả bằng văn bản trước tháng 10
#   severity: high
#   part: system
#   subject: system
#   needs: [{kind: evidence.check_notice}]
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 11(1)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "11(1)"}
#       condition: {says: "chủ quản hệ thống thông tin quan trọng về an ninh quốc gia", clause: "11(1)"}
#       transition: {none: "45"}
#     - id: s1
#       role: support
#       instrument: nd-333-2026-nd-cp
#       clause: "Art. 8(5)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "8(5)"}
#       condition: {says: "hệ thống thông tin thuộc Danh mục hệ thống thông tin quan trọng về an ninh quốc gia", clause: "8(5)"}
#       transition: {none: "30"}
#     - id: s2
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 16(4)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "16(4)"}
#       transition: {none: "39(1)"}
#   params:
#     first_year: {type: integer, default: 2026, origin: term, stricter: lower}
#   observed: {units: {at_most: day}}
#   owner_role: owner
#   rationale: The cyber force plans its own checks of the systems that the nation depends on by what their owners found.
#   rationale_vi: Lực lượng chuyên trách căn cứ kết quả tự kiểm tra của chủ quản để lập kế hoạch kiểm tra hệ thống quan trọng về an ninh quốc gia.
#   remedy: Check the system and assess its conditions, tell the result in writing by 30 September, and enter the notice.
#   remedy_vi: Tự kiểm tra, đánh giá điều kiện an ninh mạng, gửi văn bản thông báo kết quả chậm nhất ngày 30/9; nhập văn bản thông báo.
#   check_by_hand: Find the notice of the year in the register of outgoing documents and compare its day
#   check_by_hand_vi: Tra sổ văn bản đi, đối chiếu ngày gửi văn bản thông báo của năm
#   limits:
#     - The day of sending and what was checked; the date of the notice stands for the day.
#   limits_vi:
#     - Ngày gửi thực tế, nội dung kiểm tra; lấy theo ngày của văn bản.
package controls.levels.listed_self_check

import data.lib.calendar
import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

# Every system of level 5 is one of them (NĐ 331/2026/NĐ-CP Art. 16(4)).
_listed contains s.id if {
	some s in input.inventory.systems
	s.national_security_list == "listed"
}

_listed contains s.id if {
	some s in input.inventory.systems
	s.level == 5
}

# The certificate of Article 9(3) is one of listed systems.
_certified[id] := certificates if {
	some id in subjects.declared.system
	certificates := object.get(estate.evidence_of, ["security_certificate", id], set())
	count(certificates) > 0
}

_pieces(s) := {finding.inv("systems", s.id, "level"), finding.inv("systems", s.id, "national_security_list")}

# The last year whose notice is late from 1 October on.
_year := calendar.year if input.context.as_of_day >= calendar.day_of(calendar.year, 10, 1)

_year := calendar.year - 1 if input.context.as_of_day < calendar.day_of(calendar.year, 10, 1)

_is_due if _year >= data.params["LV-22"].first_year

_late_on := calendar.day_of(_year, 10, 1)

_day(id) := estate.evidence[id].date_day

_notices[id] := {notice |
	some notice in papers.about("check_notice", "system", id)
	_day(notice) >= calendar.day_of(_year, 1, 1)
	_day(notice) <= calendar.day_of(_year, 12, 31)
} if {
	some id in _listed
}

_in_time[id] := {notice | some notice in notices; _day(notice) < _late_on} if some id, notices in _notices

findings contains finding.not_applicable(s.id, "not_listed", _pieces(s)) if {
	some s in input.inventory.systems
	s.national_security_list == "not_listed"
	s.level < 5
	not _certified[s.id]
}

findings contains finding.not_applicable(s.id, "not_listed", {finding.inv("systems", s.id, "level")}) if {
	some s in input.inventory.systems
	s.level < 3
	not _listed[s.id]
	not _certified[s.id]
}

findings contains finding.not_applicable(id, "not_due_yet", {finding.inv("systems", id, "owner")}) if {
	some id in _listed
	not _is_due
}

findings contains finding.pass(id, papers.seen(ids), {"at_most": 0}, papers.pointers(ids)) if {
	some id, ids in _in_time
	_is_due
	count(ids) > 0
}

findings contains finding.fail(id, {"papers": papers.shown(ids), "days_late": (min({_day(notice) | some notice in ids}) - _late_on) + 1}, {"at_most": 0}, papers.pointers(ids)) if {
	some id, ids in _notices
	_is_due
	count(ids) > 0
	count(_in_time[id]) == 0
}

lacks contains finding.lack(id, "papers_of_other_periods", others) if {
	some id, ids in _notices
	others := papers.about("check_notice", "system", id) - ids
	count(others) > 0
}

lacks contains finding.lack(id, "certified_as_listed", certificates) if {
	some id, certificates in _certified
	not _listed[id]
}

lacks contains finding.lack(s.id, "not_said_whether_listed", {s.id}) if {
	some s in input.inventory.systems
	not s.national_security_list
	not _listed[s.id]
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("check_notice", "system", id)
}

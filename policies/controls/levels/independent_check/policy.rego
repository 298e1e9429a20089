# METADATA
# title: Security is assessed by somebody independent of the operator, and by professionals where the decree asks for them
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-11
#   title_vi: Kiểm tra, đánh giá an ninh mạng do đơn vị độc lập với đơn vị vận hành; do tổ chức chuyên môn trong trường hợp bắt buộc
#   severity: high
#   part: system
#   subject: system
#   needs: [{kind: evidence.self_check}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 28(5)(a), 31(2)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "tự đánh giá nội bộ do bộ phận hoặc đơn vị độc lập với đơn vị trực tiếp vận hành", clause: "31(2)(c)"}
#       transition: {none: "39(1)"}
#     - id: d2
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 31(2)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "hệ thống cấp độ 5 hoặc quan trọng về an ninh quốc gia; sự cố nghiêm trọng hoặc có nguy cơ cao; thay đổi lớn về chức năng, phạm vi, kiến trúc, công nghệ; có yêu cầu", clause: "31(2)(c)"}
#       transition: {none: "39(1)"}
#     - id: s1
#       role: support
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 23(2)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "23(2)(a)"}
#       transition: {none: "81(1)"}
#   params:
#     months: {type: integer, default: 12, unit: months, origin: ours, stricter: lower}
#   observed: {units: {at_most: day}}
#   owner_role: owner
#   rationale: Whoever runs a system finds in it what he knows; the hole he made he does not see.
#   rationale_vi: Đơn vị vận hành tự đánh giá thì không phát hiện được sai sót của chính mình.
#   remedy: Have another unit assess the system, or a licensed, public or appointed body where the decree asks for one, and enter the record with who made it.
#   remedy_vi: Giao đơn vị độc lập, hoặc tổ chức chuyên môn trong trường hợp bắt buộc, kiểm tra, đánh giá; nhập kết quả cùng đơn vị thực hiện.
#   check_by_hand: Read who signed the last record, and ask for the licence or appointment
#   check_by_hand_vi: Xem đơn vị ký kết quả kiểm tra gần nhất, giấy phép hoặc văn bản chỉ định
#   limits:
#     - Demands of authorities, and doubts about an assessment; incidents and changes count as far as they were entered.
#     - How often; the decree names no time, and more than a year is a reason to ask.
#   limits_vi:
#     - Yêu cầu của cơ quan có thẩm quyền, dấu hiệu đánh giá không trung thực; sự cố, thay đổi lấy theo hồ sơ đã nhập.
#     - Chu kỳ đánh giá; nghị định không ấn định, quá một năm thì cần hỏi lại.
package controls.levels.independent_check

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_checks[id] := papers.newest(papers.about("self_check", "system", id)) if some id in subjects.declared.system

_day(ids) := max({estate.evidence[id].date_day | some id in ids})

_oldest := input.context.months_ago[format_int(data.params["LV-11"].months, 10)]

_by_professionals(paper) if estate.evidence[paper].items.by_professionals == true

_professional(ids) if {
	every id in ids {
		_by_professionals(id)
	}
}

_expected := {"none_of": {"assessed_by_the_operator"}}

_is_own(id, paper) if estate.evidence[paper].issued_by == estate.systems[id].operator

# A unit of the operator's own is no more independent of it.
_is_own(id, paper) if {
	some body in estate.evidence[paper].issued_for
	body == estate.systems[id].operator
}

_own[id] contains paper if {
	some id, ids in _checks
	some paper in ids
	_is_own(id, paper)
}

_independent[id] contains paper if {
	some id, ids in _checks
	some paper in ids
	estate.evidence[paper].issued_by
	estate.systems[id].operator
	not _is_own(id, paper)
}

_independent[id] contains paper if {
	some id, ids in _checks
	some paper in ids
	_by_professionals(paper)
	not _is_own(id, paper)
}

findings contains finding.on(finding.fail(id, papers.faulted(ids, {"assessed_by_the_operator"}), _expected, papers.pointers(ids)), {"d1"}) if some id, ids in _own

findings contains finding.on(finding.warn(id, papers.aged(ids), {"at_most": input.context.as_of_day - _oldest}, papers.pointers(ids)), {"d1"}) if {
	some id, ids in _checks
	_day(ids) < _oldest
}

findings contains finding.on(finding.pass(id, papers.seen(ids), _expected, papers.pointers(ids)), {"d1"}) if {
	some id, ids in _checks
	ids == _independent[id]
	_day(ids) >= _oldest
}

# Where professionals must assess: always, or after something that was entered.
_always[id] contains finding.inv("systems", id, "level") if {
	some id in subjects.declared.system
	estate.systems[id].level == 5
}

_always[id] contains finding.inv("systems", id, "national_security_list") if {
	some id in subjects.declared.system
	estate.systems[id].national_security_list == "listed"
}

_after[id] contains paper if {
	some id in subjects.declared.system
	some paper in object.get(estate.evidence_of, ["incident", id], set())
	some key in ["grave", "alarming"]
	estate.evidence[paper].incident[key] == true
}

_after[id] contains paper if {
	some id in subjects.declared.system
	some paper in object.get(estate.evidence_of, ["change_record", id], set())
}

# Professionals who assessed since the last of these.
_since[id] if {
	some id, ids in _checks
	_professional(ids)
	every paper in object.get(_after, id, set()) {
		_day(ids) >= estate.evidence[paper].date_day
	}
}

_asked := {"all_of": {"by_professionals"}}

findings contains finding.on(finding.pass(id, papers.seen(ids), _asked, papers.pointers(ids)), {"d2"}) if {
	some id, ids in _checks
	_since[id]
}

findings contains finding.on(finding.fail(id, papers.lacking(ids, {"by_professionals"}), _asked, papers.pointers(ids) | pieces), {"d2"}) if {
	some id, pieces in _always
	ids := _checks[id]
	count(papers.missing(ids, {"by_professionals"})) > 0
}

# The decree names no day by which professionals must have come.
findings contains finding.on(finding.warn(id, papers.lacking(ids, {"by_professionals"}), _asked, papers.pointers(ids | reasons)), {"d2"}) if {
	some id, reasons in _after
	ids := _checks[id]
	count(papers.missing(ids, {"by_professionals"})) > 0
}

findings contains finding.on(finding.pass(s.id, "no_reason_for_professionals", {"none_of": {"reason_for_professionals"}}, papers.pointers(ids) | pieces), {"d2"}) if {
	some s in input.inventory.systems
	_is_off_the_list(s)
	not _after[s.id]
	ids := _checks[s.id]
	not _since[s.id]
	pieces := {finding.inv("systems", s.id, "level")} | _list_piece(s)
}

# Only systems of level 3 or more come onto the list (Art. 16(4), 20(4)).
_is_off_the_list(s) if s.level < 3

_is_off_the_list(s) if {
	s.level < 5
	s.national_security_list == "not_listed"
}

_list_piece(s) := set() if s.level < 3

_list_piece(s) := {finding.inv("systems", s.id, "national_security_list")} if s.level >= 3

lacks contains finding.lack(id, "issuers_not_declared", open) if {
	some id, ids in _checks
	open := {paper | some paper in ids; not estate.evidence[paper].issued_by; not _by_professionals(paper)}
	count(open) > 0
}

lacks contains finding.lack(s.id, "not_said_whether_listed", {s.id}) if {
	some s in input.inventory.systems
	s.level >= 3
	not s.national_security_list
}

lacks contains finding.lack(id, "events_since_the_check", later) if {
	some id, papers_ in _after
	later := {paper | some paper in papers_; estate.evidence[paper].date_day > _day(_checks[id])}
	count(later) > 0
}

lacks contains finding.lack(id, "items_not_entered", {"by_professionals"}) if {
	some id, ids in _checks
	count(papers.untold(ids, {"by_professionals"})) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("self_check", "system", id)
}

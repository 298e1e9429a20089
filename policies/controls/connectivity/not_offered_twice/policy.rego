# METADATA
# title: The province offers only procedures that no central system offers yet
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-36
#   title_vi: Hệ thống thông tin giải quyết thủ tục hành chính cấp tỉnh chỉ cung cấp dịch vụ chưa có trên hệ thống tập trung cấp bộ
#   severity: med
#   part: system
#   subject: system
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 15(1)(i)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "15(1)"}
#       condition: {none: "15(1)(i)"}
#       transition: {none: "91"}
#   observed: {names: when_failed}
#   owner_role: owner
#   rationale: One procedure at two places gives people two answers; what a central system of a ministry offers is offered there.
#   rationale_vi: Hệ thống cấp tỉnh chỉ cung cấp, giải quyết dịch vụ công trực tuyến chưa được cung cấp trên hệ thống tập trung cấp bộ.
#   remedy: Take the procedures over to the central system, agree on the day with the ministry, and strike them here.
#   remedy_vi: Phối hợp với bộ, ngành chuyển việc tiếp nhận, giải quyết về hệ thống tập trung, dừng cung cấp trên hệ thống của tỉnh.
#   check_by_hand: Compare the list of procedures with those of the ministries' central systems
#   check_by_hand_vi: Đối chiếu danh mục thủ tục với danh mục trên hệ thống tập trung của các bộ
#   limits:
#     - Whether a central system works for this province already; that it offers the procedure is believed as entered.
#   limits_vi:
#     - Hệ thống tập trung đã triển khai đến tỉnh hay chưa; lấy theo kê khai.
package controls.connectivity.not_offered_twice

import data.lib.finding

_expected := {"none_of": {"offered_centrally"}}

_judged[s.id] := s if {
	some s in input.inventory.systems
	s.kind == "tthc"
}

_judged[s.id] := s if {
	some s in input.inventory.systems
	count(s.procedures) > 0
}

findings contains finding.not_applicable(s.id, s.kind, {finding.inv("systems", s.id, "kind")}) if {
	some s in input.inventory.systems
	not _judged[s.id]
}

_twice[id] contains p.code if {
	some id, s in _judged
	some p in s.procedures
	p.ministry_central == true
}

_open[id] contains p.code if {
	some id, s in _judged
	some p in s.procedures
	not _told(p)
}

_told(p) if is_boolean(p.ministry_central)

# The text says what a province may still offer and tells nobody to close anything, so that this is something to mend.
findings contains finding.warn(id, {"offered_centrally": codes}, _expected, {finding.inv("systems", id, "procedures")}) if {
	some id, codes in _twice
}

findings contains finding.pass(id, "none_offered_centrally", _expected, {finding.inv("systems", id, "procedures")}) if {
	some id, s in _judged
	count(s.procedures) > 0
	not _twice[id]
	not _open[id]
}

lacks contains finding.lack(id, "procedures_half_told", codes) if {
	some id, codes in _open
}

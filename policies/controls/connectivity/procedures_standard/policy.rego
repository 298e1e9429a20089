# METADATA
# title: Procedures offered online have national codes, forms and online payment
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-38
#   title_vi: Dịch vụ công trực tuyến khớp mã, tên thủ tục hành chính, có biểu mẫu điện tử, thanh toán trực tuyến
#   severity: med
#   part: system
#   subject: system
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 15(1)(b), 15(1)(c), 15(1)(đ)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "15(1)"}
#       condition: {none: "15(1)"}
#       transition: {none: "91"}
#   observed: {names: when_failed}
#   owner_role: owner
#   rationale: A procedure under a code of one's own is found on no national page and counted by nobody; without its form and its payment it is not online.
#   rationale_vi: Dịch vụ công trực tuyến phải chuẩn hóa, đồng bộ về mã, tên theo Cơ sở dữ liệu quốc gia về thủ tục hành chính, có biểu mẫu điện tử và thanh toán trực tuyến khi có phí, lệ phí.
#   remedy: Compare the list with the national database of procedures, correct codes and names, and complete forms and payment.
#   remedy_vi: Đối chiếu danh mục với Cơ sở dữ liệu quốc gia về thủ tục hành chính, sửa mã, tên; bổ sung biểu mẫu điện tử, thanh toán trực tuyến.
#   check_by_hand: Export the list of procedures and compare it with csdl.dichvucong.gov.vn
#   check_by_hand_vi: Xuất danh mục thủ tục, đối chiếu với csdl.dichvucong.gov.vn
#   limits:
#     - Whether the comparison with the national database was made lately; it is believed as entered.
#   limits_vi:
#     - Việc đối chiếu với cơ sở dữ liệu quốc gia thực hiện khi nào; lấy theo kê khai.
package controls.connectivity.procedures_standard

import data.lib.finding

_expected := {"none_of": {"not_national", "no_form", "not_paid_online"}}

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

# Each fault with the codes of the procedures that have it.
_faults[id].not_national contains p.code if {
	some id, s in _judged
	some p in s.procedures
	p.national == false
}

_faults[id].no_form contains p.code if {
	some id, s in _judged
	some p in s.procedures
	p.form == false
}

_faults[id].not_paid_online contains p.code if {
	some id, s in _judged
	some p in s.procedures
	p.fee == true
	p.paid_online == false
}

_open[id] contains p.code if {
	some id, s in _judged
	some p in s.procedures
	not _told(p)
}

_told(p) if {
	is_boolean(p.national)
	is_boolean(p.form)
	_payment_told(p)
}

_payment_told(p) if p.fee == false

_payment_told(p) if {
	p.fee == true
	is_boolean(p.paid_online)
}

findings contains finding.fail(id, faults, _expected, {finding.inv("systems", id, "procedures")}) if {
	some id, faults in _faults
}

findings contains finding.pass(id, "all_standard", _expected, {finding.inv("systems", id, "procedures")}) if {
	some id, s in _judged
	count(s.procedures) > 0
	not _faults[id]
	not _open[id]
}

lacks contains finding.lack(id, "procedures_half_told", codes) if {
	some id, codes in _open
}

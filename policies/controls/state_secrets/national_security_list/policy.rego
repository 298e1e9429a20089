# METADATA
# title: A listed system was certified before it went into operation
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-10
#   title_vi: Hệ thống thuộc Danh mục hệ thống thông tin quan trọng về an ninh quốc gia được thẩm định, chứng nhận trước khi vận hành
#   severity: crit
#   part: system
#   subject: system
#   matters: [{matter: covered_label, against: not_applicable}]
#   needs: [{kind: evidence.security_certificate}]
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 9(3)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "9(3)"}
#       condition: {says: "hệ thống thông tin quan trọng về an ninh quốc gia", clause: "9(2)(b), 9(3)"}
#       transition: {none: "45"}
#     - id: s1
#       role: support
#       instrument: nd-333-2026-nd-cp
#       clause: "Art. 5, 6"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "6"}
#       condition: {none: "6"}
#       transition: {none: "30"}
#   owner_role: owner
#   gates: [migration]
#   rationale: Systems that keep or process state secrets are one of the fields of which the Prime Minister lists systems; a listed one may not run before it was appraised and certified.
#   rationale_vi: Hệ thống lưu trữ, xử lý bí mật nhà nước thuộc lĩnh vực được xem xét đưa vào Danh mục hệ thống thông tin quan trọng về an ninh quốc gia; hệ thống thuộc Danh mục phải được thẩm định, chứng nhận đủ điều kiện trước khi vận hành.
#   remedy: Ask the Ministry of Public Security whether the system is listed; if it is, have it appraised and certified, and enter the certificate.
#   remedy_vi: Đề nghị Bộ Công an cho biết hệ thống có thuộc Danh mục hay không; nếu có, thực hiện thẩm định, đánh giá, chứng nhận và nhập số, ngày giấy chứng nhận.
#   check_by_hand: Read the list, and compare the date of the certificate with that of the start of operation
#   check_by_hand_vi: Tra Danh mục, đối chiếu ngày chứng nhận với ngày đưa vào vận hành
#   limits:
#     - Whether the list really has it or not; no list had been published on the day of the last review.
#   limits_vi:
#     - Hệ thống có thuộc Danh mục thật hay không; đến ngày rà soát gần nhất chưa có Danh mục được công bố.
package controls.state_secrets.national_security_list

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_expected := {"present": ["security_certificate"]}

_concerned[s.id] := s if {
	some s in input.inventory.systems
	s.label != "none"
}

# Whatever else a listed system holds.
_concerned[s.id] := s if {
	some s in input.inventory.systems
	s.national_security_list == "listed"
}

_pieces(id) := {finding.inv("systems", id, "national_security_list")}

findings contains finding.not_applicable(s.id, "none", {finding.inv("systems", s.id, "label")}) if {
	some s in input.inventory.systems
	s.label == "none"
	not _concerned[s.id]
}

findings contains finding.not_applicable(id, "not_listed", _pieces(id)) if {
	some id, s in _concerned
	s.national_security_list == "not_listed"
}

_certificates(id) := papers.about("security_certificate", "system", id)

# The first that was ever given counts: a later one renews it.
_first(records) := min({estate.evidence[record].date_day | some record in records})

_early(s) if _first(_certificates(s.id)) <= s.regime.used_day

findings contains finding.fail(id, "certified_after_the_start", _expected, _pieces(id) | papers.pointers(_certificates(id))) if {
	some id, s in _concerned
	s.national_security_list == "listed"
	_first(_certificates(id)) > s.regime.used_day
}

findings contains finding.pass(id, {"records": _certificates(id)}, _expected, _pieces(id) | papers.pointers(_certificates(id))) if {
	some id, s in _concerned
	s.national_security_list == "listed"
	count(_certificates(id)) > 0
	_early(s)
}

lacks contains finding.lack(id, "not_said_whether_listed", {id}) if {
	some id, s in _concerned
	not s.national_security_list
}

# When it started, if it did, nobody knows.
lacks contains finding.lack(id, "start_not_entered", {id}) if {
	some id, s in _concerned
	s.national_security_list == "listed"
	not s.regime.used_day
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("security_certificate", "system", id)
}

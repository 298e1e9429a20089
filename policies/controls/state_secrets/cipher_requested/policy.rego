# METADATA
# title: The cipher deployment that protects state secrets outside an independent LAN was asked for in writing
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-08
#   title_vi: Có văn bản yêu cầu triển khai sản phẩm mật mã để lưu giữ bí mật nhà nước ngoài mạng LAN độc lập
#   severity: crit
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.cipher_request}
#     - {kind: evidence.cipher_deployment}
#   matters: [{matter: covered_label, against: not_applicable}, {matter: secret_way_out, against: not_applicable}, {matter: unnamed_link, against: not_applicable}]
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-co-yeu-05-2011-qh13
#       clause: "Art. 18(1), 9(2)"
#       force: binding
#       confidence: A
#       addressee: {who: anyone, clause: "18(1)"}
#       condition: {says: "loại thông tin bí mật nhà nước cần được mã hóa do Chính phủ quy định", clause: "9(2)"}
#       transition: unread
#     - id: s1
#       role: support
#       instrument: luat-117-2025-qh15
#       clause: "Art. 5(2)"
#       force: binding
#       confidence: B
#       addressee: {who: anyone, clause: "1"}
#       condition: {says: "trừ trường hợp lưu giữ bí mật nhà nước theo pháp luật về cơ yếu và pháp luật khác có liên quan", clause: "5(2)"}
#       transition: unread
#   owner_role: owner
#   gates: [migration]
#   rationale: The cipher office answers for what it was asked to protect; a product that nobody asked for in writing is nobody's responsibility.
#   rationale_vi: Tổ chức cơ yếu chịu trách nhiệm với nội dung được yêu cầu bằng văn bản; triển khai không có văn bản thì không xác định được trách nhiệm.
#   remedy: Send the written request to the competent cipher organisation, have the product deployed after it, and enter both papers; until then keep secrets on an independent LAN only.
#   remedy_vi: Gửi văn bản yêu cầu đến tổ chức cơ yếu có thẩm quyền, triển khai sản phẩm sau đó và nhập hai văn bản; trước đó chỉ lưu giữ bí mật nhà nước trong mạng LAN độc lập.
#   check_by_hand: Lay the request and the record of deployment side by side; compare their days and which system they name.
#   check_by_hand_vi: Đối chiếu văn bản yêu cầu và hồ sơ triển khai, ngày và hệ thống được nêu.
#   limits:
#     - Which information the Government wants enciphered has not been read; whether the product is the right one another control judges.
#   limits_vi:
#     - Chưa đối chiếu loại thông tin Chính phủ quy định phải mã hóa; sản phẩm có phù hợp hay không do quy tắc khác đánh giá.
package controls.state_secrets.cipher_requested

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_plain[id] := {finding.inv("systems", id, "label")} if {
	some id in subjects.declared.system
	estate.systems[id].label == "none"
}

# What stands on machines of independent LANs alone needs no such product.
_apart[id] := {finding.inv("systems", id, "machines")} if {
	some id in subjects.declared.system
	machines := estate.systems[id].machines
	count(machines) > 0
	every machine in machines {
		subjects.only_in(machine, "independent_lan")
	}
}

_held contains id if {
	some id in subjects.declared.system
	not _plain[id]
	not _apart[id]
}

_requests[id] := papers.about("cipher_request", "system", id) if some id in _held

_deployed[id] := papers.about("cipher_deployment", "system", id) if some id in _held

_first(ids) := min({estate.evidence[id].date_day | some id in ids})

findings contains finding.not_applicable(id, "none", pieces) if some id, pieces in _plain

findings contains finding.not_applicable(id, "independent_lan", pieces) if some id, pieces in _apart

findings contains finding.pass(id, papers.seen(requests | deployed), {"present": ["cipher_request"]}, papers.pointers(requests | deployed)) if {
	some id, requests in _requests
	deployed := _deployed[id]
	_first(requests) <= _first(deployed)
}

findings contains finding.fail(id, papers.faulted(requests | deployed, {"deployed_before_the_request"}), {"present": ["cipher_request"]}, papers.pointers(requests | deployed)) if {
	some id, requests in _requests
	deployed := _deployed[id]
	_first(requests) > _first(deployed)
}

lacks contains finding.lack(id, code, ids) if {
	some id in _held
	some kind in ["cipher_request", "cipher_deployment"]
	some code, ids in papers.flaws(kind, "system", id)
}

# METADATA
# title: Obsolete protocol versions are off and TLS 1.2 or 1.3 is on
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-07
#   title_vi: Tắt giao thức mã hóa lỗi thời, dùng TLS 1.2 trở lên
#   severity: high
#   part: system
#   subject: endpoint
#   needs:
#     - {kind: tls, from: any, fields: [offered, tried]}
#     - {kind: services, from: any, optional: true, fields: [services]} # shows that no TLS stands there
#     - {kind: ports, from: same_zone, optional: true, fields: [open, refused]} # or that the machine refuses its port
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.16.2.2, 3.16.2.2.1"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.16.2.2, 3.16.2.2.1"
#       force: recommended
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "hệ thống thông tin lưu trữ tài liệu điện tử; nơi khác chỉ là khuyến nghị của công cụ", clause: "1.1-1.2"}
#       transition: instrument
#     - id: d3
#       role: duty
#       instrument: tt-39-2017-tt-btttt
#       clause: "phụ lục (TLS)"
#       force: binding
#       confidence: D
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     obsolete: {type: set, default: [SSLv2, SSLv3, TLSv1.0, TLSv1.1], origin: legal, stricter: more}
#     must_try: {type: set, default: [SSLv3, TLSv1.0, TLSv1.1], origin: ours, stricter: more}
#   owner_role: operator
#   rationale: SSL and TLS before 1.2 can be broken by anyone on the path; while they are offered, a client can be pushed down to them.
#   rationale_vi: SSL và TLS trước 1.2 có thể bị phá bởi người đứng giữa đường truyền; khi máy chủ còn chấp nhận, máy khách có thể bị ép dùng.
#   remedy: Allow only TLS 1.2 and 1.3 in the server's configuration (nginx, ssl_protocols TLSv1.2 TLSv1.3) and reload it.
#   remedy_vi: Chỉ cho phép TLS 1.2 và 1.3 trong cấu hình máy chủ (nginx, ssl_protocols TLSv1.2 TLSv1.3) rồi nạp lại cấu hình.
#   check_by_hand: "nmap --script ssl-enum-ciphers -p PORT ADDRESS lists no SSL and no TLS below 1.2."
#   check_by_hand_vi: "Chạy nmap --script ssl-enum-ciphers -p CỔNG ĐỊA_CHỈ: không còn SSL và TLS dưới 1.2 trong kết quả."
#   limits:
#     - Versions under names that nobody declared, where a server tells them apart by name.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Phiên bản theo các tên không kê khai, nếu máy chủ phân biệt theo tên miền.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.connectivity.tls_versions

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.subjects
import data.lib.tls

_obsolete := {v | some v in data.params["CN-07"].obsolete}

_must_try := {v | some v in data.params["CN-07"].must_try}

_modern := {"TLSv1.2", "TLSv1.3"}

_expected := {"none_of": _obsolete}

_judged := tls.speaking & subjects.declared.endpoint

_offered[id] := {v | some data_ in facts.seen_data(id, "tls"); some v in data_.offered} if some id in _judged

_tried[id] := {v | some data_ in facts.sound_data(id, "tls", "any"); some v in data_.tried} if some id in _judged

_obsolete_offered[id] := found if {
	some id, offered in _offered
	found := offered & _obsolete
	count(found) > 0
}

alike[finding.all_exempt(false, looks, tls.shown_plain_by)] := ids if some looks, ids in tls.plain

findings contains finding.fail(id, found, _expected, facts.seen(id, "tls")) if some id, found in _obsolete_offered

findings contains finding.pass(id, offered, _expected, facts.sound(id, "tls", "any")) if {
	some id, offered in _offered
	not _obsolete_offered[id]
	count(offered) > 0
	every version in offered {
		_modern[version] # what nobody knows by this name may be one of the old ones
	}
	count(_must_try - _tried[id]) == 0 # each was offered by us and refused by the server; what was not tried proves nothing
}

# The node that joins the national data platform is asked for more than the rest, by guidance only.
findings contains finding.warn(id, offered, {"all_of": {"TLSv1.3"}}, facts.sound(id, "tls", "any")) if {
	some id, offered in _offered
	estate.systems[estate.endpoints[id].system].kind == "ndop_agent"
	count(offered & _modern) > 0
	_tried[id]["TLSv1.3"]
	not offered["TLSv1.3"]
}

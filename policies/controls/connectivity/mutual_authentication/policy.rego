# METADATA
# title: Interfaces between systems refuse strangers
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-06
#   title_vi: Giao diện liên thông yêu cầu định danh, xác thực hai bên
#   severity: crit
#   part: system
#   subject: endpoint
#   needs:
#     - {kind: http, from: any, fields: [client_certificate_required, status]}
#     - {kind: services, from: any, optional: true, fields: [services]} # shows that no web server stands there
#     - {kind: ports, from: same_zone, optional: true, fields: [open, refused]} # or that the machine refuses its port
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: qd-1562-2025-qd-ttg
#       clause: "toàn văn"
#       force: binding
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#   owner_role: operator
#   gates: [migration]
#   rationale: An interface that answers an anonymous call with data has no idea who takes them; whatever guards the other end is worth nothing.
#   rationale_vi: Giao diện trả dữ liệu cho lời gọi ẩn danh thì không biết ai đang lấy dữ liệu; biện pháp bảo vệ ở đầu bên kia không còn ý nghĩa.
#   remedy: Require a client certificate or a signed token before any data is returned, and answer all others with 401 or 403.
#   remedy_vi: Yêu cầu chứng thư số máy khách hoặc mã truy cập có ký số trước khi trả dữ liệu; các trường hợp khác trả mã 401 hoặc 403.
#   check_by_hand: "curl -sk -o /dev/null -w '%{http_code}' https://ADDRESS/PATH must print 401 or 403, or the handshake must fail."
#   check_by_hand_vi: "Chạy curl -sk -o /dev/null -w '%{http_code}' https://ĐỊA_CHỈ/ĐƯỜNG_DẪN: kết quả phải là 401, 403 hoặc bị từ chối khi bắt tay TLS."
#   limits:
#     - One address of the interface is asked, without credentials; weak tokens and other paths are not tried.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Chỉ hỏi một địa chỉ của giao diện, không có thông tin xác thực; chưa thử mã thông báo yếu và đường dẫn khác.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.connectivity.mutual_authentication

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.heard
import data.lib.subjects

_expected := {"any_of": {"401", "403", "client_certificate"}}

_interfaces contains id if {
	some id in subjects.declared.endpoint
	estate.endpoints[id].purpose == "api"
}

_answers(data_) if {
	data_.status >= 200
	data_.status < 300
}

_refuses(data_) if data_.status in {401, 403}

_refuses(data_) if {
	data_.client_certificate_required == true
	data_.status >= 300
}

_shown(data_) := "client_certificate" if data_.client_certificate_required == true

_shown(data_) := format_int(data_.status, 10) if data_.client_certificate_required == false

alike[finding.all_exempt(purpose, set(), {"purpose"})] := ids if {
	some purpose, ids in heard.of_purpose
	purpose != "api"
	not _answering_programs[purpose]
}

# A page for people is no interface between systems; what is declared as neither must not be heard to speak HTTP.
_answering_programs := {"database", "cache", "ssh", "mail", "dns", "ntp", "snmp", "syslog", "file", "other"}

alike[finding.all_exempt(purpose, looks, {"purpose"})] := ids if {
	some purpose, by_looks in heard.not_web_alike
	_answering_programs[purpose]
	some looks, ids in by_looks
}

findings contains finding.fail(id, _shown(data_), _expected, facts.seen(id, "http")) if {
	some id in _interfaces
	some data_ in facts.seen_data(id, "http")
	_answers(data_)
	data_.client_certificate_required == false
}

findings contains finding.pass(id, {_shown(data_) | some data_ in answers}, _expected, evidence) if {
	some id in _interfaces
	evidence := facts.sound(id, "http", "any")
	count(evidence) > 0
	every o in evidence {
		_refuses(facts.observation[o].data)
	}
	answers := facts.seen_data(id, "http")
	every data_ in answers {
		_refuses(data_)
	}
}

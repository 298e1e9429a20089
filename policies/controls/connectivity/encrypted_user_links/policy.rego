# METADATA
# title: People reach the system over encrypted links only
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-09
#   title_vi: Kết nối của người dùng được mã hóa, từ chối kết nối không an toàn
#   severity: high
#   part: system
#   subject: endpoint
#   needs:
#     - {kind: http, from: any, optional: true, fields: [password_form, permanent, plain_form, redirect, redirect_https, scheme, status, submission_form]}
#     - {kind: ports, from: same_zone, optional: true, fields: [open, refused]}
#     - {kind: services, from: any, optional: true, fields: [services]} # shows that no web server stands there
#   matters: [{matter: leaves_https, against: not_applicable}, way_leaves_https]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.16.2.2.4"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.16.2.2.4"
#       force: recommended
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "hệ thống thông tin lưu trữ tài liệu điện tử; nơi khác chỉ là khuyến nghị của công cụ", clause: "1.1-1.2"}
#       transition: instrument
#   params:
#     plain_ports: {type: set, default: [tcp/80, tcp/8080], origin: ours, stricter: more}
#   owner_role: operator
#   rationale: A page or a password sent in the clear can be read and changed by anyone between the person and the server. The regulation asks to refuse such links; that a permanent redirect to HTTPS does is our reading.
#   rationale_vi: Trang web, mật khẩu truyền không mã hóa có thể bị đọc, sửa đổi bởi bất kỳ ai đứng giữa người dùng và máy chủ. Quy chuẩn yêu cầu từ chối kết nối không an toàn; chấp nhận chuyển hướng vĩnh viễn sang HTTPS là cách hiểu của công cụ.
#   remedy: Close the plain port, or let it answer nothing but a permanent redirect (301 or 308) to HTTPS; never show a login form there.
#   remedy_vi: Đóng cổng HTTP hoặc chỉ trả lời bằng chuyển hướng vĩnh viễn (301, 308) sang HTTPS; không hiển thị biểu mẫu đăng nhập qua HTTP.
#   check_by_hand: "curl -sI http://NAME/ shows 301 or 308 with a Location that begins with https://, or the connection is refused."
#   check_by_hand_vi: "Chạy curl -sI http://TÊN_MIỀN/: kết quả là 301 hoặc 308 với Location bắt đầu bằng https://, hoặc kết nối bị từ chối."
#   limits:
#     - Pages behind the one that was asked for, and forms that a script builds in the browser.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Các trang phía sau trang được hỏi, và biểu mẫu do mã kịch bản tạo trong trình duyệt.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.connectivity.encrypted_user_links

import data.lib.against
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.heard
import data.lib.subjects

_expected := {"none_of": {"password_form", "no_permanent_redirect"}}

_plain_ports := {port | some port in data.params["CN-09"].plain_ports}

_web_names := {"http", "https", "http-proxy", "http-alt"}

_web_service(endpoint) if {
	some name in endpoint.services
	_web_names[name]
}

_for_people contains id if {
	some id in subjects.declared.endpoint
	estate.endpoints[id].purpose == "web"
}

_for_people contains id if {
	some id in subjects.declared.endpoint
	endpoint := estate.endpoints[id]
	endpoint.purpose == "admin"
	_may_be_web(endpoint)
}

_for_people contains id if {
	some id in subjects.declared.endpoint
	endpoint := estate.endpoints[id]
	endpoint.tls == false
	_plain_ports[endpoint.port]
	_web_service(endpoint)
}

# Whatever its dossier calls it, a form is for somebody to fill in.
_for_people contains o.subject if {
	some o in input.observations.http
	subjects.declared.endpoint[o.subject]
	_shows_a_form(o.data)
}

_shows_a_form(data_) if data_.password_form == true

_shows_a_form(data_) if data_.submission_form == true

# An administration page not yet seen may be one; telnet or remote desktop seen there is not.
_may_be_web(endpoint) if count(endpoint.services) == 0

_may_be_web(endpoint) if _web_service(endpoint)

alike[finding.all_exempt(purpose, looks, {"purpose"})] := ids - _for_people if {
	some purpose, by_looks in heard.not_web_alike
	some looks, ids in by_looks
}

# An interface for programs shows people nothing: every finished look at it met no form.
findings contains finding.not_applicable(id, "api", {heard.purpose[id]} | looks) if {
	some id in subjects.declared.endpoint
	estate.endpoints[id].purpose == "api"
	not _for_people[id]
	looks := facts.sound(id, "http", "any")
	count(looks) > 0
	every data_ in facts.seen_data(id, "http") {
		data_.password_form == false
		data_.submission_form == false
	}
}

_faults[id] contains "password_form" if {
	some id in _for_people
	some data_ in facts.seen_data(id, "http")
	data_.scheme == "http"
	data_.password_form == true
}

_faults[id] contains "no_permanent_redirect" if {
	some id in _for_people
	some data_ in facts.seen_data(id, "http")
	data_.scheme == "http"
	_told(data_)
	_stays(data_)
	_serves(id, data_)
}

# Neither sent on to HTTPS for good, nor refused as plain HTTP on a TLS port is: to that nginx and others answer 400.
_stays(data_) if data_.status < 300

_stays(data_) if data_.status >= 400

_stays(data_) if data_.permanent == false

_stays(data_) if data_.redirect_https == false

_serves(_, data_) if data_.status != _bad_request

_serves(id, _) if not _declared_tls[id]

_bad_request := 400

_declared_tls := {e.id | some e in input.inventory.endpoints; e.tls == true}

# What an answer does not tell is no fault.
_told(data_) if {
	is_number(data_.status)
	is_boolean(data_.permanent)
	is_boolean(data_.redirect_https)
	is_boolean(data_.password_form)
}

findings contains finding.fail(id, faults, _expected, facts.seen(id, "http")) if some id, faults in _faults

# Where an encrypted page sends people, or what they fill in, to plain text, their link is not encrypted.
findings contains finding.fail(id, {"leaves_https"}, {"none_of": {"leaves_https"}}, looks) if {
	some id, looks in against.by_matter.leaves_https.endpoint
	_for_people[id]
}

# What was told and is wrong is a fault, which outranks this.
findings contains finding.pass(id, {data_.scheme | some data_ in answers}, _expected, evidence) if {
	some id in _for_people
	answers := facts.sound_data(id, "http", "any")
	some answer in answers
	_leads_to_https(answer)
	every data_ in facts.seen_data(id, "http") {
		_harmless(data_)
	}
	evidence := facts.sound(id, "http", "any")
}

_leads_to_https(data_) if data_.scheme == "https"

_leads_to_https(data_) if data_.status != _bad_request

_harmless(data_) if data_.scheme == "https"

_harmless(data_) if {
	data_.scheme == "http"
	_told(data_)
}

# A closed plain port refuses insecure links best of all. It counts only when a finished sweep of its own zone found the host refusing it.
findings contains finding.pass(id, set(), _expected, facts.sound(endpoint.host, "ports", "same_zone")) if {
	some id in _for_people
	endpoint := estate.endpoints[id]
	endpoint.tls == false
	not _answered_http[id]
	facts.refused_ports[endpoint.host][endpoint.port]
}

_answered_http contains o.subject if {
	some o in input.observations.http
	is_object(o.data)
}

# METADATA
# title: Web servers speak HTTP/1.1, and better HTTP/2 too
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-10
#   title_vi: Máy chủ web hỗ trợ HTTP v1.1, khuyến nghị HTTP v2.0
#   severity: low
#   part: system
#   subject: endpoint
#   needs:
#     - {kind: http_versions, from: any, optional: true, fields: [spoken, tls, refused]} # of what speaks HTTP
#     - {kind: services, from: any, optional: true, fields: [services]} # shows that no web server stands there
#     - {kind: http, from: any, optional: true, fields: [status]} # unless a page was answered
#     - {kind: ports, from: same_zone, optional: true, fields: [open, refused]} # or that the machine refuses its port
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-39-2017-tt-btttt
#       clause: "phụ lục 1.1 (HTTP v1.1)"
#       force: binding
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d2
#       role: duty
#       instrument: tt-39-2017-tt-btttt
#       clause: "phụ lục 1.1 (HTTP v2.0)"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#   observed: {names: when_failed}
#   owner_role: operator
#   rationale: A server that answers in HTTP/1.0 alone keeps no connection open and serves no second name on one address; HTTP/2 spares people on slow lines half of the waiting.
#   rationale_vi: Máy chủ chỉ trả lời HTTP/1.0 không giữ được kết nối, không phục vụ được nhiều tên miền trên một địa chỉ; HTTP/2 giúp trang tải nhanh hơn trên đường truyền chậm.
#   remedy: Let the server or the proxy in front of it answer in HTTP/1.1, and switch HTTP/2 on under TLS (nginx 1.25, http2 on; before, listen 443 ssl http2).
#   remedy_vi: Cấu hình máy chủ hoặc máy chủ trung gian trả lời HTTP/1.1 và bật HTTP/2 trên TLS (nginx 1.25 dùng http2 on; bản cũ dùng listen 443 ssl http2).
#   check_by_hand: "curl -sI --http1.1 https://NAME/ begins with HTTP/1.1, and curl -sI --http2 https://NAME/ with HTTP/2."
#   check_by_hand_vi: "Chạy curl -sI --http1.1 https://TÊN_MIỀN/: dòng đầu là HTTP/1.1; curl -sI --http2 https://TÊN_MIỀN/: dòng đầu là HTTP/2."
#   limits:
#     - HTTP/2 in plain text, which no browser speaks; it is recommended here of what is served under TLS.
#     - Names behind the first one of a service, where a server tells versions apart by name.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - HTTP/2 không mã hóa, trình duyệt không dùng; khuyến nghị chỉ xét với dịch vụ chạy trên TLS.
#     - Các tên miền khác ngoài tên đầu tiên của dịch vụ, nếu máy chủ phân biệt phiên bản theo tên.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.connectivity.http_versions

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.heard
import data.lib.subjects

_must := {"all_of": {"HTTP/1.1"}}

_should := {"all_of": {"HTTP/2"}}

_web_purposes := {"web", "api"}

_web := _served & subjects.declared.endpoint

_served contains id if {
	some id, endpoint in estate.endpoints
	_web_purposes[endpoint.purpose]
}

_served contains id if {
	some id, endpoint in estate.endpoints
	some name in endpoint.services
	heard.web_names[name]
}

# Whatever its dossier calls it, what answered in HTTP is a web server.
_served contains o.subject if {
	some o in input.observations.http_versions
	is_object(o.data)
}

alike[finding.all_exempt(purpose, looks, {"purpose"})] := ids - _web if {
	some purpose, by_looks in heard.not_web_alike
	some looks, ids in by_looks
}

# A version that a server was asked for and did not answer in.
_refused[o.subject][version] contains o.id if {
	some o in input.observations.http_versions
	some version in facts.told(o.id, "refused")
}

_spoken(ids) := {version | some id in ids; some version in facts.told(id, "spoken")}

findings contains finding.on(finding.fail(id, _spoken(ids), _must, ids), {"d1"}) if {
	some id in _web
	ids := _refused[id]["HTTP/1.1"]
}

findings contains finding.on(finding.warn(id, _spoken(ids), _should, ids), {"d2"}) if {
	some id in _web
	ids := {each | some each in _refused[id]["HTTP/2"]; facts.told(each, "tls") == true}
	count(ids) > 0
}

_looks[id] := looks if {
	some id in _web
	looks := facts.sound(id, "http_versions", "any")
	count(looks) > 0
}

findings contains finding.on(finding.pass(id, _spoken(looks), _must, looks), {"d1"}) if {
	some id, looks in _looks
	every look in looks {
		_answers_in(look, "HTTP/1.1")
	}
}

findings contains finding.on(finding.pass(id, _spoken(looks), _should, looks), {"d2"}) if {
	some id, looks in _looks
	every look in looks {
		_answers_as_recommended(look)
	}
}

_answers_in(look, version) if {
	some each in facts.told(look, "spoken")
	each == version
}

_answers_as_recommended(look) if _answers_in(look, "HTTP/2")

# In plain text no browser asks for it.
_answers_as_recommended(look) if {
	facts.told(look, "tls") == false
	_answers_in(look, "HTTP/1.1")
}

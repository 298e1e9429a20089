# METADATA
# title: The former provincial service portal takes no applications
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-35
#   title_vi: Cổng dịch vụ công cấp tỉnh cũ đã dừng tiếp nhận hồ sơ
#   severity: high
#   part: system
#   subject: endpoint
#   needs:
#     - {kind: http, from: any, optional: true, fields: [hops, hops_left_out, redirect_host, redirect_https, status, submission_form]}
#     - {kind: ports, from: any, optional: true, fields: [left, open, refused, swept]} # shows one that is switched off
#     - {kind: dns, from: any, optional: true, fields: [a, aaaa, name]} # or whose name is gone
#     - {kind: services, from: any, optional: true, fields: [services]} # shows that no web server stands there
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # or whose port no wall lets people get to
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tb-315-tb-vpcp
#       clause: "toàn văn"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#       due: 2025-06-30
#     - id: d2
#       role: duty
#       instrument: cv-623-ttg-kstt
#       clause: "toàn văn"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#       due: 2025-06-30
#     - id: s1
#       role: support
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 15(1)(i)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "15(1)"}
#       condition: {says: "dịch vụ chưa cung cấp trên hệ thống cấp bộ hoặc Cổng Dịch vụ công quốc gia", clause: "15(1)(i)"}
#       transition: {none: "91"}
#   params:
#     must_look_from: {type: set, default: [internet], origin: ours, stricter: more}
#     national_host: {type: string, default: dichvucong.gov.vn, origin: legal}
#   observed: {names: always}
#   owner_role: owner
#   rationale: Citizens enter by the National Public Service Portal alone; an old form left open collects applications that nobody handles.
#   rationale_vi: Người dân nộp hồ sơ qua một cửa duy nhất là Cổng Dịch vụ công quốc gia; biểu mẫu cũ còn mở sẽ thu hồ sơ không ai xử lý.
#   remedy: Let every address of the former portal redirect to the National Public Service Portal or answer 410, or switch it off, and take the forms down.
#   remedy_vi: Chuyển hướng mọi địa chỉ của cổng cũ về Cổng Dịch vụ công quốc gia, trả mã 410 hoặc tắt hẳn, gỡ bỏ biểu mẫu nộp hồ sơ.
#   check_by_hand: "curl -sI https://OLD-NAME/ shows 410, or a Location on dichvucong.gov.vn."
#   check_by_hand_vi: "Chạy curl -sI https://TÊN_MIỀN_CŨ/: kết quả là 410 hoặc Location trỏ về dichvucong.gov.vn."
#   limits:
#     - Paths of the former portal other than the one asked for, and where it sends on from there.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Đường dẫn khác của cổng cũ ngoài đường dẫn đã hỏi và các trang mà nó chuyển tiếp đến.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.connectivity.former_portal_closed

import data.lib.addresses
import data.lib.crossing
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.heard
import data.lib.legs
import data.lib.subjects

_national := data.params["CN-35"].national_host

_expected := {"any_of": {"gone", _national}}

_judged contains id if {
	some id in subjects.declared.endpoint
	endpoint := estate.endpoints[id]
	endpoint.purpose == "web"
	estate.systems[endpoint.system].kind == "former_service_portal"
}

# Whatever its dossier calls it, a service that shows a form takes applications.
_judged contains o.subject if {
	some o in input.observations.http
	subjects.declared.endpoint[o.subject]
	o.data.submission_form == true
	estate.systems[estate.endpoints[o.subject].system].kind == "former_service_portal"
}

alike[finding.all_exempt(kind, {finding.inv("systems", system, "kind")}, set())] := ids if {
	some system, ids in _of_system
	kind := estate.systems[system].kind
	kind != "former_service_portal"
}

_of_system[estate.endpoints[id].system] contains id if some id in subjects.declared.endpoint

findings contains finding.not_applicable(id, purpose, {heard.purpose[id]} | heard.not_web[id]) if {
	some id in subjects.declared.endpoint
	endpoint := estate.endpoints[id]
	estate.systems[endpoint.system].kind == "former_service_portal"
	purpose := endpoint.purpose
	not purpose in {"web", "api", "unknown"}
}

# An interface for programs takes no application of a person's: every finished look at it met no form.
findings contains finding.not_applicable(id, "api", {heard.purpose[id]} | looks) if {
	some id in subjects.declared.endpoint
	endpoint := estate.endpoints[id]
	estate.systems[endpoint.system].kind == "former_service_portal"
	endpoint.purpose == "api"
	looks := facts.sound(id, "http", "any")
	count(looks) > 0
	every data_ in facts.seen_data(id, "http") {
		data_.submission_form == false
	}
}

_redirects(data_) if {
	data_.status >= 300
	data_.status < 400
}

_end(data_) := "gone" if data_.status == 410

# Where the way ends on which it sends its visitors, through pages of its own and of others; one that was not followed so far ends
# nowhere that anybody knows.
_end(data_) := end if {
	_redirects(data_)
	data_.hops_left_out == false
	end := _end_at(data_.hops[count(data_.hops) - 1])
}

# The national portal is no machine of the province's: who answered here under its name, or stands among the province's addresses, is
# somebody else. It may be asked where a paper permits its address on the Internet, and need not answer.
_end_at(hop) := _national if {
	some scheme in ["https", "http"]
	startswith(hop.url, concat("", [scheme, "://", _national, "/"]))
	is_string(hop.cause)
	not _asked_here(hop)
}

_end_at(hop) := "gone" if {
	hop.status == 410
	is_string(hop.address)
}

_asked_here(hop) if is_number(hop.status)

_asked_here(hop) if _of_the_province[hop.address]

_asked_here(hop) if {
	some prefix in _prefixes
	addresses.inside(hop.address, prefix)
}

_of_the_province := {address | some of_machine in legs.declared; some address in of_machine}

# Where the Internet is declared, with all its addresses or the few that looks aim at, nothing in it is the province's for that.
_prefixes := {prefix |
	some n in input.inventory.networks
	estate.zones[n.zone].kind != "internet"
	some prefix in n.prefixes
}

_closed(data_) if {
	_end(data_)
	data_.submission_form == false
}

_all_closed contains id if {
	some id in _judged
	evidence := facts.sound(id, "http", "any")
	count(evidence) > 0
	every o in evidence {
		_closed(facts.observation[o].data)
	}
	every data_ in facts.seen_data(id, "http") {
		_closed(data_)
	}
}

# The plain port usually sends on to the site's own TLS port: it is as closed, or as open, as that one.
_sent_on_to[id] contains target if {
	some id in _judged
	some answer in facts.seen_data(id, "http")
	some target in _tls_at[answer.redirect_host]
	target != id
	every data_ in facts.seen_data(id, "http") {
		_redirects(data_)
		data_.redirect_https == true
		data_.submission_form == false
		_tls_at[data_.redirect_host][target]
	}
}

_tls_at[name] contains id if {
	some id in _judged
	endpoint := estate.endpoints[id]
	endpoint.tls == true
	some name in endpoint.names
}

_taking[id] contains "submission_form" if {
	some id in _judged
	some data_ in facts.seen_data(id, "http")
	data_.submission_form == true
}

_answering[id] contains "answers" if {
	some id in _judged
	some data_ in facts.seen_data(id, "http")
	data_.status >= 200
	data_.status < 300
}

findings contains finding.fail(id, found | object.get(_answering, id, set()), _expected, facts.seen(id, "http")) if {
	some id, found in _taking
}

# A page that answers without a form may be a notice; whether what lies behind it takes applications has to be looked at.
findings contains finding.warn(id, found, _expected, facts.seen(id, "http")) if {
	some id, found in _answering
	not _taking[id]
}

findings contains finding.fail(id, {target}, _expected, facts.seen(id, "http") | facts.seen(target, "http")) if {
	some id, targets in _sent_on_to
	some target in targets
	_taking[target]
}

findings contains finding.warn(id, {target}, _expected, facts.seen(id, "http") | facts.seen(target, "http")) if {
	some id, targets in _sent_on_to
	some target in targets
	_answering[target]
	not _taking[target]
}

# Switched off: nothing of it was seen open and nothing of it speaks HTTP, and something shows that this is no mere silence.
_quiet contains id if {
	some id in _judged
	not _spoke[id]
	not _seen_open[id]
}

_seen_open contains id if {
	some id, endpoint in estate.endpoints
	facts.open_ports[endpoint.host][endpoint.port]
}

_spoke contains o.subject if {
	some o in input.observations.http
	is_number(o.data.status)
}

# A look that finished heard something, also where it does not say what.
_spoke contains o.subject if {
	some o in input.observations.http
	facts.ok[o.id]
}

_off[id].port_refused := facts.sound(endpoint.host, "ports", "same_zone") if {
	some id in _quiet
	endpoint := estate.endpoints[id]
	facts.refused_ports[endpoint.host][endpoint.port]
}

# The machine lives, and its port answers neither its neighbours nor the zones that people come from.
_off[id].nothing_answers := looks if {
	some id in _quiet
	endpoint := estate.endpoints[id]
	facts.swept_ports[endpoint.host][endpoint.port]
	looks := crossing.shut_to_each(endpoint.host, _people_in, {endpoint.port}, _people_in)
}

_people_in := {kind | some kind in data.params["CN-35"].must_look_from}

_off[id].name_gone := {look | some name in names; some look in _unresolved[estate.endpoints[id].system][name]} if {
	some id in _quiet
	names := {name | some name in estate.endpoints[id].names}
	count(names) > 0
	every name in names {
		_unresolved[estate.endpoints[id].system][name]
		not _resolved[name]
	}
}

_unresolved[o.subject][o.data.name] contains o.id if {
	some o in input.observations.dns
	facts.ok[o.id]
	o.data.a == []
	o.data.aaaa == []
}

_resolved contains o.data.name if {
	some o in input.observations.dns
	facts.standing[o.id]
	some addresses in [o.data.a, o.data.aaaa]
	count(addresses) > 0
}

# What shows that an endpoint takes no application any more.
_shut[id] := facts.sound(id, "http", "any") if some id in _all_closed

_shut[id] := {look | some looks in ways; some look in looks} if {
	some id, ways in _off
}

findings contains finding.pass(id, {way | some way, _ in ways}, _expected, _shut[id]) if {
	some id, ways in _off
}

lacks contains finding.lack(id, "not_seen_switched_off", {endpoint.port}) if {
	some id in _quiet
	not _off[id]
	endpoint := estate.endpoints[id]
	facts.about.ports[endpoint.host]
}

findings contains finding.pass(id, ends, _expected, facts.sound(id, "http", "any")) if {
	some id in _all_closed
	ends := {_end(data_) | some data_ in facts.seen_data(id, "http")}
}

findings contains finding.pass(id, targets, _expected, own | through) if {
	some id, targets in _sent_on_to
	not _all_closed[id]
	every target in targets {
		_shut[target]
	}
	own := facts.sound(id, "http", "any")
	count(own) > 0
	through := {look | some target in targets; some look in _shut[target]}
}

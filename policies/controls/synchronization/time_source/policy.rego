# METADATA
# title: Time servers follow a recognised source
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-03
#   title_vi: Máy chủ thời gian lấy giờ từ nguồn được công nhận
#   severity: med
#   part: system
#   subject: host
#   needs:
#     - {kind: ntp, from: any, fields: [leap, stratum, reference]}
#     - {kind: time_config, from: self, fields: [servers, service, source, synchronised]}
#     - {kind: ports, from: same_zone, optional: true, fields: [open, refused, silent]} # shows that a machine gives no time
#     - {kind: listening, from: self, optional: true, fields: [sockets]} # so does its own list
#   matters: [{matter: free_clock, against: pass}, {matter: given_time, against: not_applicable}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.22.2.1"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.22.2.1"
#       force: recommended
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "hệ thống thông tin lưu trữ tài liệu điện tử; nơi khác chỉ là khuyến nghị của công cụ", clause: "1.1-1.2"}
#       transition: instrument
#   params:
#     allowed_sources: {type: set, default: [], origin: ours}
#     max_stratum: {type: integer, default: 4, origin: ours, stricter: lower}
#   observed: {names: always}
#   owner_role: operator
#   rationale: Every clock of the province is as right as its time server, and that one as its source; no address of an official source is published, so the province names the ones it recognises.
#   rationale_vi: Mọi đồng hồ trong tỉnh chỉ đúng bằng máy chủ thời gian và nguồn của nó; chưa có địa chỉ nguồn chính thức được công bố nên tỉnh tự xác định danh sách nguồn được công nhận.
#   remedy: Set the parameter allowed_sources to the sources the province recognises, and let the time servers follow only these.
#   remedy_vi: Khai báo tham số allowed_sources gồm các nguồn thời gian được tỉnh công nhận và cấu hình máy chủ thời gian chỉ dùng các nguồn đó.
#   check_by_hand: "On the time server: chronyc sources; from another machine: ntpdate -q ADDRESS shows a stratum from 1 to 4."
#   check_by_hand_vi: "Trên máy chủ thời gian: chronyc sources; từ máy khác: ntpdate -q ĐỊA_CHỈ cho stratum từ 1 đến 4."
#   limits:
#     - Whether a source further up is what it says it is.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Nguồn ở tầng trên có đúng như nó tự nhận hay không.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.synchronization.time_source

import data.lib.against
import data.lib.clock
import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.listening
import data.lib.subjects
import data.lib.time_servers

_params := data.params["SY-03"]

_strata := {stratum | some stratum in numbers.range(1, _params.max_stratum)}

_allowed := {_name(source) | some source in _params.allowed_sources}

# Names of the name service are the same in any case, and with or without the dot of its root.
_name(source) := trim_suffix(lower(source), ".")

_expected := {"none_of": {"stratum", "leap", "foreign_source", "no_source", "self_source"}}

_leap_unknown := 3 # RFC 5905, figure 9: the server's clock is not synchronised

findings contains finding.not_applicable(id, estate.hosts[id].roles, time_servers.shown(id) | {finding.inv("hosts", id, "roles")}) if {
	some id in subjects.declared.host
	time_servers.gives_none(id)
}

lacks contains finding.lack(id, "ports_silent", ports) if {
	some id in subjects.declared.host
	not time_servers.givers[id]
	ports := listening.silent(id, {time_servers.port})
	count(ports) > 0
}

lacks contains finding.lack(id, "listed_not_heard", ports) if {
	some id in subjects.declared.host
	not time_servers.givers[id]
	ports := object.get(listening.ports, id, set()) & {time_servers.port}
	count(ports) > 0
}

_sources[id] := {s | some data_ in facts.seen_data(id, "time_config"); some s in data_.servers} if some id in time_servers.givers

# From which stratum on a server is too far from its source is our own measure, so it is something to mend and not a breach.
_far contains id if {
	some id in time_servers.givers
	some data_ in facts.seen_data(id, "ntp")
	stratum := data_.stratum
	not _strata[stratum]
}

_faults[id] contains "leap" if {
	some id in time_servers.givers
	some data_ in facts.seen_data(id, "ntp")
	data_.leap == _leap_unknown
}

# With no source recognised yet nothing is foreign, and nothing can pass either.
_faults[id] contains "foreign_source" if {
	some id, sources in _sources
	count(_allowed) > 0
	count({_name(source) | some source in sources} - _allowed) > 0
}

_faults[id] contains "no_source" if {
	some id in time_servers.givers
	some data_ in facts.seen_data(id, "time_config")
	data_.service == "none"
}

_faults[id] contains "self_source" if {
	some id in time_servers.givers
	some look in against.free_clock[id]
	_names_itself(facts.observation[look].data)
}

_names_itself(data_) if against.follows_itself(data_.source)

_names_itself(data_) if against.follows_itself(data_.reference)

findings contains finding.fail(id, faults, _expected, facts.seen(id, "ntp") | facts.seen(id, "time_config")) if {
	some id, faults in _faults
}

# Chrony opens the port of time where it is told to give time, which other clients open for themselves too. Where it names no source, or
# itself, nobody needs to hear that time. Which program listens a list without privilege does not tell.
findings contains finding.fail(id, faults, {"none_of": {"no_servers", "self_source"}}, listening.who_listed(id, {time_servers.port}) | facts.seen(id, "time_config")) if {
	some id in subjects.declared.host
	listening.ports[id][time_servers.port]
	some clock_ in facts.seen_data(id, "time_config")
	clock_.service == "chrony"
	faults := clock.faults[id] & {"no_servers", "self_source"}
	count(faults) > 0
}

findings contains finding.warn(id, {"stratum"}, _expected, facts.seen(id, "ntp")) if some id in _far

# Figures that were not told make this unsound (rule 3), and faults or a far source outrank it.
findings contains finding.pass(id, sources, _expected, answers | own) if {
	some id, sources in _sources
	count(_allowed) > 0
	answers := facts.sound(id, "ntp", "any")
	count(answers) > 0
	own := facts.sound(id, "time_config", "self")
	count(own) > 0
	every o in own {
		count(facts.observation[o].data.servers) > 0
	}
}

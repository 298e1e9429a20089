# METADATA
# title: The clock is synchronised
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LG-03
#   title_vi: Đồng bộ thời gian trên mọi thiết bị
#   severity: med
#   part: system
#   subject: host
#   needs:
#     - {kind: time_config, from: self, fields: [servers, service, source, synchronised]}
#     - {kind: time_config, from: self, optional: true, fields: [offset_ms]} # the client's own figure, where it gives one
#     - {kind: ntp, from: any, optional: true, fields: [delay_ms, offset_ms, reference]} # where a vantage asked several clocks
#     - {kind: own_clock, from: self, optional: true, fields: [offset_ms, reference, reference_source, within_ms]} # or the machine's time, held against a time server
#   matters: [free_clock, apart_clock]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "5.8.2.1a"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "thành phần tham gia giám sát", clause: "5.8.2.1a"}
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.9.2.1.8"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(1)-(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "30(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#   params:
#     most_ms: {type: integer, default: 1000, unit: ms, origin: ours, stricter: lower}
#   observed: {units: {at_most: ms}}
#   owner_role: operator
#   rationale: Logs of machines whose clocks differ cannot be put in order, and signatures and certificates are judged by the wrong time.
#   rationale_vi: Nhật ký của các thiết bị lệch giờ không thể sắp xếp đúng trình tự; chữ ký số, chứng thư số bị kiểm tra sai thời điểm.
#   remedy: Set up chrony or another client with the province's time servers and check that it synchronises.
#   remedy_vi: Cấu hình chrony hoặc dịch vụ tương đương với máy chủ thời gian của tỉnh và kiểm tra trạng thái đồng bộ.
#   check_by_hand: "On the host run: chronyc tracking; chronyc sources (or ntpq -p, timedatectl timesync-status)"
#   check_by_hand_vi: "Trên máy chủ, chạy: chronyc tracking; chronyc sources (hoặc ntpq -p, timedatectl timesync-status)"
#   limits:
#     - Clocks of programs that keep their own time.
#     - A difference of less than a second between the machine and a vantage that asked no other clock; which of them is wrong nobody knows.
#   limits_vi:
#     - Đồng hồ của phần mềm tự giữ giờ riêng.
#     - Chênh lệch dưới một giây giữa máy và điểm đo không hỏi đồng hồ nào khác; không biết bên nào sai.
package controls.logs.time_synchronised

import data.lib.against
import data.lib.apart
import data.lib.clock
import data.lib.facts
import data.lib.finding
import data.lib.subjects

_most := data.params["LG-03"].most_ms

_expected := {"at_most": _most}

_client := {"present": ["service", "servers", "synchronised"]}

findings contains finding.fail(o.subject, problems, _client, {o.id}) if {
	some o in input.observations.time_config
	subjects.declared.host[o.subject]
	problems := clock.problems[o.id]
	count(problems) > 0
}

# How far a clock may be off is our own measure, so it is something to mend and not a breach.
findings contains finding.warn(host, worst, _expected, clock.measured[host]) if {
	some host in subjects.declared.host
	worst := max(clock.offsets_ms[host])
	worst > _most
}

findings contains finding.pass(host, worst, _expected, readings) if {
	some host, readings in _in_step
	worst := max(_own_figures[host])
	worst <= _most
}

# Of a client that gives no figure others must know one.
findings contains finding.pass(host, bound, _expected, readings | looks) if {
	some host, readings in _in_step
	not _own_figures[host]
	some [bound, looks] in _bounds[host]
	bound <= _most
}

_in_step[host] := readings if {
	some host in subjects.declared.host
	readings := facts.sound(host, "time_config", "self")
	count(readings) > 0
	every id in readings {
		_kept(facts.observation[id].data)
	}
}

_own_figures[host] contains abs(offset) if {
	some host, readings in _in_step
	some id in readings
	offset := facts.observation[id].data.offset_ms
	is_number(offset)
}

_bounds[host] contains [apart.most_ms[id], {id, apart.against_which[id]}] if {
	some host, _ in _in_step
	some id in facts.sound(host, "ntp", "any")
}

_bounds[host] contains [abs(look.offset_ms) + look.within_ms, {id}] if {
	some host, _ in _in_step
	some id in facts.sound(host, "own_clock", "self")
	not against.unfit_reference[id]
	look := facts.observation[id].data
}

_kept(data_) if {
	data_.service in {"chrony", "ntpd", "timesyncd"}
	data_.synchronised == true
}

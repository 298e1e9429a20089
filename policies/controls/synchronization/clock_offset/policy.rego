# METADATA
# title: Clocks stay within the permitted offset
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-02
#   title_vi: Độ lệch thời gian nằm trong ngưỡng cho phép
#   severity: med
#   part: system
#   subject: host
#   needs:
#     - {kind: time_config, from: self, optional: true, fields: [offset_ms, source, synchronised]} # the client's own figure, while it follows a source
#     - {kind: own_clock, from: self, optional: true, fields: [offset_ms, reference, reference_source, within_ms]} # or the machine's time, held against a time server
#     - {kind: ntp, from: any, optional: true, fields: [delay_ms, offset_ms, reference]} # where a vantage asked several clocks
#   matters: [unproven_clock, apart_clock]
#   max_age_days: 7
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.22.2.5"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.22.2.5"
#       force: recommended
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "hệ thống thông tin lưu trữ tài liệu điện tử; nơi khác chỉ là khuyến nghị của công cụ", clause: "1.1-1.2"}
#       transition: instrument
#   params:
#     good_ms: {type: integer, default: 100, unit: ms, origin: ours, stricter: lower}
#     bad_ms: {type: integer, default: 1000, unit: ms, origin: ours, stricter: lower}
#   observed: {units: {at_most: ms}}
#   owner_role: operator
#   rationale: A clock that follows a wrong source, or none, dates records wrongly although its service looks healthy.
#   rationale_vi: Đồng hồ bám theo nguồn sai hoặc không có nguồn sẽ ghi sai thời điểm dù dịch vụ vẫn báo bình thường.
#   remedy: Find the source the clock follows, replace it by the announced one, and let the client correct the offset in a maintenance window.
#   remedy_vi: Xác định nguồn thời gian đang dùng, thay bằng nguồn đã công bố và hiệu chỉnh độ lệch trong khung giờ bảo trì.
#   check_by_hand: "On the machine: chronyc tracking (line 'System time'); from another one: ntpdate -q ADDRESS."
#   check_by_hand_vi: "Trên máy chủ: chronyc tracking (dòng 'System time'); từ máy khác: ntpdate -q ĐỊA_CHỈ."
#   limits:
#     - Offsets between two looks. A clock that follows nothing and is right today may be wrong tomorrow; SY-01 asks for what it follows.
#     - Errors of the time server that a machine's own time is held against; SY-03 asks where that one has its time from.
#     - A difference of less than a second between the machine and a vantage that asked no other clock; which of them is wrong nobody knows.
#   limits_vi:
#     - Độ lệch giữa hai lần đo. Đồng hồ không theo nguồn nào mà hôm nay đúng thì ngày mai vẫn có thể sai; SY-01 kiểm tra nguồn mà nó theo.
#     - Sai số của máy chủ thời gian dùng để so giờ; SY-03 kiểm tra nguồn của máy chủ đó.
#     - Chênh lệch dưới một giây giữa máy và điểm đo không hỏi đồng hồ nào khác; không biết bên nào sai.
package controls.synchronization.clock_offset

import data.lib.clock
import data.lib.facts
import data.lib.finding
import data.lib.subjects

_params := data.params["SY-02"]

_worst[id] := max(clock.offsets_ms[id]) if some id in subjects.declared.host

# The regulation names no figure. Both of ours ask for mending; past the second the clock is of no use.
findings contains finding.warn(id, worst, {"at_most": _params.bad_ms}, clock.measured[id]) if {
	some id, worst in _worst
	worst > _params.bad_ms
}

findings contains finding.warn(id, worst, {"at_most": _params.good_ms}, clock.measured[id]) if {
	some id, worst in _worst
	worst > _params.good_ms
	worst <= _params.bad_ms
}

# The client's own figure means something only while it follows a source.
findings contains finding.pass(id, worst, {"at_most": _params.good_ms}, own) if {
	some id, worst in _worst
	worst <= _params.good_ms
	not clock.told_otherwise[id]
	own := facts.sound(id, "time_config", "self")
	count(own) > 0
	every o in own {
		facts.observation[o].data.synchronised == true
		is_number(facts.observation[o].data.offset_ms)
	}
}

# The machine's own time, whatever it follows: within the threshold even if the look was as wrong as it may be.
findings contains finding.pass(id, worst, {"at_most": _params.good_ms}, looks) if {
	some id, bounds in clock.at_most_ms
	subjects.declared.host[id]
	worst := max(bounds)
	worst <= _params.good_ms
	looks := facts.sound(id, "own_clock", "self")
	count(looks) > 0
}

lacks contains finding.lack(id, "client_out_of_step", own) if {
	some id in subjects.declared.host
	own := {o | some o in facts.seen(id, "time_config"); facts.told(o, "synchronised") == false}
	count(own) > 0
}

lacks contains finding.lack(id, "clock_not_exact", looks) if {
	some id, bounds in clock.at_most_ms
	max(bounds) > _params.good_ms
	looks := facts.seen(id, "own_clock")
}

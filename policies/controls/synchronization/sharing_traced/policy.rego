# METADATA
# title: Each call over a mandatory link leaves a trace - identifier, parties, purpose, time and result
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-28
#   title_vi: Mỗi lượt chia sẻ dữ liệu bắt buộc được ghi nhật ký đủ mã giao dịch, các bên, mục đích, thời gian, kết quả
#   severity: med
#   part: estate
#   subject: link
#   needs:
#     - kind: exchange_log
#       from: any
#       fields: [first_day, last_day, channels, without_time, without_id, repeated_ids, without_parties, without_purpose, without_result]
#   max_age_days: 31
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-278-2025-nd-cp
#       clause: "Art. 13, 14"
#       force: binding
#       confidence: C
#       addressee: {who: state_body, clause: "2"}
#       condition: unread
#       transition: unread
#   params:
#     least_days: {type: integer, default: 7, unit: day, origin: ours, stricter: higher}
#     newest_days: {type: integer, default: 31, unit: day, origin: ours, stricter: lower}
#   observed: {names: always, asks_names: true}
#   owner_role: owner
#   rationale: Who asked for which data, why and with what result can only be answered later from what was written down then.
#   rationale_vi: Ai đã khai thác dữ liệu gì, để làm gì, kết quả ra sao chỉ trả lời được từ nhật ký đã ghi.
#   remedy: Have the gateway write identifier, both parties, purpose, time and result of each call, and refuse calls that name no purpose.
#   remedy_vi: Cấu hình cổng ghi đủ mã giao dịch, hai bên, mục đích, thời gian, kết quả của từng lượt gọi; từ chối lượt gọi không nêu mục đích.
#   check_by_hand: Open the log of the platform for one day and look for calls of the link with an empty field.
#   check_by_hand_vi: Mở nhật ký nền tảng của một ngày và tìm giao dịch của kết nối còn thiếu trường.
#   limits:
#     - Calls that never came to the log; whether what a row says is true, and whether anybody looks at the log.
#     - The articles are known from a reader's paraphrase; calls of a week, and one within a month, are numbers of ours.
#     - A log that writes request and answer as two rows has each identifier twice, and stays unknown until they are joined.
#   limits_vi:
#     - Giao dịch không được ghi vào nhật ký; nội dung từng dòng có đúng hay không, có ai theo dõi nhật ký hay không.
#     - Các điều chỉ biết qua tóm lược; giao dịch trải ít nhất 07 ngày và có giao dịch trong 31 ngày là số của chúng tôi.
#     - Nhật ký ghi yêu cầu và trả lời thành hai dòng thì mỗi mã lặp lại; cần ghép lại mới đánh giá được.
package controls.synchronization.sharing_traced

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.links

_params := data.params["SY-28"]

_fields := {"without_time", "without_id", "without_parties", "without_purpose", "without_result"}

_expected := {"none_of": _fields}

_pointers(id) := {finding.inv("links", id, "channel"), finding.inv("links", id, "mandatory")}

alike[finding.all_exempt({field: false}, set(), {field})] := ids if some field, ids in links.not_mandatory

findings contains finding.fail(id, missing, _expected, {o}) if {
	some id in links.mandatory_logged
	some o in links.standing_logs(id)
	missing := {field | some field in _fields; facts.observation[o].data[field] > 0}
	count(missing) > 0
}

findings contains finding.pass(id, set(), _expected, evidence | _pointers(id)) if {
	some id in links.mandatory_logged
	evidence := links.logs(id)
	count(evidence) > 0
	every o in evidence {
		_traces(id, o)
	}
}

_traces(id, o) if {
	every field in _fields {
		facts.told(o, field) == 0
	}
	facts.told(o, "repeated_ids") == 0
	_days(o) >= _params.least_days
	facts.told(o, "last_day") >= input.context.as_of_day - _params.newest_days
	links.logged_on(facts.told(o, "channels")) == {estate.links[id].channel}
}

# By the link's own calls: how long the log is of other links says nothing of it.
_days(o) := facts.told(o, "last_day") - facts.told(o, "first_day")

lacks contains finding.lack(id, "identifiers_repeated", {o}) if {
	some id in links.mandatory_logged
	some o in links.logs(id)
	facts.told(o, "repeated_ids") > 0
}

lacks contains finding.lack(id, "log_too_short", {o}) if {
	some id in links.mandatory_logged
	some o in links.logs(id)
	_days(o) < _params.least_days
}

lacks contains finding.lack(id, "calls_too_long_ago", {o}) if {
	some id in links.mandatory_logged
	some o in links.logs(id)
	facts.told(o, "last_day") < input.context.as_of_day - _params.newest_days
}

lacks contains finding.lack(id, "logged_on_other_channel", others) if {
	some id in links.mandatory_logged
	others := links.logged_elsewhere(id)
	count(others) > 0
}

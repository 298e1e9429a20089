# METADATA
# title: Over each mandatory link data go as often as the text that demands it says
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-33
#   title_vi: Kết nối bắt buộc có dữ liệu trao đổi đúng chu kỳ mà văn bản, thỏa thuận quy định
#   severity: high
#   part: estate
#   subject: link
#   needs:
#     - {kind: exchange_log, from: any, fields: [longest_gap, before_first, covered_seconds, channels]}
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
#   observed: {units: {at_most: minute}}
#   owner_role: owner
#   gates: [migration]
#   rationale: A link that is declared and silent looks like a connected province; only calls that succeeded show that data go.
#   rationale_vi: Kết nối đã kê khai nhưng không có dữ liệu vẫn được coi là đã kết nối; chỉ giao dịch thành công mới cho thấy có trao đổi.
#   remedy: Find out in the log why calls stopped or failed, mend it, and send what is behind.
#   remedy_vi: Xem nhật ký để xác định vì sao giao dịch dừng hoặc lỗi, khắc phục và truyền bù dữ liệu.
#   check_by_hand: In the log of the platform sort the successful calls of the link by time and look for the longest pause.
#   check_by_hand_vi: Trong nhật ký nền tảng, sắp xếp giao dịch thành công của kết nối theo thời gian và tìm khoảng dừng dài nhất.
#   limits:
#     - The cycle and the text that demands it are believed as they were entered; what the decree itself asks of a cycle nobody here has read.
#     - A day whose file is missing from the log looks like a day without calls, and a pause before the first call in the log is no breach.
#     - Which names in a log mean the link is believed as entered; whether what went over was data, and complete; what went since the newest row of the log, which may be a month old.
#     - Cycles of whole days or hours are counted by days and hours of the calendar, others in whole minutes.
#   limits_vi:
#     - Tin theo chu kỳ và văn bản quy định đã nhập; chưa đọc được nghị định yêu cầu gì về chu kỳ.
#     - Ngày thiếu tệp nhật ký giống như ngày không có giao dịch; khoảng trước giao dịch đầu tiên trong nhật ký không tính là vi phạm.
#     - Tin theo tên kết nối trong nhật ký đã nhập; giao dịch có mang dữ liệu và đủ hay không; trao đổi sau dòng mới nhất của nhật ký (có thể đã một tháng).
#     - Chu kỳ tròn ngày, tròn giờ được tính theo ngày, giờ dương lịch; chu kỳ khác tính theo phút.
package controls.synchronization.exchanged_in_cycle

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.links

_minutes[id] := estate.links[id].cycle_minutes if some id in links.mandatory

_pointers(id) := {finding.inv("links", id, "cycle_minutes"), finding.inv("links", id, "channel"), finding.inv("links", id, "mandatory")}

alike[finding.all_exempt({field: false}, set(), {field})] := ids if some field, ids in links.not_mandatory

# Only a whole log shows that nothing went: in one that was cut, or has rows that nobody could read, a call may be missing.
findings contains finding.fail(id, length, {"at_most": minutes}, {o} | _pointers(id)) if {
	some id, minutes in _minutes
	links.mandatory_logged[id]
	_says_who_demands(id)
	some o in links.logs(id)
	length := links.pause(facts.told(o, "longest_gap"), minutes)
	length > minutes
}

findings contains finding.pass(id, longest, {"at_most": minutes}, evidence | _pointers(id)) if {
	some id, minutes in _minutes
	links.mandatory_logged[id]
	_says_who_demands(id)
	evidence := links.logs(id)
	count(evidence) > 0
	every o in evidence {
		links.kept_within(id, o, minutes)
	}
	longest := max({links.pause(facts.told(o, "longest_gap"), minutes) | some o in evidence})
}

_says_who_demands(id) if {
	some field in estate.links[id].filled
	field == "cycle_by"
}

lacks contains finding.lack(id, "cycle_not_entered", {id}) if {
	some id in links.mandatory
	not _minutes[id]
}

lacks contains finding.lack(id, "cycle_source_not_entered", {id}) if {
	some id, _ in _minutes
	not _says_who_demands(id)
}

lacks contains finding.lack(id, "log_shorter_than_cycle", {o}) if {
	some id, minutes in _minutes
	links.mandatory_logged[id]
	some o in links.logs(id)
	facts.told(o, "covered_seconds") < minutes * 60
}

lacks contains finding.lack(id, "begun_within_the_log", {o}) if {
	some id, minutes in _minutes
	links.mandatory_logged[id]
	some o in links.logs(id)
	links.pause(facts.told(o, "before_first"), minutes) > minutes
}

lacks contains finding.lack(id, "logged_on_other_channel", others) if {
	some id in links.mandatory_logged
	others := links.logged_elsewhere(id)
	count(others) > 0
}

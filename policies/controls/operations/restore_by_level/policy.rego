# METADATA
# title: A restore from backup succeeded within the time of the level
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: BK-02
#   aliases: [MG-20]
#   title_vi: Khôi phục thử thành công theo chu kỳ của cấp độ, trước khi chuyển
#   severity: high
#   part: system
#   subject: system
#   needs: [{kind: evidence.restore_test}]
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.11"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: s1
#       role: support
#       instrument: qcvn-12-2026-bca
#       clause: "3.12.2.2.4"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "chủ quản hệ thống thông tin cấp độ 3, 4, 5", clause: "2.2.12.2"}
#       transition: instrument
#       applies_to: {kinds: [archive], levels: [3, 4, 5]}
#   params:
#     months: {type: object, table: restore_months, unit: months, origin: legal, stricter: lower}
#     other_months: {type: integer, default: 12, unit: months, origin: ours, stricter: lower}
#   observed: {units: {at_most: day}}
#   safety: restore_test
#   owner_role: operator
#   gates: [migration]
#   rationale: A backup nobody has restored is a hope; before a system moves its copy is the only way back.
#   rationale_vi: Bản sao lưu chưa khôi phục thử thì chưa chắc dùng được; khi chuyển hệ thống, bản sao là đường quay lui duy nhất.
#   remedy: Restore the newest copy on separate machines, compare the data, and enter the minutes by number, date and result; before the night of a move do it again.
#   remedy_vi: Khôi phục bản sao mới nhất trên máy riêng, đối chiếu dữ liệu, nhập biên bản gồm số, ngày, kết quả; trước đêm chuyển phải thực hiện lại.
#   check_by_hand: Read the minutes of the last restore, its date, what was restored and whether the data were compared.
#   check_by_hand_vi: Xem biên bản khôi phục thử gần nhất, ngày thực hiện, nội dung khôi phục và kết quả đối chiếu dữ liệu.
#   limits:
#     - What was restored; the paper, its day and its result are judged. Jobs of backup programs are not read.
#     - At levels 1 to 3 the standard says periodically; that it is once a year is ours. Archives have a rule of their own (SY-23).
#   limits_vi:
#     - Nội dung khôi phục; chỉ xét biên bản, ngày, kết quả. Chưa đọc nhật ký của phần mềm sao lưu.
#     - Ở cấp độ 1 đến 3, tiêu chuẩn quy định định kỳ; mỗi năm một lần là của công cụ. Hệ thống lưu trữ có quy tắc riêng (SY-23).
package controls.operations.restore_by_level

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_params := data.params["BK-02"]

_level[id] := format_int(estate.systems[id].level, 10) if some id in subjects.declared.system

_months[id] := months if {
	some id, level in _level
	months := _params.months[level]
}

_months[id] := _params.other_months if {
	some id, level in _level
	not _params.months[level]
}

_tests[id] := papers.newest(papers.about("restore_test", "system", id)) if some id in subjects.declared.system

_tested_on(id) := max({estate.evidence[test].date_day | some test in _tests[id]})

_oldest(id) := input.context.months_ago[format_int(_months[id], 10)]

_expected(id) := {"at_most": input.context.as_of_day - _oldest(id)}

_failed[id] := wrong if {
	some id, tests in _tests
	wrong := papers.with_result(tests, "failed")
	count(wrong) > 0
}

findings contains finding.fail(id, papers.faulted(wrong, {"failed"}), {"equals": "passed"}, papers.pointers(wrong)) if some id, wrong in _failed

findings contains finding.pass(id, papers.aged(tests), _expected(id), papers.pointers(tests)) if {
	some id, tests in _tests
	papers.with_result(tests, "passed") == tests
	_tested_on(id) >= _oldest(id)
}

findings contains finding.fail(id, papers.aged(tests), _expected(id), papers.pointers(tests)) if {
	some id, tests in _tests
	_tested_on(id) < _oldest(id)
	_params.months[_level[id]]
}

# How often where the standard has no number is our own measure.
findings contains finding.warn(id, papers.aged(tests), _expected(id), papers.pointers(tests)) if {
	some id, tests in _tests
	_tested_on(id) < _oldest(id)
	not _params.months[_level[id]]
}

lacks contains finding.lack(id, "result_not_entered", silent) if {
	some id, tests in _tests
	silent := papers.with_result(tests, "none")
	count(silent) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("restore_test", "system", id)
}

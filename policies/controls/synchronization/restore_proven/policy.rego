# METADATA
# title: A restore from backup succeeded within the last quarter
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-23
#   title_vi: Đã khôi phục thử thành công từ bản sao lưu trong quý gần nhất
#   severity: high
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.restore_test}
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.12.2.2.5"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "từ cấp độ 3", clause: "3.12.2.2.5"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.12.2.2.5"
#       force: recommended
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "hệ thống thông tin lưu trữ tài liệu điện tử; nơi khác chỉ là khuyến nghị của công cụ", clause: "1.1-1.2"}
#       transition: instrument
#   params:
#     max_days: {type: integer, default: 92, unit: day, origin: legal, stricter: lower}
#   observed: {units: {at_most: day, none: level}}
#   safety: restore_test
#   owner_role: operator
#   gates: [migration]
#   rationale: A backup nobody has restored is a hope; the test shows that the copy is whole and how long recovery takes.
#   rationale_vi: Bản sao lưu chưa từng khôi phục thử thì chưa chắc dùng được; khôi phục thử cho biết bản sao nguyên vẹn và thời gian phục hồi.
#   remedy: Restore the newest copy on separate machines, check the data, and enter the minutes by number, date and result.
#   remedy_vi: Khôi phục bản sao mới nhất trên máy riêng, kiểm tra dữ liệu và nhập biên bản gồm số, ngày, kết quả.
#   check_by_hand: Read the minutes of the last restore test, its date, what was restored and whether the data were compared.
#   check_by_hand_vi: Xem biên bản khôi phục thử gần nhất, ngày thực hiện, nội dung khôi phục và kết quả đối chiếu dữ liệu.
#   limits:
#     - What the restore test tried; the paper and its day are judged.
#   limits_vi:
#     - Nội dung thử phục hồi; chỉ xét biên bản và ngày.
package controls.synchronization.restore_proven

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_max_days := data.params["SY-23"].max_days

# The rule begins at level 3; a system without a level may be one.
findings contains finding.not_applicable(id, level, {finding.inv("systems", id, "level")}) if {
	some id in subjects.declared.system
	level := estate.systems[id].level
	level < 3
}

_tests[id] := papers.newest(papers.about("restore_test", "system", id)) if {
	some id in subjects.declared.system
	estate.systems[id].level >= 3
}

_age_days(tests) := input.context.as_of_day - max({estate.evidence[t].date_day | some t in tests})

_results(tests) := {estate.evidence[t].result | some t in tests}

findings contains finding.fail(id, "failed", {"equals": "passed"}, papers.pointers(tests)) if {
	some id, tests in _tests
	_results(tests).failed
}

findings contains finding.fail(id, _age_days(tests), {"at_most": _max_days}, papers.pointers(tests)) if {
	some id, tests in _tests
	_results(tests) == {"passed"}
	_age_days(tests) > _max_days
}

findings contains finding.pass(id, _age_days(tests), {"at_most": _max_days}, papers.pointers(tests)) if {
	some id, tests in _tests
	_results(tests) == {"passed"}
	_age_days(tests) <= _max_days
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("restore_test", "system", id)
}

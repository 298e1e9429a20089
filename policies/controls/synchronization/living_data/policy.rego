# METADATA
# title: Data are no older than their declared update cycle
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-16
#   title_vi: Dữ liệu "sống", không quá chu kỳ cập nhật đã công bố
#   severity: high
#   part: estate
#   subject: data_set
#   needs:
#     - {kind: exports, from: any, fields: [max_updated_age_seconds]}
#   max_age_days: 7
#   law:
#     - id: d1
#       role: duty
#       instrument: nq-214-nq-cp
#       clause: "toàn văn"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d2
#       role: duty
#       instrument: kh-02-kh-bcdtw
#       clause: "toàn văn"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     longest_cycle_days: {type: integer, default: 366, unit: days, origin: ours, stricter: lower}
#   observed: {units: {at_most: second}}
#   owner_role: data_steward
#   rationale: Data nobody refreshes lead to wrong decisions with a good conscience.
#   rationale_vi: Dữ liệu không được cập nhật dẫn đến quyết định sai mà người dùng không biết.
#   remedy: Declare the cycle, then find out why records stopped coming and enter the missing ones.
#   remedy_vi: Công bố chu kỳ cập nhật, xác định nguyên nhân dữ liệu ngừng cập nhật và bổ sung dữ liệu còn thiếu.
#   check_by_hand: Ask the database for the newest change of the data set (max of its time of update) and compare with the cycle.
#   check_by_hand_vi: Truy vấn thời điểm cập nhật mới nhất của tập dữ liệu và đối chiếu với chu kỳ đã công bố.
#   limits:
#     - Records that are old while others of the set are new.
#   limits_vi:
#     - Bản ghi cũ khi các bản ghi khác đã mới.
package controls.synchronization.living_data

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.subjects

_seconds_per_day := 86400

_longest := data.params["SY-16"].longest_cycle_days

_most_seconds[id] := days * _seconds_per_day if some id, days in _cycle_days

_cycle_days[id] := estate.data_sets[id].update_cycle_days if some id in subjects.declared.data_set

# Whatever is declared would be kept if the cycle were long enough; what is longer than a year is no cycle of living data.
findings contains finding.warn(id, {"cycle_too_long"}, {"none_of": {"cycle_too_long"}}, {finding.inv("data_sets", id, "update_cycle_days")}) if {
	some id, days in _cycle_days
	days > _longest
}

findings contains finding.fail(id, {"missing": {"update_cycle_days"}}, {"present": {"update_cycle_days"}}, {finding.inv_entry("data_sets", id)}) if {
	some id in subjects.declared.data_set
	not estate.data_sets[id].update_cycle_days
}

findings contains finding.fail(id, data_.max_updated_age_seconds, {"at_most": most}, facts.seen(id, "exports")) if {
	some id, most in _most_seconds
	some data_ in facts.seen_data(id, "exports")
	data_.max_updated_age_seconds > most
	_cycle_days[id] <= _longest
}

findings contains finding.pass(id, age, {"at_most": most}, evidence | {finding.inv("data_sets", id, "update_cycle_days")}) if {
	some id, most in _most_seconds
	_cycle_days[id] <= _longest
	evidence := facts.sound(id, "exports", "any")
	count(evidence) > 0
	every o in evidence {
		facts.observation[o].data.max_updated_age_seconds >= 0
		facts.observation[o].data.max_updated_age_seconds <= most
	}
	age := max({facts.observation[o].data.max_updated_age_seconds | some o in evidence})
}

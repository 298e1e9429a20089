# METADATA
# title: Databases are standardised by the day the decree gives
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-12
#   title_vi: Cơ sở dữ liệu thuộc Phụ lục I chuẩn hóa trước 31/12/2025, cơ sở dữ liệu khác trước 31/12/2026
#   severity: high
#   part: estate
#   subject: data_set
#   needs: [{kind: evidence.acceptance}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-278-2025-nd-cp
#       clause: "Art. 24"
#       force: binding
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#   owner_role: data_steward
#   rationale: What is not written in the same form cannot be joined; the decree gives a last day for each database.
#   rationale_vi: Dữ liệu chưa chuẩn hóa thì không kết nối, chia sẻ được; Nghị định số 278/2025/NĐ-CP ấn định thời hạn chuẩn hóa.
#   remedy: Finish the standardisation, have it accepted, and enter the day and the minutes.
#   remedy_vi: Hoàn thành chuẩn hóa dữ liệu, nghiệm thu, cập nhật ngày hoàn thành và biên bản nghiệm thu vào bản kê khai.
#   check_by_hand: Read the minutes of acceptance of the standardised data
#   check_by_hand_vi: Xem biên bản nghiệm thu chuẩn hóa dữ liệu
#   limits:
#     - Whether the data are in the national form; who accepted them is believed.
#   limits_vi:
#     - Dữ liệu có đúng chuẩn quốc gia hay không; tin theo biên bản nghiệm thu.
package controls.synchronization.standardised_data

import data.lib.finding
import data.lib.papers
import data.lib.subjects

# The last days that the decree gives: 31/12/2025 for databases of its Appendix I, 31/12/2026 for the others.
_last_day := {true: 739616, false: 739981}

# Who holds the master standardises it; a copy follows.
_held[d.id] := d if {
	some d in input.inventory.data_sets
	d.role == "system_of_record"
}

_limit(d) := _last_day[d.appendix_1]

_pieces(id) := {finding.inv("data_sets", id, "standardised_on_day"), finding.inv("data_sets", id, "appendix_1")}

alike[finding.all_exempt(role, set(), {"role"})] := ids if some role, ids in _followers

_followers[d.role] contains d.id if {
	some d in input.inventory.data_sets
	d.role != "system_of_record"
}

_expected := {"equals": "standardised"}

_records(id) := papers.about("acceptance", "data_set", id)

# A day that is still to come, of which the last one has passed.
findings contains finding.fail(id, "planned_too_late", _expected, _pieces(id)) if {
	some id, d in _held
	d.standardised_on_day > input.context.as_of_day
	_limit(d) < input.context.as_of_day
}

findings contains finding.warn(id, "planned", _expected, _pieces(id)) if {
	some id, d in _held
	d.standardised_on_day > input.context.as_of_day
	_limit(d) >= input.context.as_of_day
}

findings contains finding.pass(id, "standardised", _expected, {finding.inv("data_sets", id, "standardised_on_day")} | papers.pointers(_records(id))) if {
	some id, d in _held
	d.standardised_on_day <= input.context.as_of_day
	count(_records(id)) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.data_set
	some code, ids in papers.flaws("acceptance", "data_set", id)
}

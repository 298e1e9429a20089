# METADATA
# title: As much of the data is there as is reported to be created
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-31
#   title_vi: Tỷ lệ dữ liệu được báo cáo là đã tạo lập khớp với dữ liệu kết xuất được
#   severity: med
#   part: estate
#   subject: reported_figure
#   needs:
#     - {kind: exports, from: any, optional: true, fields: [rows]} # the policy holds each data set against its own
#   max_age_days: 31
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-09-2019-nd-cp
#       clause: "toàn văn"
#       force: binding
#       confidence: D
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: s1
#       role: support
#       instrument: nq-214-nq-cp
#       clause: "toàn văn"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     tolerance_permille: {type: integer, default: 1, unit: permille, origin: ours, stricter: lower}
#   owner_role: owner
#   rationale: A figure that nobody can count again is believed until somebody asks; whoever decides by it cannot tell what it rests on.
#   rationale_vi: Số liệu báo cáo không thể đếm lại chỉ được tin cho đến khi có người hỏi; người quyết định theo số liệu không biết số liệu dựa vào đâu.
#   remedy: Count again on the day that the figure speaks of, correct the figure or the inventory, and keep what was counted with the report.
#   remedy_vi: Đếm lại tại ngày của số liệu, sửa số liệu hoặc bản kê khai, lưu kết quả đếm cùng báo cáo.
#   check_by_hand: List the data sets of which the province is the source of record, and for each the number of its records; count those with any.
#   check_by_hand_vi: Lập danh sách tập dữ liệu mà tỉnh là nguồn gốc, ghi số bản ghi của từng tập; đếm số tập đã có bản ghi.
#   limits:
#     - What was counted again is of today; a figure of an earlier day may have been right on that day, which its day beside it shows.
#     - The share is of the data sets that the inventory lists, each counted once; over which list a report counts, and what it takes for created, it may tell.
#   limits_vi:
#     - Số đếm lại là của hôm nay; số liệu của ngày trước có thể đúng vào ngày đó, nên ngày của số liệu được nêu kèm.
#     - Tỷ lệ tính trên các tập dữ liệu trong bản kê khai, mỗi tập tính một lần; báo cáo tính trên danh mục nào và thế nào là đã tạo lập, do báo cáo nêu.
package controls.synchronization.reported_data

import data.lib.facts
import data.lib.finding
import data.lib.reported

_params := data.params["SY-31"]

# Copies and what is read elsewhere were created by somebody else.
_sets[d.id] := d if {
	some d in input.inventory.data_sets
	d.role == "system_of_record"
}

_exports[id] := facts.sound(id, "exports", "any") if some id, _ in _sets

_filled contains id if {
	some id, looks in _exports
	some o in looks
	facts.observation[o].data.rows > 0
	not _seen_empty[id]
}

_seen_empty contains id if {
	some id, _ in _sets
	some data_ in facts.seen_data(id, "exports")
	data_.rows == 0
}

_empty contains id if some id in _seen_empty

# Nothing speaks against what the inventory says of itself.
_empty contains id if {
	some id, d in _sets
	d.rows == 0
	not _filled[id]
}

_shown := {id | some id in _filled} | {id | some id in _seen_empty; count(_exports[id]) > 0}

_untold := {id | some id, _ in _sets; not _shown[id]}

_counted := {"least": reported.share(count(_filled), count(_sets)), "most": reported.share(count(_sets) - count(_empty), count(_sets))} if {
	count(_shown) > 0
}

_looks := {o | some looks in _exports; some o in looks}

_met_empty := {o | some id in _seen_empty; some o in facts.seen(id, "exports")}

_said_empty := {finding.inv("data_sets", id, "rows") | some id in _empty; not _seen_empty[id]}

findings contains one if some one in reported.others({"data_created"})

findings contains finding.warn(id, reported.seen(r, _counted), reported.expected, (({reported.pointer(id)} | _looks) | (_met_empty | _said_empty))) if {
	some id, r in reported.figures
	r.figure == "data_created"
	reported.differs(r, _counted, _params.tolerance_permille)
}

findings contains finding.pass(id, reported.seen(r, _counted), reported.expected, {reported.pointer(id)} | _looks) if {
	some id, r in reported.figures
	r.figure == "data_created"
	not reported.differs(r, _counted, _params.tolerance_permille)
	every set_, _ in _sets {
		_shown[set_]
	}
}

lacks contains finding.lack(id, "reported_without_day", {id}) if some id in reported.without_day

lacks contains finding.lack(id, "reported_of_tomorrow", {id}) if some id in reported.of_tomorrow

lacks contains finding.lack(id, "reported_not_shown", {r.figure}) if {
	some id, r in reported.figures
	not _counted
}

lacks contains finding.lack(id, "counted_in_part", _untold) if {
	some id, _ in reported.figures
	count(_shown) > 0
	count(_untold) > 0
}

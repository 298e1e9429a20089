# METADATA
# title: Before a data set is synchronised its checklist is complete
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-18
#   title_vi: Hoàn thành bảng kiểm 11 tiêu chí trước khi đồng bộ tập dữ liệu qua NDOP
#   severity: high
#   part: estate
#   subject: data_set
#   needs:
#     - {kind: evidence.pre_sync_checklist}
#     - {kind: exports, from: any, optional: true, fields: [last_success_age_seconds]} # a session older than the checklist
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: cv-4856-bca-ttdlqg
#       clause: "Phụ lục 3 VIII.1"
#       force: recommended
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#   owner_role: owner
#   gates: [migration]
#   rationale: What is wrong in the structure or the legal value of data is copied to the nation with them, and is mended there by nobody.
#   rationale_vi: Dữ liệu sai cấu trúc, thiếu giá trị pháp lý mà đồng bộ thì sai sót đi theo lên cơ sở dữ liệu quốc gia, không ai sửa được ở đó.
#   remedy: Go through the eleven points (structure, legal value, connection), mend what is missing, sign the checklist, and only then synchronise; enter it with its items.
#   remedy_vi: Rà soát đủ 11 tiêu chí (cấu trúc, giá trị pháp lý, kết nối), khắc phục phần thiếu, ký bảng kiểm rồi mới đồng bộ; nhập văn bản và các nội dung.
#   check_by_hand: Take five records at random and go through the eleven points with them.
#   check_by_hand_vi: Chọn ngẫu nhiên năm bản ghi, rà từng tiêu chí trong 11 tiêu chí.
#   limits:
#     - The eleven points themselves, which are known in three groups and from one secondary source; items are believed as they were entered.
#     - First sessions that later ones hide; the last session alone is exported, and speaks where it is older than the checklist.
#   limits_vi:
#     - Nội dung 11 tiêu chí (chỉ biết theo ba nhóm, từ một nguồn thứ cấp); tin theo nội dung đã nhập.
#     - Lần đồng bộ đầu tiên khi đã có lần sau; chỉ xét lần đồng bộ gần nhất nếu trước ngày ký bảng kiểm.
package controls.synchronization.checked_before_sync

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_items := {"structure_met", "legal_value_met", "connection_met"}

_synced[id] := estate.data_sets[id].sync if some id in subjects.declared.data_set

_checked[id] := papers.newest(papers.about("pre_sync_checklist", "data_set", id)) if some id, _ in _synced

# The first of its checklists; a later one checks what has changed.
_first_day[id] := min({estate.evidence[paper].date_day | some paper in papers.about("pre_sync_checklist", "data_set", id)}) if {
	some id, _ in _checked
}

_seconds_a_day := 86400

# The last session that succeeded lies before the day on which the checklist was signed, so that it did without.
_sooner[id] contains o if {
	some id, day in _first_day
	some o in facts.seen(id, "exports")
	seconds := facts.observation[o].age_seconds + facts.observation[o].data.last_success_age_seconds
	input.context.evaluated_day - floor(seconds / _seconds_a_day) < day
}

findings contains finding.not_applicable(id, "synced_with_nobody", {finding.inv("data_sets", id, "shared")}) if {
	some id in subjects.declared.data_set
	not _synced[id]
	estate.data_sets[id].shared == false
}

findings contains finding.pass(id, papers.seen(ids), {"all_of": _items}, papers.pointers(ids) | facts.seen(id, "exports")) if {
	some id, ids in _checked
	not _sooner[id]
	count(papers.missing(ids, _items)) == 0
	count(papers.untold(ids, _items)) == 0
}

findings contains finding.fail(id, papers.lacking(ids, missing), {"all_of": _items}, papers.pointers(ids)) if {
	some id, ids in _checked
	missing := papers.missing(ids, _items)
	count(missing) > 0
}

findings contains finding.fail(id, papers.faulted(ids, {"synchronised_before"}), {"all_of": _items}, papers.pointers(ids) | _sooner[id]) if {
	some id, ids in _checked
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _checked
	untold := papers.untold(ids, _items)
	count(untold) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id, _ in _synced
	some code, ids in papers.flaws("pre_sync_checklist", "data_set", id)
}

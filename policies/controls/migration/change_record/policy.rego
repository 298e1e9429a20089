# METADATA
# title: The record of moving an archive holds notice, impact, a way back, risks at three times and logs
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-16
#   title_vi: Hồ sơ thay đổi khi chuyển hệ thống lưu trữ có thông báo, đánh giá tác động, phương án quay lui, đánh giá rủi ro 3 thời điểm, nhật ký
#   severity: crit
#   part: system
#   subject: system
#   needs: [{kind: evidence.change_record}]
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.13.2.1-2.2.13.2.5, 3.13.2.2.8"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "chủ quản hệ thống thông tin cấp độ 3, 4, 5", clause: "2.2.13.2"}
#       transition: instrument
#       applies_to: {kinds: [archive], levels: [3, 4, 5]}
#   owner_role: operator
#   gates: [migration]
#   rationale: A change that nobody announced, weighed or can take back turns a fault of one night into a loss of documents.
#   rationale_vi: Thay đổi không thông báo, không đánh giá, không quay lui được thì một lỗi khi chuyển có thể làm mất tài liệu.
#   remedy: Complete the record before the night (notice, impact, compatibility, way back, risks), go on with it during and after, and enter it with its items.
#   remedy_vi: Hoàn thiện hồ sơ thay đổi trước đêm chuyển (thông báo, tác động, tương thích, quay lui, rủi ro), bổ sung trong và sau khi chuyển; nhập hồ sơ và các nội dung.
#   check_by_hand: Read the record of the change for the five points, with the three assessments of risk and their days.
#   check_by_hand_vi: Xem hồ sơ thay đổi theo năm nội dung, ba lần đánh giá rủi ro và ngày đánh giá.
#   limits:
#     - Changes other than the move between places.
#     - What the record says, and on which day each part was written; items are believed as they were entered.
#   limits_vi:
#     - Thay đổi khác ngoài việc chuyển nơi đặt hệ thống.
#     - Nội dung hồ sơ và ngày lập từng phần; tin theo nội dung đã nhập.
package controls.migration.change_record

import data.lib.finding
import data.lib.moves
import data.lib.papers

_before := {"affected_told", "impact_assessed", "compatibility_assessed", "way_back", "risk_before"}

_later := {"risk_during", "risk_after", "change_logged"}

_items(id) := _before if not moves.gone[id]

_items(id) := _before | _later if moves.gone[id]

_since_last_start(kind, id) := papers.newest(papers.dated(moves.about(kind, id), moves.ran_since(id), input.context.as_of_day))

_records[id] := _since_last_start("change_record", id) if some id in moves.moving

# A way back that was rehearsed and did not work is none, whatever the record says.
_rehearsed_in_vain[id] := papers.with_result(_since_last_start("rollback_rehearsal", id), "failed") if some id, _ in _records

_missing[id] := papers.missing(records, _items(id)) | {"way_back" | count(_rehearsed_in_vain[id]) > 0} if some id, records in _records

_pieces(id) := papers.pointers(_records[id] | object.get(_rehearsed_in_vain, id, set()))

findings contains moves.staying[_]

findings contains finding.pass(id, papers.seen(records), {"all_of": _items(id)}, papers.pointers(records)) if {
	some id, records in _records
	count(_missing[id]) == 0
	count(papers.untold(records, _items(id))) == 0
}

# What is not there yet can still be made before the night; a system that moved without it breaks the rule.
findings contains finding.warn(id, papers.lacking(_records[id], missing), {"all_of": _items(id)}, _pieces(id)) if {
	some id, missing in _missing
	count(missing) > 0
}

findings contains finding.fail(id, papers.lacking(_records[id], missing), {"all_of": _items(id)}, _pieces(id)) if {
	some id, missing in _missing
	count(missing) > 0
	moves.gone[id]
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, records in _records
	untold := papers.untold(records, _items(id))
	count(untold) > 0
}

lacks contains finding.lack(id, "papers_out_of_time", ids) if {
	some id in moves.moving
	not _records[id]
	ids := moves.about("change_record", id)
	count(ids) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in moves.moving
	some code, ids in moves.flaws("change_record", id)
}

lacks contains finding.lack(id, "move_not_decided", {id}) if some id in moves.undecided

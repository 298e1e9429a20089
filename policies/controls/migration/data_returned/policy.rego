# METADATA
# title: When a leased service ends, its contractor returns all information and data
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-15
#   title_vi: Kết thúc thuê dịch vụ, nhà thầu bàn giao toàn bộ thông tin, dữ liệu
#   severity: high
#   part: system
#   subject: system
#   needs: [{kind: evidence.hosting_agreement}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 57(2)"
#       force: binding
#       confidence: A
#       addressee: {who: provider, clause: "57(2)"}
#       condition: {says: "kết thúc thời gian thuê dịch vụ công nghệ số", clause: "57(2)"}
#       transition: {none: "91"}
#   owner_role: owner
#   gates: [migration]
#   rationale: A system whose data stay with the contractor has not moved; whoever must move it next cannot.
#   rationale_vi: Dữ liệu còn ở nhà thầu thì hệ thống chưa chuyển xong và không chuyển tiếp được.
#   remedy: Ask the contractor for the data in writing, take them over with minutes, and enter these; write the return into the next agreement.
#   remedy_vi: Yêu cầu nhà thầu bàn giao dữ liệu bằng văn bản, lập biên bản bàn giao và nhập biên bản; đưa điều khoản bàn giao vào thỏa thuận tiếp theo.
#   check_by_hand: Read the agreement's end and its term on returning data, and the minutes by which the data were taken over.
#   check_by_hand_vi: Xem thời hạn, điều khoản bàn giao dữ liệu của thỏa thuận và biên bản bàn giao dữ liệu.
#   limits:
#     - Whether all data came back; the minutes and their day are judged.
#     - That a system is hosted by a company follows from its premises and its traits, as they are declared.
#   limits_vi:
#     - Dữ liệu đã bàn giao đủ hay chưa; chỉ xét biên bản và ngày.
#     - Việc hệ thống đặt tại doanh nghiệp suy ra từ địa điểm, đặc điểm đã kê khai.
package controls.migration.data_returned

import data.lib.estate
import data.lib.finding
import data.lib.hosting
import data.lib.papers

_items := {"return_of_data"}

# The last agreement that ran out, where none has taken its place.
_ended[id] := papers.newest(papers.run_out("hosting_agreement", "system", id)) if {
	some id in hosting.hosted
	not hosting.agreements[id]
}

_end(ids) := max({estate.evidence[id].until_day | some id in ids})

_returned[id] := papers.dated(papers.about("data_return", "system", id), _end(ids) - 1, input.context.as_of_day) if some id, ids in _ended

findings contains hosting.at_home[_]

findings contains hosting.of_items(id, _items) if some id, _ in hosting.agreements

findings contains finding.pass(id, papers.seen(back), {"present": ["data_return"]}, papers.pointers(back | _ended[id])) if {
	some id, back in _returned
	count(back) > 0
}

lacks contains hosting.lacking(_items)[_]

lacks contains finding.lack(id, "data_not_returned", _ended[id]) if {
	some id, back in _returned
	count(back) == 0
}

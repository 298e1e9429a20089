# METADATA
# title: Before personal data move, the assessment of their processing is made anew
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-27
#   title_vi: Trước khi chuyển, hồ sơ đánh giá tác động xử lý dữ liệu cá nhân được lập, cập nhật
#   severity: med
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.impact_assessment}
#     - {kind: http, from: any, optional: true, fields: [submission_form]} # shows a form of a system that says it holds no such data
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-91-2025-qh15
#       clause: "Art. 21, 22"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#   owner_role: owner
#   gates: [migration]
#   rationale: Data of persons that come to another place and into other hands may meet other risks than those somebody weighed.
#   rationale_vi: Dữ liệu cá nhân chuyển sang nơi khác, đơn vị khác xử lý thì rủi ro có thể khác với hồ sơ đã đánh giá.
#   remedy: Bring the assessment of impact up to date with the new place and processor before the night, and enter its number and date.
#   remedy_vi: Cập nhật hồ sơ đánh giá tác động theo nơi xử lý, bên xử lý mới trước đêm chuyển; nhập số, ngày của hồ sơ.
#   check_by_hand: Read the assessment for the place and the processor it names, and whether competent state bodies are excepted.
#   check_by_hand_vi: Xem hồ sơ có nêu nơi xử lý, bên xử lý mới hay không; cơ quan nhà nước có thẩm quyền có được miễn hay không.
#   limits:
#     - What the assessment says; whether state bodies are excepted has not been read in the law.
#     - That a system holds no personal data is believed, unless a form for people is met.
#   limits_vi:
#     - Nội dung hồ sơ; chưa đối chiếu luật về việc miễn trừ đối với cơ quan nhà nước.
#     - Tin theo kê khai không có dữ liệu cá nhân, trừ khi gặp biểu mẫu người dân điền.
package controls.migration.impact_assessment

import data.lib.against
import data.lib.estate
import data.lib.finding
import data.lib.moves
import data.lib.papers

_expected := {"present": ["impact_assessment"]}

_concerned contains id if {
	some id in moves.moving
	estate.systems[id].personal_data.kind != "none"
}

_all[id] := ids if {
	some id in _concerned
	ids := moves.about("impact_assessment", id)
	count(ids) > 0
}

_counting[id] := papers.newest(papers.dated(ids, moves.ran_since(id), moves.last_day(id))) if some id, ids in _all

findings contains moves.staying[_]

findings contains finding.not_applicable(id, "no_personal_data", {finding.inv("systems", id, "personal_data")}) if {
	some id in moves.moving
	estate.systems[id].personal_data.kind == "none"
}

# What the dossier says and what a page asks of people cannot both be true.
findings contains finding.warn(id, "asks_people", {"equals": "no_personal_data"}, looks) if {
	some id in moves.moving
	estate.systems[id].personal_data.kind == "none"
	looks := against.asks_people[id]
}

findings contains finding.pass(id, papers.seen(ids), _expected, papers.pointers(ids)) if some id, ids in _counting

findings contains finding.fail(id, papers.faulted(papers.newest(ids), {"none_before_the_move"}), _expected, papers.pointers(ids)) if {
	some id, ids in _all
	moves.gone[id]
	not _counting[id]
}

lacks contains finding.lack(id, "papers_out_of_time", ids) if {
	some id, ids in _all
	not _counting[id]
}

lacks contains finding.lack(id, code, ids) if {
	some id in _concerned
	some code, ids in moves.flaws("impact_assessment", id)
}

lacks contains finding.lack(id, "move_not_decided", {id}) if some id in moves.undecided

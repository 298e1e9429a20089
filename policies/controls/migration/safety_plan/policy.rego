# METADATA
# title: The plan to keep a system safe after its move was approved before the move
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-02
#   title_vi: Phương án bảo đảm an toàn, ổn định sau chuyển đổi được phê duyệt trước khi chuyển
#   severity: high
#   part: system
#   subject: system
#   needs: [{kind: evidence.safety_plan}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 29"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: s1
#       role: support
#       instrument: luat-116-2025-qh15
#       clause: "Art. 23(1)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "23(1)"}
#       condition: {none: "23(1)"}
#       transition: {none: "45"}
#   owner_role: owner
#   gates: [migration]
#   rationale: What keeps a system safe at one place does not come along; without an approved plan the first fault after the move is met unprepared.
#   rationale_vi: Biện pháp bảo đảm an ninh mạng ở nơi cũ không tự chuyển theo hệ thống; thiếu phương án được phê duyệt thì không chủ động xử lý được sự cố sau khi chuyển.
#   remedy: Draw up the plan (measures at the new place, who watches, how to go back), have it approved before the night, and enter number, date, issuer and who approved it.
#   remedy_vi: Lập phương án (biện pháp tại nơi mới, đơn vị giám sát, cách quay lui), trình phê duyệt trước đêm chuyển; nhập số, ngày, cơ quan ban hành, cơ quan phê duyệt.
#   check_by_hand: Read the plan's approval, its date and who signed it, and compare them with the night of the wave.
#   check_by_hand_vi: Xem quyết định phê duyệt phương án, ngày và người ký, đối chiếu với ngày của đợt chuyển.
#   limits:
#     - What the plan says; that one was approved in time is judged. Of a system in no wave, that there is one.
#   limits_vi:
#     - Nội dung phương án; chỉ xét việc phê duyệt kịp thời. Với hệ thống chưa xếp đợt, chỉ xét việc đã có phương án.
package controls.migration.safety_plan

import data.lib.finding
import data.lib.moves
import data.lib.papers

_expected := {"present": ["safety_plan"]}

_plans[id] := plans if {
	some id in moves.moving
	plans := papers.approved(moves.about("safety_plan", id))
	count(plans) > 0
}

_in_time(id) := papers.dated(_plans[id], 0, moves.last_day(id))

findings contains moves.staying[_]

findings contains finding.pass(id, papers.seen(plans), _expected, papers.pointers(plans)) if {
	some id, _ in _plans
	plans := papers.newest(_in_time(id))
}

findings contains finding.fail(id, papers.faulted(plans, {"approved_after_the_move"}), _expected, papers.pointers(plans)) if {
	some id, plans in _plans
	moves.gone[id]
	count(_in_time(id)) == 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in moves.moving
	some code, ids in moves.flaws("safety_plan", id)
}

lacks contains finding.lack(id, "papers_not_approved", plans) if {
	some id in moves.moving
	plans := moves.about("safety_plan", id) - object.get(_plans, id, set())
	count(plans) > 0
}

lacks contains finding.lack(id, "move_not_decided", {id}) if some id in moves.undecided

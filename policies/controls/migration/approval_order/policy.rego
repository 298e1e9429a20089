# METADATA
# title: Regulation, level approval and go-live came in this order
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-08
#   aliases: [LV-08]
#   title_vi: Quy chế ban hành trước khi phê duyệt cấp độ, cấp độ phê duyệt trước khi vận hành
#   severity: crit
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.regulation}
#     - {kind: evidence.level_approval}
#     - {kind: evidence.go_live}
#   max_age_days: 365
#   law:
#     - instrument: nd-331-2026-nd-cp
#       clause: Art. 20, 30(7)
#       force: binding
#       confidence: C
#       transition: {until: 2027-07-01, when: {levelled_under: [nd85]}}
#   owner_role: owner
#   gates: [migration]
#   rationale: Rules come before the approval that relies on them, and the approval before the system runs; the other way round the risk was taken unseen.
#   rationale_vi: Quy chế là cơ sở để phê duyệt cấp độ, phê duyệt cấp độ là điều kiện để vận hành; làm ngược lại là chấp nhận rủi ro khi chưa được xem xét.
#   remedy: Issue or renew the regulation, have the level approved again on that basis, and run the moved system only then; enter the three papers.
#   remedy_vi: Ban hành hoặc sửa đổi quy chế, trình phê duyệt lại cấp độ trên cơ sở đó rồi mới đưa hệ thống vào vận hành; nhập đủ ba văn bản.
#   check_by_hand: Lay the regulation, the approval decision and the go-live minutes side by side and compare their dates.
#   check_by_hand_vi: Đối chiếu ngày ban hành quy chế, ngày quyết định phê duyệt cấp độ và ngày biên bản đưa vào vận hành.
package controls.migration.approval_order

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_expected := {"none_of": {"level_approval_before_regulation", "go_live_before_level_approval"}}

_day(id) := estate.evidence[id].date_day

# The newest start counts: a system that moved starts again. Any approval before it, resting on any regulation before that, will do.
_started[id] := papers.newest(papers.about("go_live", "system", id)) if some id in subjects.declared.system

_approved_before_start[id] contains approval if {
	some id, starts in _started
	some start in starts
	some approval in papers.about("level_approval", "system", id)
	_day(approval) <= _day(start)
}

_regulated_before[id] contains [regulation, approval] if {
	some id, approvals in _approved_before_start
	some approval in approvals
	some regulation in papers.about("regulation", "system", id)
	_day(regulation) <= _day(approval)
}

_complete[id] := papers_ if {
	some id, starts in _started
	approvals := papers.about("level_approval", "system", id)
	regulations := papers.about("regulation", "system", id)
	count(approvals) > 0
	count(regulations) > 0
	papers_ := (starts | approvals) | regulations
}

findings contains finding.pass(id, set(), _expected, papers.pointers(_started[id] | {paper | some pair in pairs; some paper in pair})) if {
	some id, pairs in _regulated_before
}

findings contains finding.fail(id, {"go_live_before_level_approval"}, _expected, papers.pointers(all)) if {
	some id, all in _complete
	not _approved_before_start[id]
}

findings contains finding.fail(id, {"level_approval_before_regulation"}, _expected, papers.pointers(all)) if {
	some id, all in _complete
	_approved_before_start[id]
	not _regulated_before[id]
}

# METADATA
# title: The security plan was appraised before the system began to run
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-19
#   title_vi: Phương án bảo đảm an ninh mạng được thẩm định khi thiết lập, mở rộng, nâng cấp hệ thống
#   severity: med
#   part: system
#   subject: system
#   needs: [{kind: evidence.level_appraisal}]
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 40(2)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "40(2)"}
#       condition: {says: "chủ quản hệ thống thông tin có sử dụng ngân sách nhà nước; khi thiết lập, mở rộng hoặc nâng cấp hệ thống thông tin", clause: "40(2)(a)"}
#       transition: {none: "45"}
#       applies_to: {started_since: 2026-07-01}
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 23(1)(b)-(c), 30(6)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "23(1)"}
#       transition: {rules: [nd-331-2026-nd-cp/approval]}
#   owner_role: owner
#   gates: [migration]
#   rationale: A plan that nobody outside the project read has its holes where the project has them.
#   rationale_vi: Phương án không được cơ quan độc lập thẩm định thì sai sót của dự án cũng là sai sót của phương án.
#   remedy: Have the plan appraised with the level dossier before the system starts, and enter the opinion with what it says of the plan.
#   remedy_vi: Trình thẩm định phương án cùng hồ sơ đề xuất cấp độ trước khi vận hành; nhập ý kiến thẩm định và nội dung về phương án.
#   check_by_hand: Read part 4 of the opinion (form 04) on the plan and compare its day with the start of operation
#   check_by_hand_vi: Đọc phần 4 ý kiến thẩm định (mẫu 04) về phương án, đối chiếu ngày với ngày đưa vào vận hành
#   limits:
#     - Enlargements that no start of operation was entered for; the opinion is believed as it was entered.
#   limits_vi:
#     - Mở rộng, nâng cấp không nhập biên bản đưa vào vận hành; ý kiến thẩm định lấy theo kê khai.
package controls.levels.plan_appraised

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_item := {"plan_appraised"}

_codes := {"appraised_after_the_start", "appraised_by_the_operator"}

_opinions[id] := papers.about("level_appraisal", "system", id) if some id in subjects.declared.system

_started[id] := papers.started[id] if some id in subjects.declared.system

# Opinions of the time before the system began to run, where it runs.
_in_time[id] := {paper | some paper in papers_; estate.evidence[paper].date_day <= start} if {
	some id, papers_ in _opinions
	start := _started[id]
}

_in_time[id] := papers_ if {
	some id, papers_ in _opinions
	count(object.get(estate.evidence_of, ["go_live", id], set())) == 0
}

_newest[id] := papers.newest(papers_) if some id, papers_ in _in_time

# Opinions on what had begun to run before, which do not know what came to it with the newest start.
_of_an_earlier_start[id] contains paper if {
	some id, papers_ in _newest
	some paper in papers_
	some day in papers.earlier_starts[id]
	estate.evidence[paper].date_day <= day
}

_of_operator[id] contains paper if {
	some id, papers_ in _newest
	some paper in papers_
	estate.evidence[paper].issued_by == estate.systems[id].operator
}

findings contains finding.fail(id, papers.faulted(papers_, {"appraised_after_the_start"}), {"none_of": _codes}, papers.pointers(papers_)) if {
	some id, papers_ in _opinions
	count(papers_) > 0
	count(_in_time[id]) == 0
}

findings contains finding.fail(id, papers.faulted(papers_, {"appraised_by_the_operator"}), {"none_of": _codes}, papers.pointers(papers_)) if {
	some id, papers_ in _of_operator
}

findings contains finding.fail(id, papers.lacking(papers_, missing), {"all_of": _item}, papers.pointers(papers_)) if {
	some id, papers_ in _newest
	missing := papers.missing(papers_, _item)
	count(missing) > 0
}

findings contains finding.pass(id, papers.seen(papers_), {"all_of": _item}, papers.pointers(papers_)) if {
	some id, papers_ in _newest
	not _of_an_earlier_start[id]
	count(papers.missing(papers_, _item)) == 0
	count(papers.untold(papers_, _item)) == 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, papers_ in _newest
	untold := papers.untold(papers_, _item)
	count(untold) > 0
}

lacks contains finding.lack(id, "papers_out_of_time", earlier) if some id, earlier in _of_an_earlier_start

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some kind in ["level_appraisal", "go_live"]
	some code, ids in papers.flaws(kind, "system", id)
}

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
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(7)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "30(7)"}
#       transition: {none: "39(1)"}
#       applies_to: {approved_since: 2026-08-19}
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d2
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(6)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "hệ thống xây dựng mới, mở rộng hoặc nâng cấp", clause: "30(6)"}
#       transition: {rules: [nd-331-2026-nd-cp/approval]}
#       applies_to: {started_since: 2026-08-19}
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 20, 37"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "20"}
#       transition: {none: "39(1)"}
#     - id: s2
#       role: support
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 7(1), 23(1)(a)-(c)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "23(1)"}
#       transition: {none: "81(1)"}
#   owner_role: owner
#   gates: [migration]
#   rationale: Rules come before the approval that relies on them, and the approval before the system runs; the other way round the risk was taken unseen.
#   rationale_vi: Quy chế là cơ sở để phê duyệt cấp độ, phê duyệt cấp độ là điều kiện để vận hành; làm ngược lại là chấp nhận rủi ro khi chưa được xem xét.
#   remedy: Issue or renew the regulation, have the level approved again on that basis, and run the moved system only then; enter the three papers.
#   remedy_vi: Ban hành hoặc sửa đổi quy chế, trình phê duyệt lại cấp độ trên cơ sở đó rồi mới đưa hệ thống vào vận hành; nhập đủ ba văn bản.
#   check_by_hand: Lay the regulation, the approval decision and the go-live minutes side by side and compare their dates.
#   check_by_hand_vi: Đối chiếu ngày ban hành quy chế, ngày quyết định phê duyệt cấp độ và ngày biên bản đưa vào vận hành.
#   limits:
#     - Content of the papers; their days and references are judged, and days of building and acceptance as far as they are declared.
#   limits_vi:
#     - Nội dung văn bản; chỉ xét ngày, số hiệu và ngày xây dựng, nghiệm thu nếu có kê khai.
package controls.migration.approval_order

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_expected := {"none_of": {"level_approval_before_regulation", "go_live_before_level_approval"}}

_day(id) := estate.evidence[id].date_day

_newest_day(ids) := max({_day(id) | some id in ids})

_papers(kind, id) := papers.about(kind, "system", id)

# Of several starts the newest counts, since a system that moved starts again; of several approvals the newest likewise.
_started[id] := papers.newest(_papers("go_live", id)) if some id in subjects.declared.system

_approvals[id] := _papers("level_approval", id) if {
	some id in subjects.declared.system
	count(_papers("level_approval", id)) > 0
}

# The regulations that came before the approval that stands now, and the approvals that came before the newest start.
_regulated[id] contains regulation if {
	some id, approvals in _approvals
	some regulation in _papers("regulation", id)
	_day(regulation) <= _newest_day(approvals)
}

_approved[id] contains approval if {
	some id, starts in _started
	some approval in _approvals[id]
	_day(approval) <= _newest_day(starts)
}

# Days by which a system was accepted before it was built, or is to be built or accepted on a day that has not come although it runs:
# whichever of them is wrong, when it began to run is not known.
_at_odds[id] contains "accepted_on" if {
	some id in subjects.declared.system
	some earlier in ["invested_on_day", "built_on_day"]
	estate.systems[id].accepted_on_day < estate.systems[id][earlier]
}

_at_odds[id] contains "built_on" if {
	some id in subjects.declared.system
	estate.systems[id].built_on_day < estate.systems[id].invested_on_day
}

_at_odds[id] contains key if {
	some id, _ in _started
	some key in ["invested_on", "accepted_on"]
	some today in [input.context.as_of_day, input.context.evaluated_day]
	estate.systems[id][concat("_", [key, "day"])] > today
}

_at_odds[id] contains "built_on" if {
	some id, starts in _started
	estate.systems[id].built_on_day > _newest_day(starts)
}

# What one duty passes on stands among the papers of all three kinds: while one is missing, everything waits for it.
findings contains finding.on(finding.pass(id, set(), _expected, papers.pointers(((regulations | newest) | starts))), {"d1"}) if {
	some id, regulations in _regulated
	newest := papers.newest(_approvals[id])
	starts := _started[id]
}

findings contains finding.on(finding.fail(id, {"level_approval_before_regulation"}, _expected, papers.pointers(late | approvals)), {"d1"}) if {
	some id, approvals in _approvals
	late := _papers("regulation", id)
	count(late) > 0
	not _regulated[id]
}

findings contains finding.on(finding.pass(id, set(), _expected, papers.pointers(((approvals | _started[id]) | regulations))), {"d2"}) if {
	some id, approvals in _approved
	regulations := papers.newest(_papers("regulation", id))
	not _at_odds[id]
}

findings contains finding.on(finding.fail(id, {"go_live_before_level_approval"}, _expected, papers.pointers(starts | _approvals[id])), {"d2"}) if {
	some id, starts in _started
	_approvals[id]
	not _approved[id]
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some kind in ["regulation", "level_approval", "go_live"]
	some code, ids in papers.flaws(kind, "system", id)
}

lacks contains finding.lack(id, "days_at_odds", days) if some id, days in _at_odds

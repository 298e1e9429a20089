# METADATA
# title: Logs are reviewed as often as the level asks, and from level 4 somebody watches round the clock
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LG-05
#   title_vi: Nhật ký được rà soát theo chu kỳ của cấp độ; từ cấp độ 4 giám sát 24/7
#   severity: med
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.log_review, duties: [d1, d3]}
#     - {kind: evidence.duty_rota, duties: [d2]}
#   matters: [{matter: nothing_runs, against: pass}]
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.8"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "6.13.2.1c"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [4, 5]}
#     - id: d3
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.9.2.1.11"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "3.9.2.1"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#   params:
#     months: {type: object, table: log_review_months, unit: months, origin: legal, stricter: lower}
#     archive_days: {type: integer, default: 7, unit: day, origin: legal, stricter: lower}
#     rota_months: {type: integer, default: 12, unit: months, origin: ours, stricter: lower}
#   observed: {units: {at_most: day}}
#   owner_role: operator
#   rationale: A log that nobody reads tells of an attack only afterwards; at night nobody reads it but who is on duty.
#   rationale_vi: Nhật ký không ai xem thì chỉ biết bị tấn công khi đã muộn; ban đêm chỉ người trực mới phát hiện được.
#   remedy: Review the logs as often as the level asks and write minutes; at level 4 and 5 issue the rota of round-the-clock watch; enter both.
#   remedy_vi: Rà soát nhật ký theo chu kỳ, lập biên bản; ở cấp độ 4, 5 ban hành lịch trực giám sát 24/7; nhập các văn bản.
#   check_by_hand: Read the last minutes of review beside the logs of that time; call the number of the rota at night.
#   check_by_hand_vi: Đối chiếu biên bản rà soát gần nhất với nhật ký cùng thời gian; gọi thử đầu mối trực ban đêm.
#   limits:
#     - What was reviewed and found; the day of the minutes is judged. That flows are collected from level 3 on waits for exports of them.
#     - How long a rota holds is ours where it names no end.
#   limits_vi:
#     - Nội dung rà soát; chỉ xét ngày biên bản. Thu thập dữ liệu luồng mạng từ cấp độ 3 chưa được xét.
#     - Lịch trực không nêu thời hạn thì thời hạn do công cụ đặt.
package controls.logs.reviewed

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_params := data.params["LG-05"]

_oldest.d1[id] := input.context.months_ago[format_int(_params.months[format_int(estate.systems[id].level, 10)], 10)] if some id in subjects.declared.system

_oldest.d3[id] := input.context.as_of_day - _params.archive_days if some id in subjects.declared.system

_reviews[id] := papers.newest(papers.about("log_review", "system", id)) if some id in subjects.declared.system

_reviewed_on(id) := max({estate.evidence[review].date_day | some review in _reviews[id]})

_expected(oldest) := {"at_most": input.context.as_of_day - oldest}

findings contains finding.on(finding.pass(id, papers.aged(ids), _expected(_oldest[duty][id]), papers.pointers(ids)), {duty}) if {
	some id, ids in _reviews
	some duty, _ in _oldest
	_reviewed_on(id) >= _oldest[duty][id]
}

findings contains finding.on(finding.fail(id, papers.aged(ids), _expected(_oldest[duty][id]), papers.pointers(ids)), {duty}) if {
	some id, ids in _reviews
	some duty, _ in _oldest
	_reviewed_on(id) < _oldest[duty][id]
}

_rotas[id] := papers.newest(papers.about("duty_rota", "system", id)) if some id in subjects.declared.system

_rota_since := input.context.months_ago[format_int(_params.rota_months, 10)]

_rota_on(id) := max({estate.evidence[rota].date_day | some rota in _rotas[id]})

# One that names its end holds until then; any other as long as we let it.
_ends(ids) if {
	some id in ids
	is_number(estate.evidence[id].until_day)
}

findings contains finding.on(finding.pass(id, papers.seen(ids), {"present": ["duty_rota"]}, papers.pointers(ids)), {"d2"}) if {
	some id, ids in _rotas
	_ends(ids)
}

findings contains finding.on(finding.pass(id, papers.aged(ids), _expected(_rota_since), papers.pointers(ids)), {"d2"}) if {
	some id, ids in _rotas
	not _ends(ids)
	_rota_on(id) >= _rota_since
}

findings contains finding.on(finding.warn(id, papers.aged(ids), _expected(_rota_since), papers.pointers(ids)), {"d2"}) if {
	some id, ids in _rotas
	not _ends(ids)
	_rota_on(id) < _rota_since
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some kind in ["log_review", "duty_rota"]
	some code, ids in papers.flaws(kind, "system", id)
}

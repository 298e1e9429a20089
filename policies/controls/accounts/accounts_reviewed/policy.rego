# METADATA
# title: Accounts and rights to data are reviewed as often as the level asks
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: AC-08
#   title_vi: Rà soát danh sách tài khoản và phân quyền dữ liệu theo chu kỳ của cấp độ
#   severity: med
#   part: system
#   subject: system
#   needs: [{kind: evidence.account_review}]
#   matters: [{matter: nothing_runs, against: pass}]
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.6.2.1 d"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "3.4.2.1 c, x.4.2.1 d"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d3
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.7.2.5.2"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "3.7.2"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#   params:
#     months: {type: object, table: account_review_months, unit: months, origin: legal, stricter: lower}
#     archive_months: {type: integer, default: 3, unit: months, origin: legal, stricter: lower}
#   observed: {units: {at_most: day}}
#   owner_role: operator
#   rationale: Who left or moved on keeps his account until somebody looks through the list.
#   rationale_vi: Người đã nghỉ, chuyển công tác vẫn còn tài khoản, quyền truy cập nếu không rà soát định kỳ.
#   remedy: Go through all accounts and all rights to data in the time of the level, take away what nobody needs, and enter the minutes with what was reviewed.
#   remedy_vi: Rà soát toàn bộ tài khoản, phân quyền dữ liệu đúng chu kỳ, thu hồi quyền không cần thiết; nhập biên bản và nội dung đã rà soát.
#   check_by_hand: Compare the minutes of the last review with the accounts that are enabled today
#   check_by_hand_vi: Đối chiếu biên bản rà soát gần nhất với tài khoản đang hoạt động
#   limits:
#     - Whether the review was whole; no list of accounts is compared with it.
#   limits_vi:
#     - Việc rà soát có đầy đủ hay không; chưa đối chiếu với danh sách tài khoản.
package controls.accounts.accounts_reviewed

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_item := {"d1": "accounts_reviewed", "d2": "rights_reviewed", "d3": "accounts_reviewed"}

_params := data.params["AC-08"]

_held[id] := papers.about("account_review", "system", id) if some id in subjects.declared.system

_oldest[duty][id] := input.context.months_ago[format_int(_params.months[format_int(estate.systems[id].level, 10)], 10)] if {
	some duty in {"d1", "d2"}
	some id in subjects.declared.system
}

_oldest.d3[id] := input.context.months_ago[format_int(_params.archive_months, 10)] if some id in subjects.declared.system

# The newest review of each of the two lists.
_last[duty][id] := papers.newest({review | some review in reviews; estate.evidence[review].items[_item[duty]] == true}) if {
	some duty, _ in _item
	some id, reviews in _held
}

_day(ids) := max({estate.evidence[id].date_day | some id in ids})

_most(duty, id) := input.context.as_of_day - _oldest[duty][id]

findings contains finding.on(finding.fail(id, papers.aged(ids), {"at_most": _most(duty, id)}, papers.pointers(ids)), {duty}) if {
	some duty, by_system in _last
	some id, ids in by_system
	_day(ids) < _oldest[duty][id]
}

findings contains finding.on(finding.pass(id, papers.aged(ids), {"at_most": _most(duty, id)}, papers.pointers(ids)), {duty}) if {
	some duty, by_system in _last
	some id, ids in by_system
	_day(ids) >= _oldest[duty][id]
}

lacks contains finding.lack(id, "lists_not_reviewed", open) if {
	some id, reviews in _held
	count(reviews) > 0
	open := {item | some duty, item in _item; not _last[duty][id]}
	count(open) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("account_review", "system", id)
}

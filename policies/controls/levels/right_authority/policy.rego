# METADATA
# title: The right authority appraised and approved the level
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-06
#   title_vi: Thẩm định, phê duyệt cấp độ đúng thẩm quyền theo từng cấp độ
#   severity: high
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.level_approval}
#     - {kind: evidence.level_appraisal, duties: [d2, d3]}
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 18(1), 18(4)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "18(1)"}
#       transition: {rules: [nd-331-2026-nd-cp/approval]}
#       applies_to: {levels: [1, 2], approved_since: 2026-08-19}
#     - id: d2
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 18(2), 18(4)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "18(2)"}
#       transition: {rules: [nd-331-2026-nd-cp/approval]}
#       applies_to: {levels: [3], approved_since: 2026-08-19}
#     - id: d3
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 18(3)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "trừ hệ thống thông tin quân sự và hệ thống thông tin cơ yếu thuộc Ban Cơ yếu Chính phủ", clause: "18(3)(b)-(c)"}
#       transition: {rules: [nd-331-2026-nd-cp/approval]}
#       applies_to: {levels: [4, 5], approved_since: 2026-08-19}
#     - id: s1
#       role: support
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 24(1)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "24(1)"}
#       transition: {none: "81(1)"}
#   owner_role: owner
#   rationale: Whoever runs a system does not judge its own dossier, and a level that the wrong body approved is no approved level.
#   rationale_vi: Đơn vị vận hành không tự thẩm định hồ sơ của mình; cấp độ do cơ quan không có thẩm quyền phê duyệt thì chưa được coi là đã phê duyệt.
#   remedy: Have the dossier appraised and approved by the bodies that Article 18 names for the level, and enter both papers with their issuers; name the owner's specialised unit in the inventory.
#   remedy_vi: Trình thẩm định, phê duyệt lại theo đúng thẩm quyền tại Điều 18; nhập ý kiến thẩm định, quyết định phê duyệt cùng cơ quan ban hành; kê khai đơn vị chuyên trách về an ninh mạng của chủ quản.
#   check_by_hand: Compare who signed the opinion and the decision with Article 18 for the level
#   check_by_hand_vi: Đối chiếu cơ quan ký ý kiến thẩm định, quyết định phê duyệt với Điều 18 theo cấp độ
#   limits:
#     - Whether a unit or council was able to appraise; issuers are taken from the papers as they were entered.
#     - The Prime Minister's list of level 5 is not read.
#   limits_vi:
#     - Năng lực của đơn vị, hội đồng thẩm định; cơ quan ban hành lấy theo hồ sơ đã nhập.
#     - Chưa đọc Danh mục hệ thống thông tin cấp độ 5 của Thủ tướng Chính phủ.
package controls.levels.right_authority

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_expected := {"none_of": {"approved_by_another", "appraised_by_another", "appraised_by_the_operator"}}

_duty_of := {"1": "d1", "2": "d1", "3": "d2", "4": "d3", "5": "d3"}

_duty[s.id] := _duty_of[format_int(s.level, 10)] if some s in input.inventory.systems

# The newest approval, whoever issued it: one that its issuer may not issue is what this rule is about.
_approval[id] := papers.newest(papers.about("level_approval", "system", id) | papers.of_others("level_approval", "system", id)) if {
	some id, _ in _duty
}

_approved_on(id) := max({estate.evidence[paper].date_day | some paper in _approval[id]})

# The newest opinion that the approval could rest on.
_opinion[id] := papers.newest({paper |
	some paper in papers.about("level_appraisal", "system", id)
	estate.evidence[paper].date_day <= _approved_on(id)
}) if {
	some id, _ in _duty
}

_unit[id] := estate.organisations[estate.systems[id].owner].cyber_unit if some id, _ in _duty

# The owner, whatever it belongs to, and whom it delegated its duties to (NĐ 331/2026/NĐ-CP Art. 4(3)).
_owners[id] contains body if {
	some id, _ in _duty
	some body in estate.systems[id].above_owner
}

_owners[id] contains estate.systems[id].acting_owner if {
	some id, _ in _duty
	estate.systems[id].delegate_below == true
}

_may_approve[id] contains paper if {
	some id, approvals in _approval
	some paper in approvals
	_is_approver(_duty[id], id, estate.evidence[paper])
}

_is_approver("d1", id, paper) if paper.issued_by == _unit[id]

_is_approver("d2", id, paper) if _owners[id][paper.issued_by]

_is_approver("d3", id, paper) if _owners[id][paper.issued_by]

_is_approver("d3", id, paper) if {
	estate.systems[id].level == 5
	paper.office == "prime_minister"
}

_may_not_approve[id] contains paper if {
	some id, approvals in _approval
	some paper in approvals
	papers.of_others("level_approval", "system", id)[paper]
}

_may_not_approve[id] contains paper if {
	some id, approvals in _approval
	some paper in approvals
	_is_another(_duty[id], id, estate.evidence[paper].issued_by)
}

_is_another("d1", id, body) if {
	body != _unit[id]
	not _owners[id][body]
}

_is_another(duty, id, body) if {
	{"d2", "d3"}[duty]
	not _owners[id][body]
}

# At level 1 and 2 the owner approves what the decree leaves to its unit: no smaller authority, and not the one named.
_approved_above[id] contains paper if {
	some id, approvals in _approval
	some paper in approvals
	body := estate.evidence[paper].issued_by
	_owners[id][body]
	body != _unit[id]
}

_appraised_well[id] contains paper if {
	some id, opinions in _opinion
	some paper in opinions
	_is_appraiser(_duty[id], id, estate.evidence[paper])
}

_is_appraiser(duty, id, paper) if {
	duty != "d3"
	_unit[id] != estate.systems[id].operator
	paper.issued_by == _unit[id]
}

# Where the unit runs the system too, another unit of the owner's or a council appraises (Art. 18(4)).
_is_appraiser(duty, id, paper) if {
	duty != "d3"
	_unit[id] == estate.systems[id].operator
	paper.issued_by != _unit[id]
	some body in paper.issued_for
	_owners[id][body]
}

_is_appraiser(duty, id, paper) if {
	duty != "d3"
	_unit[id] == estate.systems[id].operator
	paper.office == "council"
}

_is_appraiser("d3", _, paper) if paper.office == "public_security"

_wrong[id] contains "approved_by_another" if some id, _ in _may_not_approve

_wrong[id] contains "appraised_by_the_operator" if {
	some id, opinions in _opinion
	some paper in opinions
	_duty[id] != "d3"
	estate.evidence[paper].issued_by == estate.systems[id].operator
}

_wrong[id] contains "appraised_by_another" if {
	some id, opinions in _opinion
	_duty[id] == "d3"
	some paper in opinions
	estate.evidence[paper].issued_by
	count(object.get(_appraised_well, id, set())) == 0
}

_read[id] := approvals | object.get(_opinion, id, set()) if some id, approvals in _approval

findings contains finding.on(finding.fail(id, papers.faulted(_read[id], wrong), _expected, papers.pointers(_read[id])), {_duty[id]}) if {
	some id, wrong in _wrong
}

findings contains finding.on(finding.warn(id, papers.faulted(_read[id], {"approved_by_the_owner"}), {"none_of": {"approved_by_the_owner"}}, papers.pointers(_read[id])), {"d1"}) if {
	some id, _ in _approved_above
}

findings contains finding.on(finding.pass(id, papers.seen(_read[id]), _expected, papers.pointers(_read[id])), {_duty[id]}) if {
	some id, _ in _may_approve
	not _wrong[id]
	_is_appraised(id)
}

# Below level 3 no opinion stands in the file, unless the unit runs the system (Art. 24(1)(b), 18(4)).
_is_appraised(id) if count(_appraised_well[id]) > 0

_is_appraised(id) if {
	_duty[id] == "d1"
	_unit[id] != estate.systems[id].operator
}

lacks contains finding.lack(id, "unit_not_named", {estate.systems[id].owner}) if {
	some id, duty in _duty
	duty != "d3"
	not _unit[id]
}

lacks contains finding.lack(id, "issuers_not_declared", unknown) if {
	some id, papers_ in _read
	shown := object.get(_may_approve, id, set()) | object.get(_appraised_well, id, set())
	unknown := {paper | some paper in (papers_ - shown); not estate.evidence[paper].issued_by}
	count(unknown) > 0
}

lacks contains finding.lack(id, "opinions_of_others", opinions) if {
	some id, opinions in _opinion
	_duty[id] != "d3"
	_unit[id]
	estate.systems[id].operator
	count(object.get(_appraised_well, id, set())) == 0
}

lacks contains finding.lack(id, "unit_runs_the_system", {estate.systems[id].operator}) if {
	some id, _ in _may_approve
	_unit[id] == estate.systems[id].operator
	not _opinion[id]
}

lacks contains finding.lack(id, "opinions_after_the_approval", later) if {
	some id, _ in _duty
	later := {paper | some paper in papers.about("level_appraisal", "system", id); estate.evidence[paper].date_day > _approved_on(id)}
	count(later) > 0
	not _opinion[id]
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some kind in ["level_approval", "level_appraisal"]
	some code, ids in papers.flaws(kind, "system", id)
}

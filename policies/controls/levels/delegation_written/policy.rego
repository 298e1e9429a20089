# METADATA
# title: A delegation of the owner's duties is written and says reach, duties and term
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-16
#   title_vi: Ủy quyền trách nhiệm chủ quản bằng văn bản, cho tổ chức trực thuộc, nêu phạm vi, trách nhiệm, thời hạn
#   severity: med
#   part: system
#   subject: system
#   needs: [{kind: evidence.delegation}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 4(3)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "chủ quản hệ thống thông tin ủy quyền cho một tổ chức trực thuộc", clause: "4(3)"}
#       transition: {none: "39(1)"}
#   owner_role: owner
#   rationale: Whoever acts for the owner without a paper decides nothing, and nobody answers for the levels and plans it approved.
#   rationale_vi: Đơn vị thực hiện trách nhiệm chủ quản mà không có văn bản ủy quyền thì quyết định không có giá trị, không ai chịu trách nhiệm.
#   remedy: Delegate in writing to a body of the owner's, with the reach of the system, the duties and the term, and enter the paper; where nobody is delegated, declare the owner itself as who does its duties.
#   remedy_vi: Ban hành văn bản ủy quyền cho tổ chức trực thuộc, nêu phạm vi hệ thống, trách nhiệm, thời hạn; nhập văn bản. Nếu không ủy quyền thì kê khai chủ quản tự thực hiện.
#   check_by_hand: Read the delegation for its three contents, and ask who signed the last approvals
#   check_by_hand_vi: Đọc văn bản ủy quyền đủ ba nội dung, kiểm tra ai ký các quyết định gần nhất
#   limits:
#     - Whether the body is able to do what it was given; items are believed as they were entered.
#   limits_vi:
#     - Năng lực của tổ chức được ủy quyền; nội dung lấy theo kê khai.
package controls.levels.delegation_written

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_items := {"scope_named", "duties_named", "term_named"}

_expected := {"all_of": _items}

_given[id] := papers.newest(papers.about("delegation", "system", id)) if some id in subjects.declared.system

# Somebody else than the owner does its duties.
_delegated contains s.id if {
	some s in input.inventory.systems
	s.acting_owner != s.owner
}

_piece(id) := finding.inv("systems", id, "acting_owner")

# Papers that only an owner signs, signed by somebody it does not belong to; the unit of the owner may approve levels 1 and 2.
_signed[id] contains paper if {
	some id in subjects.declared.system
	some paper in papers.about("regulation", "system", id)
	_is_stranger(estate.systems[id], estate.evidence[paper])
}

_signed[id] contains paper if {
	some id in subjects.declared.system
	estate.systems[id].level >= 3
	some paper in papers.about("level_approval", "system", id)
	_is_stranger(estate.systems[id], estate.evidence[paper])
}

_is_stranger(system, paper) if {
	owners := {body | some body in system.above_owner}
	paper.issued_by
	not owners[paper.issued_by]
}

findings contains finding.not_applicable(s.id, "owner_acts_itself", {_piece(s.id)}) if {
	some s in input.inventory.systems
	s.acting_owner == s.owner
	not _given[s.id]
	not _signed[s.id]
}

findings contains finding.fail(id, papers.lacking(ids, missing), _expected, papers.pointers(ids)) if {
	some id, ids in _given
	missing := papers.missing(ids, _items)
	count(missing) > 0
}

findings contains finding.fail(id, papers.faulted(ids, {"not_subordinate"}), _expected, papers.pointers(ids) | {_piece(id)}) if {
	some id, ids in _given
	estate.systems[id].delegate_below == false
}

# It goes on after its last day.
findings contains finding.fail(id, papers.faulted(ended, {"papers_run_out"}), _expected, papers.pointers(ended) | {_piece(id)}) if {
	some id in _delegated
	not _given[id]
	ended := papers.run_out("delegation", "system", id)
	count(ended) > 0
}

findings contains finding.pass(id, papers.seen(ids), _expected, papers.pointers(ids) | {_piece(id)}) if {
	some id, ids in _given
	estate.systems[id].delegate_below == true
	count(papers.missing(ids, _items)) == 0
	count(papers.untold(ids, _items)) == 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _given
	untold := papers.untold(ids, _items)
	count(untold) > 0
}

lacks contains finding.lack(id, "delegate_not_declared", {id}) if {
	some id, _ in _given
	not _delegated[id]
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("delegation", "system", id)
}

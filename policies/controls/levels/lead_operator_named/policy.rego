# METADATA
# title: A system that several units run has one that leads, named in writing
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-17
#   title_vi: Hệ thống có nhiều đơn vị vận hành đã được chỉ định một đơn vị chủ trì bằng văn bản
#   severity: low
#   part: estate
#   subject: system
#   needs: [{kind: evidence.lead_operator}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 5(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "hệ thống gồm nhiều hệ thống thành phần hoặc phân tán, có nhiều hơn một đơn vị vận hành", clause: "5(2)"}
#       transition: {none: "39(1)"}
#   observed: {names: always}
#   owner_role: owner
#   rationale: Where two units run a system each takes the other for the one that patches, watches and reports.
#   rationale_vi: Hai đơn vị cùng vận hành mà không có đơn vị chủ trì thì việc vá lỗi, giám sát, báo cáo bị bỏ trống.
#   remedy: Let the owner name the one that leads in writing, enter the decision with whom it names (`body`), and declare that unit as the operator.
#   remedy_vi: Chủ quản ban hành quyết định chỉ định đơn vị chủ trì; nhập văn bản và đơn vị được chỉ định, kê khai đơn vị đó là đơn vị vận hành.
#   check_by_hand: Ask who patches the parts, who answers at night and who signs the yearly report, and compare with the decision.
#   check_by_hand_vi: Hỏi đơn vị nào vá lỗi từng thành phần, trực ban đêm, ký báo cáo năm; đối chiếu với quyết định.
#   limits:
#     - Units that run a part in fact and stand in no declaration; operators of the parts that the inventory declares speak against a list that leaves them out.
#   limits_vi:
#     - Đơn vị vận hành trên thực tế nhưng không được kê khai; đơn vị vận hành của hệ thống thành phần đã kê khai là căn cứ bác bỏ danh sách thiếu.
package controls.levels.lead_operator_named

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_expected := {"present": ["lead_operator"]}

# Whoever is declared to run it, or one of its parts.
_operators[s.id] contains unit if {
	some s in input.inventory.systems
	some unit in s.operators
}

_operators[s.id] contains s.operator if {
	some s in input.inventory.systems
	s.operator != ""
}

_operators[whole] contains estate.systems[part].operator if {
	some whole, parts in _parts
	some part in parts
	estate.systems[part].operator != ""
}

# A system, its parts, and their parts.
_parts[whole] contains s.id if {
	some s in input.inventory.systems
	some whole in graph.reachable(_above, {s.id})
}

_above := {s.id: {whole | whole := s.part_of} | some s in input.inventory.systems}

_several[id] := units if {
	some id, units in _operators
	subjects.declared.system[id]
	count(units) > 1
}

# All that is known of who runs it says that one unit does.
_one[s.id] if {
	some s in input.inventory.systems
	{unit | some unit in s.operators} == {s.operator}
	not _several[s.id]
	not _parts_untold[s.id]
}

_parts_untold[whole] contains part if {
	some whole, parts in _parts
	some part in parts
	not estate.systems[part].operator
}

_decided[id] := papers.newest(papers.about("lead_operator", "system", id)) if some id in subjects.declared.system

_led_by[id] := {body | some paper in ids; body := estate.evidence[paper].body} if some id, ids in _decided

_bases(id) := {finding.inv("systems", id, key) | some key in ["operator", "operators"]; estate.systems[id][key]} | {finding.inv("systems", part, "operator") |
	some part in object.get(_parts, id, set())
	estate.systems[part].operator != ""
}

# Each of the newest decisions names somebody, and all name the same.
_leader[id] := leader if {
	some id, leaders in _led_by
	count(leaders) == 1
	not _nobody_named[id]
	some leader in leaders
}

_nobody_named[id] contains paper if {
	some id, ids in _decided
	some paper in ids
	not estate.evidence[paper].body
}

findings contains finding.not_applicable(id, "one_operator", _bases(id)) if {
	some id, _ in _one
	not _decided[id]
}

findings contains finding.pass(id, papers.seen(_decided[id]), _expected, papers.pointers(_decided[id]) | _bases(id)) if {
	some id, leader in _leader
	_several[id][leader]
	estate.systems[id].operator == leader
}

findings contains finding.fail(id, papers.faulted(ids, {"leads_and_does_not_run_it"}), _expected, papers.pointers(ids) | _bases(id)) if {
	some id, ids in _decided
	units := _several[id]
	some leader in _led_by[id]
	not units[leader]
}

findings contains finding.fail(id, papers.faulted(ids, {"several_leaders"}), _expected, papers.pointers(ids)) if {
	some id, ids in _decided
	_several[id]
	count(_led_by[id]) > 1
}

# They go on after its last day.
findings contains finding.fail(id, papers.faulted(ended, {"papers_run_out"}), _expected, papers.pointers(ended) | _bases(id)) if {
	some id, _ in _several
	not _decided[id]
	ended := papers.run_out("lead_operator", "system", id)
	count(ended) > 0
}

lacks contains finding.lack(id, "leader_not_entered", ids) if some id, ids in _nobody_named

lacks contains finding.lack(id, "leader_is_another_operator", {leader, estate.systems[id].operator}) if {
	some id, leader in _leader
	_several[id][leader]
	estate.systems[id].operator != leader
}

lacks contains finding.lack(id, "operators_not_declared", {id}) if {
	some id, _ in _decided
	not _several[id]
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("lead_operator", "system", id)
}

# METADATA
# title: A system has the level of its highest part, and is not split to lower it
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-05
#   title_vi: Cấp độ của hệ thống lấy theo thành phần cao nhất; không chia tách để hạ cấp độ
#   severity: med
#   part: estate
#   subject: system
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 8(2)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "8(2), 10(1)(a)", instrument: luat-116-2025-qh15}
#       condition: {none: "8(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/approval]}
#     - id: d2
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 7(2)(b), 8(3)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "8(2), 10(1)(a)", instrument: luat-116-2025-qh15}
#       condition: {none: "8(3)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/approval]}
#   observed: {units: {at_least: level}}
#   owner_role: owner
#   rationale: What is one system in fact has one level, that of its highest part; a part declared apart at a lower level is protected less than what it is a part of.
#   rationale_vi: Hệ thống đáp ứng nhiều tiêu chí thì áp dụng cấp độ cao nhất; không xác định phạm vi một cách hình thức nhằm làm thay đổi cấp độ.
#   remedy: Propose the level of the highest part for the whole, or show in the dossier why what shares its machines is another system.
#   remedy_vi: Đề xuất cấp độ của toàn hệ thống theo thành phần cao nhất; nếu là hệ thống khác dùng chung máy chủ thì nêu rõ trong hồ sơ đề xuất cấp độ.
#   check_by_hand: Compare the parts and machines in the dossier with the approval decisions of both systems
#   check_by_hand_vi: Đối chiếu thành phần, máy chủ trong hồ sơ đề xuất cấp độ với quyết định phê duyệt của các hệ thống
#   limits:
#     - Parts that nobody declared and that share no declared machine of the same owner; whether two systems that share one serve one function.
#   limits_vi:
#     - Thành phần không kê khai và không dùng chung máy chủ đã kê khai của cùng chủ quản; hai hệ thống dùng chung máy chủ có cùng chức năng hay không.
package controls.levels.level_of_the_whole

import data.lib.estate
import data.lib.finding

_parts[s.part_of] contains s.id if {
	some s in input.inventory.systems
	estate.systems[s.part_of]
}

_highest(ids) := max({estate.systems[id].level | some id in ids})

_without_level(ids) := {id | some id in ids; not estate.systems[id].level}

_levels(ids) := {finding.inv("systems", id, "level") | some id in ids}

_named(ids) := {finding.inv("systems", id, "part_of") | some id in ids}

findings contains finding.on(finding.fail(whole, estate.systems[whole].level, {"at_least": highest}, _levels(parts | {whole}) | _named(parts)), {"d1"}) if {
	some whole, parts in _parts
	highest := _highest(parts)
	estate.systems[whole].level < highest
}

findings contains finding.on(finding.pass(whole, estate.systems[whole].level, {"at_least": highest}, _levels(parts | {whole}) | _named(parts)), {"d1"}) if {
	some whole, parts in _parts
	highest := _highest(parts)
	estate.systems[whole].level >= highest
}

# Without declared parts there is nothing to be higher; what could refute that is what stands on the same machines.
findings contains finding.on(finding.not_applicable(s.id, "no_parts", {finding.inv("systems", s.id, "machines")}), {"d1"}) if {
	some s in input.inventory.systems
	not _parts[s.id]
}

# What is declared to be one system has been told apart already, and its whole answers for it. A part of a part of a part is as deep as
# anybody declares; what lies deeper is asked about as if it stood alone.
_above := {s.id: s.part_of | some s in input.inventory.systems; estate.systems[s.part_of]}

_whole := {s.id: _up(_up(_up(s.id))) | some s in input.inventory.systems}

_up(id) := _above[id]

_up(id) := id if not _above[id]

# Wholes of one owner on one machine by level, and those of which something there has none: one machine may carry hundreds of systems,
# so that no system is held against each of the others.
_standing[machine.id][s.owner][s.level][_whole[s.id]] contains s.id if {
	some s in input.inventory.systems
	some machine in s.machines
}

_without[machine.id][s.owner] contains _whole[s.id] if {
	some s in input.inventory.systems
	not s.level
	some machine in s.machines
}

# Of each level two systems of two wholes, so that one of them is another's whoever asks.
_witnesses[machine][owner][level] := array.slice(sort([[whole, min(ids)] | some whole, ids in wholes]), 0, 2) if {
	some machine, by_owner in _standing
	some owner, by_level in by_owner
	some level, wholes in by_level
}

_beside[s.id][level] contains other if {
	some s in input.inventory.systems
	some machine in s.machines
	some level, found in _witnesses[machine.id][s.owner]
	some [whole, other] in found
	whole != _whole[s.id]
}

_open_beside[s.id] contains machine.id if {
	some s in input.inventory.systems
	some machine in s.machines
	_another(_without[machine.id][s.owner], _whole[s.id])
}

_another(wholes, _) if count(wholes) > 1

_another(wholes, own) if not wholes[own]

_top[id] := max(object.keys(by_level)) if some id, by_level in _beside

_of_the_top(id) := _levels(_beside[id][_top[id]] | {id})

# One system or two is for the dossier to say, so that this is something to look into.
findings contains finding.on(finding.warn(id, estate.systems[id].level, {"at_least": top}, _of_the_top(id)), {"d2"}) if {
	some id, top in _top
	estate.systems[id].level < top
}

findings contains finding.on(finding.pass(id, estate.systems[id].level, {"at_least": top}, _of_the_top(id)), {"d2"}) if {
	some id, top in _top
	not _open_beside[id]
	estate.systems[id].level >= top
}

findings contains finding.on(finding.not_applicable(s.id, "no_parts", {finding.inv("systems", s.id, "machines")}), {"d2"}) if {
	some s in input.inventory.systems
	count(s.machines) > 0
	not _beside[s.id]
	not _open_beside[s.id]
}

lacks contains finding.lack(whole, "parts_without_level", ids) if {
	some whole, parts in _parts
	ids := _without_level(parts)
	count(ids) > 0
}

lacks contains finding.lack(id, "beside_one_without_level", machines) if some id, machines in _open_beside

lacks contains finding.lack(s.id, "machines_not_declared", {s.id}) if {
	some s in input.inventory.systems
	count(s.machines) == 0
}

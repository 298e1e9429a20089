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

# Systems of one owner on one machine, by the machine.
_standing[machine.id][s.owner] contains s.id if {
	some s in input.inventory.systems
	some machine in s.machines
}

_beside[s.id] contains other if {
	some s in input.inventory.systems
	some machine in s.machines
	some other in (_standing[machine.id][s.owner] - {s.id})
	not _of_one_whole[s.id][other]
}

# What is declared to be one system has been told apart already, and its whole answers for it.
_of_one_whole[part] contains whole if {
	some whole, parts in _parts
	some part in parts
}

_of_one_whole[whole] contains part if {
	some whole, parts in _parts
	some part in parts
}

_of_one_whole[part] contains other if {
	some _, parts in _parts
	some part in parts
	some other in parts
}

_higher[id] contains other if {
	some id, others in _beside
	some other in others
	estate.systems[other].level > estate.systems[id].level
}

# One system or two is for the dossier to say, so that this is something to look into.
findings contains finding.on(finding.warn(id, estate.systems[id].level, {"at_least": _highest(others)}, _levels(others | {id})), {"d2"}) if {
	some id, others in _higher
}

findings contains finding.on(finding.pass(id, estate.systems[id].level, {"at_least": _highest(others)}, _levels(others | {id})), {"d2"}) if {
	some id, others in _beside
	not _higher[id]
	estate.systems[id].level >= 1
}

findings contains finding.on(finding.not_applicable(s.id, "no_parts", {finding.inv("systems", s.id, "machines")}), {"d2"}) if {
	some s in input.inventory.systems
	count(s.machines) > 0
	not _beside[s.id]
}

lacks contains finding.lack(whole, "parts_without_level", ids) if {
	some whole, parts in _parts
	ids := _without_level(parts)
	count(ids) > 0
}

lacks contains finding.lack(id, "neighbours_without_level", ids) if {
	some id, others in _beside
	ids := _without_level(others)
	count(ids) > 0
}

lacks contains finding.lack(s.id, "machines_not_declared", {s.id}) if {
	some s in input.inventory.systems
	count(s.machines) == 0
}

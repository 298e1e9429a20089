# METADATA
# title: What other systems run or stand on is of no lower level than they are
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-24
#   title_vi: Hệ thống có máy chủ, thiết bị biên mà hệ thống khác dùng chung có cấp độ không thấp hơn hệ thống đó
#   severity: med
#   part: system
#   subject: system
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 7(2)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "8(2), 10(1)(a)", instrument: luat-116-2025-qh15}
#       condition: {none: "7(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/approval]}
#   observed: {units: {at_least: level}}
#   owner_role: owner
#   rationale: Whoever owns the machine, or the wall before the network, has every system on or behind it in hand; at a lower level it is protected less than what it carries, whosever that is.
#   rationale_vi: Máy chủ, thiết bị biên bị xâm nhập thì mọi hệ thống dùng chung đều bị ảnh hưởng; cấp độ phải xác định theo phạm vi thực tế và hạ tầng dùng chung, kể cả khi hệ thống cấp cao hơn thuộc chủ quản khác.
#   remedy: Propose the level of the highest system for the one that owns the machine or the gateway, or move either of them to machines and networks of their own.
#   remedy_vi: Đề xuất cấp độ của hệ thống có máy chủ, thiết bị biên theo hệ thống cao nhất dùng chung, hoặc tách máy chủ, vùng mạng riêng.
#   check_by_hand: List what runs on each machine and stands behind each gateway of the system, with the approval decisions of all of them
#   check_by_hand_vi: Lập danh sách hệ thống chạy trên từng máy chủ, đứng sau từng thiết bị biên, đối chiếu quyết định phê duyệt cấp độ
#   limits:
#     - Systems that nobody declared to run there; switches, storage and walls that are no declared machine with the role of a gateway.
#   limits_vi:
#     - Hệ thống không kê khai chạy trên máy chủ đó; thiết bị chuyển mạch, lưu trữ, tường lửa không kê khai là máy có vai trò cổng kết nối.
package controls.levels.carrier_level

import data.lib.estate
import data.lib.finding
import data.lib.subjects

# What the law asks about is told by the level of a place: the highest of whatever runs or stands there, whosever it is.

# Machines that others run on, networks behind a machine that is their gateway, and zones that a gateway has a leg in, as list and id.
_carries[h.system] contains ["hosts", h.id] if {
	some h in input.inventory.hosts
	count(h.guests) > 0
}

_carries[estate.hosts[n.gateway].system] contains ["networks", n.id] if some n in input.inventory.networks

_carries[h.system] contains ["zones", zone] if {
	some h in input.inventory.hosts
	some role in h.roles
	role == "gateway"
	some zone in h.zones
}

_level[list][id] := estate.keyed[list][id].level if {
	some _, places in _carries
	some [list, id] in places
}

_open[system] contains id if {
	some system, places in _carries
	some [list, id] in places
	not _is_closed(list, id)
}

_is_closed(list, id) if estate.keyed[list][id].level_open == false

_top[system] := max({_level[list][id] | some [list, id] in places}) if some system, places in _carries

# Of places below the highest nothing has to be shown.
_pieces(system) := {finding.inv(list, id, "level") |
	some [list, id] in _carries[system]
	_level[list][id] == _top[system]
} | {finding.inv("systems", system, "level")}

# How far what is shared raises the level, the decree does not say.
findings contains finding.warn(system, own, {"at_least": top}, _pieces(system)) if {
	some system, top in _top
	own := estate.systems[system].level
	own < top
}

findings contains finding.pass(system, own, {"at_least": top}, _pieces(system)) if {
	some system, top in _top
	own := estate.systems[system].level
	own >= top
	not _open[system]
}

findings contains finding.not_applicable(s.id, "carries_nobody", {finding.inv("systems", s.id, "machines")}) if {
	some s in input.inventory.systems
	count(s.machines) > 0
	not _carries[s.id]
}

lacks contains finding.lack(system, "carries_one_without_level", places) if some system, places in _open

lacks contains finding.lack(id, "machines_not_declared", {id}) if {
	some id in subjects.declared.system
	count(estate.systems[id].machines) == 0
}

# METADATA
# title: What has ended is closed - access, names and flows removed, data beyond recovery, and nothing answers
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-23
#   title_vi: Hệ thống ngừng sử dụng được đóng - thu hồi quyền, gỡ tên miền, luồng kết nối, hủy dữ liệu, không còn trả lời
#   severity: med
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.decommission}
#     - {kind: evidence.data_destruction}
#     - {kind: ports, from: any, optional: true, fields: [open]} # what still answers
#     - {kind: ports, from: same_zone, optional: true, fields: [open]} # and that nothing does, with no wall between
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(3)(g)"
#       force: binding
#       confidence: B
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "kết thúc sử dụng hệ thống thông tin", clause: "30(3)(g)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.12.2.6, 3.12.2.2.15-3.12.2.2.16"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "chủ quản hệ thống thông tin cấp độ 3, 4, 5", clause: "2.2.12.2"}
#       transition: instrument
#       applies_to: {kinds: [archive], levels: [3, 4, 5]}
#   owner_role: operator
#   rationale: What nobody looks after any more and still answers is the door that nobody watches; what was not destroyed can be read again.
#   rationale_vi: Hệ thống không còn ai quản lý mà vẫn hoạt động là lối vào không được giám sát; dữ liệu chưa hủy triệt để có thể bị khôi phục.
#   remedy: Switch the old machines off, remove accounts, names and flows, destroy the data beyond recovery, and enter both minutes with their items.
#   remedy_vi: Tắt máy cũ, thu hồi tài khoản, gỡ tên miền, luồng kết nối, hủy dữ liệu không thể khôi phục; nhập hai biên bản và các nội dung.
#   check_by_hand: Read the minutes of closing and of destroying data, and try the old addresses and names from the networks they served.
#   check_by_hand_vi: Xem biên bản ngừng sử dụng, biên bản hủy dữ liệu; thử truy cập địa chỉ, tên miền cũ từ các mạng từng sử dụng.
#   limits:
#     - How data were destroyed, and copies elsewhere; items are believed as they were entered.
#     - The old instance of a system that goes on at another place; its machines are not told apart here.
#     - A machine that is switched off and still listed; nobody can see that it is not merely silent. Take it out of the inventory.
#   limits_vi:
#     - Cách hủy dữ liệu và bản sao ở nơi khác; tin theo nội dung đã nhập.
#     - Máy cũ của hệ thống tiếp tục hoạt động ở nơi khác; chưa phân biệt máy cũ, máy mới.
#     - Máy đã tắt nhưng vẫn còn trong bản kê khai; không thể biết máy đã tắt hay chỉ không trả lời. Cần đưa máy ra khỏi bản kê khai.
package controls.migration.old_instance_closed

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.papers

_items := {"access_removed", "names_removed", "flows_removed", "irrecoverable"}

_ending contains s.id if {
	some s in input.inventory.systems
	s.declared
	s.ends == true
}

_closed[id] := papers.newest(papers.about("decommission", "system", id)) if some id in _ending

_papers[id] := closed | papers.newest(papers.about("data_destruction", "system", id)) if some id, closed in _closed

# Looks that met something open on a machine of its own: whatever the minutes say, it is not closed.
_answers[estate.hosts[o.subject].system] contains o.id if {
	some o in input.observations.ports
	facts.standing[o.id]
	count(o.data.open) > 0
}

findings contains finding.not_applicable(s.id, s.decision, {finding.inv("systems", s.id, "decision")}) if {
	some s in input.inventory.systems
	s.declared
	s.ends == false
}

findings contains finding.fail(id, papers.faulted(closed, {"answers"}), {"equals": "closed"}, papers.pointers(closed) | _answers[id]) if some id, closed in _closed

findings contains finding.fail(id, papers.lacking(ids, missing), {"all_of": _items}, papers.pointers(ids)) if {
	some id, ids in _papers
	missing := papers.missing(ids, _items)
	count(missing) > 0
}

# Minutes say that it is closed; that nothing answers is seen, by a finished look from its own zone at each machine that the dossier still
# lists. One that is gone is taken out of it.
_silent[id] := {look | some machine in _machines(id); some look in _met_nothing[machine]} if {
	some id in _ending
	every machine in _machines(id) {
		_met_nothing[machine]
	}
}

_machines(id) := object.get(_own, id, set())

_own[h.system] contains h.id if some h in input.inventory.hosts

_met_nothing[o.subject] contains o.id if {
	some o in input.observations.ports
	facts.sound(o.subject, "ports", "same_zone")[o.id]
	o.data.open == []
}

findings contains finding.pass(id, papers.seen(ids), {"all_of": _items}, papers.pointers(ids) | _silent[id]) if {
	some id, ids in _papers
	not _answers[id]
	count(papers.missing(ids, _items)) == 0
	count(papers.untold(ids, _items)) == 0
}

lacks contains finding.lack(id, "machines_not_seen", unseen) if {
	some id, _ in _papers
	unseen := _machines(id) - object.keys(_met_nothing)
	count(unseen) > 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _papers
	untold := papers.untold(ids, _items)
	count(untold) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in _ending
	some kind in ["decommission", "data_destruction"]
	some code, ids in papers.flaws(kind, "system", id)
}

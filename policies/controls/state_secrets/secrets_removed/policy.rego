# METADATA
# title: Machines that held state secrets leave their use only after the secrets were removed
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-16
#   title_vi: Máy đã dùng cho bí mật nhà nước chỉ chuyển mục đích sử dụng, sửa chữa, thanh lý sau khi đã loại bỏ bí mật nhà nước
#   severity: high
#   part: system
#   subject: system
#   needs: [{kind: evidence.sanitisation}]
#   matters: [{matter: covered_label, against: not_applicable}]
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-117-2025-qh15
#       clause: "Art. 5"
#       force: binding
#       confidence: C
#       addressee: {who: anyone, clause: "1"}
#       condition: unread
#       transition: unread
#     - id: s1
#       role: support
#       instrument: luat-29-2018-qh14
#       clause: "Art. 5(7)"
#       force: binding
#       confidence: A
#       addressee: {who: anyone, clause: "1"}
#       condition: {none: "5(7)"}
#       transition: unread
#   owner_role: operator
#   gates: [migration]
#   rationale: A disk that was sold or sent to repair with secrets on it is a disclosure that no network control sees.
#   rationale_vi: Ổ đĩa còn bí mật nhà nước mà đem thanh lý, sửa chữa là lộ bí mật mà không biện pháp mạng nào phát hiện được.
#   remedy: Remove the secrets from the machine or its disks beyond recovery under the rules of the cipher and secrecy bodies, write minutes for each machine, and enter them; until then keep the machine where it is.
#   remedy_vi: Loại bỏ bí mật nhà nước khỏi máy, ổ đĩa không thể khôi phục theo quy định, lập biên bản từng máy và nhập; trước đó giữ nguyên máy tại chỗ.
#   check_by_hand: Find each machine of the list of assets, and read its minutes before it is carried away.
#   check_by_hand_vi: Đối chiếu từng máy trong danh mục tài sản với biên bản trước khi đưa ra khỏi nơi quản lý.
#   limits:
#     - Machines that were carried away before they were entered; repairs outside, which nobody enters.
#     - How secrets were removed; the item is believed as it was entered. Which clause of the law of 2025 says it was not read; of the law of 2018 it was Art. 5(7).
#   limits_vi:
#     - Máy đã đưa đi trước khi kê khai; việc sửa chữa bên ngoài không được kê khai.
#     - Cách loại bỏ bí mật; tin theo nội dung đã nhập. Chưa đọc được điều khoản của Luật năm 2025 (Luật năm 2018 là khoản 7 Điều 5).
package controls.state_secrets.secrets_removed

import data.lib.estate
import data.lib.finding
import data.lib.moves
import data.lib.papers
import data.lib.subjects

_item := {"irrecoverable"}

_secret contains s.id if {
	some s in input.inventory.systems
	s.declared
	s.label != "none"
}

# The hardware of a machine that is told to be out of use.
_out_of_use[h.system] contains a.id if {
	some a in input.inventory.assets
	a.status in {"retired", "spare"}
	some h in input.inventory.hosts
	h.id == a.host
}

_leaving[id] := {finding.inv("systems", id, "decision")} if {
	some id in _secret
	_goes(estate.systems[id])
}

_leaving[id] := {finding.inv_entry("assets", asset) | some asset in assets} if {
	some id in _secret
	not _goes(estate.systems[id])
	assets := _out_of_use[id]
}

_goes(system) if system.ends == true

_goes(system) if system.moves == true

# Minutes about one machine speak for it; those about the system for what leaves with it, and for its other machines.
_of_machine[a.id] := ids if {
	some a in input.inventory.assets
	ids := papers.newest(papers.about("sanitisation", "host", a.host))
}

_of_system[id] := papers.newest(papers.about("sanitisation", "system", id)) if some id, _ in _leaving

_others[id] := {asset | some asset in machines; not _of_machine[asset]} if some id, machines in _out_of_use

_machines_minutes[id] := {paper | some asset in machines; some paper in _of_machine[asset]} if some id, machines in _out_of_use

_removed[id] := ids | object.get(_machines_minutes, id, set()) if some id, ids in _of_system

_removed[id] := _machines_minutes[id] if {
	some id, _ in _leaving
	not _of_system[id]
	not _goes(estate.systems[id])
	count(_others[id]) == 0
}

# Days since which what leaves now has held secrets: an ending system began to run, a machine out of use was installed.
_held_since[id] contains estate.evidence[start].date_day if {
	some id, _ in _removed
	estate.systems[id].ends == true
	some start in papers.about("go_live", "system", id)
}

_held_since[id] contains a.installed_day if {
	some id, machines in _others
	some a in input.inventory.assets
	machines[a.id]
}

_of_before[id] contains paper if {
	some id, ids in _of_system
	some paper in ids
	some day in _held_since[id]
	estate.evidence[paper].date_day < day
}

_of_before[id] contains paper if {
	some id, machines in _out_of_use
	some a in input.inventory.assets
	machines[a.id]
	some paper in _of_machine[a.id]
	estate.evidence[paper].date_day < a.installed_day
}

findings contains finding.not_applicable(s.id, "none", {finding.inv("systems", s.id, "label")}) if {
	some s in input.inventory.systems
	s.declared
	s.label == "none"
}

findings contains finding.not_applicable(id, estate.systems[id].decision, {finding.inv("systems", id, "decision")}) if {
	some id in _secret
	estate.systems[id].ends == false
	estate.systems[id].moves == false
	not _leaving[id]
}

findings contains finding.pass(id, papers.seen(ids), {"all_of": _item}, papers.pointers(ids) | _leaving[id]) if {
	some id, ids in _removed
	not _of_before[id]
	count(papers.missing(ids, _item)) == 0
	count(papers.untold(ids, _item)) == 0
}

findings contains finding.fail(id, papers.lacking(ids, _item), {"all_of": _item}, papers.pointers(ids) | _leaving[id]) if {
	some id, ids in _removed
	count(papers.missing(ids, _item)) > 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _removed
	untold := papers.untold(ids, _item)
	count(untold) > 0
}

lacks contains finding.lack(id, "papers_out_of_time", older) if {
	some id, older in _of_before
	_leaving[id]
}

lacks contains finding.lack(id, "machines_without_minutes", names) if {
	some id, names in _others
	_leaving[id]
	not _of_system[id]
	count(names) > 0
	count(_machines_minutes[id]) > 0
}

lacks contains finding.lack(id, "move_not_decided", {id}) if {
	some id in _secret
	not _leaving[id]
	moves.undecided[id]
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("sanitisation", "system", id)
}

# METADATA
# title: The record of a system was complete before a wave that it moves in was approved
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-11
#   title_vi: Hồ sơ kiểm kê của hệ thống đã đầy đủ trước khi phê duyệt đợt chuyển
#   severity: high
#   part: estate
#   subject: system
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: qd-1425-qd-ttg
#       clause: "Mẫu số 03"
#       force: recommended
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: s1
#       role: support
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 23(3)(a)-(b)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "24(1)"}
#       condition: {says: "khi xây dựng khung kiến trúc số hoặc thiết kế hệ thống số trong dự án, nhiệm vụ", clause: "24(1)"}
#       transition: {none: "91"}
#   params:
#     fields: {type: object, table: record_fields, origin: legal, stricter: more}
#   observed: {names: when_failed}
#   owner_role: owner
#   gates: [migration]
#   rationale: What nobody wrote down is found on the night of the move, when the line that was forgotten is already cut.
#   rationale_vi: Thông tin không có trong hồ sơ sẽ chỉ phát hiện vào đêm chuyển đổi, khi kết nối bị bỏ sót đã ngắt.
#   remedy: Enter the fields that are named, of the system and of each of its connections, and a task of the roadmap that is about it.
#   remedy_vi: Bổ sung các trường được nêu của hệ thống, của từng kết nối và nhiệm vụ trong lộ trình có hệ thống này.
#   check_by_hand: Lay the three lists of the province beside the inventory and go through this system's rows field by field.
#   check_by_hand_vi: Đối chiếu ba danh mục (đối tượng, kết nối, nhiệm vụ) của tỉnh với bản kê khai, từng trường của hệ thống này.
#   limits:
#     - Fields that the inventory always has (code, name, kind, owner, reach, both ends of a link, its channel); the code in the national register, which CN-39 judges.
#     - Connections that nobody declared. Whether what was entered is true, and whether it was there on the day of the approval; a wave of the inventory counts as approved.
#     - The templates are known from two public programs that follow them, not from the decision itself.
#   limits_vi:
#     - Các trường bản kê khai luôn có (mã, tên, loại, chủ quản, phạm vi, hai đầu kết nối, kênh); mã NAS xét ở CN-39.
#     - Kết nối không được kê khai. Nội dung đã nhập có đúng không, có từ ngày phê duyệt hay không; đợt chuyển có trong bản kê khai được coi là đã phê duyệt.
#     - Các mẫu biết qua hai phần mềm công khai áp dụng mẫu, chưa đối chiếu với quyết định.
package controls.migration.record_complete

import data.lib.estate
import data.lib.finding
import data.lib.moves
import data.lib.papers
import data.lib.subjects

_fields := data.params["MG-11"].fields

_demanded := {field | some fields in _fields; some field in fields}

_expected := {"all_of": _demanded}

_filled[s.id] := ({field | some field in s.filled} | _proof(s.id)) | _task(s.id) if {
	some s in input.inventory.systems
	subjects.declared.system[s.id]
	is_array(s.filled)
}

_proof(id) := {"proof" | _proven[id]}

_task(id) := {"task" | _tasked[id]}

# A paper about the system that holds shows where the rest comes from.
_proven contains system if {
	some by_kind in papers.valid
	some system, _ in by_kind.system
}

_tasked contains system if {
	some t in input.inventory.tasks
	some system in t.systems
}

_of_system := {field | some part in ["object", "task"]; some field in _fields[part]}

_without[id] := fields if {
	some id, filled in _filled
	fields := _of_system - filled
	count(fields) > 0
}

_links_without[l.source][field] contains l.id if {
	some l in input.inventory.links
	_filled[l.source]
	filled := {told | some told in l.filled}
	some field in _fields.connection
	not filled[field]
}

# Fields that say nothing of the system, and by field the connections of which it says nothing.
_missing[id] := object.union(of_system, of_links) if {
	some id, _ in _filled
	of_system := {"missing": fields | fields := _without[id]}
	of_links := {field: links | some field, links in object.get(_links_without, id, {})}
	count(of_system) + count(of_links) > 0
}

# Machines that answer where the system stands and that nobody declared.
_unlisted[id] contains machine if {
	some id, _ in _filled
	some own in estate.systems[id].machines
	some zone in own.zones
	some machine in estate.zones[zone].met_unlisted
}

_waves(id) := {finding.inv("waves", wave, "systems") | some wave in object.get(moves.waves_of, id, set())}

_record(id) := {finding.inv_entry("systems", id)} | {finding.inv_entry("links", link) |
	some link in object.get(_links, id, set())
}

_links[l.source] contains l.id if some l in input.inventory.links

_in_question contains id if {
	some id, _ in _filled
	moves.waves_of[id]
}

_in_question contains id if {
	some id, _ in _filled
	moves.moving[id]
}

# A wave that names it counts for more than a decision that says it stays.
findings contains f if {
	some f in moves.staying
	not moves.waves_of[f[1]]
}

findings contains finding.fail(id, missing, _expected, _record(id) | _waves(id)) if {
	some id, missing in _missing
	moves.waves_of[id]
}

findings contains finding.pass(id, "complete", _expected, _record(id) | _waves(id)) if {
	some id in _in_question
	not _missing[id]
	not _unlisted[id]
}

lacks contains finding.lack(id, "record_not_complete", fields) if {
	some id in _in_question
	not moves.waves_of[id]
	_missing[id]
	fields := object.get(_without, id, set()) | object.keys(object.get(_links_without, id, {}))
}

lacks contains finding.lack(id, "machines_not_listed", machines) if {
	some id in _in_question
	machines := _unlisted[id]
}

lacks contains finding.lack(id, "move_not_decided", {id}) if {
	some id in moves.undecided
	not moves.waves_of[id]
}

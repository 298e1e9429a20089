# METADATA
# title: What was moved is held against what was there before
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-19
#   title_vi: Dữ liệu di chuyển được kiểm tra toàn vẹn trước và sau
#   severity: crit
#   part: estate
#   subject: data_set
#   needs:
#     - {kind: data_manifest, from: any, fields: [complete, rows, sha256, side]}
#     - {kind: data_manifest, from: any, optional: true, fields: [bytes]} # what differs is whole no more; equal ones prove little
#   matters: [{matter: holds_rows, against: pass}]
#   max_age_days: 365
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.16.2.3.3, 3.16.2.2.6"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "khi di chuyển dữ liệu giữa các vật mang tin", clause: "2.2.16.2.3.3"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.16.2.3.3, 3.16.2.2.6"
#       force: recommended
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "hệ thống thông tin lưu trữ tài liệu điện tử; nơi khác chỉ là khuyến nghị của công cụ", clause: "1.1-1.2"}
#       transition: instrument
#   params:
#     days_apart: {type: integer, default: 1, unit: day, origin: ours, stricter: lower}
#   owner_role: data_steward
#   rationale: What is lost on the way is found years later, when the old place is gone; an equal count and an equal digest on both sides show at once that nothing is.
#   rationale_vi: Dữ liệu mất trên đường di chuyển thường nhiều năm sau mới phát hiện, khi nơi cũ không còn; số lượng và mã băm bằng nhau ở hai bên cho biết ngay dữ liệu còn nguyên vẹn.
#   remedy: Count rows and bytes and take the SHA-256 of the agreed dump on the old side, move, do the same on the new side, and import both; where they differ move again before the old side is closed.
#   remedy_vi: Đếm số dòng, số byte và tính SHA-256 của bản kết xuất thống nhất ở bên cũ, di chuyển, làm lại ở bên mới và nhập cả hai; nếu khác nhau thì di chuyển lại trước khi đóng bên cũ.
#   check_by_hand: "On both sides run: sha256sum of the same dump, and select count(*) of each table; lay the results side by side."
#   check_by_hand_vi: "Ở hai bên, chạy: sha256sum cho cùng bản kết xuất và select count(*) từng bảng; đối chiếu kết quả."
#   limits:
#     - What was changed after both sides were counted, and whether the agreed dump holds all that matters.
#     - A move that no wave of the inventory tells of.
#     - That a data set is empty, where the inventory says that it has no rows and both sides count none.
#   limits_vi:
#     - Thay đổi sau khi hai bên đã đếm, và bản kết xuất thống nhất có đủ nội dung cần thiết hay không.
#     - Việc di chuyển không có trong đợt chuyển nào của bản kê khai.
#     - Tập dữ liệu đúng là rỗng hay không, khi bản kê khai ghi 0 bản ghi và cả hai bên đều đếm được 0.
package controls.migration.moved_data_whole

import data.lib.estate
import data.lib.facts
import data.lib.finding

_days_apart := data.params["MG-19"].days_apart

_expected := {"equals": "same_on_both_sides"}

# Counts of a data set by side; a later count of a side replaces the one before.
_counts[o.subject][o.data.side] contains o.id if {
	some o in input.observations.data_manifest
	_carried[o.subject]
	o.data.complete == true
}

_last[id][side] := {count_ | some count_ in counts; facts.observation[count_].observed_day == day} if {
	some id, by_side in _counts
	some side, counts in by_side
	day := max({facts.observation[count_].observed_day | some count_ in counts})
}

# Nights on which a system was moved, as far as they have come; one that is said to be done before its day tells none.
_night[system] contains w.date_day if {
	some w in input.inventory.waves
	w.date_day <= input.context.as_of_day
	some system in w.systems
}

# What the new side counted before the night is a rehearsal, and what it counted whole before it began anew is gone.
_rehearsed contains o.id if {
	some o in input.observations.data_manifest
	o.data.side == "new"
	nights := _night[estate.data_sets[o.subject].system]
	o.observed_day < min(nights)
}

_replaced contains count_ if {
	some id, by_side in _counts
	some count_ in by_side.new
	some age in _ages_in_part[id]
	age < facts.observation[count_].age_seconds
}

_ages_in_part[o.subject] contains o.age_seconds if {
	some o in input.observations.data_manifest
	o.data.side == "new"
	o.data.complete == false
}

_pairs[id] contains [old, new] if {
	some id, by_side in _last
	some old in by_side.old
	some new in by_side.new
	abs(facts.observation[old].observed_day - facts.observation[new].observed_day) <= _days_apart
}

_differs[id][code] contains [old, new] if {
	some id, pairs in _pairs
	some [old, new] in pairs
	some code, field in {"rows_differ": "rows", "bytes_differ": "bytes", "digests_differ": "sha256"}
	before := facts.observation[old].data[field]
	after := facts.observation[new].data[field]
	before != ""
	after != ""
	before != after
}

findings contains finding.fail(id, object.keys(by_code), _expected, {one | some pairs in by_code; some pair in pairs; some one in pair}) if {
	some id, by_code in _differs
}

# Counts alone could be equal by chance, and a digest alone could be of a heading; both are told by both.
findings contains finding.pass(id, "same_on_both_sides", _expected, {old, new}) if {
	some id, pairs in _pairs
	some [old, new] in pairs
	facts.told(old, "rows") > 0
	facts.told(new, "rows") > 0
	not _of_nothing[old]
	not _of_nothing[new]
	_of_the_move(new)
	_same_digest(old, new)
}

# Of a data set that is said to have no rows, two counts of none are believed; otherwise a look at the wrong place tells the same.
findings contains finding.pass(id, "same_on_both_sides", _expected, {old, new, finding.inv("data_sets", id, "rows")}) if {
	some id, pairs in _pairs
	estate.data_sets[id].rows == 0
	some [old, new] in pairs
	facts.told(old, "rows") == 0
	facts.told(new, "rows") == 0
	_of_the_move(new)
	_same_digest(old, new)
}

_of_the_move(new) if {
	not _rehearsed[new]
	not _replaced[new]
}

_same_digest(old, new) if {
	digest := facts.told(old, "sha256")
	digest != ""
	digest == facts.told(new, "sha256")
	facts.usable[old]
	facts.usable[new]
}

# What a rehearsal counts before the night of the move is no move; of that night the waves tell.
alike[finding.all_exempt("not_moved_yet", set(), {"system"})] := {d.id | some d in input.inventory.data_sets; not _moved[d.system]}

# Who reads a source elsewhere, and what stays behind or ends, carries nothing over.
findings contains finding.not_applicable(id, role, {finding.inv("data_sets", id, "role")}) if {
	some id, d in estate.data_sets
	role := d.role
	_read_elsewhere[role]
}

_read_elsewhere := {"cache", "client"}

findings contains finding.not_applicable(id, decision, {finding.inv("data_sets", id, "decision")}) if {
	some id, d in estate.data_sets
	decision := d.decision
	_stays[decision]
}

_stays := {"retain_idc", "retain_isolated", "retire"}

_left contains d.id if {
	some d in input.inventory.data_sets
	_read_elsewhere[d.role]
}

_left contains d.id if {
	some d in input.inventory.data_sets
	_stays[d.decision]
}

_carried contains d.id if {
	some d in input.inventory.data_sets
	_moved[d.system]
	not _left[d.id]
}

_moved contains system if {
	some w in input.inventory.waves
	w.date_day <= input.context.as_of_day
	some system in w.systems
}

_moved contains system if {
	some w in input.inventory.waves
	w.status == "done"
	some system in w.systems
}

lacks contains finding.lack(id, "sides_not_counted", sides) if {
	some id in _carried
	sides := {"old", "new"} - object.keys(object.get(_counts, id, {}))
	count(sides) > 0
}

lacks contains finding.lack(id, "counted_before_the_move", early) if {
	some id, pairs in _pairs
	early := {new | some [_, new] in pairs; _rehearsed[new]}
	count(early) > 0
}

lacks contains finding.lack(id, "counted_in_part_since", names) if {
	some id, pairs in _pairs
	names := {new | some [_, new] in pairs; _replaced[new]}
	count(names) > 0
}

lacks contains finding.lack(id, "digests_not_told", names) if {
	some id, pairs in _pairs
	names := {one | some pair in pairs; some one in pair; not _digested[one]}
	count(names) > 0
}

_digested contains o.id if {
	some o in input.observations.data_manifest
	o.data.sha256 != ""
}

lacks contains finding.lack(id, "rows_not_counted", names) if {
	some id, pairs in _pairs
	names := {one | some pair in pairs; some one in pair; not _counted[one]}
	count(names) > 0
}

_counted contains o.id if {
	some o in input.observations.data_manifest
	is_number(o.data.rows)
}

lacks contains finding.lack(id, "counted_nothing", empty) if {
	some id, pairs in _pairs
	empty := {one | some pair in pairs; some one in pair; _of_nothing[one]}
	count(empty) > 0
}

_of_nothing contains o.id if {
	some o in input.observations.data_manifest
	o.data.rows == 0
}

# SHA-256 of no byte at all, which is what a dump that failed leaves on either side (FIPS 180-4).
_of_nothing contains o.id if {
	some o in input.observations.data_manifest
	o.data.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
}

lacks contains finding.lack(id, "counted_apart", object.keys(by_side)) if {
	some id, by_side in _counts
	count(by_side) > 1
	not _pairs[id]
}

# METADATA
# title: Each master data item has exactly one source
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-13
#   title_vi: Mỗi dữ liệu chủ có một nguồn tin cậy duy nhất
#   severity: high
#   part: estate
#   subject: data_set
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-278-2025-nd-cp
#       clause: "Art. 5(2)"
#       force: binding
#       confidence: B
#       addressee: {who: state_body, clause: "2"}
#       condition: unread
#       transition: unread
#     - id: d2
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 23(5)(b)"
#       force: recommended
#       confidence: A
#       addressee: {who: state_body, clause: "24(1)"}
#       condition: {says: "khi xây dựng khung kiến trúc số hoặc thiết kế hệ thống số trong dự án, nhiệm vụ", clause: "24(1)"}
#       transition: {none: "91"}
#     - id: s1
#       role: support
#       instrument: 384-qd-tw
#       clause: "toàn văn"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#       applies_to: {owners: [party]}
#   owner_role: data_steward
#   gates: [migration]
#   rationale: Where two places may write the same thing, they will one day say different things and nobody can tell which is true.
#   rationale_vi: Khi hai nơi cùng được sửa một dữ liệu, sớm muộn sẽ có hai giá trị khác nhau và không xác định được giá trị đúng.
#   remedy: Agree on the one source, make every other copy read-only and let it read from the source.
#   remedy_vi: Thống nhất một nguồn duy nhất, chuyển các bản sao khác sang chế độ chỉ đọc và lấy dữ liệu từ nguồn.
#   check_by_hand: Find all data sets of the same item in the data catalogue and try to change a record in each copy.
#   check_by_hand_vi: Tìm mọi tập dữ liệu cùng nội dung trong danh mục dữ liệu và thử cập nhật một bản ghi ở từng bản sao.
#   limits:
#     - Copies of a data set that nobody declared.
#   limits_vi:
#     - Bản sao dữ liệu không được kê khai.
package controls.synchronization.one_source

import data.lib.estate
import data.lib.finding
import data.lib.subjects

_expected := {"none_of": {"writable_copy", "two_sources", "no_source"}}

_sources[d.entity] contains d.id if {
	some d in input.inventory.data_sets
	d.role == "system_of_record"
}

# A master that a national database holds is a source too, whoever in the province reads it.
_national[d.entity] contains d.id if {
	some d in input.inventory.data_sets
	d.source_place == "national"
}

# One whose name does not show that it is the nation's may be a source or none.
_perhaps contains d.entity if {
	some d in input.inventory.data_sets
	d.source_place == "unclear"
}

_others := {"copy", "cache", "client"}

_sources_of(set_) := object.get(_sources, set_.entity, set())

_national_of(set_) := object.get(_national, set_.entity, set())

_one_source(set_) if {
	count(_sources_of(set_)) == 1
	count(_national_of(set_)) == 0
}

_one_source(set_) if {
	count(_sources_of(set_)) == 0
	count(_national_of(set_)) > 0
}

_faults[id] contains "writable_copy" if {
	some id in subjects.declared.data_set
	_others[estate.data_sets[id].role]
	estate.data_sets[id].writable == true
}

_faults[id] contains "two_sources" if {
	some id in subjects.declared.data_set
	estate.data_sets[id].role == "system_of_record"
	count(_sources_of(estate.data_sets[id])) > 1
}

_faults[id] contains "two_sources" if {
	some id in subjects.declared.data_set
	estate.data_sets[id].role == "system_of_record"
	count(_national_of(estate.data_sets[id])) > 0
}

_faults[id] contains "no_source" if {
	some id in subjects.declared.data_set
	_others[estate.data_sets[id].role]
	count(_sources_of(estate.data_sets[id])) == 0
	count(_national_of(estate.data_sets[id])) == 0
	not _perhaps[estate.data_sets[id].entity]
}

_own(id) := {finding.inv("data_sets", id, "role"), finding.inv("data_sets", id, "writable"), finding.inv("data_sets", id, "entity")}

_pointers(id) := (_own(id) | _local(id)) | {finding.inv("data_sets", reader, "national_source") |
	some reader in _national_of(estate.data_sets[id])
}

_local(id) := {finding.inv("data_sets", source, "role") | some source in _sources_of(estate.data_sets[id])}

findings contains finding.fail(id, faults, _expected, _pointers(id)) if some id, faults in _faults

findings contains finding.pass(id, estate.data_sets[id].role, _expected, _pointers(id)) if {
	some id in subjects.declared.data_set
	not _faults[id]
	not _perhaps[estate.data_sets[id].entity]
	_one_source(estate.data_sets[id])
	_keeps_to_it(estate.data_sets[id])
}

_keeps_to_it(set_) if set_.role == "system_of_record"

_keeps_to_it(set_) if {
	_others[set_.role]
	set_.writable == false
}

lacks contains finding.lack(id, "not_named_as_national", {"national_source"}) if {
	some id in subjects.declared.data_set
	_perhaps[estate.data_sets[id].entity]
}

# METADATA
# title: The province keeps no master of its own beside a national database that runs at the National Data Center
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-05
#   title_vi: Tỉnh không giữ bản chủ riêng đối với dữ liệu của cơ sở dữ liệu quốc gia vận hành tại Trung tâm dữ liệu quốc gia
#   severity: high
#   part: estate
#   subject: data_set
#   needs:
#     - {kind: exports, optional: true, fields: [last_success_age_seconds, max_updated_age_seconds]} # shows a copy that is written here
#   max_age_days: 30
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
#       instrument: nd-88-2026-nd-cp
#       clause: "Art. 21(3)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "21"}
#       condition: {says: "dữ liệu liên quan về giáo dục và đào tạo do địa phương quản lý", clause: "21(3)"}
#       transition: {none: "24"}
#     - id: s1
#       role: support
#       instrument: nd-88-2026-nd-cp
#       clause: "Art. 15(2)"
#       force: binding
#       confidence: A
#       addressee: {who: ministry, clause: "15(1)"}
#       condition: {none: "15(2)"}
#       transition: {none: "24"}
#     - id: s2
#       role: support
#       instrument: nd-160-2026-nd-cp
#       clause: "Art. 10(6)"
#       force: binding
#       confidence: A
#       addressee: unread
#       condition: {says: "theo lộ trình, điều kiện kỹ thuật và quy định của cơ quan có thẩm quyền", clause: "10(6)"}
#       transition: unread
#     - id: s3
#       role: support
#       instrument: nd-213-2026-nd-cp
#       clause: "Art. 23(6)"
#       force: binding
#       confidence: A
#       addressee: unread
#       condition: {says: "theo lộ trình, điều kiện kỹ thuật và quy định của cơ quan có thẩm quyền", clause: "23(6)"}
#       transition: unread
#   params:
#     databases: {type: set, default: [education, criminal_judgments, detention], origin: term, stricter: more}
#   owner_role: data_steward
#   gates: [migration]
#   rationale: A second master drifts from the nation's, and after the move nobody knows which of the two a pupil's record is.
#   rationale_vi: Bản chủ thứ hai sẽ lệch dần so với cơ sở dữ liệu quốc gia; sau khi chuyển không biết bản nào đúng.
#   remedy: Make the provincial set a reader of the national database, or synchronise what the province creates with it, and close every way to write into a copy.
#   remedy_vi: Chuyển tập dữ liệu của tỉnh thành bản khai thác từ cơ sở dữ liệu quốc gia, hoặc đồng bộ dữ liệu tỉnh tạo lập lên đó; khóa quyền ghi vào bản sao.
#   check_by_hand: Change a record in the provincial set and look for it in the national database a day later.
#   check_by_hand_vi: Cập nhật một bản ghi tại tỉnh, kiểm tra trên cơ sở dữ liệu quốc gia sau một ngày.
#   limits:
#     - Which national database data belong to is believed as declared; data sets of one item are judged by what any of them says. Databases of which no decree is known here, and copies that nobody declared.
#     - That the province keeps no master of its own is a reading; NĐ 88/2026 lets it form specialised databases and has these synchronised, so that one that is synchronised only warns.
#     - The other two decrees have systems of before go on until they are converted, and bind the police and the army first.
#   limits_vi:
#     - Dữ liệu thuộc cơ sở dữ liệu quốc gia nào lấy theo kê khai; các tập dữ liệu cùng nội dung xét chung. Cơ sở dữ liệu chưa biết nghị định và bản sao không kê khai.
#     - Việc tỉnh không giữ bản chủ riêng là cách hiểu; NĐ 88/2026 cho hình thành cơ sở dữ liệu chuyên ngành và phải đồng bộ, nên bản có đồng bộ chỉ cảnh báo.
#     - Hai nghị định còn lại cho hệ thống cũ tiếp tục đến khi chuyển đổi xong và trước hết áp dụng cho công an, quân đội.
package controls.migration.no_second_master

import data.lib.estate
import data.lib.finding
import data.lib.subjects

_expected := {"none_of": {"master_here", "written_here", "not_sent_to_the_nation"}}

_by_decree := {database | some database in data.params["MG-05"].databases}

_set[id] := estate.data_sets[id] if some id in subjects.declared.data_set

# What any set of an item says counts for all of them.
_said[d.entity] contains d.national_database if some d in input.inventory.data_sets

_belongs[id] := names if {
	some id, set_ in _set
	names := object.get(_said, set_.entity, set()) & _by_decree
	count(names) > 0
}

_reads := {"copy", "cache", "client"}

_pointers(id, keys) := {finding.inv("data_sets", id, key) | some key in keys; _set[id][key] != null}

_why(id) := _pointers(id, {"role", "entity", "national_database", "national_source", "writable", "sync"}) | {finding.inv("data_sets", other, "national_database") |
	some other in object.get(_telling, _set[id].entity, set())
}

# Sets that tell where an item belongs.
_telling[d.entity] contains d.id if {
	some d in input.inventory.data_sets
	_by_decree[d.national_database]
}

# Nothing ties it to a database of the nation.
_elsewhere[id] := database if {
	some id, set_ in _set
	database := set_.national_database
	not _by_decree[database]
	not _belongs[id]
	not _at_odds[id]
}

# It says that there is none, and names one that it reads or is synchronised to.
_at_odds[id] if {
	some id, set_ in _set
	set_.national_database == "none"
	not _belongs[id]
	set_.source_place == "national"
}

_at_odds[id] if {
	some id, _ in _belongs
	_said_otherwise[_set[id].national_database]
}

_said_otherwise := {"none", "other"}

_master[id] if {
	some id, _ in _belongs
	_set[id].role == "system_of_record"
}

_written[id] if {
	some id, set_ in _set
	_reads[set_.role]
	set_.writable == true
	_concerned[id]
}

_concerned[id] if _belongs[id]

_concerned[id] if {
	some id, set_ in _set
	not set_.national_database
	set_.source_place == "national"
}

_reader[id] if {
	some id, set_ in _set
	_reads[set_.role]
	set_.writable == false
	set_.source_place == "national"
	_concerned[id]
	not _at_odds[id]
}

# Rows that changed after the last synchronisation that succeeded were not brought by it.
_changed_here[o.subject] contains o.id if {
	some o in input.observations.exports
	o.data.max_updated_age_seconds < o.data.last_success_age_seconds
}

_synchronised(id) if _set[id].sync_place == "national"

# d1: no master, and nothing that is written as one.
findings contains finding.on(finding.warn(id, {"master_here"}, _expected, _why(id)), {"d1"}) if some id, _ in _master

findings contains finding.on(finding.fail(id, {"written_here"}, _expected, _why(id)), {"d1"}) if some id, _ in _written

findings contains finding.on(finding.pass(id, _set[id].role, _expected, _why(id)), {"d1"}) if {
	some id, _ in _reader
	not _changed_here[id]
}

# d2: what the province creates of the nation's data on education goes there too.
findings contains finding.on(finding.fail(id, {"not_sent_to_the_nation"}, _expected, _why(id)), {"d2"}) if {
	some id, _ in _master
	_belongs[id].education
	_set[id].sync_place == "none"
}

findings contains finding.on(finding.pass(id, "sent_to_the_nation", _expected, _why(id)), {"d2"}) if {
	some id, _ in _master
	_belongs[id].education
	_synchronised(id)
}

findings contains finding.on(finding.not_applicable(id, "only_reads", _why(id)), {"d2"}) if some id, _ in _reader

findings contains finding.on(finding.not_applicable(id, "not_education", _why(id)), {"d2"}) if {
	some id, names in _belongs
	not names.education
	not _reader[id]
}

findings contains finding.not_applicable(id, _nowhere(database), _why(id)) if some id, database in _elsewhere

_nowhere(database) := "of_no_national_database" if {
	database == "none"
} else := "of_no_known_decree"

lacks contains finding.lack(id, "changed_since_the_sync", looks) if {
	some id, looks in _changed_here
	_reader[id]
}

lacks contains finding.lack(id, "national_database_not_declared", {id}) if {
	some id, set_ in _set
	not set_.national_database
	not _concerned[id]
}

lacks contains finding.lack(id, "national_database_at_odds", {id}) if some id, _ in _at_odds

lacks contains finding.lack(id, "not_named_as_national", {"national_source"}) if {
	some id, _ in _belongs
	_reads[_set[id].role]
	_set[id].source_place != "national"
}

lacks contains finding.lack(id, "not_named_as_national", {"sync.target"}) if {
	some id, _ in _master
	_belongs[id].education
	_set[id].sync_place == "unclear"
}

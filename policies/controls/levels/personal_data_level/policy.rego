# METADATA
# title: Who serves many people with their personal data is at least level 3
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-04
#   title_vi: Cấp độ phù hợp với số lượng chủ thể dữ liệu cá nhân (từ 100.000 cơ bản hoặc 10.000 nhạy cảm tối thiểu cấp độ 3)
#   severity: high
#   part: estate
#   subject: system
#   matters: [{matter: more_rows, against: pass}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 12(2)(b), 13(2)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "8(2), 10(1)(a)", instrument: luat-116-2025-qh15}
#       condition: {says: "cung cấp dịch vụ trực tuyến khác có xử lý thông tin riêng, thông tin cá nhân", clause: "13(2)(c)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/approval]}
#     - id: d2
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 11(1), 12(1)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "8(2), 10(1)(a)", instrument: luat-116-2025-qh15}
#       condition: {says: "có xử lý thông tin riêng, thông tin cá nhân của người sử dụng", clause: "12(1)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/approval]}
#   observed: {units: {at_least: level}}
#   owner_role: owner
#   gates: [migration]
#   rationale: The personal data of a hundred thousand people, or the sensitive data of ten thousand, in a service for people and enterprises make it level 3; any personal data make level 1 too low.
#   rationale_vi: Hệ thống phục vụ người dân, doanh nghiệp xử lý thông tin cá nhân của từ 100.000 chủ thể dữ liệu cơ bản hoặc 10.000 chủ thể dữ liệu nhạy cảm trở lên là cấp độ 3; đã xử lý thông tin cá nhân thì không thể là cấp độ 1.
#   remedy: Count the data subjects, basic and sensitive apart, enter both numbers, and propose the level that follows from them.
#   remedy_vi: Thống kê riêng số chủ thể dữ liệu cá nhân cơ bản và nhạy cảm, cập nhật vào bản kê khai, lập hồ sơ đề xuất cấp độ tương ứng.
#   check_by_hand: Compare the number of people in the system's tables with the dossier and with the approved level
#   check_by_hand_vi: Đối chiếu số chủ thể dữ liệu trong cơ sở dữ liệu với hồ sơ đề xuất cấp độ và cấp độ đã phê duyệt
#   limits:
#     - Personal data that a system does not declare at all, and people of whom several data sets hold some each.
#   limits_vi:
#     - Dữ liệu cá nhân không được kê khai, và số người nằm rải rác ở nhiều tập dữ liệu.
package controls.levels.personal_data_level

import data.lib.finding
import data.lib.levels

_holders[s.id] := s if {
	some s in input.inventory.systems
	s.personal_data.kind != "none"
}

# Subjects of each kind, where they were counted: apart, or all of them under the kind of the whole. None is no count.
_counted(s, kind) := s.personal_data[kind] if is_number(s.personal_data[kind])

_counted(s, kind) := s.personal_data.subjects if {
	s.personal_data.kind == kind
	not s.personal_data[kind]
	s.personal_data.subjects > 0
}

_many contains id if {
	some id, s in _holders
	some kind, least in levels.many
	_counted(s, kind) >= least
}

# A count is one of the whole only where the kind that the system holds most of all was counted.
_known contains id if {
	some id, s in _holders
	_counted(s, s.personal_data.kind) >= 0
}

# Data sets declared to have more rows than people were told of; what a look counted is against the pass by itself.
_more[d.system] contains d.id if {
	some d in input.inventory.data_sets
	s := _holders[d.system]
	d.rows >= levels.many[s.personal_data.kind]
	d.rows > levels.people(s)
}

_pieces(id) := {finding.inv("systems", id, key) | some key in ["level", "personal_data/kind", "personal_data/subjects", "serves_citizens"]}

findings contains finding.not_applicable(s.id, "none", {finding.inv("systems", s.id, "personal_data/kind")}) if {
	some s in input.inventory.systems
	s.personal_data.kind == "none"
}

findings contains finding.on(finding.fail(id, s.level, {"at_least": 3}, _pieces(id)), {"d1"}) if {
	some id, s in _holders
	levels.serves(s)
	_many[id]
	s.level < 3
}

findings contains finding.on(finding.fail(id, s.level, {"at_least": 2}, _pieces(id)), {"d2"}) if {
	some id, s in _holders
	s.level < 2
}

findings contains finding.pass(id, s.level, {"at_least": 3}, _pieces(id)) if {
	some id, s in _holders
	s.level >= 3
}

# Where there are many, the failure above stands for the first duty, and the second one is met all the same.
findings contains finding.pass(id, s.level, {"at_least": 2}, _pieces(id)) if {
	some id, s in _holders
	s.level == 2
	levels.serves(s)
	_known[id]
	not _more[id]
}

# An internal system may hold the data of everybody at level 2, as long as nothing of it answers from the Internet.
findings contains finding.pass(id, s.level, {"at_least": 2}, _pieces(id)) if {
	some id, s in _holders
	s.level == 2
	not levels.serves(s)
	s.seen_outside == true
	count(s.met_outside) == 0
}

lacks contains finding.lack(id, "subjects_not_counted", {id}) if {
	some id, s in _holders
	s.level == 2
	levels.serves(s)
	not _known[id]
}

lacks contains finding.lack(id, "more_rows_than_subjects", sets) if {
	some id, s in _holders
	s.level == 2
	levels.serves(s)
	sets := _more[id]
}

lacks contains finding.lack(id, "met_from_the_internet", {port | some port in s.met_outside}) if {
	some id, s in _holders
	s.level == 2
	not levels.serves(s)
	count(s.met_outside) > 0
}

lacks contains finding.lack(id, "not_seen_from_the_internet", {id}) if {
	some id, s in _holders
	s.level == 2
	not levels.serves(s)
	s.seen_outside == false
	count(s.met_outside) == 0
}

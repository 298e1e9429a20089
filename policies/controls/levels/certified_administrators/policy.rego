# METADATA
# title: Administrators of systems of level 3 to 5 have the certificate
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-14
#   title_vi: Người trực tiếp quản trị, vận hành hệ thống cấp độ 3, 4, 5 được tập huấn và cấp chứng nhận
#   severity: med
#   part: system
#   subject: system
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 34(2)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "34(2)"}
#       condition: {says: "trừ các cá nhân đã được đào tạo chuyên ngành an ninh mạng", clause: "34(2)"}
#       transition: {rules: [nd-333-2026-nd-cp/certificates-of-administrators]}
#       applies_to: {levels: [3, 4, 5]}
#   observed: {units: {at_least: person}}
#   owner_role: operator
#   rationale: Whoever runs a system of level 3 or more must have been trained in its protection; the decree gives until 19 August 2029.
#   rationale_vi: Người trực tiếp quản trị, vận hành hệ thống cấp độ 3 trở lên phải được tập huấn kiến thức, kỹ năng chuyên sâu về an ninh mạng và được cấp chứng nhận chậm nhất ngày 19/8/2029.
#   remedy: Register the administrators for the training of the Ministry of Public Security, and enter how many have the certificate or a degree in cyber security.
#   remedy_vi: Đăng ký cho người quản trị tham gia tập huấn do Bộ Công an tổ chức; cập nhật số người đã có chứng nhận hoặc đã được đào tạo chuyên ngành an ninh mạng.
#   check_by_hand: Compare the certificates with the list of those who can log in as administrator
#   check_by_hand_vi: Đối chiếu chứng nhận với danh sách người có quyền quản trị hệ thống
#   limits:
#     - Whether the people counted are all who administer the system; no list of accounts is read.
#   limits_vi:
#     - Số người kê khai có đủ mọi người quản trị hay không; không đọc danh sách tài khoản.
package controls.levels.certified_administrators

import data.lib.finding

_pieces(id) := {finding.inv("systems", id, "administrators"), finding.inv("systems", id, "level")}

findings contains finding.fail(s.id, s.administrators.certified, {"at_least": s.administrators.total}, _pieces(s.id)) if {
	some s in input.inventory.systems
	s.level >= 3
	s.administrators.certified < s.administrators.total
}

# Nobody runs by itself: a number of none is one that nobody entered.
findings contains finding.pass(s.id, s.administrators.certified, {"at_least": s.administrators.total}, _pieces(s.id)) if {
	some s in input.inventory.systems
	s.level >= 3
	s.administrators.total > 0
	s.administrators.certified >= s.administrators.total
}

# METADATA
# title: The site of a department or commune is a component of the provincial portal
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-15
#   title_vi: Trang thông tin điện tử của sở, ban, ngành, xã, phường là thành phần của cổng thông tin điện tử tỉnh
#   severity: low
#   part: estate
#   subject: system
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 11(1)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "11(1)"}
#       condition: {says: "nếu có Trang thông tin điện tử", clause: "11(1)"}
#       transition: {none: "91"}
#   owner_role: owner
#   rationale: People look for an agency at the province's portal; a site that is no component of it is found by nobody and kept by nobody.
#   rationale_vi: Trang thông tin điện tử của cơ quan chuyên môn, Ủy ban nhân dân cấp xã phải là thành phần của cổng thông tin điện tử tỉnh để thống nhất quản lý, cung cấp thông tin.
#   remedy: Move the site onto the provincial portal, and enter the portal it is a component of.
#   remedy_vi: Đưa trang thông tin điện tử về làm thành phần của cổng thông tin điện tử tỉnh, cập nhật vào bản kê khai.
#   check_by_hand: Open the portal and look whether the site is one of its pages
#   check_by_hand_vi: Truy cập cổng thông tin điện tử tỉnh, kiểm tra trang của cơ quan có phải trang thành phần
#   limits:
#     - Whether the site runs on the portal's own software; that it stands under the portal's name is judged.
#   limits_vi:
#     - Trang có chạy trên nền tảng của cổng hay không; chỉ xét tên miền nằm dưới tên miền của cổng.
package controls.connectivity.site_of_the_portal

import data.lib.estate
import data.lib.finding

_expected := {"none_of": {"no_provincial_portal", "not_under_its_name"}}

_portals contains s.id if {
	some s in input.inventory.systems
	s.kind == "portal"
	s.scope == "province"
}

_sites[s.id] := s if {
	some s in input.inventory.systems
	s.kind == "portal"
	s.scope != "province"
}

_pieces(id) := {finding.inv("systems", id, "parent_portal"), finding.inv("systems", id, "domains")}

findings contains finding.not_applicable(s.id, s.kind, {finding.inv("systems", s.id, "kind")}) if {
	some s in input.inventory.systems
	s.kind != "portal"
}

findings contains finding.not_applicable(id, "province", {finding.inv("systems", id, "scope")}) if some id in _portals

_faults[id] contains "no_provincial_portal" if {
	some id, s in _sites
	estate.systems[s.parent_portal]
	not _portals[s.parent_portal]
}

# What answers under another name is a site of its own, whatever is written of it.
_faults[id] contains "not_under_its_name" if {
	some id, s in _sites
	_portals[s.parent_portal]
	some name in s.domains
	count(estate.systems[s.parent_portal].domains) > 0
	count([above | some above in estate.systems[s.parent_portal].domains; _under(name, above)]) == 0
}

_under(name, above) if endswith(name, concat("", [".", above]))

_under(name, above) if name == above

findings contains finding.fail(id, faults, _expected, _pieces(id)) if {
	some id, faults in _faults
}

findings contains finding.pass(id, s.parent_portal, _expected, _pieces(id)) if {
	some id, s in _sites
	_portals[s.parent_portal]
	not _faults[id]
	count(s.domains) > 0
	count(estate.systems[s.parent_portal].domains) > 0
}

# METADATA
# title: Portal names follow the fixed pattern under gov.vn
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-14
#   title_vi: Tên miền cổng, trang thông tin điện tử theo đúng mẫu dưới gov.vn
#   severity: med
#   part: system
#   subject: system
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 11(4)(b)-(c)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "11(4)"}
#       condition: {none: "11(4)"}
#       transition: {none: "91"}
#   params:
#     provinces:
#       type: list
#       default: [hanoi, hue, laichau, dienbien, sonla, langson, quangninh, thanhhoa, nghean, hatinh, caobang, tuyenquang, laocai, thainguyen, phutho, bacninh, hungyen, haiphong, ninhbinh, quangtri, danang, quangngai, gialai, khanhhoa, lamdong, daklak, hochiminhcity, dongnai, tayninh, cantho, vinhlong, dongthap, camau, angiang]
#       origin: term
#   owner_role: owner
#   rationale: People tell the real site of the administration from a false one by its name; the decree fixes the pattern so that they can.
#   rationale_vi: Người dân nhận biết trang chính thức của cơ quan nhà nước qua tên miền; nghị định quy định mẫu thống nhất để tránh nhầm lẫn, giả mạo.
#   remedy: Register the name of the pattern, serve the site under it and redirect the old name for a while.
#   remedy_vi: Đăng ký tên miền đúng mẫu, vận hành trang dưới tên miền đó và chuyển hướng tên miền cũ trong thời gian chuyển tiếp.
#   check_by_hand: Compare each name of the site with PROVINCE.gov.vn (province) or UNIT.PROVINCE.gov.vn (department, commune), the province's full name without tones; Hồ Chí Minh City is hochiminhcity.gov.vn. A commune's UNIT is its full name without tones, a department's its name in full or in short.
#   check_by_hand_vi: Đối chiếu từng tên miền với mẫu TÊN_TỈNH.gov.vn (cấp tỉnh) hoặc TÊN_ĐƠN_VỊ.TÊN_TỈNH.gov.vn (sở, xã), tên tỉnh viết đầy đủ, không dấu; Thành phố Hồ Chí Minh là hochiminhcity.gov.vn. Tên xã, phường viết đầy đủ, không dấu; tên sở viết đầy đủ hoặc viết tắt.
#   limits:
#     - Names in use that the inventory does not have.
#   limits_vi:
#     - Tên miền đang dùng nhưng không có trong bản kê khai.
package controls.connectivity.portal_names

import data.lib.estate
import data.lib.finding
import data.lib.subjects

_provinces := {label | some label in data.params["CN-14"].provinces}

_portals[id] := estate.systems[id] if {
	some id in subjects.declared.system
	estate.systems[id].kind == "portal"
	count(estate.systems[id].domains) > 0
}

_of_province(name) if {
	parts := split(name, ".")
	count(parts) == 3
	_provinces[parts[0]]
	array.slice(parts, 1, 3) == ["gov", "vn"]
}

_of_unit(name) if {
	parts := split(name, ".")
	count(parts) == 4
	regex.match(`^[a-z0-9-]+$`, parts[0])
	_of_province(concat(".", array.slice(parts, 1, 4)))
}

# Party bodies are outside the decree's pattern: nothing is said of their sites.
_wrong[id] := {name | some name in system.domains; not _of_province(name); not _of_unit(name)} if {
	some id, system in _portals
	system.scope == "province"
}

_wrong[id] := {name | some name in system.domains; not _of_unit(name)} if {
	some id, system in _portals
	system.scope in {"department", "commune"}
}

_expected("province") := {"any_of": {"PROVINCE.gov.vn", "UNIT.PROVINCE.gov.vn"}}

_expected(scope) := {"any_of": {"UNIT.PROVINCE.gov.vn"}} if scope in {"department", "commune"}

_evidence(id) := {finding.inv("systems", id, "domains"), finding.inv("systems", id, "scope")}

findings contains finding.not_applicable(id, kind, {finding.inv("systems", id, "kind")}) if {
	some id in subjects.declared.system
	kind := estate.systems[id].kind
	kind != "portal"
}

findings contains finding.fail(id, names, _expected(estate.systems[id].scope), _evidence(id)) if {
	some id, names in _wrong
	count(names) > 0
}

findings contains finding.fail(id, names, {"any_of": {"PROVINCE.gov.vn"}}, _evidence(id)) if {
	some id, wrong in _wrong
	count(wrong) == 0
	estate.systems[id].scope == "province"
	names := {name | some name in estate.systems[id].domains}
	count({name | some name in names; _of_province(name)}) == 0
}

findings contains finding.pass(id, names, _expected(scope), _evidence(id)) if {
	some id, wrong in _wrong
	count(wrong) == 0
	scope := estate.systems[id].scope
	names := {name | some name in estate.systems[id].domains}
	_has_main_name(scope, names)
}

_has_main_name("province", names) if {
	some name in names
	_of_province(name)
}

_has_main_name(scope, _) if scope in {"department", "commune"}

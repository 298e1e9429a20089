# METADATA
# title: Services that ministries run return their dossiers' data to the province's dossier system
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-37
#   title_vi: Hệ thống của bộ, ngành đồng bộ thông tin hồ sơ về Hệ thống thông tin giải quyết thủ tục hành chính cấp tỉnh
#   severity: med
#   part: estate
#   subject: link
#   needs:
#     - {kind: exchange_log, from: any, fields: [longest_gap, before_first, covered_seconds, channels]}
#   max_age_days: 31
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 15(1)(h)"
#       force: binding
#       confidence: A
#       addressee: {who: ministry, clause: "15(1)(h)"}
#       condition: {none: "15(1)(h)"}
#       transition: {none: "91"}
#   params:
#     cycle_minutes: {type: integer, default: 1440, unit: minutes, origin: ours, stricter: lower}
#   observed: {units: {at_most: minute}}
#   owner_role: owner
#   rationale: A dossier that somebody filed with a ministry and that the province does not see is answered late and counted nowhere.
#   rationale_vi: Hồ sơ nộp trên hệ thống của bộ mà tỉnh không nhận được thì không theo dõi, không thống kê được.
#   remedy: Ask the ministry that runs the service to send reception and processing data of each dossier to the province's system.
#   remedy_vi: Đề nghị bộ, ngành vận hành dịch vụ đồng bộ thông tin tiếp nhận, giải quyết hồ sơ về hệ thống của tỉnh.
#   check_by_hand: In the log of the platform look for the last call by which the ministry's system sent a dossier.
#   check_by_hand_vi: Trong nhật ký nền tảng, tìm lần gần nhất hệ thống của bộ gửi thông tin hồ sơ.
#   limits:
#     - The duty is the ministry's; the province asks for it, and no figure of the province counts it.
#     - Whether calls carried data of dossiers, and in which direction; a call each day is a number of ours.
#     - Services that reach the dossier system by a link that nobody declared from it, as through the provincial platform.
#   limits_vi:
#     - Trách nhiệm thuộc bộ, ngành; tỉnh đề nghị, không tính vào số liệu của tỉnh.
#     - Giao dịch có mang thông tin hồ sơ hay không và theo chiều nào; mỗi ngày một lần là số của chúng tôi.
#     - Dịch vụ đi vào hệ thống qua kết nối không kê khai trực tiếp, như qua nền tảng chia sẻ của tỉnh.
package controls.connectivity.ministry_feeds

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.links

_most := data.params["CN-37"].cycle_minutes

_outside := {"ministry", "national", "police"}

_dossiers[s.id] if {
	some s in input.inventory.systems
	s.kind == "tthc"
}

_dossiers[s.id] if {
	some s in input.inventory.systems
	count(s.procedures) > 0
}

_kind_at_end[l.id] := estate.organisations[l.target_owner].kind if some l in input.inventory.links

_fed contains id if {
	some id, kind in _kind_at_end
	_outside[kind]
	_dossiers[estate.links[id].source]
}

alike[finding.all_exempt(kind, {finding.inv("systems", source, "kind")}, set())] := ids if {
	some source, ids in _elsewhere
	kind := estate.systems[source].kind
}

_elsewhere[l.source] contains l.id if {
	some l in input.inventory.links
	not _dossiers[l.source]
}

alike[finding.all_exempt(kind, set(), {"target_owner"})] := ids if some kind, ids in _inside

_inside[kind] contains id if {
	some id, kind in _kind_at_end
	not _outside[kind]
}

findings contains finding.pass(id, longest, {"at_most": _most}, evidence | {finding.inv("links", id, "channel")}) if {
	some id in _fed
	evidence := links.logs(id)
	count(evidence) > 0
	every o in evidence {
		links.kept_within(id, o, _most)
	}
	longest := max({links.pause(facts.told(o, "longest_gap"), _most) | some o in evidence})
}

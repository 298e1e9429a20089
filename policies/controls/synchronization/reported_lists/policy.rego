# METADATA
# title: Figures that lists of the inventory tell are those that are reported
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-32
#   title_vi: Số liệu được báo cáo khớp với danh mục trong bản kê khai
#   severity: med
#   part: estate
#   subject: reported_figure
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-09-2019-nd-cp
#       clause: "toàn văn"
#       force: binding
#       confidence: D
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: s1
#       role: support
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 15(1)(b), 15(1)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "15(1)"}
#       condition: {none: "15(1)"}
#       transition: {none: "91"}
#   params:
#     tolerance_permille: {type: integer, default: 1, unit: permille, origin: ours, stricter: lower}
#   owner_role: owner
#   rationale: A figure that nobody can count again is believed until somebody asks; whoever decides by it cannot tell what it rests on.
#   rationale_vi: Số liệu báo cáo không thể đếm lại chỉ được tin cho đến khi có người hỏi; người quyết định theo số liệu không biết số liệu dựa vào đâu.
#   remedy: Count again on the day that the figure speaks of, correct the figure or the inventory, and keep what was counted with the report.
#   remedy_vi: Đếm lại tại ngày của số liệu, sửa số liệu hoặc bản kê khai, lưu kết quả đếm cùng báo cáo.
#   check_by_hand: Export the list of procedures with code and form, or the list of bodies with their connection, and count it.
#   check_by_hand_vi: Xuất danh mục thủ tục kèm mã, biểu mẫu, hoặc danh sách cơ quan kèm kết nối, rồi đếm.
#   limits:
#     - What was counted again is of today; a figure of an earlier day may have been right on that day, which its day beside it shows.
#     - The lists are believed as entered, row by row; no look tells whether a procedure has a form, or from where a body works.
#     - Dossiers filed online and people are counted by nothing that the inventory, an export or a look tells, so that their figures are reported and not shown.
#   limits_vi:
#     - Số đếm lại là của hôm nay; số liệu của ngày trước có thể đúng vào ngày đó, nên ngày của số liệu được nêu kèm.
#     - Danh mục lấy theo kê khai từng dòng; không phép đo nào cho biết thủ tục có biểu mẫu hay không, cơ quan làm việc trên mạng nào.
#     - Hồ sơ nộp trực tuyến và số người không có gì trong bản kê khai, tệp kết xuất, phép đo để đếm lại, nên số liệu chỉ được báo cáo, chưa có căn cứ.
package controls.synchronization.reported_lists

import data.lib.finding
import data.lib.reported

_params := data.params["SY-32"]

_elsewhere := {"databases_connected", "data_created"}

_mine := {r.figure | some r in input.inventory.reported} - _elsewhere

# Procedures by code: whether the national database has it, and whether it has its form; a denial outweighs.
_codes[p.code] contains s.id if {
	some s in input.inventory.systems
	some p in s.procedures
}

_denied[field] contains p.code if {
	some s in input.inventory.systems
	some p in s.procedures
	some field in ["national", "form"]
	p[field] == false
}

_affirmed[field] contains p.code if {
	some s in input.inventory.systems
	some p in s.procedures
	some field in ["national", "form"]
	p[field] == true
}

_no(field) := object.get(_denied, field, set())

_yes(field) := object.get(_affirmed, field, set()) - _no(field)

_open(field) := (object.keys(_codes) - _yes(field)) - _no(field)

_counts.procedures_published := {
	"least": count(_yes("national")), "most": count(_yes("national")) + count(_open("national")),
	"untold": _open("national"), "pieces": _listed,
} if {
	count(_codes) > 0
}

_counts.procedures_with_form := {
	"least": reported.share(count(_yes("form")), count(_codes)), "most": reported.share(count(_yes("form")) + count(_open("form")), count(_codes)),
	"untold": _open("form"), "pieces": _listed,
} if {
	count(_codes) > 0
}

_listed := {finding.inv("systems", system, "procedures") | some systems in _codes; some system in systems}

# Bodies of the Party that work: those with premises on its network, those with premises elsewhere only, and those of which nobody told.
_bodies := {o.id | some o in input.inventory.organisations; o.kind == "party"; o.status == "active"}

_premises[s.organisation] contains s.id if {
	some s in input.inventory.sites
	_bodies[s.organisation]
}

_networked := {n.zone | some n in input.inventory.networks}

_on_wan contains z.site if {
	some z in input.inventory.zones
	z.kind == "party_wan"
	_networked[z.id]
}

_on_wan contains c.site if {
	some c in input.inventory.circuits
	c.network == "party_wan"
}

_joined := {body | some body, sites in _premises; some site in sites; _on_wan[site]}

_homeless := {body | some body in _bodies; not _premises[body]}

_counts.party_bodies_on_wan := {
	"least": reported.share(count(_joined), count(_bodies)), "most": reported.share(count(_joined) + count(_homeless), count(_bodies)),
	"untold": _homeless, "pieces": {finding.inv_entry("sites", site) | some sites in _premises; some site in sites},
} if {
	count(_premises) > 0
}

findings contains one if some one in reported.others(_mine)

findings contains finding.warn(id, reported.seen(r, counted), reported.expected, {reported.pointer(id)} | counted.pieces) if {
	some id, r in reported.figures
	counted := _counts[r.figure]
	reported.differs(r, counted, _params.tolerance_permille)
}

findings contains finding.pass(id, reported.seen(r, counted), reported.expected, {reported.pointer(id)} | counted.pieces) if {
	some id, r in reported.figures
	counted := _counts[r.figure]
	not reported.differs(r, counted, _params.tolerance_permille)
	count(counted.untold) == 0
}

lacks contains finding.lack(id, "reported_without_day", {id}) if some id in reported.without_day

lacks contains finding.lack(id, "reported_of_tomorrow", {id}) if some id in reported.of_tomorrow

lacks contains finding.lack(id, "reported_not_shown", {r.figure}) if {
	some id, r in reported.figures
	not _counts[r.figure]
}

lacks contains finding.lack(id, "counted_in_part", counted.untold) if {
	some id, r in reported.figures
	counted := _counts[r.figure]
	count(counted.untold) > 0
}

# METADATA
# title: The network diagram is as young as the level asks, and nothing was met that no dossier knows
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: NW-14
#   title_vi: Sơ đồ mạng được cập nhật theo chu kỳ của cấp độ, không có máy, kết nối ngoài hồ sơ
#   severity: med
#   part: system
#   subject: system
#   needs: [{kind: evidence.network_diagram}]
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.12"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.13.2.1.3"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "3.13.2.1"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 22(3)(d)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "22(3)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/approval]}
#   params:
#     months: {type: object, table: diagram_months, unit: months, origin: legal, stricter: lower}
#     archive_months: {type: integer, default: 6, unit: months, origin: legal, stricter: lower}
#   observed: {units: {at_most: day}}
#   owner_role: operator
#   rationale: Whoever defends a network by an old drawing defends another network; what was plugged in since stands behind no wall that anybody planned.
#   rationale_vi: Sơ đồ cũ thì phương án bảo vệ dựa trên một mạng khác; thiết bị nối thêm không nằm trong phương án nào.
#   remedy: Walk the network, draw what is there, put the drawing into force with number and day, and take unlisted machines and lines out or into the dossier.
#   remedy_vi: Rà soát thực tế, cập nhật, ban hành sơ đồ mạng; máy, đường kết nối ngoài hồ sơ thì gỡ bỏ hoặc bổ sung vào hồ sơ; nhập số, ngày.
#   check_by_hand: Take the drawing along and compare every cable that leaves the rack, every zone and every address range with it.
#   check_by_hand_vi: Mang sơ đồ đối chiếu tại chỗ từng đường kết nối ra khỏi tủ thiết bị, từng vùng mạng, dải địa chỉ.
#   limits:
#     - What the drawing shows; its day is judged. Machines, tunnels, modems and addresses that no dossier knows speak against it where they were met.
#   limits_vi:
#     - Nội dung sơ đồ; chỉ xét ngày. Máy, đường hầm, thiết bị di động, địa chỉ ngoài hồ sơ nếu phát hiện là căn cứ bác bỏ.
package controls.network.diagram_current

import data.lib.against
import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_months.d1[id] := data.params["NW-14"].months[format_int(estate.systems[id].level, 10)] if some id in subjects.declared.system

_months.d2[id] := data.params["NW-14"].archive_months if some id in subjects.declared.system

_diagrams[id] := papers.newest(papers.about("network_diagram", "system", id)) if some id in subjects.declared.system

_drawn_on(id) := max({estate.evidence[diagram].date_day | some diagram in _diagrams[id]})

_oldest(duty, id) := input.context.months_ago[format_int(_months[duty][id], 10)]

_most(duty, id) := input.context.as_of_day - _oldest(duty, id)

# Machines that answer where the system stands and that nobody declared.
_unlisted[id] contains machine if {
	some id in subjects.declared.system
	some own in estate.systems[id].machines
	some zone in own.zones
	some machine in estate.zones[zone].met_unlisted
}

# Its own machines with a tunnel, a modem, a card or an address that no dossier knows.
_led_on[id] contains machine.id if {
	some id in subjects.declared.system
	some machine in estate.systems[id].machines
	some matter in ["own_line", "second_leg", "unnamed_link"]
	against.by_matter[matter].host[machine.id]
}

findings contains finding.on(finding.pass(id, papers.aged(ids), {"at_most": _most(duty, id)}, papers.pointers(ids)), {duty}) if {
	some id, ids in _diagrams
	some duty, _ in _months
	_drawn_on(id) >= _oldest(duty, id)
	not _unlisted[id]
	not _led_on[id]
}

findings contains finding.on(finding.fail(id, papers.aged(ids), {"at_most": _most(duty, id)}, papers.pointers(ids)), {duty}) if {
	some id, ids in _diagrams
	some duty, _ in _months
	_drawn_on(id) < _oldest(duty, id)
}

lacks contains finding.lack(id, "machines_not_listed", machines) if some id, machines in _unlisted

lacks contains finding.lack(id, "lines_not_listed", machines) if some id, machines in _led_on

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("network_diagram", "system", id)
}

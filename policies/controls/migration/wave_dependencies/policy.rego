# METADATA
# title: No wave breaks a hard dependency
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-12
#   title_vi: Đợt chuyển không làm đứt phụ thuộc bắt buộc giữa các hệ thống
#   severity: high
#   part: estate
#   subject: wave
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 23(3)"
#       force: recommended
#       confidence: A
#       addressee: {who: state_body, clause: "24(1)"}
#       condition: {says: "khi xây dựng khung kiến trúc số hoặc thiết kế hệ thống số trong dự án, nhiệm vụ", clause: "24(1)"}
#       transition: {none: "91"}
#   observed: {names: always, asks_names: true}
#   owner_role: planner
#   gates: [migration]
#   rationale: A system that cannot work without another must not move before it, unless a tested bridge joins the two places; the decree asks for the relations, the test of the graph is ours.
#   rationale_vi: Hệ thống phụ thuộc bắt buộc vào hệ thống khác thì không được chuyển trước, trừ khi có cầu kết nối đã kiểm thử; nghị định yêu cầu thể hiện quan hệ kết nối, phép kiểm tra đồ thị do công cụ đề xuất.
#   remedy: Put both systems in one wave, move the other one earlier, or build and test a bridge and enter the minutes.
#   remedy_vi: Xếp hai hệ thống cùng một đợt, chuyển hệ thống kia trước, hoặc xây dựng, kiểm thử cầu kết nối và nhập biên bản.
#   check_by_hand: Draw the hard links of each system of the wave and mark the wave of the other end.
#   check_by_hand_vi: Vẽ các kết nối bắt buộc của từng hệ thống trong đợt và ghi đợt chuyển của đầu bên kia.
#   limits:
#     - Dependencies that nobody declared as a link.
#   limits_vi:
#     - Phụ thuộc không được kê khai thành kết nối.
package controls.migration.wave_dependencies

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_waves[w.id] := w if {
	some w in input.inventory.waves
	subjects.declared.wave[w.id]
}

_in_wave[system] contains w.id if {
	some w in input.inventory.waves
	some system in w.systems
}

# A link that does not say whether it is hard counts as hard.
_hard[wave] contains l.id if {
	some l in input.inventory.links
	object.get(l, "hard", true) == true
	some wave in _in_wave[l.source]
}

_moves_in_time(wave, target) if {
	some other in _in_wave[target]
	_waves[other].date_day <= _waves[wave].date_day
}

_bridge_result[l.id] := estate.evidence[l.bridge].result if {
	some l in input.inventory.links
	_tested(l)
}

_tested(l) if papers.about("bridge_test", "link", l.id)[l.bridge]

_tested(l) if {
	some end in ["source", "target"]
	papers.about("bridge_test", "system", l[end])[l.bridge]
}

_kept(_, link) if {
	link.external != ""
	not link.target
}

_kept(wave, link) if _moves_in_time(wave, link.target)

_kept(_, link) if _bridge_result[link.id] == "passed"

_broken[wave] contains id if {
	some wave, ids in _hard
	some id in ids
	link := estate.links[id]
	link.target != ""
	not _kept(wave, link)
	object.get(_bridge_result, id, "absent") != "none" # tested, but nobody entered how it went: neither kept nor broken
}

_pointers(ids) := {finding.inv_entry("links", id) | some id in ids}

_bridges(ids) := {finding.inv_entry("evidence", estate.links[id].bridge) | some id in ids; _bridge_result[id]}

findings contains finding.not_applicable(id, set(), {finding.inv("waves", id, "systems")}) if {
	some id, wave in _waves
	count(wave.systems) == 0
}

findings contains finding.fail(id, broken, {"none_of": _hard[id]}, _pointers(broken) | _bridges(broken)) if {
	some id, broken in _broken
	_waves[id]
}

findings contains finding.pass(id, set(), {"none_of": ids}, evidence) if {
	some id, wave in _waves
	count(wave.systems) > 0
	ids := object.get(_hard, id, set())
	every link in ids {
		_kept(id, estate.links[link])
	}
	evidence := ({finding.inv("waves", id, "systems")} | _pointers(ids)) | _bridges(ids)
}

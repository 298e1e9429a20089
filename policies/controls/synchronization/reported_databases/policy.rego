# METADATA
# title: As many databases exchange with the nation as are reported
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-30
#   title_vi: Số cơ sở dữ liệu được báo cáo là đã kết nối khớp với số cơ sở dữ liệu có đồng bộ thực tế
#   severity: med
#   part: estate
#   subject: reported_figure
#   needs:
#     - {kind: exports, from: any, optional: true, fields: [last_success_age_seconds]} # one session is enough for a database, and the policy holds each against its own
#   max_age_days: 31
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
#       instrument: nq-214-nq-cp
#       clause: "toàn văn"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     kinds: {type: set, default: [database], origin: ours}
#     longest_silence_days: {type: integer, default: 31, unit: days, origin: ours, stricter: lower}
#   owner_role: owner
#   rationale: A figure that nobody can count again is believed until somebody asks; whoever decides by it cannot tell what it rests on.
#   rationale_vi: Số liệu báo cáo không thể đếm lại chỉ được tin cho đến khi có người hỏi; người quyết định theo số liệu không biết số liệu dựa vào đâu.
#   remedy: Count again on the day that the figure speaks of, correct the figure or the inventory, and keep what was counted with the report.
#   remedy_vi: Đếm lại tại ngày của số liệu, sửa số liệu hoặc bản kê khai, lưu kết quả đếm cùng báo cáo.
#   check_by_hand: List the databases, and for each the time of its last successful session with the national system; count those of the last month.
#   check_by_hand_vi: Lập danh sách cơ sở dữ liệu, với mỗi cơ sở dữ liệu ghi thời điểm phiên đồng bộ thành công gần nhất với hệ thống quốc gia; đếm số có phiên trong một tháng.
#   limits:
#     - What was counted again is of today; a figure of an earlier day may have been right on that day, which its day beside it shows.
#     - Whether what was exchanged went to the nation; the inventory says where it goes, the export that it went.
#   limits_vi:
#     - Số đếm lại là của hôm nay; số liệu của ngày trước có thể đúng vào ngày đó, nên ngày của số liệu được nêu kèm.
#     - Dữ liệu đồng bộ có đến hệ thống quốc gia hay không; nơi đến theo kê khai, phiên thành công theo tệp kết xuất.
package controls.synchronization.reported_databases

import data.lib.facts
import data.lib.finding
import data.lib.reported

_params := data.params["SY-30"]

_kinds := {kind | some kind in _params.kinds}

_databases := {s.id | some s in input.inventory.systems; _kinds[s.kind]}

_national := {o.id | some o in input.inventory.organisations; o.kind in {"national", "ministry"}}

_leads_to_the_nation(l) if l.channel in {"ndop", "ldop_to_ndop", "ndxp"}

_leads_to_the_nation(l) if _national[l.organisation]

# What the inventory says of the way of each database to the nation.
_ways[system] contains finding.inv_entry("links", l.id) if {
	some l in input.inventory.links
	_leads_to_the_nation(l)
	some end in ["source", "target"]
	system := l[end]
	_databases[system]
}

_ways[d.system] contains finding.inv("data_sets", d.id, "sync") if {
	some d in input.inventory.data_sets
	_databases[d.system]
	d.sync_place == "national"
}

_most_seconds := _params.longest_silence_days * 86400

# A copy of what another system of the province holds is filled by that one: its session says nothing of the nation.
_is_exchanged(d) if d.role == "system_of_record"

_is_exchanged(d) if d.sync_place == "national"

_is_exchanged(d) if d.source_place == "national"

# Exports that show a session of the last time.
_sessions[d.system] contains o if {
	some d in input.inventory.data_sets
	_ways[d.system]
	_is_exchanged(d)
	some o in facts.sound(d.id, "exports", "any")
	age := facts.observation[o].data.last_success_age_seconds
	age >= 0
	age <= _most_seconds
}

_counted := {"least": count(_sessions), "most": count(_ways)} if count(_ways) > 0

_silent := {system | some system, _ in _ways; not _sessions[system]}

_pieces(id) := ({reported.pointer(id)} | {way | some ways in _ways; some way in ways}) | {o | some looks in _sessions; some o in looks}

findings contains one if some one in reported.others({"databases_connected"})

findings contains finding.warn(id, reported.seen(r, _counted), reported.expected, _pieces(id)) if {
	some id, r in reported.figures
	r.figure == "databases_connected"
	reported.differs(r, _counted, 0)
}

findings contains finding.pass(id, reported.seen(r, _counted), reported.expected, _pieces(id)) if {
	some id, r in reported.figures
	r.figure == "databases_connected"
	not reported.differs(r, _counted, 0)
	every system, _ in _ways {
		_sessions[system]
	}
}

lacks contains finding.lack(id, "reported_without_day", {id}) if some id in reported.without_day

lacks contains finding.lack(id, "reported_of_tomorrow", {id}) if some id in reported.of_tomorrow

lacks contains finding.lack(id, "reported_not_shown", {r.figure}) if {
	some id, r in reported.figures
	not _counted
}

lacks contains finding.lack(id, "counted_in_part", _silent) if {
	some id, _ in reported.figures
	count(_silent) > 0
}

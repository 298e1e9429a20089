# METADATA
# title: What the approved level dossier promises is in place
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-23
#   title_vi: Biện pháp nêu trong phương án của hồ sơ cấp độ đã phê duyệt được triển khai đúng thực tế
#   severity: high
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.level_dossier}
#     - {kind: evidence.level_approval}
#     - {kind: password_policy, from: self, optional: true, fields: [min_length, lock_after, idle_seconds]} # each of these where the plan promises it
#     - {kind: logging, from: self, optional: true, fields: [retention_days, remote_targets]}
#     - {kind: sshd_config, from: self, optional: true, fields: [authentication_methods, password_authentication, keyboard_interactive, public_key, ports]}
#     - {kind: time_config, from: self, optional: true, fields: [synchronised, source]}
#     - {kind: ports, from: any, optional: true, fields: [open, refused, silent]} # a door, and an opening that no line of the matrix lists
#     - {kind: services, from: any, optional: true, fields: [services]}
#     - {kind: listening, from: self, optional: true, fields: [sockets]}
#     - {kind: reach, from: any, optional: true, fields: [answered, control, ipv4, ipv6, to_zone, tried]} # where a document has tries between zones
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # what gets from other zones to those of the system
#   max_age_days: 31
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(6)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "hệ thống xây dựng mới, mở rộng hoặc nâng cấp", clause: "30(6)"}
#       transition: {rules: [nd-331-2026-nd-cp/measures]}
#       applies_to: {started_since: 2026-08-19}
#     - id: d2
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 10(1)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "10(3)-(5)"}
#       condition: {none: "10(3)"}
#       transition: {none: "45"}
#     - id: s1
#       role: support
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 7(1), 23(1)(d)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "23(1)"}
#       transition: {none: "81(1)"}
#   params:
#     measures: {type: object, table: promised_measures, origin: ours}
#     admin_ports: {type: set, table: admin_ports, origin: ours, stricter: more} # by which ways a second factor is to be asked for, as AC-05 has them
#     windows_ports: {type: set, default: [tcp/3389, tcp/5985, tcp/5986], origin: ours, stricter: more}
#   owner_role: operator
#   rationale: The level was approved because of the plan; a measure that stands on paper alone protects nobody, and whoever approved it relied on it.
#   rationale_vi: Cấp độ được phê duyệt trên cơ sở phương án; biện pháp chỉ có trên giấy thì không bảo vệ được hệ thống, quyết định phê duyệt không còn căn cứ.
#   remedy: Put the measure in place as the plan has it, or propose a changed plan with a new risk assessment and have it approved; enter what the approved plan promises.
#   remedy_vi: Triển khai biện pháp đúng phương án, hoặc đánh giá lại rủi ro, trình phê duyệt phương án điều chỉnh; nhập các biện pháp nêu trong phương án đã phê duyệt.
#   check_by_hand: Go through the plan of the dossier measure by measure, and compare each number in it with the settings of the machines and the minutes of what is done again and again.
#   check_by_hand_vi: Rà soát từng biện pháp trong phương án của hồ sơ cấp độ, đối chiếu số liệu với cấu hình máy chủ và biên bản các công việc định kỳ.
#   limits:
#     - What the plan promises is believed as it was entered; whether it promises less than the law asks for is told by the controls of the law.
#     - Zones and walls are shown by what every declared machine that joins two zones lets through; what joins them and is no declared machine is seen by nobody.
#     - Measures that only other controls look at, as no way to the Internet, encrypted access and central monitoring, are never shown here; where a fact breaks one of them it fails.
#   limits_vi:
#     - Nội dung phương án lấy theo kê khai; phương án thấp hơn yêu cầu của pháp luật do các kiểm soát tương ứng xét.
#     - Phân vùng, tường lửa kết luận theo những gì các thiết bị đã kê khai nối hai vùng cho qua; thiết bị nối vùng chưa kê khai thì không thấy được.
#     - Biện pháp do kiểm soát khác xem xét (không kết nối Internet, mã hóa truy cập, giám sát tập trung) không kết luận đạt tại đây; có dữ kiện vi phạm thì kết luận chưa đạt.
package controls.levels.promises_kept

import data.lib.administration
import data.lib.against
import data.lib.crossing
import data.lib.estate
import data.lib.factors
import data.lib.facts
import data.lib.finding
import data.lib.kept_apart
import data.lib.logins
import data.lib.logs
import data.lib.papers
import data.lib.subjects

_controls := data.params["LV-23"].measures

_approvals[id] := papers.newest(papers.about("level_approval", "system", id)) if some id in subjects.declared.system

# Dossiers that an approval of their day or a later one can be about; one that waits for its approval binds nobody yet.
_approved[id] contains dossier if {
	some id, approvals in _approvals
	some dossier in papers.about("level_dossier", "system", id)
	some approval in approvals
	estate.evidence[dossier].date_day <= estate.evidence[approval].date_day
}

_dossiers[id] := papers.newest(approved) if some id, approved in _approved

# Of two dossiers of one day each promise binds.
_promised[id][measure] contains value if {
	some id, dossiers in _dossiers
	some dossier in dossiers
	some measure, value in estate.evidence[dossier].promises
	_controls[measure]
	value != false
}

# Whoever entered it says that nothing of the plan is left out, and that each measure had a word.
_entered_whole contains id if {
	some id, dossiers in _dossiers
	count({dossier |
		some dossier in dossiers
		estate.evidence[dossier].promises.whole == true
		estate.evidence[dossier].promises.others == 0
	}) == count(dossiers)
}

_machines[id] := machines if {
	some id in subjects.declared.system
	machines := {machine.id | some machine in estate.systems[id].machines}
	count(machines) > 0
}

# A promise as what is found is held against it: months in days.
_bound(measure, months) := logs.days(months, _days_per_month) if measure == "log_months"

else := input.context.as_of_day - _oldest(months) if _minutes[measure]

else := months

_days_per_month := 30

_oldest(months) := input.context.months_ago[format_int(months, 10)]

_at_most := object.keys(_minutes) | {"idle_seconds", "lock_after"}

_expected(measure, true) := {"all_of": {measure}}

_expected(measure, value) := {_side(measure): {measure: _bound(measure, value)}} if value != true

_side(measure) := "at_most" if _at_most[measure]

else := "at_least"

# What is found against a promise, by measure and number: what was met, and the piece that shows it.

_breaks[id][measure][value] contains [told, look] if {
	some id, machines in _machines
	some measure, by_machine in _told
	some value in _promised[id][measure]
	some machine in machines
	some look, told in by_machine[machine]
	not _keeps(measure, told, value)
}

_told.password_length[o.subject][o.id] := o.data.min_length if some o in input.observations.password_policy

_told.lock_after[o.subject][o.id] := o.data.lock_after if some o in input.observations.password_policy

_told.idle_seconds[o.subject][o.id] := o.data.idle_seconds if some o in input.observations.password_policy

_keeps("password_length", told, value) if told >= value

# Nought is never.
_keeps(measure, told, value) if {
	_at_most[measure]
	told > 0
	told <= value
}

_breaks[id].log_months[value] contains [kept.days, piece] if {
	some id, machines in _machines
	some value in _promised[id].log_months
	some look, kept in logs.longest
	machines[facts.observation[look].subject]
	kept.days < _bound("log_months", value)
	some piece in kept.looks
}

# Whoever collects the logs of others keeps them itself.
_breaks[id].central_logs[true] contains ["kept_here_only", look] if {
	some id, machines in _machines
	_promised[id].central_logs
	some machine in machines
	not _collectors[machine]
	some look in facts.seen(machine, "logging")
	logs.kept_here_only[look]
}

_collectors := object.get(estate.in_role, "log_collector", set())

_breaks[id][measure][true] contains [code, look] if {
	some id, machines in _machines
	some measure, [code, by_machine] in _counter
	_promised[id][measure]
	some machine in machines
	some look in by_machine[machine]
}

_counter := {
	"no_plain_services": ["plain_text", against.by_matter.insecure_service.host],
	"synchronised_clocks": ["not_synchronised", _wrong_clocks],
	"no_internet": ["way_out", against.by_matter.way_out.host],
	"second_factor": ["one_factor", _weak_doors],
	"firewall": ["opened_beside_the_matrix", _let_through],
}

_wrong_clocks[machine] contains look if {
	some machine, looks in against.free_clock
	some look in looks
}

_wrong_clocks[o.subject] contains o.id if {
	some o in input.observations.time_config
	o.data.synchronised == false
}

# A statement in force says that a gate before the machine asks for the second one.
_weak_doors[o.subject] contains o.id if {
	some o in input.observations.sshd_config
	administration.ssh[o.subject]
	factors.weak(o.data.authentication_methods, o.data)
	count(papers.about("mfa_statement", "host", o.subject) | papers.about("mfa_statement", "system", estate.hosts[o.subject].system)) == 0
}

_let_through[machine] contains look if {
	some machine, by_zone in crossing.unlisted
	some by_port in by_zone
	some looks in by_port
	some look in looks
}

# Walls that open to the zone of a machine what no line of the matrix lists, and those that let all of another zone through.
_breaks[id].firewall[true] contains ["opened_beside_the_matrix", look] if {
	some id, zones in _zones
	_promised[id].firewall
	some zone in zones
	some other in _around[zone]
	some look, _ in kept_apart.opened[other][zone]
}

_breaks[id].network_zones[true] contains ["everything_let_through", look] if {
	some id, zones in _zones
	_promised[id].network_zones
	some zone in zones
	some other in _around[zone]
	some look in kept_apart.all_through[other][zone]
}

_zones[id] contains zone if {
	some id, machines in _machines
	some machine in machines
	some zone in facts.zones_of[machine]
}

# Zones beside each one in which a machine stands.
_around[zone] := others if {
	some _, zones in _zones
	some zone in zones
	others := {other.id |
		some other in input.inventory.zones
		other.id != zone
		other.domain == estate.zones[zone].domain
	}
}

_breaks[id].backup_copies[value] contains [copies, finding.inv("systems", id, "backups")] if {
	some id, copies in _copies
	some value in _promised[id].backup_copies
	copies < value
}

_copies[s.id] := count({copy.id | some copy in s.backups}) if {
	some s in input.inventory.systems
	count(s.backups) > 0
}

# Of what is done again and again the newest paper that tells of the whole of it, and of restores of one that succeeded.
_minutes := {
	"restore_months": {"kind": "restore_test", "items": [], "results": {"passed"}},
	"scan_months": {"kind": "vulnerability_scan", "items": ["whole_system"], "results": _any},
	"penetration_months": {"kind": "penetration_test", "items": [], "results": _any},
	"account_review_months": {"kind": "account_review", "items": ["accounts_reviewed", "rights_reviewed"], "results": _any},
	"log_review_months": {"kind": "log_review", "items": [], "results": _any},
}

_any := {"passed", "failed", "none"}

_done[id][measure] := papers.newest({paper |
	some paper in papers.about(minutes.kind, "system", id)
	minutes.results[estate.evidence[paper].result]
	count({item | some item in minutes.items; estate.evidence[paper].items[item] == true}) == count(minutes.items)
}) if {
	some id in subjects.declared.system
	some measure, minutes in _minutes
}

_done_on(ids) := max({estate.evidence[id].date_day | some id in ids})

_breaks[id][measure][value] contains [input.context.as_of_day - _done_on(done), piece] if {
	some id, by_measure in _done
	some measure, done in by_measure
	some value in _promised[id][measure]
	_done_on(done) < _oldest(value)
	some piece in papers.pointers(done)
}

_breaks[id].restore_months[value] contains ["failed", piece] if {
	some id, failed in _failed
	some value in _promised[id].restore_months
	some piece in papers.pointers(failed)
}

_failed[id] := papers.failed(papers.newest(papers.about("restore_test", "system", id))) if {
	some id in subjects.declared.system
}

# What binds a system that is new, enlarged or upgraded is its plan. Of others the law says that they take measures; that these are the ones of
# their plans nobody here has read.
findings contains finding.on(finding.fail(id, fault.observed, fault.expected, fault.evidence), {"d1"}) if {
	some id, faults in _faults
	some fault in faults
}

findings contains finding.on(finding.warn(id, fault.observed, fault.expected, fault.evidence), {"d2"}) if {
	some id, faults in _faults
	some fault in faults
}

_faults[id] contains fault if {
	some id, by_measure in _breaks
	some measure, by_value in by_measure
	some value, found in by_value
	fault := {
		"observed": object.union(papers.faulted(_dossiers[id], {measure}), {"met": {met | some [met, _] in found}}),
		"expected": _expected(measure, value),
		"evidence": ({piece | some [_, piece] in found} | papers.pointers(_dossiers[id] | _approvals[id])),
	}
}

# What shows that a promise is kept: of each machine, or by papers and declared copies.

_shown[id][measure] := looks if {
	some id, machines in _machines
	some measure, by_machine in _told
	values := _promised[id][measure]
	machines == {machine | some machine in machines; _is_set(measure, machine, values)}
	looks := {look | some machine in machines; some look in facts.sound(machine, "password_policy", "self")}
}

_is_set(measure, machine, values) if {
	looks := facts.sound(machine, "password_policy", "self")
	count(looks) > 0
	every look in looks {
		told := _told[measure][machine][look]
		every value in values {
			_keeps(measure, told, value)
		}
	}
}

_shown[id].log_months := looks if {
	some id, machines in _machines
	least := max({_bound("log_months", value) | some value in _promised[id].log_months})
	machines == {machine | some machine in machines; _kept(machine, least)}
	looks := {look | some machine in machines; some look in _kept(machine, least)}
}

# The fewest readings that show it.
_kept(machine, least) := sort([[count(way.readings), way.readings] | some way in logs.ways[machine]; way.days >= least])[0][1]

_shown[id].central_logs := looks if {
	some id, machines in _machines
	_promised[id].central_logs
	machines == {machine | some machine in machines; _sends(machine)}
	looks := {look | some machine in machines; some look in facts.sound(machine, "logging", "self")}
}

# To a declared machine that is another one: one may send them to itself, and to where nobody takes them.
_sends(machine) if {
	looks := facts.sound(machine, "logging", "self")
	count(looks) > 0
	every look in looks {
		some target in facts.told(look, "remote_targets")
		_stores[machine][target]
	}
}

_stores[h.id] contains store.target if {
	some h in input.inventory.hosts
	some store in h.log_stores
	store.host != h.id
}

_shown[id][measure] := papers.pointers(done) if {
	some id, by_measure in _done
	some measure, done in by_measure
	_done_on(done) >= _oldest(min(_promised[id][measure]))
}

_shown[id].backup_copies := {finding.inv("systems", id, "backups")} if {
	some id, copies in _copies
	copies >= max(_promised[id].backup_copies)
}

# Each way in of every machine was read and asks for two things, and no other was met.
_shown[id].second_factor := pieces if {
	some id, machines in _machines
	_promised[id].second_factor
	machines == {machine | some machine in machines; _asked_for_two[machine]; not against.by_matter.second_door.host[machine]}
	pieces := {piece | some machine in machines; some piece in _asked_for_two[machine]}
}

_asked_for_two[h.id] := shown.readings | shown.doors if {
	some h in input.inventory.hosts
	shown := logins.by_two(h, _admin_ports, _windows_ports)
	count(facts.sound(h.id, "ports", "same_zone")) > 0
	count(facts.sound(h.id, "services", "any")) > 0
}

_admin_ports := {port | some port in data.params["LV-23"].admin_ports}

_windows_ports := {port | some port in data.params["LV-23"].windows_ports}

# Between each zone of the system and every other one of its routing domain stands something whose rules were read whole.
_shown[id][measure] := walls if {
	some id, machines in _machines
	some measure in ["network_zones", "firewall"]
	_promised[id][measure]
	crossing.every_zone_described
	machines == {machine | some machine in machines; count(facts.zones_of[machine]) > 0}
	zones := _zones[id]
	zones == {zone | some zone in zones; _walled[zone]}
	walls := {wall | some zone in zones; some wall in _walled[zone]}
}

_walled[zone] := {wall | some other in others; some wall in kept_apart.shown(other, {zone})} if {
	some zone, others in _around
	count(others) > 0
	every other in others {
		count(kept_apart.not_shown(other, {zone})) == 0
		kept_apart.walls_speak(other)
	}
}

findings contains finding.pass(id, papers.seen(_dossiers[id]), {"all_of": measures}, papers.pointers(_dossiers[id] | _approvals[id]) | pieces) if {
	some id in _entered_whole
	measures := object.keys(_promised[id])
	measures == object.keys(_shown[id])
	pieces := {piece | some ids in _shown[id]; some piece in ids}
}

# What of the promises nothing here shows, and who looks at it.
_open[id] := {measure | some measure, _ in by_measure; not _shown[id][measure]} if some id, by_measure in _promised

lacks contains finding.lack(id, "promises_not_shown", measures) if {
	some id, measures in _open
	count(measures) > 0
}

lacks contains finding.lack(id, "promises_looked_at_by", controls) if {
	some id, measures in _open
	controls := {control | some measure in measures; some control in _controls[measure]}
	count(controls) > 0
}

lacks contains finding.lack(id, "promises_not_entered", dossiers) if {
	some id, dossiers in _dossiers
	not _is_entered(id)
}

_is_entered(id) if {
	_entered_whole[id]
	_promised[id]
}

lacks contains finding.lack(id, "dossiers_not_approved", dossiers) if {
	some id, _ in _approvals
	dossiers := papers.about("level_dossier", "system", id) - object.get(_approved, id, set())
	count(dossiers) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some kind in ["level_dossier", "level_approval"]
	some code, ids in papers.flaws(kind, "system", id)
}

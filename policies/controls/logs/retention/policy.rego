# METADATA
# title: Logs are kept as long as the level asks
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LG-01
#   title_vi: Lưu trữ nhật ký đủ thời gian theo cấp độ
#   severity: high
#   part: system
#   subject: host
#   needs:
#     - {kind: logging, from: self, fields: [retention_days]}
#   max_age_days: 90
#   law:
#     - instrument: tcvn-14423-2026
#       clause: "x.8.2.1a"
#       force: binding
#       confidence: B
#       transition: {until: 2027-07-01, when: {levelled_under: [nd85]}}
#     - {instrument: qcvn-12-2026-bca, clause: "3.9.2.1.9-11", force: binding, confidence: A, applies_to: {kinds: [archive]}}
#   params:
#     months: {type: object, table: log_retention_months, unit: months, origin: legal}
#     archive_months: {type: integer, default: 12, unit: months, origin: legal}
#     days_per_month: {type: integer, default: 30, unit: days, origin: ours}
#   observed: {units: {at_least: day}}
#   safety: logs
#   owner_role: operator
#   rationale: Intrusions are found months later; without the logs of that time nobody can say what was touched. Electronic archives keep 12 months at every level.
#   rationale_vi: Sự cố xâm nhập thường được phát hiện sau nhiều tháng; thiếu nhật ký thì không xác định được phạm vi ảnh hưởng. Hệ thống lưu trữ tài liệu điện tử lưu 12 tháng ở mọi cấp độ.
#   remedy: Raise the rotation count or age of every log (logrotate, journald, collector index) to the limit, and check that the disk holds it.
#   remedy_vi: Tăng số lượng, thời gian lưu của mọi loại nhật ký (logrotate, journald, hệ thống tập trung) đến mức yêu cầu và kiểm tra dung lượng lưu trữ.
#   check_by_hand: "On the host run: grep -RE 'rotate|maxage|daily|weekly|monthly' /etc/logrotate.conf /etc/logrotate.d; journalctl --header | grep -i head; compare with the level's months"
#   check_by_hand_vi: "Trên máy chủ, chạy: grep -RE 'rotate|maxage|daily|weekly|monthly' /etc/logrotate.conf /etc/logrotate.d; journalctl --header | grep -i head; đối chiếu với số tháng theo cấp độ"
package controls.logs.retention

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.levels

_months := data.params["LG-01"].months

_archive_months := data.params["LG-01"].archive_months

_by_level[host] := _months[format_int(level, 10)] if some host, level in levels.at_least

_archives contains h.id if {
	some h in input.inventory.hosts
	h.declared
	estate.systems[h.system].kind == "archive"
}

_needed[host] := months if {
	some host, months in _by_level
	estate.systems[estate.hosts[host].system].kind != "archive"
}

_needed[host] := max([object.get(_by_level, host, 0), _archive_months]) if some host in _archives

# A guest without a level may ask for more than the others on the machine do; an archive asks for the longest time there is.
_whole_period contains host if levels.of_host[host]

_whole_period contains host if some host in _archives

_least[host] := months * data.params["LG-01"].days_per_month if some host, months in _needed

findings contains finding.not_applicable(host, "no_period_at_this_level", levels.host_evidence[host]) if {
	some host, days in _least
	days == 0
	levels.of_host[host]
}

findings contains finding.fail(o.subject, o.data.retention_days, {"at_least": least}, {o.id}) if {
	some o in input.observations.logging
	least := _least[o.subject]
	o.data.retention_days < least
}

findings contains finding.pass(host, kept, {"at_least": least}, readings) if {
	some host, least in _least
	least > 0
	_whole_period[host]
	readings := facts.sound(host, "logging", "self")
	kept := min({facts.observation[id].data.retention_days | some id in readings})
	every id in readings {
		facts.observation[id].data.retention_days >= least
	}
}

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
#     - {kind: logging, from: self, optional: true, fields: [remote_targets]} # a central store may keep them longer
#   max_age_days: 90
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.8.2.1a"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "nhật ký lưu trữ tập trung của thành phần tham gia giám sát", clause: "5.8.2.1a"}
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.9.2.1.9-3.9.2.1.11"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(1)-(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "30(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#     - id: s2
#       role: support
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 23(2)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "23(2)"}
#       transition: {none: "81(1)"}
#   params:
#     months: {type: object, table: log_retention_months, unit: months, origin: legal, stricter: higher}
#     archive_months: {type: integer, default: 12, unit: months, origin: legal, stricter: higher}
#     days_per_month: {type: integer, default: 30, unit: days, origin: ours, stricter: higher}
#   observed: {units: {at_least: day}}
#   safety: logs
#   owner_role: operator
#   rationale: Intrusions are found months later; without the logs of that time nobody can say what was touched. Electronic archives keep 12 months at every level.
#   rationale_vi: Sự cố xâm nhập thường được phát hiện sau nhiều tháng; thiếu nhật ký thì không xác định được phạm vi ảnh hưởng. Hệ thống lưu trữ tài liệu điện tử lưu 12 tháng ở mọi cấp độ.
#   remedy: Raise the rotation count or age of every log (logrotate, journald, collector index) to the limit, and check that the disk holds it.
#   remedy_vi: Tăng số lượng, thời gian lưu của mọi loại nhật ký (logrotate, journald, hệ thống tập trung) đến mức yêu cầu và kiểm tra dung lượng lưu trữ.
#   check_by_hand: "On the host run: grep -RE 'rotate|maxage|daily|weekly|monthly' /etc/logrotate.conf /etc/logrotate.d; journalctl --header | grep -i head; compare with the level's months"
#   check_by_hand_vi: "Trên máy chủ, chạy: grep -RE 'rotate|maxage|daily|weekly|monthly' /etc/logrotate.conf /etc/logrotate.d; journalctl --header | grep -i head; đối chiếu với số tháng theo cấp độ"
#   limits:
#     - "Whether the logs of the whole period are there: settings are read, files are not counted."
#   limits_vi:
#     - "Nhật ký của cả thời hạn có còn hay không: chỉ đọc cấu hình, không đếm tệp."
package controls.logs.retention

import data.lib.facts
import data.lib.finding
import data.lib.levels
import data.lib.logs
import data.lib.regime

_months := data.params["LG-01"].months

_days(months) := logs.days(months, data.params["LG-01"].days_per_month)

# d1: the period of the level. Where a guest without a level may ask for more nobody knows it, unless the longest period there is was kept.
_least.d1[host] := _days(_months[format_int(level, 10)]) if some host, level in levels.at_least

_longest := _days(max({months | some months in _months}))

_enough(host, kept) if {
	levels.of_host[host]
	kept >= _least.d1[host]
}

_enough(host, kept) if {
	_least[_][host]
	kept >= _longest
}

# d2: an archive keeps its own period at every level.
_least.d2[host] := _days(data.params["LG-01"].archive_months) if {
	some system, hosts in regime.members.host
	regime.of_system[system].kind == "archive"
	some host in hosts
}

findings contains finding.on(finding.not_applicable(host, "no_period_at_this_level", levels.host_evidence[host]), {"d1"}) if {
	some host, days in _least.d1
	days == 0
	levels.of_host[host]
}

findings contains finding.on(finding.fail(host, kept.days, {"at_least": least}, kept.looks), {duty}) if {
	some look, kept in logs.longest
	host := facts.observation[look].subject
	some duty, by_host in _least
	least := by_host[host]
	kept.days < least
}

lacks contains finding.lack(host, "log_stores_not_read", stores) if some host, stores in logs.unmeasured

findings contains finding.on(finding.pass(host, kept.days, {"at_least": least}, kept.readings), {"d1"}) if {
	some host, ways in logs.ways
	some kept in ways
	least := object.get(_least.d1, host, _longest)
	least > 0
	_enough(host, kept.days)
}

findings contains finding.on(finding.pass(host, kept.days, {"at_least": least}, kept.readings), {"d2"}) if {
	some host, least in _least.d2
	some kept in logs.ways[host]
	kept.days >= least
}

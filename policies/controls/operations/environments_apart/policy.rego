# METADATA
# title: Development and test are kept apart from what is in operation
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: VM-04
#   title_vi: Tách môi trường phát triển, kiểm thử khỏi môi trường vận hành
#   severity: med
#   part: estate
#   subject: zone
#   needs:
#     - {kind: reach, from: any, optional: true, fields: [answered, control, ipv4, ipv6, to_zone, tried]} # what was tried from there
#     - {kind: firewall, from: any, optional: true, fields: [pairs]} # a wall that was read whole for a pair stands for a try
#   matters: [{matter: wider_rule, against: pass}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "6.16.2.5"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "từ cấp độ 4", clause: "6.16.2.5"}
#       transition: instrument
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(1)-(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "30(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#   params:
#     from_level: {type: integer, default: 4, origin: legal, stricter: lower}
#     operation: {type: set, default: [servers, database, dmz], origin: term, stricter: more}
#   owner_role: operator
#   rationale: Test machines run unfinished code with borrowed passwords and real data; whoever gets into one must not stand in what serves citizens.
#   rationale_vi: Máy kiểm thử chạy mã chưa hoàn thiện, thường dùng mật khẩu, dữ liệu thật; kẻ chiếm được máy kiểm thử không được vào thẳng hệ thống đang phục vụ người dân.
#   remedy: Put development and test into zones of their own, close them towards the zones in operation, and let releases through from named machines on named ports.
#   remedy_vi: Đưa phát triển, kiểm thử vào vùng riêng, chặn tới vùng vận hành, chỉ cho máy nêu đích danh chuyển bản phát hành qua cổng nêu đích danh.
#   check_by_hand: "From a test machine run: nmap -sT -Pn -p 22,80,443,1433,3306,3389,5432 ADDRESS of servers in operation; only what the matrix lists for it by name may answer."
#   check_by_hand_vi: "Từ máy kiểm thử, chạy: nmap -sT -Pn -p 22,80,443,1433,3306,3389,5432 ĐỊA_CHỈ máy chủ vận hành; chỉ cổng được ma trận nêu đích danh cho máy đó được trả lời."
#   limits:
#     - Whether code and libraries were checked before operation, which the standard asks from level 3.
#     - Development and test that no zone of the inventory is called.
#     - What a filter between the measuring machine and its gateway keeps from a zone meets the same silence as a wall, where only the machine's own output rules were read.
#   limits_vi:
#     - Việc kiểm tra mã nguồn, thư viện trước khi vận hành mà tiêu chuẩn yêu cầu từ cấp độ 3.
#     - Môi trường phát triển, kiểm thử mà bản kê khai không ghi thành vùng.
#     - Bộ lọc nằm giữa máy đo và cổng mặc định của nó cũng cho kết quả im lặng như tường lửa, nếu chỉ đọc luật chiều ra của chính máy đo.
package controls.operations.environments_apart

import data.lib.finding
import data.lib.kept_apart

_from_level := data.params["VM-04"].from_level

_operation := {kind | some kind in data.params["VM-04"].operation}

_expected := {"within": "permitted_flows"}

_trial_kinds := {"development", "test"}

_trial := {zone.id | some zone in input.inventory.zones; _trial_kinds[zone.kind]}

findings contains finding.not_applicable(zone.id, zone.kind, {finding.inv("zones", zone.id, "kind")}) if {
	some zone in input.inventory.zones
	not _trial[zone.id]
}

# Below the level of the clause, and of zones whose level nobody knows, it is something to mend.
_broken(zone, target, observed, id) := finding.fail(zone, observed, _expected, {id}) if _bound[target]

_broken(zone, target, observed, id) := finding.warn(zone, observed, _expected, {id}) if not _bound[target]

_bound := {zone.id | some zone in input.inventory.zones; zone.level >= _from_level}

findings contains _broken(zone, target, {"to": target, "answered": answers}, id) if {
	some zone in _trial
	some id, answers in kept_apart.unlisted[zone]
	target := kept_apart.target_of(id)
	kept_apart.of_kinds(zone, _operation)[target]
}

findings contains _broken(zone, target, {"to": target, "open": ports}, id) if {
	some zone in _trial
	some target in kept_apart.of_kinds(zone, _operation)
	some id, ports in kept_apart.opened[zone][target]
}

findings contains finding.pass(zone, set(), _expected, kept_apart.shown(zone, targets)) if {
	some zone in _trial
	targets := kept_apart.of_kinds(zone, _operation)
	count(targets) > 0
	count(kept_apart.not_shown(zone, targets)) == 0
	kept_apart.walls_speak(zone)
}

lacks contains finding.lack(zone, "zones_not_tried", missed) if {
	some zone in _trial
	missed := kept_apart.not_shown(zone, kept_apart.of_kinds(zone, _operation))
	count(missed) > 0
}

# METADATA
# title: What answers on the network is what the level dossier lists
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-07
#   title_vi: Máy chủ, dịch vụ thực tế đúng với hồ sơ cấp độ
#   severity: high
#   part: system
#   subject: host
#   undeclared: true
#   needs:
#     - {kind: ports, from: same_zone, fields: [open, refused, silent, swept]} # a refusal of each port that the dossier does not list
#   matters: [{matter: own_line, against: pass}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 22(3)(d)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "22(3)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/approval]}
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 21, 25"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "21"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/approval]}
#   params:
#     must_try: {type: set, default: [tcp/21, tcp/22, tcp/23, tcp/80, tcp/443, tcp/3389], origin: ours}
#   owner_role: operator
#   gates: [migration]
#   rationale: The dossier's plan of zones, addresses, devices and services is what was appraised; whatever answers beside it was never judged by anybody.
#   rationale_vi: Hồ sơ cấp độ (phân vùng, quy hoạch địa chỉ, danh mục thiết bị, dịch vụ) là căn cứ thẩm định; thành phần hoạt động ngoài hồ sơ là chưa được thẩm định.
#   remedy: Close what is not needed; what is needed goes into the dossier and the inventory, with a risk assessment of the change.
#   remedy_vi: Đóng dịch vụ không cần thiết; dịch vụ cần thiết phải bổ sung vào hồ sơ, bản kê khai và đánh giá rủi ro thay đổi.
#   check_by_hand: "From a machine of the same zone run: nmap -sT -p- ADDRESS; compare the open ports with the dossier's list of services"
#   check_by_hand_vi: "Từ một máy cùng vùng mạng, chạy: nmap -sT -p- ĐỊA_CHỈ; đối chiếu cổng mở với danh mục dịch vụ trong hồ sơ"
#   limits:
#     - Ports outside the permission to probe, and machines that answered nothing at all.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Cổng ngoài phạm vi cho phép đo, và máy không trả lời gì.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.levels.dossier_matches_reality

import data.lib.facts
import data.lib.finding

_must_try := {port | some port in data.params["LV-07"].must_try}

# A host may be shared, so its dossier ports are those that any system declares on it.
_listed[h.id] := {port | some port in h.declared_ports} if {
	some h in input.inventory.hosts
	h.declared
	is_array(h.declared_ports)
}

findings contains finding.fail(h.id, open, {"within": set()}, facts.who_saw(h.id, open)) if {
	some h in input.inventory.hosts
	not h.declared
	open := facts.open_ports[h.id]
}

findings contains finding.fail(host, unlisted, {"within": ports}, facts.who_saw(host, unlisted)) if {
	some host, ports in _listed
	unlisted := facts.open_ports[host] - ports
	count(unlisted) > 0
}

findings contains finding.pass(host, open, {"within": ports}, facts.sound(host, "ports", "same_zone")) if {
	some host, ports in _listed
	open := facts.found_open(host)
	count(open - ports) == 0
	count(ports - object.get(facts.swept_ports, host, set())) == 0
	count(_may_run[host]) == 0
}

# Ports beside the dossier behind which something may stand: the host itself did not refuse them.
_may_run[host] := facts.not_refused(host, _must_try - ports) if some host, ports in _listed

lacks contains finding.lack(host, "ports_silent", silent) if {
	some host, ports in _listed
	silent := facts.silent(host, _must_try - ports)
	count(silent) > 0
}

lacks contains finding.lack(host, "ports_not_tried", untried) if {
	some host, ports in _listed
	facts.about.ports[host]
	untried := (_may_run[host] - facts.silent(host, _must_try)) | (ports - object.get(facts.swept_ports, host, set()))
	count(untried) > 0
}

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
#     - {kind: listening, from: self, optional: true, fields: [sockets]} # the machine's own list, where it can be had
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
#     must_try: {type: set, default: [tcp/21, tcp/22, tcp/23, tcp/80, tcp/443, tcp/3389], origin: ours, stricter: more}
#   owner_role: operator
#   gates: [migration]
#   rationale: The dossier's plan of zones, addresses, devices and services is what was appraised; whatever answers beside it was never judged by anybody.
#   rationale_vi: Hồ sơ cấp độ (phân vùng, quy hoạch địa chỉ, danh mục thiết bị, dịch vụ) là căn cứ thẩm định; thành phần hoạt động ngoài hồ sơ là chưa được thẩm định.
#   remedy: Close what is not needed; what is needed goes into the dossier and the inventory, with a risk assessment of the change.
#   remedy_vi: Đóng dịch vụ không cần thiết; dịch vụ cần thiết phải bổ sung vào hồ sơ, bản kê khai và đánh giá rủi ro thay đổi.
#   check_by_hand: "From a machine of the same zone run: nmap -sT -p- ADDRESS; compare the open ports with the dossier's list of services; on the machine run: ss -tulpn"
#   check_by_hand_vi: "Từ một máy cùng vùng mạng, chạy: nmap -sT -p- ĐỊA_CHỈ; đối chiếu cổng mở với danh mục dịch vụ trong hồ sơ; trên máy chủ, chạy: ss -tulpn"
#   limits:
#     - Of a machine that does not list its own sockets, ports outside the permission to probe.
#     - Ports that a machine passes on to another one or to a container without a socket of its own; of UDP, ports from 32768 on, and protocols other than TCP and UDP.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Với máy không liệt kê cổng của chính nó, các cổng ngoài phạm vi cho phép đo.
#     - Cổng được máy chuyển tiếp sang máy khác hoặc sang container mà không mở cổng trên chính nó; với UDP, các cổng từ 32768 trở lên; các giao thức khác TCP và UDP.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.levels.dossier_matches_reality

import data.lib.facts
import data.lib.finding
import data.lib.listening

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

# What the machine lists itself is there as well as what somebody met, whether or not anybody was permitted to try it.
findings contains finding.fail(host, unlisted, {"within": ports}, facts.who_saw(host, unlisted) | listening.who_listed(host, unlisted)) if {
	some host, ports in _listed
	unlisted := listening.open_or_listed(host) - ports
	count(unlisted) > 0
}

findings contains finding.pass(host, open, {"within": ports}, facts.sound(host, "ports", "same_zone") | listening.sound(host)) if {
	some host, ports in _listed
	open := facts.found_open(host) | object.get(listening.ports, host, set())
	count(open - ports) == 0
	listening.known(host)
	count(ports - object.get(facts.swept_ports, host, set())) == 0
	count(_may_run[host]) == 0
}

# Ports beside the dossier behind which something may stand: the host itself neither refused them nor left them out of its own list.
_may_run[host] := listening.may_run(host, _must_try - ports) if some host, ports in _listed

lacks contains finding.lack(host, "ports_silent", silent) if {
	some host, ports in _listed
	silent := listening.silent(host, _must_try - ports)
	count(silent) > 0
}

lacks contains finding.lack(host, "ports_not_tried", untried) if {
	some host, ports in _listed
	facts.about.ports[host]
	untried := (_may_run[host] - listening.silent(host, _must_try)) | (ports - object.get(facts.swept_ports, host, set()))
	count(untried) > 0
}

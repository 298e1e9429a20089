# METADATA
# title: Administrators log in with two factors
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: AC-05
#   title_vi: Xác thực đa yếu tố khi quản trị từ xa
#   severity: crit
#   part: system
#   subject: host
#   needs:
#     - {kind: sshd_config, from: self, fields: [authentication_methods, ports]}
#     - {kind: sshd_config, from: self, optional: true, fields: [keyboard_interactive, password_authentication, public_key]} # what a single method means
#     - {kind: services, from: any, fields: [services]} # another way in would show there
#     - {kind: ports, from: same_zone, fields: [open]} # so would one that stands open
#     - {kind: ports, from: same_zone, optional: true, fields: [refused, silent]} # shows that nothing lets in
#     - {kind: listening, from: self, optional: true, fields: [sockets]} # so does the machine's own list, which tells ways in that no sweep meets
#   matters: [second_door]
#   max_age_days: 90
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.6.2.4"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
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
#     admin_ports: {type: set, table: admin_ports, origin: ours, stricter: more}
#     windows_ports: {type: set, default: [tcp/3389, tcp/5985, tcp/5986], origin: ours, stricter: more} # Remote Desktop and WinRM
#     gate_zones: {type: set, default: [management], origin: ours, stricter: fewer} # where a VPN or a jump host lets administrators in
#   observed: {units: {at_least: method}}
#   owner_role: operator
#   gates: [migration]
#   rationale: One stolen password or key must not be enough to administer a system.
#   rationale_vi: Mất một mật khẩu hoặc một khóa không được dẫn tới mất quyền quản trị hệ thống.
#   remedy: "Set AuthenticationMethods so that every way in asks for two different methods, for example publickey,keyboard-interactive with a one-time code. Where a VPN or a jump host asks for the second one, let SSH in from there alone and enter the statement (mfa_statement)."
#   remedy_vi: "Cấu hình AuthenticationMethods để mọi cách đăng nhập đều yêu cầu hai phương thức khác nhau, ví dụ publickey,keyboard-interactive kèm mã dùng một lần. Nếu yếu tố thứ hai do VPN hoặc máy chủ trung chuyển yêu cầu, chỉ cho SSH vào từ đó và nhập văn bản xác nhận (mfa_statement)."
#   check_by_hand: "On the host run: sshd -T | grep -i authenticationmethods; every entry must hold two different methods joined by a comma"
#   check_by_hand_vi: "Trên máy chủ, chạy: sshd -T | grep -i authenticationmethods; mỗi mục phải gồm hai phương thức khác nhau nối bằng dấu phẩy"
#   limits:
#     - Where a Match block of the SSH server speaks of a group without members, a routing domain or more kinds of logins than are asked about, what it changes is known only as unread.
#     - Factors of consoles, web administration, remote desktops, VPNs and jump hosts are not read.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Nếu khối Match của máy chủ SSH áp dụng cho nhóm không có thành viên, miền định tuyến hoặc nhiều loại đăng nhập hơn số được hỏi, nội dung bị thay đổi chỉ được ghi nhận là chưa đọc được.
#     - Chưa đọc yếu tố xác thực của bảng điều khiển, trang quản trị web, máy tính từ xa, VPN và máy chủ trung chuyển.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.accounts.second_factor

import data.lib.administration
import data.lib.factors
import data.lib.facts
import data.lib.finding
import data.lib.listening
import data.lib.logins
import data.lib.papers
import data.lib.subjects

_ports := {port | some port in data.params["AC-05"].admin_ports}

_expected := {"at_least": 2}

findings contains finding.not_applicable(h.id, set(), logins.without(h, _ports, _windows_ports)) if some h in input.inventory.hosts

lacks contains finding.lack(host, "ports_silent", ports) if {
	some host in subjects.declared.host
	not administration.ssh[host]
	ports := listening.silent(host, _ports)
	count(ports) > 0
}

_windows_ports := {port | some port in data.params["AC-05"].windows_ports}

_unread_doors[h.id] := logins.unread(h, _ports, _windows_ports) if some h in input.inventory.hosts

lacks contains finding.lack(host, "login_not_read", doors) if some host, doors in _unread_doors

# A statement in force says that a second factor is asked for on the way to the machine, by a VPN or a jump host: a means that nobody
# here looked at. A look that met the door from elsewhere than behind such a gate refutes it.
_stated[h.id] := statements if {
	some h in input.inventory.hosts
	statements := papers.about("mfa_statement", "host", h.id) | papers.about("mfa_statement", "system", h.system)
	count(statements) > 0
	not _met_before_the_gate[h.id]
}

_met_before_the_gate contains o.subject if {
	some o in input.observations.ports
	some port in o.data.open
	logins.ssh_ports(o.subject)[port]
	not _behind_the_gate[o.zone]
}

_behind_the_gate := {zone | some zone, kind in facts.zone_kind; _gate_zones[kind]}

_gate_zones := {kind | some kind in data.params["AC-05"].gate_zones}

lacks contains finding.lack(host, "second_factor_stated", statements) if {
	some host, statements in _stated
	subjects.declared.host[host]
}

# One way in that asks for a single method is enough to need no second factor.
findings contains finding.fail(host, {"methods": methods}, _expected, {o.id}) if {
	some o in input.observations.sshd_config
	host := o.subject
	subjects.declared.host[host]
	not _stated[host]
	administration.ssh[host]
	methods := o.data.authentication_methods
	factors.weak(methods, o.data)
}

# What PAM asks for behind `keyboard-interactive` nobody reads: it may be two things.
lacks contains finding.lack(o.subject, "second_factor_in_pam", methods) if {
	some o in input.observations.sshd_config
	methods := {entry | some entry in o.data.authentication_methods; factors.may_ask_twice(entry, o.data)}
	count(methods) > 0
}

findings contains finding.pass(h.id, {"methods": methods}, _expected, shown.readings | shown.doors) if {
	some h in input.inventory.hosts
	subjects.declared.host[h.id]
	shown := logins.by_two(h, _ports, _windows_ports)
	methods := {entry | some id in shown.readings; some entry in facts.observation[id].data.authentication_methods}
}

# METADATA
# title: What archives synchronise and are administered by is enciphered
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-21
#   title_vi: Liên kết đồng bộ, quản trị giữa các hệ thống lưu trữ được mã hóa
#   severity: high
#   part: system
#   subject: endpoint
#   needs:
#     - {kind: services, from: any, fields: [services]} # what answers there
#     - {kind: tls, from: any, optional: true, fields: [offered]} # under TLS from its first byte
#     - {kind: ssh, from: any, optional: true, fields: [ciphers, protocol]} # or SSH
#     - {kind: ports, from: same_zone, optional: true, fields: [open, refused]} # that nothing stands there
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.16.2.3.2, 3.16.2.2.5"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "liên kết đồng bộ, quản trị giữa các hệ thống lưu trữ", clause: "3.16.2.2.5"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#   params:
#     purposes: {type: set, default: [admin, api, cache, database, file, ssh, other], origin: term, stricter: more}
#     moving: {type: set, default: [ftp, login, microsoft-ds, ms-sql-s, mysql, nfs, oracle-tns, postgresql, rsync, shell, ssh, telnet, vnc, wsman], origin: term, stricter: more}
#     plain: {type: set, default: [exec, http, http-alt, http-proxy, login, rlogin, rsh, rsync, shell, telnet, tftp, vnc-http], origin: term, stricter: more}
#   observed: {names: when_failed}
#   owner_role: operator
#   rationale: What archives send each other are the records themselves; on a plain link anybody on the way reads them, changes them, or takes the administrator's password.
#   rationale_vi: Dữ liệu đồng bộ giữa các hệ thống lưu trữ chính là hồ sơ; trên liên kết không mã hóa, bất kỳ ai trên đường truyền có thể đọc, sửa hoặc lấy mật khẩu quản trị.
#   remedy: Let copies and administration go over TLS or SSH alone (rsync over SSH, SFTP for FTP, a database that takes TLS connections only), and close the plain port.
#   remedy_vi: Chỉ đồng bộ, quản trị qua TLS hoặc SSH (rsync qua SSH, SFTP thay FTP, cơ sở dữ liệu chỉ nhận kết nối TLS) và đóng cổng không mã hóa.
#   check_by_hand: "openssl s_client -connect ADDRESS:PORT shows a certificate, or ssh -p PORT ADDRESS a host key; for a database, a client told to use no TLS is refused."
#   check_by_hand_vi: "Chạy openssl s_client -connect ĐỊA_CHỈ:CỔNG thấy chứng thư, hoặc ssh -p CỔNG ĐỊA_CHỈ thấy khóa máy chủ; với cơ sở dữ liệu, máy khách không dùng TLS bị từ chối."
#   limits:
#     - Which other archive uses a service; every service for programs and administrators is held to it.
#     - Whether a service that begins in plain text and can go over to TLS, as databases and FTP, refuses whoever does not; it is not passed.
#     - What the archive itself opens towards others, and encryption by IPsec or a leased line.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Hệ thống lưu trữ nào đang dùng dịch vụ; mọi dịch vụ dành cho phần mềm, quản trị đều được xét.
#     - Dịch vụ bắt đầu không mã hóa rồi chuyển sang TLS (cơ sở dữ liệu, FTP) có từ chối máy khách không chuyển hay không; trường hợp này không kết luận đạt.
#     - Kết nối do chính hệ thống lưu trữ mở tới nơi khác, mã hóa bằng IPsec hoặc kênh thuê riêng.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.synchronization.enciphered_links

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.heard
import data.lib.subjects

_params := data.params["SY-21"]

_purposes := {purpose | some purpose in _params.purposes}

_moving := {name | some name in _params.moving}

_plain := {name | some name in _params.plain}

_expected := {"none_of": {"plain_text"}}

_judged := {id: e |
	some id, e in estate.endpoints
	subjects.declared.endpoint[id]
}

# What stands there, as each look at its machine heard it.
_heard[id][s.name] contains o.id if {
	some id, e in _judged
	some look in facts.seen(e.host, "services")
	o := facts.observation[look]
	some s in o.data.services
	s.port == e.port
}

_concerned contains id if {
	some id, e in _judged
	_purposes[e.purpose]
}

# Whatever its dossier calls it, what copies data or administers is a link.
_concerned contains id if {
	some id, names in _heard
	some name, _ in names
	_moving[name]
}

# What people read in browsers, and time, names and logs are no copies; each was heard, and as nothing that copies.
findings contains finding.not_applicable(id, e.purpose, (({heard.purpose[id]} | looks) | heard.by_name[id])) if {
	some id, e in _judged
	e.purpose != "unknown"
	not _concerned[id]
	looks := facts.sound(e.host, "services", "any")
	count(looks) > 0
}

# Heard by a name that says plain text, and under no TLS; whether the port takes TLS as well does not matter.
findings contains finding.fail(id, {name}, _expected, looks) if {
	some id in _concerned
	some name, looks in _in_plain_text[id]
}

_in_plain_text[id][s.name] contains look if {
	some id, e in _judged
	some look in facts.seen(e.host, "services")
	some s in facts.observation[look].data.services
	s.port == e.port
	_plain[s.name]
	s.tls == false
}

_offers_tls contains o.subject if {
	some o in input.observations.tls
	count(o.data.offered) > 0
}

# Whether TLS was heard from the first byte, over all looks at its machine.
_tunnels(id) := {s.tls: true |
	e := _judged[id]
	some look in facts.seen(e.host, "services")
	some s in facts.observation[look].data.services
	s.port == e.port
}

findings contains finding.pass(id, {"TLS"}, _expected, looks | _services(id)) if {
	some id in _concerned
	looks := facts.sound(id, "tls", "any")
	count(facts.told_by_each(looks, "offered")) > 0
	object.keys(_tunnels(id)) == {true}
}

findings contains finding.pass(id, {"SSH"}, _expected, looks | _services(id)) if {
	some id in _concerned
	looks := facts.sound(id, "ssh", "any")
	looks == {look | some look in looks; facts.told(look, "protocol") == "2.0"}
	ciphers := facts.told_by_each(looks, "ciphers")
	count(ciphers) > 0
	not ciphers.none # RFC 4253, 6.3: no encryption at all
}

_services(id) := facts.sound(_judged[id].host, "services", "any")

# It takes whoever does not ask for TLS too, unless its settings forbid it, which nobody read.
lacks contains finding.lack(id, "encryption_not_demanded", {id}) if {
	some id in _concerned
	_offers_tls[id]
	_tunnels(id)[false]
}

# METADATA
# title: Encrypted services offer no protocol and no algorithm with a published weakness
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: NW-06
#   title_vi: Dịch vụ mã hóa không dùng giao thức, thuật toán đã công bố điểm yếu
#   severity: high
#   part: system
#   subject: endpoint
#   needs:
#     - {kind: tls, from: any, optional: true, fields: [offered, tried, weak_ciphers]} # of what speaks TLS
#     - {kind: ssh, from: any, optional: true, fields: [ciphers, host_keys, kex, macs, protocol]} # of what speaks SSH
#     - {kind: services, from: any, optional: true, fields: [services]} # shows that neither stands there
#     - {kind: ports, from: same_zone, optional: true, fields: [open, refused]} # or that the machine refuses its port
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "6.12.2.3, 7.12.2.4, 6.4.2.4e"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [4, 5]}
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.5.2.2.2"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "mã hóa dữ liệu quan trọng trong quá trình truyền gửi bằng thuật toán mạnh", clause: "3.5.2.2.2"}
#       transition: instrument
#       applies_to: {kinds: [archive], levels: [3, 4, 5]}
#     - id: d3
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "6.12.2.3, 6.4.2.4e"
#       force: recommended
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "từ cấp độ 4; dưới đó chỉ là khuyến nghị của công cụ", clause: "6.12.2.3"}
#       transition: instrument
#     - id: s1
#       role: support
#       instrument: qcvn-12-2026-bca
#       clause: "3.5.2.1.8, 3.13.2.1.10"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
#       transition: instrument
#     - id: s2
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(1)-(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "30(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#   params:
#     weak_tls: {type: set, default: [SSLv2, SSLv3, TLSv1.0, TLSv1.1], origin: term, stricter: more}
#     must_try: {type: set, default: [SSLv3, TLSv1.0, TLSv1.1], origin: ours, stricter: more}
#     weak_ssh: {type: set, default: [diffie-hellman-group1-sha1, diffie-hellman-group14-sha1, diffie-hellman-group-exchange-sha1, rsa1024-sha1, ssh-dss, ssh-rsa, 3des-cbc, aes128-cbc, aes192-cbc, aes256-cbc, arcfour, arcfour128, arcfour256, blowfish-cbc, cast128-cbc, des-cbc, rijndael-cbc@lysator.liu.se, none, hmac-md5, hmac-md5-96, hmac-md5-etm@openssh.com, hmac-md5-96-etm@openssh.com], origin: term, stricter: more}
#   observed: {names: when_failed}
#   owner_role: operator
#   rationale: What is encrypted under a broken protocol or cipher can be read or changed on the way; an archive encrypts important data in transit by strong algorithms, of which no weakness was published.
#   rationale_vi: Dữ liệu mã hóa bằng giao thức, thuật toán đã bị phá có thể bị đọc, sửa trên đường truyền; hệ thống lưu trữ tài liệu điện tử phải dùng thuật toán mạnh, chưa bị công bố điểm yếu, khi truyền dữ liệu quan trọng.
#   remedy: Allow TLS 1.2 and 1.3 with forward-secret AEAD ciphers only; in sshd_config leave the old names out of KexAlgorithms, HostKeyAlgorithms, Ciphers and MACs, and reload.
#   remedy_vi: Chỉ cho phép TLS 1.2, 1.3 với bộ mã AEAD; trong sshd_config, bỏ các thuật toán cũ khỏi KexAlgorithms, HostKeyAlgorithms, Ciphers, MACs rồi nạp lại cấu hình.
#   check_by_hand: "nmap --script ssl-enum-ciphers,ssh2-enum-algos -p PORT ADDRESS lists no SSL, no TLS below 1.2, no cipher below grade B, no cbc, arcfour, sha1 key exchange, ssh-rsa or md5."
#   check_by_hand_vi: "Chạy nmap --script ssl-enum-ciphers,ssh2-enum-algos -p CỔNG ĐỊA_CHỈ: không còn SSL, TLS dưới 1.2, bộ mã dưới hạng B, cbc, arcfour, trao đổi khóa sha1, ssh-rsa, md5."
#   limits:
#     - Weaknesses of one program's version, as of Terrapin where a server lacks the strict key exchange; those of protocols and algorithms are judged, by lists of ours.
#     - IPsec, and other encryption than TLS and SSH.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Điểm yếu của riêng một phiên bản phần mềm, ví dụ Terrapin khi máy chủ thiếu trao đổi khóa chặt; chỉ xét giao thức, thuật toán theo danh sách của công cụ.
#     - IPsec và cách mã hóa khác TLS, SSH.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.network.sound_algorithms

import data.lib.facts
import data.lib.finding
import data.lib.subjects
import data.lib.tls

_params := data.params["NW-06"]

_weak_tls := {version | some version in _params.weak_tls}

_must_try := {version | some version in _params.must_try}

_weak_ssh := {name | some name in _params.weak_ssh}

_expected := {"none_of": {"published_weakness"}}

_modern := {"TLSv1.2", "TLSv1.3"}

_speaks_ssh contains e.id if {
	some e in input.inventory.endpoints
	e.purpose == "ssh"
}

_speaks_ssh contains e.id if {
	some e in input.inventory.endpoints
	some "ssh" in e.services
}

_speaks_ssh contains o.subject if {
	some o in input.observations.ssh
	is_object(o.data)
}

alike[finding.all_exempt("not_encrypted", looks, tls.shown_plain_by)] := ids - _speaks_ssh if some looks, ids in tls.plain

_faults[o.subject] contains name if {
	some o in input.observations.tls
	some name in o.data.offered
	_weak_tls[name]
}

_faults[o.subject] contains name if {
	some o in input.observations.tls
	some name in o.data.weak_ciphers
}

_faults[o.subject] contains name if {
	some o in input.observations.ssh
	some list in [o.data.kex, o.data.host_keys, o.data.ciphers, o.data.macs]
	some name in list
	_weak_ssh[name]
}

# RFC 4253, 5.1: a server that says 1.99 speaks version 1 too.
_faults[o.subject] contains concat(" ", ["SSH", o.data.protocol]) if {
	some o in input.observations.ssh
	startswith(o.data.protocol, "1.")
}

findings contains finding.fail(id, names, _expected, facts.seen(id, "tls") | facts.seen(id, "ssh")) if {
	some id, names in _faults
	subjects.declared.endpoint[id]
}

# What is broken outranks this. Each version that is broken was offered by us and refused by the server, and its ciphers were listed.
findings contains finding.pass(id, offered, _expected, looks) if {
	some id in subjects.declared.endpoint
	looks := facts.sound(id, "tls", "any")
	offered := facts.told_by_each(looks, "offered")
	count(offered) > 0
	count(offered - _modern) == 0 # what nobody knows by this name may be one of the old ones
	count(_must_try - facts.told_by_each(looks, "tried")) == 0
	is_set(facts.told_by_each(looks, "weak_ciphers"))
}

findings contains finding.pass(id, {"SSH 2.0"}, _expected, looks) if {
	some id in subjects.declared.endpoint
	looks := facts.sound(id, "ssh", "any")
	count(looks) > 0
	every look in looks {
		facts.told(look, "protocol") == "2.0"
		every list in ["kex", "host_keys", "ciphers", "macs"] {
			count(facts.told(look, list)) > 0
		}
	}
}

# What is missing is told of what a service speaks; a look at the other protocol is none that it could be asked for.
lacks contains finding.lack(id, "algorithms_not_told", {protocol}) if {
	some protocol, speaking in {"TLS": tls.speaking, "SSH": _speaks_ssh}
	some id in speaking
}

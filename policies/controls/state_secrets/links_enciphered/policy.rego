# METADATA
# title: State secrets leave an independent LAN only under the cipher service's encryption
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-06
#   title_vi: Truyền bí mật nhà nước ra ngoài mạng LAN độc lập phải mã hóa bằng mật mã của cơ yếu
#   severity: crit
#   part: estate
#   subject: link
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-co-yeu-05-2011-qh13
#       clause: "Art. 9(1), 11(4)"
#       force: binding
#       confidence: A
#       addressee: {who: anyone, clause: "1"}
#       condition: unread
#       transition: unread
#     - id: s1
#       role: support
#       instrument: nd-333-2026-nd-cp
#       clause: "Art. 10(1)"
#       force: binding
#       confidence: A
#       addressee: {who: public_security, clause: "10(1)"}
#       condition: {none: "10(1)"}
#       transition: unread
#     - id: s2
#       role: support
#       instrument: luat-116-2025-qh15
#       clause: "Art. 26(2)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: anyone, clause: "1(2)"}
#       condition: unread
#       transition: {none: "45"}
#     - id: s3
#       role: support
#       instrument: 379-qd-tw
#       clause: "toàn văn"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#       applies_to: {owners: [party]}
#   owner_role: cipher
#   gates: [migration]
#   rationale: State secrets sent over any information or telecommunication means must be enciphered with the cipher service's products; civil cryptography does not count, however strong.
#   rationale_vi: Bí mật nhà nước truyền bằng phương tiện thông tin, viễn thông phải được mã hóa bằng mật mã của cơ yếu; mật mã dân sự không thay thế được.
#   remedy: Stop the traffic until the cipher office has deployed its product on this link; then enter the deployment record and name it on the link.
#   remedy_vi: Dừng truyền cho đến khi cơ quan cơ yếu triển khai sản phẩm mật mã trên kết nối này; sau đó nhập hồ sơ triển khai và ghi vào kết nối.
#   check_by_hand: Compare the device on the link (supplier's label) with the handover record of the cipher office
#   check_by_hand_vi: Đối chiếu thiết bị trên kết nối (nhãn nhà cung cấp) với biên bản bàn giao của cơ quan cơ yếu
#   limits:
#     - "Whether the cipher is in use: the papers are believed."
#   limits_vi:
#     - "Mật mã có đang được dùng hay không: tin theo hồ sơ."
package controls.state_secrets.links_enciphered

import data.lib.finding
import data.lib.papers

_supplier := {"equals": "ban_co_yeu"}

alike[finding.all_exempt("none", set(), {"label"})] := {link.id | some link in input.inventory.links; link.label == "none"}

findings contains finding.not_applicable(link.id, "independent_lan", {finding.inv("links", link.id, "network")}) if {
	some link in _secret
	link.network == "independent_lan"
}

findings contains finding.fail(link.id, supplier, _supplier, {finding.inv_entry("links", link.id)}) if {
	some link in _leaving
	supplier := object.get(link, ["cipher", "provider"], "none")
	supplier != "ban_co_yeu"
}

findings contains finding.pass(link.id, link.cipher.provider, _supplier, pieces) if {
	some link in _leaving
	link.cipher.provider == "ban_co_yeu"
	_deployed_on(link)[link.cipher.record]
	pieces := {finding.inv("links", link.id, "cipher/provider"), finding.inv("evidence", link.cipher.record, "kind")}
}

# A record speaks for the link it is about, or for what leaves the system it is about.
_deployed_on(link) := papers.about("cipher_deployment", "link", link.id) | papers.about("cipher_deployment", "system", link.source)

_secret contains link if {
	some link in input.inventory.links
	link.label != "none"
}

_leaving contains link if {
	some link in _secret
	link.network != "independent_lan"
}

lacks contains finding.lack(link.id, code, ids) if {
	some link in input.inventory.links
	some code, ids in papers.flaws("cipher_deployment", "link", link.id)
}

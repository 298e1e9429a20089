# METADATA
# title: What protects state secrets comes from the Government Cipher Committee
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-07
#   title_vi: Sản phẩm mật mã bảo vệ bí mật nhà nước do Ban Cơ yếu Chính phủ cung cấp
#   severity: crit
#   part: system
#   subject: system
#   matters: [{matter: covered_label, against: not_applicable}]
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-co-yeu-05-2011-qh13
#       clause: "Art. 11(2), 13(1)"
#       force: binding
#       confidence: A
#       addressee: {who: anyone, clause: "1"}
#       condition: unread
#       transition: unread
#     - id: s1
#       role: support
#       instrument: luat-116-2025-qh15
#       clause: "Art. 2(20)"
#       force: binding
#       confidence: A
#       addressee: {who: anyone, clause: "1(2)"}
#       condition: {none: "2(20)"}
#       transition: {none: "45"}
#   owner_role: cipher
#   gates: [migration]
#   rationale: Only products that the Government Cipher Committee supplies may protect state secrets; civil cryptography (TLS, IPsec, disk encryption) is for information that is not secret.
#   rationale_vi: Chỉ sản phẩm mật mã do Ban Cơ yếu Chính phủ cung cấp được dùng để bảo vệ bí mật nhà nước; mật mã dân sự (TLS, IPsec, mã hóa ổ đĩa) chỉ dùng cho thông tin không thuộc phạm vi bí mật nhà nước.
#   remedy: Ask the Government Cipher Committee in writing for deployment; until then the declared product must not be relied on for secrets.
#   remedy_vi: Có văn bản đề nghị Ban Cơ yếu Chính phủ triển khai sản phẩm mật mã; trong thời gian chờ, không dùng sản phẩm đã khai báo để bảo vệ bí mật nhà nước.
#   check_by_hand: Look at the product's supplier and serial label and compare them with the handover record of the cipher office
#   check_by_hand_vi: Xem nhà cung cấp, số sê-ri trên sản phẩm và đối chiếu với biên bản bàn giao của cơ quan cơ yếu
#   limits:
#     - "Which product really runs: it is as declared and as the paper names it."
#   limits_vi:
#     - "Sản phẩm thực tế đang chạy: lấy theo kê khai và hồ sơ."
package controls.state_secrets.cipher_from_committee

import data.lib.finding
import data.lib.papers
import data.lib.secrecy

_supplier := {"equals": "ban_co_yeu"}

_provider(id) := finding.inv("systems", id, "secret_protection/provider")

findings contains finding.not_applicable(s.id, "none", {finding.inv("systems", s.id, "label")}) if {
	some s in input.inventory.systems
	s.label == "none"
}

findings contains finding.not_applicable(s.id, "no_product_declared", {finding.inv("systems", s.id, "label")}) if {
	some s in input.inventory.systems
	s.label != "none"
	not s.secret_protection
}

findings contains finding.fail(s.id, s.secret_protection.provider, _supplier, {_provider(s.id)}) if {
	some s in input.inventory.systems
	s.label != "none"
	s.secret_protection.provider != "ban_co_yeu"
}

# The supplier is as declared and as a record of the deployment on this very system says.
findings contains finding.pass(s.id, s.secret_protection.provider, _supplier, {_provider(s.id), finding.inv_entry("evidence", record)}) if {
	some s in input.inventory.systems
	s.label != "none"
	record := secrecy.covered[s.id]
}

lacks contains finding.lack(s.id, code, ids) if {
	some s in input.inventory.systems
	some code, ids in papers.flaws("cipher_deployment", "system", s.id)
}

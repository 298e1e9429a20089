# METADATA
# title: Mandatory data sharing runs through the national platform
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-01
#   title_vi: Kết nối, chia sẻ dữ liệu bắt buộc thực hiện qua Nền tảng chia sẻ, điều phối dữ liệu
#   severity: crit
#   part: estate
#   subject: link
#   needs: []
#   max_age_days: 31
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-278-2025-nd-cp
#       clause: "Art. 4(2), 7, 24"
#       force: binding
#       confidence: B
#       addressee: {who: state_body, clause: "2"}
#       condition: unread
#       transition: {none: "24"}
#       due: 2026-12-31
#     - id: d2
#       role: duty
#       instrument: 384-qd-tw
#       clause: "toàn văn"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#       applies_to: {owners: [party]}
#   params:
#     channels: {type: set, default: [ndop, ldop_to_ndop], origin: legal, stricter: fewer}
#   owner_role: owner
#   rationale: One platform sees every mandatory exchange, so that it can be controlled, traced and put right; side channels cannot.
#   rationale_vi: Một nền tảng duy nhất ghi nhận mọi trao đổi bắt buộc nên kiểm soát, truy vết, chấn chỉnh được; kênh riêng thì không.
#   remedy: Register the exchange on the platform, move it there by way of the provincial platform and close the old channel.
#   remedy_vi: Đăng ký kết nối trên Nền tảng, chuyển kết nối qua nền tảng chia sẻ dữ liệu cấp tỉnh và đóng kênh cũ.
#   check_by_hand: Look for the exchange in the list of services of the provincial platform and compare it with the link of the inventory.
#   check_by_hand_vi: Tra cứu kết nối trong danh sách dịch vụ của nền tảng chia sẻ dữ liệu cấp tỉnh và đối chiếu với bản kê khai.
#   limits:
#     - Exchange that nobody declared as a link is not seen; that data really go by the declared channel only where a log of calls was handed over.
#   limits_vi:
#     - Không thấy việc chia sẻ không được kê khai thành kết nối; dữ liệu có thực sự đi qua kênh đã kê khai hay không chỉ biết khi có nhật ký giao dịch.
package controls.connectivity.through_ndop

import data.lib.against
import data.lib.facts
import data.lib.finding

_channels := {channel | some channel in data.params["CN-01"].channels}

# Lists are walked as they are: a province has tens of thousands of links.
_concerned := [link |
	some link in input.inventory.links
	link.mandatory == true
	link.crosses_owners == true
]

_evidence(id) := {finding.inv("links", id, "channel"), finding.inv("links", id, "mandatory"), finding.inv("links", id, "crosses_owners")}

alike[finding.all_exempt({key: false}, set(), {key})] := ids if {
	some key in ["mandatory", "crosses_owners"]
	ids := {link.id | some link in input.inventory.links; link[key] == false}
}

alike[finding.all_pass(channel, {"any_of": _channels}, set(), {"channel", "mandatory", "crosses_owners"})] := ids if {
	some channel, ids in _through
}

_through[link.channel] contains link.id if {
	some link in _concerned
	_channels[link.channel]
}

alike[finding.all_fail(channel, {"any_of": _channels}, set(), {"channel", "mandatory", "crosses_owners"})] := ids if {
	some channel, ids in _past
}

_past[link.channel] contains link.id if {
	some link in _concerned
	link.channel != ""
	not _channels[link.channel]
}

# Whatever channel is declared, calls by another one were made past the platform.
findings contains finding.fail(link.id, channel, {"any_of": _channels}, {o} | _evidence(link.id)) if {
	some link in _concerned
	facts.about.exchange_log[link.id]
	some [o, channel] in against.logged_past(link.id, _channels)
}

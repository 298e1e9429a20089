# METADATA
# title: Party and State bodies connect over the dedicated network
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-17
#   title_vi: Liên thông giữa cơ quan Đảng, Nhà nước sử dụng Mạng truyền số liệu chuyên dùng
#   severity: high
#   part: estate
#   subject: link
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: qd-1562-2025-qd-ttg
#       clause: "toàn văn"
#       force: binding
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d2
#       role: duty
#       instrument: qd-33-2025-qd-ttg
#       clause: "toàn văn"
#       force: binding
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d3
#       role: duty
#       instrument: 384-qd-tw
#       clause: "toàn văn"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#       applies_to: {owners: [party]}
#     - id: s1
#       role: support
#       instrument: 337-qd-tw
#       clause: "toàn văn"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#       applies_to: {owners: [party]}
#   owner_role: operator
#   rationale: On the public Internet anyone may attack the two ends of a link and count what passes; the dedicated network exists so that they cannot.
#   rationale_vi: Trên Internet công cộng, hai đầu kết nối có thể bị tấn công, lưu lượng có thể bị theo dõi; mạng chuyên dùng được xây dựng để tránh điều đó.
#   remedy: Route the link over the dedicated network, or have an exception with an end date written and entered.
#   remedy_vi: Chuyển kết nối sang Mạng truyền số liệu chuyên dùng hoặc có văn bản cho phép ngoại lệ có thời hạn và cập nhật vào bản kê khai.
#   check_by_hand: "From the source host run traceroute to the target: every hop must be an address of the dedicated network."
#   check_by_hand_vi: "Từ máy chủ nguồn, chạy traceroute tới đích: mọi chặng phải thuộc dải địa chỉ của mạng chuyên dùng."
#   limits:
#     - "The way packets really take: the network of a link is as declared."
#   limits_vi:
#     - "Đường đi thực tế của gói tin: mạng của kết nối lấy theo kê khai."
package controls.connectivity.dedicated_network

import data.lib.estate
import data.lib.finding
import data.lib.links

_dedicated := {"tslcd", "party_wan"}

_indoor := {"lan", "independent_lan"}

_private := {"enterprise", "other"}

_expected := {"any_of": _dedicated}

_kind_of := {o.id: o.kind | some o in input.inventory.organisations}

_between_bodies := [link |
	some link in input.inventory.links
	link.source_owner != link.target_owner
	_is_public(_kind_of[link.source_owner])
	_is_public(_kind_of[link.target_owner])
]

_is_public(kind) if not _private[kind]

findings contains finding.not_applicable(link.id, kind, {finding.inv("links", link.id, key)}) if {
	some link in input.inventory.links
	some key in ["source_owner", "target_owner"]
	kind := _kind_of[link[key]]
	_private[kind]
}

alike[finding.all_exempt(owner, set(), {"source_owner", "target_owner"})] := ids if some owner, ids in _within

_within[link.source_owner] contains link.id if {
	some link in input.inventory.links
	link.source_owner == link.target_owner
}

findings contains finding.not_applicable(link.id, link.network, {finding.inv("links", link.id, "network")}) if {
	some link in _between_bodies
	_indoor[link.network]
	_under_one_roof(link)
}

# A LAN joins two bodies only where both ends stand at one site; of an end outside the inventory nobody knows.
_under_one_roof(link) if estate.systems[link.source].site == estate.systems[link.target].site

alike[finding.all_pass(network, _expected, set(), {"network"})] := ids if some network, ids in _over

_over[link.network] contains link.id if {
	some link in _between_bodies
	_dedicated[link.network]
}

findings contains finding.pass(link.id, record, _expected, {finding.inv("links", link.id, "network"), finding.inv_entry("evidence", record)}) if {
	some link in _between_bodies
	link.network == "internet"
	record := links.exception[link.id]
}

findings contains finding.fail(link.id, "internet", _expected, {finding.inv("links", link.id, "network")}) if {
	some link in _between_bodies
	link.network == "internet"
	not links.exception[link.id]
}

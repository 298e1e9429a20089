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
import data.lib.subjects

_dedicated := {"tslcd", "party_wan"}

_indoor := {"lan", "independent_lan"}

_private := {"enterprise", "other"}

_expected := {"any_of": _dedicated}

_body_kind[id][key] := estate.organisations[estate.links[id][key]].kind if {
	some id in subjects.declared.link
	some key in ["source_owner", "target_owner"]
}

_between_bodies contains id if {
	some id, kinds in _body_kind
	count(kinds) == 2
	every kind in kinds {
		not _private[kind]
	}
	estate.links[id].source_owner != estate.links[id].target_owner
}

findings contains finding.not_applicable(id, kind, {finding.inv("links", id, key)}) if {
	some id, kinds in _body_kind
	some key, kind in kinds
	_private[kind]
}

findings contains finding.not_applicable(id, link.source_owner, {finding.inv("links", id, "source_owner"), finding.inv("links", id, "target_owner")}) if {
	some id in subjects.declared.link
	link := estate.links[id]
	link.source_owner == link.target_owner
}

findings contains finding.not_applicable(id, link.network, {finding.inv("links", id, "network")}) if {
	some id in _between_bodies
	link := estate.links[id]
	_indoor[link.network]
	_under_one_roof(link)
}

# A LAN joins two bodies only where both ends stand at one site; of an end outside the inventory nobody knows.
_under_one_roof(link) if estate.systems[link.source].site == estate.systems[link.target].site

findings contains finding.pass(id, link.network, _expected, {finding.inv("links", id, "network")}) if {
	some id in _between_bodies
	link := estate.links[id]
	_dedicated[link.network]
}

findings contains finding.pass(id, record, _expected, {finding.inv("links", id, "network"), finding.inv_entry("evidence", record)}) if {
	some id in _between_bodies
	estate.links[id].network == "internet"
	record := links.exception[id]
}

findings contains finding.fail(id, "internet", _expected, {finding.inv("links", id, "network")}) if {
	some id in _between_bodies
	estate.links[id].network == "internet"
	not links.exception[id]
}

# METADATA
# title: One provincial sharing platform is the only contact with the national data platform
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-03
#   title_vi: Mỗi tỉnh có 01 nền tảng chia sẻ dữ liệu cấp tỉnh làm đầu mối duy nhất kết nối Nền tảng chia sẻ, điều phối dữ liệu (NDOP)
#   severity: high
#   part: estate
#   subject: system
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-278-2025-nd-cp
#       clause: "Art. 7(3)"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d2
#       role: duty
#       instrument: cv-4856-bca-ttdlqg
#       clause: "Phụ lục 2, 5"
#       force: recommended
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     contacts: {type: set, default: [sharing_platform, ndop_agent], origin: term, stricter: fewer}
#   observed: {units: {at_most: system}, names: always, asks_names: true}
#   owner_role: owner
#   gates: [migration]
#   rationale: What leaves for the nation through one platform can be controlled, traced and stopped in one place; a second platform or a system with a channel of its own goes past it.
#   rationale_vi: Dữ liệu ra quốc gia qua một nền tảng thì kiểm soát, truy vết, dừng được tại một chỗ; nền tảng thứ hai hoặc hệ thống có kênh riêng sẽ đi vòng qua.
#   remedy: Move the exchange to the provincial platform and close the system's own channel; of two platforms merge one into the other and enter it as a part of it until it ends.
#   remedy_vi: Chuyển việc chia sẻ qua nền tảng cấp tỉnh, đóng kênh riêng của hệ thống; nếu có hai nền tảng thì hợp nhất, kê khai nền tảng cũ là thành phần cho đến khi dừng.
#   check_by_hand: Compare the systems registered with the national data platform for the province with the inventory
#   check_by_hand_vi: Đối chiếu danh sách hệ thống của tỉnh đã đăng ký trên NDOP với bản kê khai
#   limits:
#     - A channel to the national platform that nobody declared as a link; who reaches the agent node is measured under CN-04.
#   limits_vi:
#     - Kênh kết nối NDOP không được kê khai; việc ai tới được nút kết nối được đo ở CN-04.
package controls.connectivity.one_contact_point

import data.lib.finding

_contacts := {kind | some kind in data.params["CN-03"].contacts}

# A part of a platform is no second one.
_parts := {s.id | some s in input.inventory.systems; s.part_of != ""}

_platforms := {s.id | some s in input.inventory.systems; s.kind == "sharing_platform"} - _parts

# Links by the system they leave from and their channel.
_links[l.source][l.channel] contains l.id if some l in input.inventory.links

_of(id, channel) := object.get(_links, [id, channel], set())

# A link that does not tell its channel may lead to the nation.
_untold[l.source] contains l.id if {
	some l in input.inventory.links
	not l.channel
}

_ways(id) := _of(id, "ndop") | _of(id, "ldop_to_ndop")

# What is synchronised to the nation goes there somehow.
_synchronised[d.system] contains d.id if {
	some d in input.inventory.data_sets
	d.sync_place == "national"
}

_kinds(ids) := {finding.inv("systems", id, "kind") | some id in ids}

_channels(ids) := {finding.inv("links", id, "channel") | some id in ids}

# Of many platforms five are shown.
_shown := {id | some id in array.slice(sort(_platforms), 0, 5)}

findings contains finding.fail(s.id, count(_platforms), {"at_most": 1}, _kinds(_shown | {s.id})) if {
	some s in input.inventory.systems
	count(_platforms) > 1
	_platforms[s.id]
}

findings contains finding.fail(s.id, ids, {"none_of": ids}, _channels(ids) | _kinds({s.id})) if {
	some s in input.inventory.systems
	s.kind
	not _contacts[s.kind]
	ids := _of(s.id, "ndop")
	count(ids) > 0
}

findings contains finding.pass(s.id, 1, {"at_most": 1}, _kinds({s.id})) if {
	some s in input.inventory.systems
	count(_platforms) == 1
	_platforms[s.id]
}

findings contains finding.pass(s.id, ids, {"all_of": ids}, _channels(ids) | _kinds(_platforms | {s.id})) if {
	some s in input.inventory.systems
	not _platforms[s.id]
	_contacts[s.kind]
	count(_platforms) == 1
	ids := _ways(s.id)
	count(ids) > 0
}

findings contains finding.pass(s.id, ids, {"all_of": ids}, _channels(ids) | _kinds(_platforms)) if {
	some s in input.inventory.systems
	not _contacts[s.kind]
	count(_platforms) == 1
	not _untold[s.id]
	count(_of(s.id, "ndop")) == 0
	ids := _of(s.id, "ldop_to_ndop")
	count(ids) > 0
}

findings contains finding.not_applicable(s.id, "no_link_to_ndop", _kinds({s.id})) if {
	some s in input.inventory.systems
	not _platforms[s.id]
	not _synchronised[s.id]
	not _untold[s.id]
	count(_ways(s.id)) == 0
}

lacks contains finding.lack(s.id, "no_sharing_platform", ids) if {
	some s in input.inventory.systems
	count(_platforms) == 0
	ids := _ways(s.id)
	count(ids) > 0
}

lacks contains finding.lack(id, "synchronised_without_link", sets) if {
	some id, sets in _synchronised
	count(_ways(id)) == 0
}

lacks contains finding.lack(s.id, "several_sharing_platforms", _platforms) if {
	some s in input.inventory.systems
	not _platforms[s.id]
	count(_platforms) > 1
	count(_ways(s.id)) > 0
}

lacks contains finding.lack(id, "links_without_channel", ids) if some id, ids in _untold

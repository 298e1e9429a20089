# METADATA
# title: Addresses of the dedicated network are used as they were allocated, and by nobody else
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-27
#   aliases: [HO-07]
#   title_vi: Địa chỉ IP của Mạng truyền số liệu chuyên dùng sử dụng đúng mục đích, đối tượng được cấp, không trùng lặp
#   severity: med
#   part: estate
#   subject: network
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 7(2)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "2"}
#       condition: {none: "7(2)"}
#       transition: {none: "17"}
#     - id: s1
#       role: support
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 7(3), 7(4), 7(5), 7(6)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "2"}
#       condition: {none: "7(4)"}
#       transition: {none: "17"}
#   observed: {names: always}
#   owner_role: operator
#   rationale: An address that two bodies use, or that was given for another service, leads traffic astray in a network of the whole political system; what is used otherwise is taken back.
#   rationale_vi: Địa chỉ trùng lặp hoặc dùng sai mục đích gây sai lệch định tuyến trên Mạng truyền số liệu chuyên dùng; địa chỉ dùng sai quy định bị thu hồi.
#   remedy: Compare the prefixes in use with what Cục Bưu điện Trung ương allocated, give the others back or have them allocated (form 01), and enter the allocations.
#   remedy_vi: Đối chiếu dải địa chỉ đang dùng với dải địa chỉ do Cục Bưu điện Trung ương cấp; trả lại hoặc đăng ký theo Mẫu số 01; cập nhật dải địa chỉ được cấp vào bản kê khai.
#   check_by_hand: Hold the allocation letters against the address plan of the network
#   check_by_hand_vi: Đối chiếu văn bản cấp địa chỉ với quy hoạch địa chỉ của mạng
#   limits:
#     - Other provinces' use of the same addresses; allocations are believed as entered.
#   limits_vi:
#     - Việc tỉnh, cơ quan khác dùng trùng địa chỉ; dải địa chỉ được cấp lấy theo kê khai.
package controls.connectivity.allocated_addresses

import data.lib.addresses
import data.lib.against
import data.lib.estate
import data.lib.finding

_expected := {"none_of": {"outside_allocation", "other_service", "other_owner", "overlap", "taken", "address_of_another"}}

_dedicated[n.id] := n if {
	some n in input.inventory.networks
	estate.dedicated[n.id]
}

_allocations[n.id] := n.allocated if {
	some n in _dedicated
	count(n.allocated) > 0
}

# Allocations out of which a prefix of a network comes.
_from(network, prefix) := [a | some a in _allocations[network]; addresses.covers(a.prefix, prefix)]

_faults[id] contains "outside_allocation" if {
	some id, _ in _allocations
	some prefix in _dedicated[id].prefixes
	count(_from(id, prefix)) == 0
}

_faults[id] contains "other_service" if {
	some id, _ in _allocations
	some prefix in _dedicated[id].prefixes
	some a in _from(id, prefix)
	a.service != _dedicated[id].service
}

# Bodies by what stands above them: what was given to a body its units may use.
_above := {o.id: {o.parent} | some o in input.inventory.organisations; o.parent}

_bodies := {o.id: graph.reachable(_graph, {o.id}) | some o in input.inventory.organisations}

_graph := {o.id: object.get(_above, o.id, set()) | some o in input.inventory.organisations}

_faults[id] contains "other_owner" if {
	some id, _ in _allocations
	some prefix in _dedicated[id].prefixes
	some a in _from(id, prefix)
	keeper := estate.sites[estate.zones[_dedicated[id].zone].site].organisation
	not _bodies[keeper][a.owner]
}

_faults[id] contains "overlap" if {
	some [id, _] in _meeting
}

# Pairs of networks of the dedicated network that share an address.
_meeting contains [id, other] if {
	some id, n in _dedicated
	some other, m in _dedicated
	id != other
	some prefix in n.prefixes
	some met in m.prefixes
	addresses.overlap(prefix, met)
}

# An address out of an allocation, in a network that is said to be no part of the dedicated network.
_taken[n.id] contains owner if {
	some n in input.inventory.networks
	not _dedicated[n.id]
	some owner, allocations in _allocations
	_one_domain(n.id, owner)
	some a in allocations
	some prefix in n.prefixes
	addresses.covers(a.prefix, prefix)
}

_one_domain(one, other) if _domain(one) == _domain(other)

_domain(network) := estate.zones[estate.networks[network].zone].domain

_pieces(id) := {finding.inv("networks", id, key) | some key in ["prefixes", "allocated"]} | {finding.inv("networks", other, "prefixes") | some [one, other] in _meeting; one == id}

findings contains finding.fail(id, faults, _expected, _pieces(id)) if {
	some id, faults in _faults
}

findings contains finding.fail(id, {"taken"}, _expected, {finding.inv("networks", id, "prefixes")} | {finding.inv("networks", owner, "allocated") | some owner in owners}) if {
	some id, owners in _taken
}

findings contains finding.fail(id, {"address_of_another"}, _expected, looks) if {
	some id, looks in against.strayed
}

findings contains finding.pass(id, {prefix | some prefix in _dedicated[id].prefixes}, _expected, _pieces(id)) if {
	some id, _ in _allocations
	not _faults[id]
	_dedicated[id].service
}

findings contains finding.not_applicable(n.id, n.kind, {finding.inv("networks", n.id, "kind")}) if {
	some n in input.inventory.networks
	not _dedicated[n.id]
}

lacks contains finding.lack(id, "allocation_not_declared", {id}) if {
	some id, _ in _dedicated
	not _allocations[id]
}

lacks contains finding.lack(id, "service_not_declared", {id}) if {
	some id, _ in _allocations
	not _dedicated[id].service
}

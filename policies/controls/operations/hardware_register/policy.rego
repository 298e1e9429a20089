# METADATA
# title: Every machine stands in the register of hardware with all that tells it apart
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: IN-01
#   title_vi: Mọi thiết bị có trong danh mục phần cứng với đủ thông tin nhận biết
#   severity: high
#   part: system
#   subject: host
#   undeclared: true
#   needs:
#     - {kind: interfaces, from: self, optional: true, fields: [interfaces]} # addresses that the register leaves out, where they can be read
#     - {kind: ports, from: any, optional: true, fields: [open]} # shows that something is there
#   max_age_days: 90
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.2"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#   observed: {names: when_failed}
#   owner_role: operator
#   rationale: What nobody has written down is neither mended nor missed; a machine in no register is somebody else's or nobody's.
#   rationale_vi: Thiết bị không có trong danh mục thì không ai cập nhật, không ai biết khi mất; có thể là thiết bị lạ.
#   remedy: Enter each machine under assets with its maker's number or MAC address, its place, purpose, status and end of support; take out or disconnect what stands in no register.
#   remedy_vi: Kê khai từng thiết bị trong danh mục tài sản gồm số máy hoặc địa chỉ MAC, vị trí, mục đích, trạng thái, ngày hết hỗ trợ; gỡ khỏi mạng thiết bị không có trong danh mục.
#   check_by_hand: "Compare the register with the machine and with: ip addr; arp -a from its zone; the label on its case"
#   check_by_hand_vi: "Đối chiếu danh mục với thiết bị và kết quả: ip addr; arp -a từ cùng vùng mạng; nhãn trên thiết bị"
#   limits:
#     - Whether what the register says of place, purpose and number is so; whether foreign devices are looked for as often as the level asks.
#     - Machines that are switched off or that nobody looked for, and of a machine whose settings no reader is offered, addresses that the inventory does not declare.
#   limits_vi:
#     - Vị trí, mục đích, số máy trong danh mục có đúng thực tế hay không; việc dò thiết bị lạ có đúng chu kỳ của cấp độ hay không.
#     - Thiết bị đang tắt hoặc chưa ai dò; với máy không khai báo cách đọc cấu hình, các địa chỉ không có trong bản kê khai.
package controls.operations.hardware_register

import data.lib.facts
import data.lib.finding
import data.lib.legs
import data.lib.subjects

_expected := {"none_of": {"address_not_registered", "alive_out_of_use", "not_in_register"}}

_rows[a.host] contains a.id if {
	some a in input.inventory.assets
	subjects.declared.host[a.host]
}

_assets := {a.id: a | some a in input.inventory.assets}

_evidence(id) := {finding.inv_entry("assets", asset) | some asset in _rows[id]}

# A device that somebody met and nobody declared stands in no register.
findings contains finding.fail(h.id, {"not_in_register"}, _expected, facts.who_saw(h.id, open)) if {
	some h in input.inventory.hosts
	not h.declared
	open := facts.open_ports[h.id]
}

findings contains finding.fail(id, {"address_not_registered"}, _expected, facts.seen(id, "interfaces")) if {
	some id, _ in legs.undeclared
	subjects.declared.host[id]
}

# What is said to be taken out of use, or not yet in it, answers.
findings contains finding.fail(id, {"alive_out_of_use"}, _expected, facts.who_saw(id, open) | {finding.inv("assets", asset, "status")}) if {
	some id, assets in _rows
	some asset in assets
	_out_of_use[_assets[asset].status]
	open := facts.open_ports[id]
}

_out_of_use := {"retired", "spare"}

findings contains finding.pass(id, "registered", _expected, _evidence(id) | object.get(legs.readings, id, set())) if {
	some id, assets in _rows
	count(assets) > 0
	every asset in assets {
		_assets[asset].unfilled == []
		_assets[asset].status == "in_use"
	}
	_addresses_known(id)
}

# Where its settings are offered to a reader its own addresses were read; that he was refused shows none.
_addresses_known(id) if not legs.offered[id]

_addresses_known(id) if legs.readings[id]

lacks contains finding.lack(id, "not_in_the_register", {id}) if {
	some id in subjects.declared.host
	not _rows[id]
}

lacks contains finding.lack(id, "register_says_nothing", fields) if {
	some id, assets in _rows
	fields := {field | some asset in assets; some field in _assets[asset].unfilled}
	count(fields) > 0
}

lacks contains finding.lack(id, "addresses_not_read", {id}) if {
	some id in subjects.declared.host
	not _addresses_known(id)
}

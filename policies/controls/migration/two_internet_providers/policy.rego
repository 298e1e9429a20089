# METADATA
# title: Systems that need the Internet have two links of different domestic providers
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-25
#   title_vi: Hệ thống cấp độ 3 trở lên (kho lưu trữ), 4 trở lên cần Internet có tối thiểu 02 kết nối từ hai nhà cung cấp hạ tầng trong nước khác nhau
#   severity: med
#   part: estate
#   subject: system
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.13.2.2.2"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "từ cấp độ 3; khi cần kết nối Internet", clause: "3.13.2.2.2"}
#       transition: instrument
#       applies_to: {kinds: [archive], levels: [3, 4, 5]}
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.12.2"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [4, 5]}
#   params:
#     providers: {type: integer, default: 2, origin: legal, stricter: higher}
#   observed: {units: {at_least: provider}, names: always}
#   owner_role: operator
#   gates: [migration]
#   rationale: One provider's fault, or one cable, must not take a system off the Internet that cannot do without it.
#   rationale_vi: Sự cố của một nhà cung cấp hoặc đứt một tuyến cáp không được làm gián đoạn hệ thống cần Internet.
#   remedy: Order a second Internet link from a provider with an infrastructure of its own, and enter both circuits with their providers.
#   remedy_vi: Thuê kết nối Internet thứ hai của nhà cung cấp có hạ tầng riêng, kê khai cả hai kênh kèm nhà cung cấp.
#   check_by_hand: Read the contracts of both Internet links and ask on whose cables each of them runs
#   check_by_hand_vi: Xem hợp đồng của hai kết nối Internet và hạ tầng truyền dẫn mà mỗi nhà cung cấp sử dụng
#   limits:
#     - Whether two providers lease the same cables; that traffic moves to the other link when one fails; Internet links of another place that this one uses.
#   limits_vi:
#     - Hai nhà cung cấp có thuê chung hạ tầng hay không; lưu lượng có chuyển sang kết nối còn lại khi một kết nối hỏng hay không; kết nối Internet đặt tại địa điểm khác.
package controls.migration.two_internet_providers

import data.lib.finding
import data.lib.levels

_least := data.params["MG-25"].providers

_circuits[c.site] contains c.id if {
	some c in input.inventory.circuits
	c.network == "internet"
}

_providers[c.site] contains c.provider if {
	some c in input.inventory.circuits
	c.network == "internet"
}

# A line of nobody may be the second one.
_of_nobody[c.site] contains c.id if {
	some c in input.inventory.circuits
	c.network == "internet"
	object.get(c, "provider", "") == ""
}

_linked contains l.source if {
	some l in input.inventory.links
	l.network == "internet"
}

# Who serves people, has a link over the Internet, or was met there cannot do without it, whatever else is declared.
_needs[s.id] contains finding.inv("systems", s.id, "serves_citizens") if {
	some s in input.inventory.systems
	levels.serves(s)
}

_needs[s.id] contains finding.inv_entry("systems", s.id) if {
	some s in input.inventory.systems
	_linked[s.id]
}

_needs[s.id] contains finding.inv("systems", s.id, "met_outside") if {
	some s in input.inventory.systems
	count(s.met_outside) > 0
}

_lines(site) := {finding.inv_entry("circuits", c) | some c in _circuits[site]}

findings contains finding.pass(s.id, _providers[s.site], {"at_least": _least}, _lines(s.site) | _needs[s.id]) if {
	some s in input.inventory.systems
	_needs[s.id]
	count(_providers[s.site]) >= _least
}

findings contains finding.fail(s.id, _known(s.site), {"at_least": _least}, _lines(s.site) | _needs[s.id]) if {
	some s in input.inventory.systems
	_needs[s.id]
	count(_circuits[s.site]) > 0
	count(_known(s.site)) + count(object.get(_of_nobody, s.site, set())) < _least
}

_known(site) := object.get(_providers, site, set())

# Nothing of it is for the Internet, and a fresh sweep from there met nothing of it.
findings contains finding.not_applicable(s.id, "not_on_the_internet", {finding.inv("systems", s.id, "seen_outside"), finding.inv("systems", s.id, "serves_citizens")}) if {
	some s in input.inventory.systems
	not _needs[s.id]
	s.serves_citizens == false
	s.seen_outside == true
}

lacks contains finding.lack(s.id, "no_internet_line_entered", {s.site}) if {
	some s in input.inventory.systems
	_needs[s.id]
	not _circuits[s.site]
}

lacks contains finding.lack(s.id, "provider_not_entered", ids) if {
	some s in input.inventory.systems
	_needs[s.id]
	ids := _of_nobody[s.site]
}

lacks contains finding.lack(s.id, "not_seen_from_the_internet_at_all", {s.id}) if {
	some s in input.inventory.systems
	not _needs[s.id]
	s.seen_outside == false
}

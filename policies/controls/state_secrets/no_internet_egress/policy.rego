# METADATA
# title: A machine that holds state secrets has no way to the Internet
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-01
#   title_vi: Máy tính chứa bí mật nhà nước không kết nối Internet
#   severity: crit
#   part: system
#   subject: host
#   needs:
#     - {kind: egress, from: self, fields: [control, ipv4, ipv6, reached, tried]}
#     - {kind: routes, from: self, fields: [proxy, routes, default]}
#     - {kind: interfaces, from: self, fields: [interfaces]}
#   matters: [{matter: covered_label, against: not_applicable}, {matter: way_out, against: pass}, {matter: foreign_route, against: pass}, {matter: second_leg, against: pass}]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-117-2025-qh15
#       clause: "Art. 5(2)"
#       force: binding
#       confidence: B
#       addressee: {who: anyone, clause: "1"}
#       condition: {says: "trừ trường hợp lưu giữ bí mật nhà nước theo pháp luật về cơ yếu và pháp luật khác có liên quan", clause: "5(2)"}
#       transition: unread
#       continues: {instrument: luat-29-2018-qh14, clause: "5"}
#   owner_role: operator
#   gates: [migration]
#   rationale: Law 117/2025 forbids drafting or keeping state secrets on a machine that is connected to the Internet, whatever its grade.
#   rationale_vi: Luật số 117/2025/QH15 nghiêm cấm soạn thảo, lưu giữ bí mật nhà nước trên máy tính, thiết bị đang kết nối Internet, không phân biệt độ mật.
#   remedy: Disconnect the machine at once, take out the proxy setting and the default route, and tell the state-secrets officer; do not copy its content elsewhere.
#   remedy_vi: Ngắt kết nối ngay, gỡ cấu hình proxy và tuyến mặc định, báo cáo người làm công tác bảo vệ bí mật nhà nước; không sao chép nội dung sang máy khác.
#   check_by_hand: "On the machine itself run: ip route; ip -6 route; env | grep -i proxy; then try to open a connection to any public address on tcp/443 (it must fail)"
#   check_by_hand_vi: "Trên chính máy đó, chạy: ip route; ip -6 route; env | grep -i proxy; sau đó thử kết nối một địa chỉ công cộng cổng tcp/443 (phải không kết nối được)"
#   limits:
#     - A medium carried by hand, and a connection that was off while it was looked for.
#   limits_vi:
#     - Vật mang tin chuyển tay, và kết nối đang tắt lúc đo.
package controls.state_secrets.no_internet_egress

import data.lib.addresses
import data.lib.facts
import data.lib.finding
import data.lib.legs
import data.lib.secrecy

_none := {"equals": "unreachable"}

findings contains secrecy.plain_hosts[_]

findings contains finding.fail(host, reached, _none, {o.id}) if {
	some o in input.observations.egress
	host := o.subject
	secrecy.secret_hosts[host]
	reached := {place | some place in o.data.reached}
	count(reached) > 0
}

# A proxy is a way to the Internet whether or not a route is.
findings contains finding.fail(host, {"proxy": o.data.proxy}, _none, {o.id}) if {
	some o in input.observations.routes
	host := o.subject
	secrecy.secret_hosts[host]
	o.data.proxy != ""
}

# Address families in which the machine could go anywhere: it has an address or a route that is not only its own.
_families[o.subject] contains addresses.family(address) if {
	some o in input.observations.interfaces
	some interface in o.data.interfaces
	interface.kind != "loopback"
	some text in interface.addresses
	address := addresses.bare(text)
	not addresses.local_only(address)
}

_families[o.subject] contains addresses.family(address) if {
	some o in input.observations.routes
	some route in o.data.routes
	address := split(addresses.prefix(route.prefix, route.via), "/")[0]
	not addresses.local_only(address)
	not startswith(lower(address), "ff") # multicast, RFC 4291 section 2.7
}

_tried_in := {"v4": "ipv4", "v6": "ipv6"}

_tried[host] contains family if {
	some host in secrecy.secret_hosts
	some id in facts.sound(host, "egress", "self")
	some family, field in _tried_in
	facts.told(id, field) == true
}

_in_use := _families

_untried[host] contains family if {
	some host, families in _in_use
	some family in families
	not _tried[host][family]
}

findings contains finding.pass(host, "unreachable", _none, ((tries | readings) | cards)) if {
	some host in secrecy.secret_hosts
	readings := facts.sound(host, "routes", "self")
	is_set(facts.told_by_each(readings, "routes")) # the families in use are those of whole tables of both
	cards := legs.readings[host]
	is_set(facts.told_by_each(cards, "interfaces"))
	tries := facts.sound(host, "egress", "self")
	count(tries) > 0
	every id in tries {
		data_ := facts.observation[id].data
		data_.control
		count(data_.tried) > 0
		count(data_.reached) == 0
	}
	not _untried[host]
}

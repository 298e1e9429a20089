# METADATA
# title: A machine that holds state secrets has no radio and no modem on
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-05
#   title_vi: Máy tính chứa bí mật nhà nước không bật kết nối không dây, mạng di động
#   severity: high
#   part: system
#   subject: host
#   needs:
#     - {kind: interfaces, from: self, fields: [interfaces]}
#   matters: [{matter: covered_label, against: not_applicable}]
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
#   observed: {names: always}
#   owner_role: operator
#   rationale: Law 117/2025 forbids drafting or keeping state secrets on a machine that is connected to a telecommunications network or to any network but an independent LAN; a mobile modem joins the one, a radio any other.
#   rationale_vi: Luật số 117/2025/QH15 nghiêm cấm soạn thảo, lưu giữ bí mật nhà nước trên thiết bị đang kết nối mạng viễn thông hoặc mạng khác ngoài mạng LAN độc lập; modem di động là kết nối viễn thông, sóng vô tuyến có thể nối vào bất kỳ mạng nào.
#   remedy: Take the mobile modem and the radio card out of the machine, or switch the card off in the firmware; what is only switched off in the system can be switched on again by anybody.
#   remedy_vi: Tháo modem di động và card không dây khỏi máy, hoặc tắt card trong BIOS/UEFI; nếu chỉ tắt trong hệ điều hành thì người dùng có thể bật lại.
#   check_by_hand: "On the machine itself run: ip -brief link; rfkill list; lsusb; no Wi-Fi, Bluetooth or modem may be up"
#   check_by_hand_vi: "Trên chính máy đó, chạy: ip -brief link; rfkill list; lsusb; không có Wi-Fi, Bluetooth, modem đang bật"
#   limits:
#     - A radio that was off while it was looked for, and a phone or modem that shows itself as a cable network.
#   limits_vi:
#     - Sóng vô tuyến đang tắt lúc đo, và điện thoại, modem tự hiện ra như mạng có dây.
package controls.state_secrets.no_radio

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.legs
import data.lib.secrecy

_radios := {"wireless", "cellular"}

_none := {"none_of": _radios}

findings contains secrecy.plain_hosts[_]

# Radios and modems that are up, by machine and reading; those of them that are joined to something, and modems.
_up[o.subject][o.id] contains interface.name if {
	some o in input.observations.interfaces
	secrecy.secret_hosts[o.subject]
	some interface in o.data.interfaces
	_radios[interface.kind]
}

_joined[o.subject][o.id] contains interface.name if {
	some o in input.observations.interfaces
	secrecy.secret_hosts[o.subject]
	some interface in o.data.interfaces
	_radios[interface.kind]
	_is_joined(interface)
	not _carries_the_lan(o.subject, interface)
}

_modems[o.subject] contains interface.name if {
	some o in input.observations.interfaces
	some interface in o.data.interfaces
	interface.kind == "cellular"
}

_is_joined(interface) if interface.carrier == true

# An address that others can reach is given by a network, unless the card says that it is joined to none.
_is_joined(interface) if count(legs.addresses_of(interface)) > 0

# A radio link of the independent LAN itself joins the machine to no other network, though it may be heard outside.
_carries_the_lan(host, interface) if {
	interface.kind == "wireless"
	borne := legs.addresses_of(interface)
	count(borne) > 0
	count(borne - _in_lans[host]) == 0
}

_in_lans[h.id] := {leg.address |
	some leg in h.interfaces
	estate.networks[leg.network].kind == "independent_lan"
} if {
	some h in input.inventory.hosts
}

_covered[host] := {finding.inv("evidence", record, "kind") | some record in records} if some host, records in secrecy.covering

findings contains finding.fail(host, radios, _none, {id}) if {
	some host, by_reading in _joined
	not _covered[host]
	some id, radios in by_reading
}

findings contains finding.warn(host, radios, _none, {id}) if {
	some host, by_reading in _up
	some id, radios in by_reading
	not _joined[host][id]
}

# The law excepts keeping secrets under the law on cipher, and not drafting them.
findings contains finding.pass(host, "cipher_deployment", _none, object.keys(by_reading) | _covered[host]) if {
	some host, by_reading in _joined
	not secrecy.drafting[host]
	not _modems[host]
}

lacks contains finding.lack(host, "exception_for_keeping", secrecy.covering[host]) if {
	some host, _ in _joined
	secrecy.drafting[host]
}

# Nobody here has read whether a deployment covers the telephone network too.
lacks contains finding.lack(host, "cipher_over_modem", modems) if {
	some host, modems in _modems
	secrecy.covering[host]
}

findings contains finding.pass(host, set(), _none, readings) if {
	some host in secrecy.secret_hosts
	not _up[host]
	readings := legs.readings[host]
	every id in readings {
		_kinds_told(facts.told(id, "interfaces"))
	}
}

_kinds_told(interfaces) if {
	is_array(interfaces)
	every interface in interfaces {
		is_string(interface.kind)
	}
}

# METADATA
# title: Server certificates are valid
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-08
#   title_vi: Chứng thư số máy chủ hợp lệ, do tổ chức tin cậy cấp
#   severity: high
#   part: system
#   subject: endpoint
#   needs:
#     - {kind: tls, from: any, fields: [chain, chain_valid, further, key_bits, key_type, name_valid, not_after_day, not_before_day, offered]}
#     - {kind: services, from: any, optional: true, fields: [services]} # shows that no TLS stands there
#     - {kind: ports, from: same_zone, optional: true, fields: [open, refused]} # or that the machine refuses its port
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.16.2.2.2"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.16.2.2.2"
#       force: recommended
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "hệ thống thông tin lưu trữ tài liệu điện tử; nơi khác chỉ là khuyến nghị của công cụ", clause: "1.1-1.2"}
#       transition: instrument
#   params:
#     min_rsa_bits: {type: integer, default: 2048, unit: bit, origin: ours, stricter: higher}
#     min_ec_bits: {type: integer, default: 224, unit: bit, origin: ours, stricter: higher}
#     weak_hashes: {type: set, default: [md2, md4, md5, sha1], origin: ours, stricter: more}
#     warn_days: {type: integer, default: 30, unit: day, origin: ours, stricter: higher}
#   observed: {units: {at_least: day}}
#   owner_role: operator
#   rationale: A certificate that is expired, made out to another name or signed by nobody known teaches people to click warnings away, and hides an impostor.
#   rationale_vi: Chứng thư số hết hạn, sai tên hoặc không do tổ chức tin cậy cấp khiến người dùng quen bỏ qua cảnh báo và che giấu máy chủ giả mạo.
#   remedy: Install a certificate for the right names from a trusted issuer, with the whole chain, and renew it automatically well before it ends.
#   remedy_vi: Cài chứng thư số đúng tên miền do tổ chức tin cậy cấp, kèm đủ chuỗi chứng thực, và gia hạn tự động trước khi hết hạn.
#   check_by_hand: "openssl s_client -connect ADDRESS:PORT -servername NAME -verify_return_error </dev/null | openssl x509 -noout -enddate -subject"
#   check_by_hand_vi: "Chạy openssl s_client -connect ĐỊA_CHỈ:CỔNG -servername TÊN_MIỀN -verify_return_error </dev/null | openssl x509 -noout -enddate -subject"
#   limits:
#     - Revocation of a certificate, and certificates shown under names nobody declared.
#     - Of a machine whose settings nobody reads, addresses that the inventory does not declare.
#   limits_vi:
#     - Việc thu hồi chứng thư, và chứng thư dưới các tên không kê khai.
#     - Với máy không đọc được cấu hình, các địa chỉ không có trong bản kê khai.
package controls.connectivity.certificates

import data.lib.facts
import data.lib.finding
import data.lib.subjects
import data.lib.tls

_params := data.params["CN-08"]

_expected := {"none_of": {"chain_invalid", "name_invalid", "expired", "not_yet_valid", "key_too_small", "weak_signature"}}

_judged := tls.speaking & subjects.declared.endpoint

# Every certificate that an endpoint shows: under its first name, and those it shows under the names behind it.
_certificates[id] contains data_ if {
	some id in _judged
	some data_ in facts.seen_data(id, "tls")
}

_certificates[id] contains other if {
	some id in _judged
	some data_ in facts.seen_data(id, "tls")
	some other in data_.further
}

_faults[id] contains "chain_invalid" if {
	some id in _judged
	some data_ in _certificates[id]
	data_.chain_valid == false
}

_faults[id] contains "name_invalid" if {
	some id in _judged
	some data_ in _certificates[id]
	data_.name_valid == false
}

_faults[id] contains "expired" if {
	some id in _judged
	some data_ in _certificates[id]
	data_.not_after_day < input.context.evaluated_day
}

# A chain holds no longer than each of its certificates.
_faults[id] contains "expired" if {
	some id in _judged
	some data_ in _certificates[id]
	some link in data_.chain
	link.not_after_day < input.context.evaluated_day
}

_faults[id] contains "not_yet_valid" if {
	some id in _judged
	some data_ in _certificates[id]
	data_.not_before_day > input.context.evaluated_day
}

# How long a key must be, and which hashes may sign, no text that was read says, so what is weak is something to mend and not a breach.
_weak[id] contains "key_too_small" if {
	some id in _judged
	some data_ in _certificates[id]
	data_.key_bits < _least_bits(data_)
}

_weak[id] contains "key_too_small" if {
	some id in _judged
	some data_ in _certificates[id]
	some link in data_.chain
	link.key_bits < _least_bits(link)
}

_weak[id] contains "weak_signature" if {
	some id in _judged
	some data_ in _certificates[id]
	some link in data_.chain
	link.subject != link.issuer # whoever signed himself is believed for where he stands
	_weak_hashes[link.signature]
}

_weak_hashes := {hash | some hash in _params.weak_hashes}

_least_bits(data_) := _params.min_rsa_bits if _algorithm(data_) in {"rsa", "dsa"}

_least_bits(data_) := _params.min_ec_bits if _algorithm(data_) in {"ec", "ecdsa", "ed25519", "ed448"}

# A key on a curve is told with the name of the curve, as `ec secp256r1`.
_algorithm(data_) := split(lower(data_.key_type), " ")[0]

# Everything a pass rests on must be known: an absent answer is not a good one.
_good(data_) if {
	data_.chain_valid == true
	data_.name_valid == true
	data_.not_before_day <= input.context.evaluated_day
	is_number(data_.not_after_day)
	data_.not_after_day >= input.context.evaluated_day
	is_number(data_.key_bits)
	data_.key_bits >= _least_bits(data_)
	count(data_.chain) > 0
	every link in data_.chain {
		is_string(link.signature)
		link.key_bits >= _least_bits(link)
		is_number(link.not_after_day)
	}
}

_days_left[id] := min({day | some data_ in _certificates[id]; some day in _ends(data_)}) - input.context.evaluated_day if {
	some id in _judged
}

_ends(data_) := {data_.not_after_day} | {link.not_after_day | some link in data_.chain}

alike[finding.all_exempt(false, looks, tls.shown_plain_by)] := ids if some looks, ids in tls.plain

findings contains finding.fail(id, faults, _expected, facts.seen(id, "tls")) if some id, faults in _faults

findings contains finding.warn(id, found, _expected, facts.seen(id, "tls")) if some id, found in _weak

findings contains finding.warn(id, days, {"at_least": _params.warn_days}, facts.seen(id, "tls")) if {
	some id, days in _days_left
	days >= 0
	days < _params.warn_days
}

findings contains finding.pass(id, days, {"at_least": _params.warn_days}, evidence) if {
	some id, days in _days_left
	not _faults[id]
	not _weak[id]
	days >= _params.warn_days
	evidence := {o | some o in facts.sound(id, "tls", "any"); facts.observation[o].data}
	count(evidence) > 0
	every o in evidence {
		_good(facts.observation[o].data)
		is_array(facts.observation[o].data.further)
		every other in facts.observation[o].data.further {
			_good(other)
		}
	}
}

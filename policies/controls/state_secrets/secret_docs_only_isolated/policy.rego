# METADATA
# title: Secret documents live only in their own system, on isolated machines
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-13
#   title_vi: Văn bản điện tử bí mật nhà nước chỉ ở hệ thống quản lý riêng, trên máy không nối mạng ngoài LAN độc lập
#   severity: crit
#   part: system
#   subject: system
#   needs:
#     - {kind: interfaces, from: self, optional: true, fields: [interfaces]}
#     - {kind: routes, from: self, optional: true, fields: [default, proxy, routes]}
#     - {kind: egress, from: self, optional: true, fields: [reached]}
#   matters: [{matter: secret_way_out, against: pass}, {matter: unnamed_link, against: pass}]
#   max_age_days: 365
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-63-2026-nd-cp
#       clause: "quy định về văn bản điện tử bí mật nhà nước"
#       force: binding
#       confidence: B
#       addressee: {who: anyone, clause: "1", instrument: luat-117-2025-qh15}
#       condition: unread
#       transition: unread
#     - id: d2
#       role: duty
#       instrument: luat-117-2025-qh15
#       clause: "Art. 5(2)"
#       force: binding
#       confidence: B
#       addressee: {who: anyone, clause: "1"}
#       condition: {says: "trừ trường hợp lưu giữ bí mật nhà nước theo pháp luật về cơ yếu và pháp luật khác có liên quan", clause: "5(2)"}
#       transition: unread
#       continues: {instrument: luat-29-2018-qh14, clause: "5"}
#   params:
#     ordinary_kinds: {type: set, default: [document_management, document_axis, mail], origin: ours, stricter: more}
#   observed: {names: when_failed}
#   owner_role: owner
#   gates: [migration]
#   rationale: Secret electronic documents are made, sent and received only in the system for them, on machines joined to nothing but an independent LAN or kept under cipher law; ordinary document systems and mail must hold none.
#   rationale_vi: Văn bản điện tử bí mật nhà nước chỉ được tạo lập, gửi, nhận trên hệ thống quản lý văn bản điện tử bí mật nhà nước, bằng máy không nối mạng (trừ LAN độc lập hoặc theo pháp luật về cơ yếu); hệ thống văn bản, thư điện tử thông thường không được chứa.
#   remedy: Move the machines into an independent LAN, or the secret documents out of the ordinary system, under the state-secrets officer's direction.
#   remedy_vi: Đưa máy vào mạng LAN độc lập, hoặc đưa văn bản bí mật ra khỏi hệ thống thông thường theo hướng dẫn của người làm công tác bảo vệ bí mật nhà nước.
#   check_by_hand: Compare the list of machines of the secret-document system with the members of the independent LAN; ask the owner of each ordinary document system whether it holds secret documents
#   check_by_hand_vi: Đối chiếu danh sách máy của hệ thống văn bản mật với thành viên mạng LAN độc lập; xác nhận với chủ quản từng hệ thống văn bản thông thường có chứa văn bản mật hay không
#   limits:
#     - "Copies of documents on ordinary machines: files are never read."
#   limits_vi:
#     - "Bản sao tài liệu trên máy thường: không bao giờ đọc tệp."
package controls.state_secrets.secret_docs_only_isolated

import data.lib.against
import data.lib.facts
import data.lib.finding
import data.lib.legs
import data.lib.secrecy
import data.lib.subjects

_ordinary := {kind | some kind in data.params["SS-13"].ordinary_kinds}

_isolated := {"all_of": {"independent_lan"}}

_no_secrets := {"equals": false}

# Machines it stands on, also those of other owners.
_stray[s.id] contains machine.id if {
	some s in input.inventory.systems
	some machine in s.machines
	some kind in machine.zone_kinds
	kind != "independent_lan"
}

# The exception of Luật 117/2025 5(2) is for keeping.
_drafted_elsewhere[id] contains machine if {
	some id, machines in _stray
	some machine in machines
	secrecy.drafting[machine]
}

lacks contains finding.lack(id, "exception_for_keeping", {secrecy.covered[id]}) if some id, _ in _drafted_elsewhere

_places(id) := {finding.inv("systems", id, "machines")}

findings contains finding.fail(s.id, strays, _isolated, _places(s.id)) if {
	some s in input.inventory.systems
	s.kind == "secret_docs"
	strays := _stray[s.id]
	not secrecy.covered[s.id]
}

# What breaks the rule on machines that hold secrets breaks it for the system of which they are.
findings contains finding.fail(s.id, machines, _isolated, ways) if {
	some s in input.inventory.systems
	s.kind == "secret_docs"
	not secrecy.covered[s.id]
	machines := {machine.id | some machine in s.machines; _breaks_out[machine.id]}
	count(machines) > 0
	ways := {id | some machine in machines; some id in _breaks_out[machine]}
}

# A way to the Internet, and an address in a network that is none of its LAN's.
_breaks_out[host] contains id if {
	some matter in ["way_out", "second_leg"]
	some host, ids in against.by_matter[matter].host
	some id in ids
}

findings contains finding.pass(s.id, "cipher_deployment", _isolated, pieces) if {
	some s in input.inventory.systems
	s.kind == "secret_docs"
	_stray[s.id]
	not _drafted_elsewhere[s.id]
	pieces := {finding.inv("systems", s.id, "kind"), finding.inv("evidence", secrecy.covered[s.id], "kind")}
}

findings contains finding.pass(s.id, {"independent_lan"}, _isolated, _places(s.id) | looks) if {
	some s in input.inventory.systems
	s.kind == "secret_docs"
	count(s.machines) > 0
	every machine in s.machines {
		subjects.only_in(machine, "independent_lan")
		_looked_for_ways_out(machine.id)
	}
	looks := {look | some machine in s.machines; some kind in _ways; some look in facts.sound(machine.id, kind, "self")}
}

_ways := ["interfaces", "routes", "egress"]

_looked_for_ways_out(machine) if {
	count(legs.readings[machine]) > 0
	every kind in _ways {
		count(facts.sound(machine, kind, "self")) > 0
	}
}

findings contains finding.fail(s.id, true, _no_secrets, {finding.inv("systems", s.id, "declares_secrets")}) if {
	some s in input.inventory.systems
	s.kind != "secret_docs"
	s.declares_secrets
	_no_place_for_secrets(s)
}

_no_place_for_secrets(system) if _ordinary[system.kind]

_no_place_for_secrets(system) if system.label == "none"

findings contains finding.pass(s.id, false, _no_secrets, {finding.inv("systems", s.id, "declares_secrets")}) if {
	some s in input.inventory.systems
	_ordinary[s.kind]
	s.declares_secrets == false
}

findings contains finding.not_applicable(s.id, s.kind, {finding.inv("systems", s.id, "kind")}) if {
	some s in input.inventory.systems
	s.kind != "secret_docs"
	not _ordinary[s.kind]
	_may_be_silent_on_secrets(s)
}

_may_be_silent_on_secrets(system) if system.declares_secrets == false

_may_be_silent_on_secrets(system) if system.label != "none" # its secrets are other than documents: the rows on machines and links hold it

# METADATA
# title: The portal shows where reports of cyber incidents are taken
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: IR-03
#   title_vi: Cổng, trang thông tin điện tử công khai địa chỉ tiếp nhận thông tin sự cố an ninh mạng
#   severity: med
#   part: system
#   subject: system
#   needs:
#     - {kind: incident_contacts, from: any, optional: true, fields: [pages, pages_left_out, sought]} # of a service of the portal
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 21(1)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "21(1)(a)"}
#       transition: {none: "81(1)"}
#   observed: {names: always, asks_names: true}
#   owner_role: operator
#   rationale: Whoever meets a forged page or leaked data must find whom to tell; leaving the address off the portal is fined (10 to 20 million dong, twice that for organisations).
#   rationale_vi: Người phát hiện trang giả mạo, lộ dữ liệu phải biết báo cho ai; không công khai địa chỉ tiếp nhận trên cổng bị phạt tiền (10 đến 20 triệu đồng, tổ chức gấp đôi).
#   remedy: Put the mail address or telephone number for incident reports as text on the contact page, link that page from the first one, and enter both under incident_reports.
#   remedy_vi: Ghi thư điện tử hoặc số điện thoại tiếp nhận sự cố dưới dạng chữ trên trang liên hệ, đặt liên kết tới trang này ở trang chủ và khai vào incident_reports.
#   check_by_hand: Open the portal and find, within two clicks, the address for reports of incidents; send a test message and see it arrive
#   check_by_hand_vi: Mở cổng, tìm địa chỉ tiếp nhận sự cố trong vòng hai lần nhấp; gửi thử và kiểm tra có nhận được
#   limits:
#     - Whether anybody reads what is sent there.
#     - What a style sheet hides, and what pictures, frames or scripts show.
#     - That the page says what the address is for.
#   limits_vi:
#     - Có người đọc, trả lời thông tin gửi đến hay không.
#     - Nội dung bị tệp định kiểu ẩn đi; nội dung do hình ảnh, khung hoặc mã kịch bản hiển thị.
#     - Trang có ghi rõ địa chỉ dùng để tiếp nhận sự cố hay không.
package controls.operations.incident_address

import data.lib.estate
import data.lib.facts
import data.lib.finding

_systems := {s.id: s | some s in input.inventory.systems; s.declared}

_portals[id] := s if {
	some id, s in _systems
	s.kind == "portal"
}

# Where none is entered none could be sought, and no page lacks it.
_addresses[id] := addresses if {
	some id, s in _portals
	addresses := {address | some address in s.incident_reports.to}
	count(addresses) > 0
}

_expected(id) := {"any_of": _addresses[id]}

_entered(id) := finding.inv("systems", id, "incident_reports")

findings contains finding.not_applicable(id, s.kind, {finding.inv("systems", id, "kind")}) if {
	some id, s in _systems
	s.kind != "portal"
}

_looks[estate.endpoints[o.subject].system][o.id] := o.data.pages if {
	some o in input.observations.incident_contacts
	is_array(o.data.pages)
}

# What readers of a page see of it, by portal and look; an error page that repeats it shows it to nobody.
_shown[id][look] contains address if {
	some id, addresses in _addresses
	some look, pages in _looks[id]
	some page in pages
	_served(page)
	some address in page.shown
	addresses[address]
}

_served(page) if {
	page.status >= 200
	page.status < 300
}

# Services that show it at each address that was asked: a name may lead to one address and not to the other.
_showing[id][endpoint] := looks if {
	some id, by_endpoint in _by_endpoint
	some endpoint, looks in by_endpoint
	looks == {look | some look in looks; _shown[id][look]}
}

_by_endpoint[id][facts.observation[look].subject] contains look if {
	some id, looks in _looks
	some look, _ in looks
}

findings contains finding.pass(id, shown, _expected(id), looks | {_entered(id)}) if {
	some id, by_endpoint in _showing
	some looks in by_endpoint
	shown := {address | some look in looks; some address in _shown[id][look]}
}

# The page that is said to show it, as each look met it, but for those that were sent on to another service.
_said[id] contains {"look": look, "page": page} if {
	some id, looks in _looks
	some look, pages in looks
	some page in pages
	_addresses[id]
	page.path == _portals[id].incident_reports.page
	not _sends_on(page)
	not _shown[id][look]
}

_sends_on(page) if {
	page.status >= 300
	page.status < 400
}

# Every look that met the page asked for all pages that its links lead to: another one could show it.
_all_pages_asked[id] if {
	some id, met in _said
	count(met) > 0
	every one in met {
		facts.told(one.look, "pages_left_out") == false
	}
}

_gone := {404, 410} # RFC 9110, 15.5.5 and 15.5.11: there is no such page

findings contains finding.fail(id, _portals[id].incident_reports.page, _expected(id), {one.look | some one in met} | {_entered(id)}) if {
	some id, met in _said
	not _showing[id]
	_all_pages_asked[id]
	met == {one | some one in met; _gone[one.page.status]}
}

# A page that was read whole, where every address of the dossier was sought, and none of them seen.
_without(id, one) if {
	sought := facts.told(one.look, "sought")
	count(_addresses[id] - {address | some address in sought}) == 0
	_served(one.page)
	is_array(one.page.shown)
}

_missing[id] := met if {
	some id, met in _said
	not _showing[id]
	_all_pages_asked[id]
	met == {one | some one in met; _without(id, one)}
}

findings contains finding.fail(id, _portals[id].incident_reports.page, _expected(id), {one.look | some one in met} | {_entered(id)}) if {
	some id, met in _missing
	met == {one | some one in met; one.page.more_than_text == false}
}

# A picture, a frame or a script may show what nobody here can read; as text it is not there.
findings contains finding.warn(id, _portals[id].incident_reports.page, _expected(id), {one.look | some one in met} | {_entered(id)}) if {
	some id, met in _missing
	some one in met
	one.page.more_than_text == true
}

lacks contains finding.lack(id, "incident_address_not_declared", {id}) if {
	some id, s in _portals
	not _addresses[id]
}

lacks contains finding.lack(id, "incident_address_not_met", paths) if {
	some id, _ in _addresses
	looks := _looks[id]
	not _showing[id]
	paths := {page.path | some _, pages in looks; some page in pages}
}

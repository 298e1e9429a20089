# METADATA
# title: The province said which systems need redundant channels of the dedicated network
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-44
#   title_vi: Xác định và gửi nhu cầu kết nối dự phòng Mạng truyền số liệu chuyên dùng
#   severity: low
#   part: estate
#   subject: organisation
#   needs: [{kind: evidence.tslcd_registration}]
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 14(3)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "3(2), 14(3)"}
#       condition: {none: "14(3)"}
#       transition: {none: "17"}
#     - id: s1
#       role: support
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 5(3)(c), 5(4)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: carrier, clause: "5(3)(c), 5(4)(a)"}
#       condition: {none: "5(3)-(4)"}
#       transition: {none: "17"}
#   owner_role: owner
#   rationale: The carrier builds two channels where it is told that one is not enough; nobody else knows which systems may not stop.
#   rationale_vi: Chỉ chủ quản biết hệ thống nào không được gián đoạn; không nêu nhu cầu dự phòng thì không có căn cứ triển khai kênh thứ hai.
#   remedy: Judge how important and continuous each system must be, state in the registration which need a redundant channel, and that the others need none, and enter it.
#   remedy_vi: Đánh giá mức độ quan trọng, tính liên tục của từng hệ thống, nêu nhu cầu kết nối dự phòng trong văn bản đăng ký; nhập văn bản và nội dung.
#   check_by_hand: Look in the registration for the systems of level 4 and 5 and the data centre, and what it says of their second channel.
#   check_by_hand_vi: Xem trong văn bản đăng ký các hệ thống cấp độ 4, 5 và trung tâm dữ liệu, nội dung về kênh dự phòng.
#   limits:
#     - Which systems were named, and by which assessment; the item is believed as it was entered. No look at a network shows what was asked for.
#   limits_vi:
#     - Đã nêu hệ thống nào, đánh giá ra sao; tin theo nội dung đã nhập. Không phép đo mạng nào cho biết nhu cầu đã gửi.
package controls.connectivity.redundancy_needs

import data.lib.finding
import data.lib.papers

_item := {"redundancy_stated"}

_provinces contains o.id if {
	some o in input.inventory.organisations
	o.kind == "province"
}

_registered[id] := papers.newest(papers.about("tslcd_registration", "organisation", id)) if some id in _provinces

findings contains finding.not_applicable(o.id, o.kind, {finding.inv("organisations", o.id, "kind")}) if {
	some o in input.inventory.organisations
	not _provinces[o.id]
}

findings contains finding.pass(id, papers.seen(ids), {"all_of": _item}, papers.pointers(ids)) if {
	some id, ids in _registered
	count(papers.missing(ids, _item)) == 0
	count(papers.untold(ids, _item)) == 0
}

findings contains finding.fail(id, papers.lacking(ids, _item), {"all_of": _item}, papers.pointers(ids)) if {
	some id, ids in _registered
	count(papers.missing(ids, _item)) > 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _registered
	untold := papers.untold(ids, _item)
	count(untold) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in _provinces
	some code, ids in papers.flaws("tslcd_registration", "organisation", id)
}

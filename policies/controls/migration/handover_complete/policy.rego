# METADATA
# title: A contractor hands over guides, documents of connections and, of internal software, the source
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-14
#   title_vi: Nhà thầu bàn giao tài liệu hướng dẫn, tài liệu kết nối và mã nguồn phần mềm nội bộ
#   severity: med
#   part: system
#   subject: system
#   needs: [{kind: evidence.handover}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 57(1)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "57(1)"}
#       condition: {says: "dự án được quyết định từ ngày 01/7/2026; tài liệu kết nối: dự án có kết nối, chia sẻ dữ liệu", clause: "57(1)(a), 91(1)-(2)"}
#       transition: {none: "91(2)"}
#     - id: d2
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 57(1)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "57(1)"}
#       condition: {says: "xây dựng, phát triển, nâng cấp, mở rộng phần mềm nội bộ trong dự án được quyết định từ ngày 01/7/2026", clause: "57(1)(b), 91(1)-(2)"}
#       transition: {none: "91(2)"}
#   owner_role: owner
#   rationale: Without guides and source a system can be run and moved only by who built it.
#   rationale_vi: Không có tài liệu, mã nguồn thì chỉ nhà thầu cũ vận hành, chuyển đổi được hệ thống.
#   remedy: Have the contractor hand over what is missing, as the contract says it, and enter the minutes of handover with their items.
#   remedy_vi: Yêu cầu nhà thầu bàn giao phần còn thiếu theo hợp đồng; nhập biên bản bàn giao và các nội dung.
#   check_by_hand: Go through the list of the minutes of handover, open the guides, and build the software from the source once.
#   check_by_hand_vi: Rà danh mục của biên bản bàn giao, mở tài liệu hướng dẫn, dựng thử phần mềm từ mã nguồn.
#   limits:
#     - Whether what was handed over is whole and works; items are believed as they were entered.
#   limits_vi:
#     - Tài liệu, mã nguồn có đầy đủ, dùng được hay không; tin theo nội dung đã nhập.
package controls.migration.handover_complete

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.projects

_handed[id] := papers.newest(papers.about("handover", "system", id)) if some id in projects.under_decree

# Documents of connections are asked for where something is connected; a link to another body, or out of the house, is one.
_items.d1[id] := {"user_guide"} | {"connection_docs" | estate.systems[id].connected == true} if some id, _ in _handed

_items.d2[id] := {"source_code"} if {
	some id, ids in _handed
	count(papers.untold(ids, {"internal_software"})) == 0
	count(papers.missing(ids, {"internal_software"})) == 0
}

findings contains projects.older[_]

findings contains finding.on(finding.not_applicable(id, "no_internal_software", papers.pointers(ids)), {"d2"}) if {
	some id, ids in _handed
	papers.missing(ids, {"internal_software"}) == {"internal_software"}
}

findings contains finding.on(finding.pass(id, papers.seen(ids), {"all_of": items}, papers.pointers(ids)), {duty}) if {
	some duty, by_system in _items
	some id, items in by_system
	ids := _handed[id]
	count(papers.missing(ids, items)) == 0
	count(papers.untold(ids, items)) == 0
}

findings contains finding.on(finding.fail(id, papers.lacking(ids, missing), {"all_of": items}, papers.pointers(ids)), {duty}) if {
	some duty, by_system in _items
	some id, items in by_system
	ids := _handed[id]
	missing := papers.missing(ids, items)
	count(missing) > 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _handed
	untold := papers.untold(ids, {"internal_software"} | {item | some by_system in _items; some item in by_system[id]})
	count(untold) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in projects.under_decree
	some code, ids in papers.flaws("handover", "system", id)
}

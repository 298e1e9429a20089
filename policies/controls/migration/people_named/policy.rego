# METADATA
# title: The province named who leads its digital transformation, and five units, within a month of the guidance
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-31
#   title_vi: Tỉnh kiện toàn người phụ trách chuyển đổi số và 05 bộ phận trong 30 ngày từ ngày có hướng dẫn
#   severity: med
#   part: estate
#   subject: organisation
#   needs: [{kind: evidence.staffing_decision}]
#   law:
#     - id: d1
#       role: duty
#       instrument: cv-4856-bca-ttdlqg
#       clause: "lộ trình"
#       force: recommended
#       confidence: C
#       addressee: unread
#       condition: {says: "địa phương Nhóm 1", clause: "lộ trình"}
#       transition: unread
#   params:
#     days: {type: integer, default: 30, unit: day, origin: legal, stricter: lower}
#   observed: {units: {at_most: day}}
#   owner_role: owner
#   rationale: A move that belongs to nobody by name is done by whoever has time, which is nobody.
#   rationale_vi: Việc chuyển đổi không có người, bộ phận chịu trách nhiệm cụ thể thì không ai làm.
#   remedy: Issue the decision that names the officer and the five units, and enter it with its items.
#   remedy_vi: Ban hành quyết định phân công người phụ trách và kiện toàn 05 bộ phận; nhập quyết định và các nội dung.
#   check_by_hand: Read the decision for the officer and the five units.
#   check_by_hand_vi: Xem quyết định về người phụ trách và 05 bộ phận.
#   limits:
#     - Whether the province is in the first group of the guidance, which names Quảng Ninh; the capacity that is due within four months.
#     - Which five units, and who is in them; items are believed as they were entered, and no look at a system shows it.
#     - The guidance is known from one secondary source.
#   limits_vi:
#     - Tỉnh có thuộc Nhóm 1 hay không (hướng dẫn nêu Quảng Ninh); phần năng lực phải hoàn thành trong 04 tháng.
#     - Năm bộ phận nào, gồm những ai; tin theo nội dung đã nhập, không phép đo nào cho biết.
#     - Hướng dẫn chỉ biết qua một nguồn thứ cấp.
package controls.migration.people_named

import data.lib.estate
import data.lib.finding
import data.lib.papers

_items := {"officer_named", "five_units"}

_issued := 739873 # 14/9/2026, the day of the letter

_most := data.params["MG-31"].days

_provinces contains o.id if {
	some o in input.inventory.organisations
	o.kind == "province"
}

_decided[id] := papers.about("staffing_decision", "organisation", id) if some id in _provinces

_newest[id] := papers.newest(ids) if some id, ids in _decided

# Below zero for people who were named before the guidance: they are named.
_days_after(ids) := min({estate.evidence[id].date_day | some id in ids}) - _issued

findings contains finding.not_applicable(o.id, o.kind, {finding.inv("organisations", o.id, "kind")}) if {
	some o in input.inventory.organisations
	not _provinces[o.id]
}

findings contains finding.pass(id, papers.seen(ids), {"all_of": _items}, papers.pointers(ids)) if {
	some id, ids in _newest
	_days_after(_decided[id]) <= _most
	count(papers.missing(ids, _items)) == 0
	count(papers.untold(ids, _items)) == 0
}

findings contains finding.fail(id, {"papers": papers.shown(ids), "days_after": _days_after(ids)}, {"at_most": _most}, papers.pointers(ids)) if {
	some id, ids in _decided
	count(ids) > 0
	_days_after(ids) > _most
}

findings contains finding.fail(id, papers.lacking(ids, missing), {"all_of": _items}, papers.pointers(ids)) if {
	some id, ids in _newest
	missing := papers.missing(ids, _items)
	count(missing) > 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _newest
	untold := papers.untold(ids, _items)
	count(untold) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in _provinces
	some code, ids in papers.flaws("staffing_decision", "organisation", id)
}

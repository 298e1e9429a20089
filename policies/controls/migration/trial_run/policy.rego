# METADATA
# title: What a project delivers was tested and run on trial, with a report, before it was accepted
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-13
#   title_vi: Sản phẩm của dự án được kiểm thử, vận hành thử có báo cáo trước khi nghiệm thu
#   severity: high
#   part: system
#   subject: system
#   needs:
#     - {kind: evidence.acceptance}
#     - {kind: evidence.trial_run, duties: [d1]}
#     - {kind: evidence.internal_test, duties: [d2]}
#   matters: [{matter: nothing_runs, against: pass}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 55(4)(a)-(c), 56(2)(a)-(c)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "55(4)(c), 56(2)(a)"}
#       condition: {says: "dự án đầu tư, mua sắm, thuê dịch vụ được quyết định từ ngày 01/7/2026", clause: "91(1)-(2)"}
#       transition: {none: "91(2)"}
#     - id: d2
#       role: duty
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 55(3)(a), 55(3)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "55(3)(c)"}
#       condition: {says: "hạng mục phần mềm nội bộ của dự án được quyết định từ ngày 01/7/2026", clause: "55(3)(a), 91(1)-(2)"}
#       transition: {none: "91(2)"}
#   owner_role: owner
#   gates: [migration]
#   rationale: What was accepted untried is tried by the people it serves; the report of the trial is what the acceptance rests on.
#   rationale_vi: Nghiệm thu khi chưa vận hành thử thì người dân, cán bộ là người thử; báo cáo kết quả vận hành thử là căn cứ để nghiệm thu.
#   remedy: Test internal software, run the product on trial, have the contractor mend what is found and try it again, then accept it; enter the three papers.
#   remedy_vi: Kiểm thử phần mềm nội bộ, tổ chức vận hành thử, yêu cầu nhà thầu hoàn thiện và vận hành thử lại rồi mới nghiệm thu; nhập đủ ba văn bản.
#   check_by_hand: Lay the test minutes, the report of the trial and the minutes of acceptance side by side; compare their days and read the result.
#   check_by_hand_vi: Đối chiếu ngày biên bản kiểm thử, báo cáo kết quả vận hành thử và biên bản nghiệm thu; xem kết quả.
#   limits:
#     - What was tried; the days and results entered are judged. Whether software is internal is believed as the handover was entered.
#     - Defects that a scan would find; findings of scanners are not read.
#   limits_vi:
#     - Nội dung thử; chỉ xét ngày và kết quả đã nhập. Phần mềm nội bộ hay không thì tin theo hồ sơ bàn giao đã nhập.
#     - Lỗ hổng do công cụ rà quét phát hiện; chưa đọc kết quả của công cụ rà quét.
package controls.migration.trial_run

import data.lib.finding
import data.lib.papers
import data.lib.projects

_of_duty := {"d1": "trial_run", "d2": "internal_test"}

_expected := {"equals": "passed"}

_all[duty][id] := ids if {
	some duty, kind in _of_duty
	some id in projects.under_decree
	projects.accepted[id]
	ids := papers.about(kind, "system", id)
	count(ids) > 0
}

# The last of them before the acceptance; a product that was mended is tried again, so an earlier failure says nothing.
_last[duty][id] := papers.newest(papers.dated(ids, 0, projects.accepted_on[id])) if {
	some duty, by_system in _all
	some id, ids in by_system
}

_pieces(id, ids) := papers.pointers(ids | projects.accepted[id])

findings contains projects.older[_]

# Nobody tests what was bought as it is; the newest handover says so.
findings contains finding.on(finding.not_applicable(id, "no_internal_software", papers.pointers(ids)), {"d2"}) if {
	some id in projects.under_decree
	ids := papers.newest(papers.about("handover", "system", id))
	papers.missing(ids, {"internal_software"}) == {"internal_software"}
}

findings contains finding.on(finding.pass(id, papers.seen(ids), _expected, _pieces(id, ids)), {duty}) if {
	some duty, by_system in _last
	some id, ids in by_system
	papers.with_result(ids, "passed") == ids
}

findings contains finding.on(finding.fail(id, papers.faulted(ids, {"failed"}), _expected, _pieces(id, ids)), {duty}) if {
	some duty, by_system in _last
	some id, ids in by_system
	count(papers.with_result(ids, "failed")) > 0
}

findings contains finding.on(finding.fail(id, papers.faulted(ids, {"only_after_acceptance"}), _expected, _pieces(id, ids)), {duty}) if {
	some duty, by_system in _all
	some id, ids in by_system
	not _last[duty][id]
}

lacks contains finding.lack(id, "result_not_entered", silent) if {
	some by_system in _last
	some id, ids in by_system
	silent := papers.with_result(ids, "none")
	count(silent) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in projects.under_decree
	some kind in ["acceptance", "trial_run", "internal_test"]
	some code, ids in papers.flaws(kind, "system", id)
}

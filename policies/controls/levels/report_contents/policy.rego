# METADATA
# title: The owner's yearly report has the contents of form 08
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-18
#   title_vi: Báo cáo hằng năm của chủ quản có đủ nội dung theo Điều 36 và mẫu số 08
#   severity: low
#   part: estate
#   subject: organisation
#   needs: [{kind: evidence.annual_report}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 36(1)-(11), form 08"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "36"}
#       transition: {none: "39(1)"}
#   params:
#     first_year: {type: integer, default: 2026, origin: term, stricter: lower}
#   owner_role: owner
#   rationale: What a report leaves out is what nobody will ask about until an incident does.
#   rationale_vi: Nội dung không báo cáo thì cơ quan quản lý không nắm được cho đến khi xảy ra sự cố.
#   remedy: Fill in what is missing by form 08, send the report again, and enter its contents.
#   remedy_vi: Bổ sung nội dung còn thiếu theo mẫu số 08, gửi lại báo cáo; nhập các nội dung của báo cáo.
#   check_by_hand: Go through the report by the eleven points of Article 36
#   check_by_hand_vi: Rà báo cáo theo mười một nội dung của Điều 36
#   limits:
#     - Whether the report is true; contents are believed as they were entered, and no list in it is compared with the inventory.
#   limits_vi:
#     - Tính đúng đắn của báo cáo; nội dung lấy theo kê khai, chưa đối chiếu danh sách trong báo cáo với bản kê khai.
package controls.levels.report_contents

import data.lib.finding
import data.lib.papers
import data.lib.subjects
import data.lib.yearly

_items := {
	"general_part",
	"systems_list",
	"security_list_part",
	"approved_list",
	"measures_list",
	"regulation_list",
	"compliance_list",
	"checked_list",
	"measures_judged",
	"decisions_part",
	"regulation_part",
}

_expected := {"all_of": _items}

_owners := {s.owner | some s in input.inventory.systems}

# Of the last period that was due, or of the first one of the decree; one that was sent early is read all the same.
_reports[o] := {id |
	some id in papers.about("annual_report", "organisation", o)
	yearly.day_of(id) >= yearly.closing(max({yearly.period(25), data.params["LV-18"].first_year}))
} if {
	some o in _owners
}

_read[o] := papers.newest(ids) if some o, ids in _reports

_is_due if yearly.period(25) >= data.params["LV-18"].first_year

findings contains finding.not_applicable(o, "owns_no_system", {finding.inv("organisations", o, "kind")}) if {
	some o in subjects.declared.organisation
	not _owners[o]
}

findings contains finding.not_applicable(o, "not_due_yet", {finding.inv("organisations", o, "kind")}) if {
	some o, ids in _reports
	count(ids) == 0
	not _is_due
}

findings contains finding.pass(o, papers.seen(ids), _expected, papers.pointers(ids)) if {
	some o, ids in _read
	count(papers.missing(ids, _items)) == 0
	count(papers.untold(ids, _items)) == 0
}

findings contains finding.fail(o, papers.lacking(ids, missing), _expected, papers.pointers(ids)) if {
	some o, ids in _read
	missing := papers.missing(ids, _items)
	count(missing) > 0
}

lacks contains finding.lack(o, "items_not_entered", untold) if {
	some o, ids in _read
	untold := papers.untold(ids, _items)
	count(untold) > 0
}

lacks contains finding.lack(o, "papers_of_other_periods", older) if {
	some o, ids in _reports
	older := papers.about("annual_report", "organisation", o) - ids
	count(older) > 0
}

lacks contains finding.lack(o, code, ids) if {
	some o in _owners
	some code, ids in papers.flaws("annual_report", "organisation", o)
}

# METADATA
# title: The province registered its needs of the dedicated network in time, and explained what grew
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-28
#   title_vi: Đăng ký nhu cầu kết nối Mạng truyền số liệu chuyên dùng trước 31/01 của năm xây dựng kế hoạch, thuyết minh phần tăng trên 20%
#   severity: low
#   part: estate
#   subject: organisation
#   needs: [{kind: evidence.tslcd_registration}]
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 11(1)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "3(2), 11(1)(a)"}
#       condition: {says: "năm 2027 và giai đoạn 2026-2030 đăng ký theo văn bản yêu cầu của Bộ Khoa học và Công nghệ", clause: "11(3)"}
#       transition: {none: "17"}
#     - id: d2
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 11(1)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "3(2), 11(1)(b)"}
#       condition: {says: "tổng số lượng kết nối hoặc băng thông trên 01 kênh tăng trên 20% so với đăng ký lần trước liền kề", clause: "11(1)(b)"}
#       transition: {none: "17"}
#     - id: s1
#       role: support
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 14(1)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "3(2), 14(1)"}
#       condition: {none: "14(1)"}
#       transition: {none: "17"}
#   params:
#     first_plan: {type: integer, default: 2028, origin: legal, stricter: lower}
#   owner_role: owner
#   rationale: Channels are built by what was registered; who registers late, or asks for more without saying why, is given what was asked for last time.
#   rationale_vi: Kênh truyền được triển khai theo nhu cầu đã đăng ký; đăng ký muộn, tăng mà không thuyết minh thì chỉ được xác định theo số liệu lần trước.
#   remedy: Gather the needs of all bodies, have them approved, send form 01 to the Central Post Office before 31 January with reasons for what grew by more than 20 %, and enter number, day, plan year and items.
#   remedy_vi: Tổng hợp nhu cầu, trình phê duyệt, gửi Cục Bưu điện Trung ương theo Mẫu số 01 trước ngày 31/01, thuyết minh phần tăng trên 20%; nhập số, ngày, năm kế hoạch và các nội dung.
#   check_by_hand: Read the day of the letter and the plan year in form 01; compare channels and bandwidth with the registration before it.
#   check_by_hand_vi: Xem ngày văn bản và năm kế hoạch tại Mẫu số 01; đối chiếu số kênh, băng thông với lần đăng ký trước.
#   limits:
#     - Form 02 for five years, first due before 30 June 2030, and needs that arise in between (11(4)).
#     - Whether needs grew, and whether the reasons suffice; items are believed as they were entered. No look at a network shows what was registered.
#   limits_vi:
#     - Đăng ký giai đoạn 5 năm theo Mẫu số 02 (lần đầu trước 30/6/2030), nhu cầu phát sinh giữa kỳ (khoản 4 Điều 11).
#     - Nhu cầu có tăng hay không, thuyết minh có đủ căn cứ hay không; tin theo nội dung đã nhập. Không phép đo mạng nào cho biết nội dung đã đăng ký.
package controls.connectivity.needs_registered

import data.lib.calendar
import data.lib.estate
import data.lib.finding
import data.lib.papers

_provinces contains o.id if {
	some o in input.inventory.organisations
	o.kind == "province"
}

# Needs of a year are registered before 31 January of the year before it, when its plan is made; on that day itself it is late.
_last_day := calendar.day_of(calendar.year, 1, 31)

_plan := calendar.year + 1 if input.context.as_of_day >= _last_day

_plan := calendar.year if input.context.as_of_day < _last_day

_registered[id] := ids if {
	some id in _provinces
	ids := {paper | some paper in papers.about("tslcd_registration", "organisation", id); estate.evidence[paper].for_year == _plan}
	count(ids) > 0
}

_in_time[id] := papers.dated(ids, 0, calendar.day_of(_plan - 1, 1, 30)) if some id, ids in _registered

# What the ministry asked for by letter has no day in the text.
_kept[id] := ids if {
	some id, ids in _registered
	_plan < data.params["CN-28"].first_plan
}

_kept[id] := ids if {
	some id, ids in _in_time
	count(ids) > 0
}

_expected := {"present": ["tslcd_registration"]}

findings contains finding.not_applicable(o.id, o.kind, {finding.inv("organisations", o.id, "kind")}) if {
	some o in input.inventory.organisations
	not _provinces[o.id]
}

findings contains finding.on(finding.pass(id, papers.seen(ids), _expected, papers.pointers(ids)), {"d1"}) if some id, ids in _kept

findings contains finding.on(finding.fail(id, papers.faulted(ids, {"registered_late"}), _expected, papers.pointers(ids)), {"d1"}) if {
	some id, ids in _registered
	not _kept[id]
}

# What was registered last of a plan year is what is asked for.
_last[id] := papers.newest(ids) if some id, ids in _registered

findings contains finding.on(finding.not_applicable(id, "needs_not_grown", papers.pointers(ids)), {"d2"}) if {
	some id, ids in _last
	papers.saying(ids, "growth_over_fifth", false) == ids
}

# Of letters of one day one that says so is enough.
_grown[id] := ids if {
	some id, ids in _last
	count(papers.saying(ids, "growth_over_fifth", true)) > 0
}

findings contains finding.on(finding.pass(id, papers.seen(ids), {"all_of": ["growth_explained"]}, papers.pointers(ids)), {"d2"}) if {
	some id, ids in _grown
	count(papers.missing(ids, {"growth_explained"})) == 0
	count(papers.untold(ids, {"growth_explained"})) == 0
}

findings contains finding.on(finding.fail(id, papers.lacking(ids, {"growth_explained"}), {"all_of": ["growth_explained"]}, papers.pointers(ids)), {"d2"}) if {
	some id, ids in _grown
	count(papers.missing(ids, {"growth_explained"})) > 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _last
	untold := papers.untold(ids, {"growth_explained"})
	_grown[id]
	count(untold) > 0
}

lacks contains finding.lack(id, "items_not_entered", {"growth_over_fifth"}) if {
	some id, ids in _last
	not _grown[id]
	papers.saying(ids, "growth_over_fifth", false) != ids
}

_of_some_year(ids) := {paper | some paper in ids; is_number(estate.evidence[paper].for_year)}

lacks contains finding.lack(id, "year_not_entered", undated) if {
	some id in _provinces
	all := papers.about("tslcd_registration", "organisation", id)
	undated := all - _of_some_year(all)
	count(undated) > 0
}

lacks contains finding.lack(id, "papers_out_of_time", others) if {
	some id in _provinces
	not _registered[id]
	others := _of_some_year(papers.about("tslcd_registration", "organisation", id))
	count(others) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in _provinces
	some code, ids in papers.flaws("tslcd_registration", "organisation", id)
}

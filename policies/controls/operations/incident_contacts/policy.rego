# METADATA
# title: Contacts for incidents are told to the Ministry of Public Security and kept current
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: IR-04
#   title_vi: Khai báo, cập nhật đầu mối ứng cứu sự cố tới lực lượng chuyên trách của Bộ Công an; tham gia mạng lưới ứng cứu, có đầu mối thường trực
#   severity: med
#   part: estate
#   subject: organisation
#   needs: [{kind: evidence.incident_contacts}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 21(1)(b)-(c)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "21(1)(b)"}
#       transition: {none: "81(1)"}
#     - id: d2
#       role: duty
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 21(4)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {none: "21(4)(a)"}
#       transition: {none: "81(1)"}
#     - id: d3
#       role: duty
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 21(4)(k)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {says: "nguồn tấn công được xác định xuất phát từ thuê bao thuộc doanh nghiệp mình hoặc khi được yêu cầu của Bộ Công an", clause: "21(4)(k)"}
#       transition: {none: "81(1)"}
#   owner_role: owner
#   rationale: In the night of an attack the ministry calls the number it has; an old one costs the hours that count.
#   rationale_vi: Khi xảy ra tấn công, cơ quan điều phối gọi theo đầu mối đã khai báo; thông tin cũ làm mất những giờ quan trọng nhất.
#   remedy: Send contacts and people to the cyber force of the Ministry of Public Security, join the national response network, send them again when somebody changes, and enter the letter with its contents.
#   remedy_vi: Gửi văn bản khai báo đầu mối, nhân lực tới lực lượng chuyên trách của Bộ Công an, tham gia mạng lưới ứng cứu; gửi lại khi thay đổi; nhập văn bản và nội dung.
#   check_by_hand: Call the contact that the last letter names
#   check_by_hand_vi: Gọi thử đầu mối ghi trong văn bản khai báo gần nhất
#   limits:
#     - How soon a change must be told, of which the text that was read gives no time; whether somebody answers at night.
#   limits_vi:
#     - Thời hạn cập nhật khi thay đổi, văn bản đã đọc không nêu; việc trực ngoài giờ trên thực tế.
package controls.operations.incident_contacts

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_owners := {s.owner | some s in input.inventory.systems}

_letters[o] := papers.newest(papers.about("incident_contacts", "organisation", o)) if some o in _owners

_day(ids) := max({estate.evidence[id].date_day | some id in ids})

# Decisions that change who answers: the person in charge, and the team.
_changed[o] := {paper |
	some kind in ["appointment", "incident_team"]
	some paper in papers.about(kind, "organisation", o)
	estate.evidence[paper].date_day > _day(ids)
} if {
	some o, ids in _letters
}

findings contains finding.not_applicable(o, "owns_no_system", {finding.inv("organisations", o, "kind")}) if {
	some o in subjects.declared.organisation
	not _owners[o]
}

findings contains finding.on(finding.pass(o, papers.seen(ids), {"present": ["incident_contacts"]}, papers.pointers(ids)), {"d1"}) if {
	some o, ids in _letters
	count(_changed[o]) == 0
}

findings contains finding.on(finding.warn(o, papers.faulted(ids, {"changed_since"}), {"none_of": {"changed_since"}}, papers.pointers(ids | _changed[o])), {"d1"}) if {
	some o, ids in _letters
	count(_changed[o]) > 0
}

_item := {"d2": "in_network", "d3": "around_the_clock"}

findings contains finding.on(finding.pass(o, papers.seen(ids), {"all_of": {item}}, papers.pointers(ids)), {duty}) if {
	some o, ids in _letters
	some duty, item in _item
	count(papers.missing(ids, {item})) == 0
	count(papers.untold(ids, {item})) == 0
}

findings contains finding.on(finding.fail(o, papers.lacking(ids, {"in_network"}), {"all_of": {"in_network"}}, papers.pointers(ids)), {"d2"}) if {
	some o, ids in _letters
	count(papers.missing(ids, {"in_network"})) > 0
}

# The decree asks for somebody around the clock when the ministry does, or when an attack comes from the body itself.
findings contains finding.on(finding.warn(o, papers.lacking(ids, {"around_the_clock"}), {"all_of": {"around_the_clock"}}, papers.pointers(ids)), {"d3"}) if {
	some o, ids in _letters
	count(papers.missing(ids, {"around_the_clock"})) > 0
}

lacks contains finding.lack(o, "items_not_entered", untold) if {
	some o, ids in _letters
	untold := papers.untold(ids, {"in_network", "around_the_clock"})
	count(untold) > 0
}

lacks contains finding.lack(o, code, ids) if {
	some o in _owners
	some code, ids in papers.flaws("incident_contacts", "organisation", o)
}

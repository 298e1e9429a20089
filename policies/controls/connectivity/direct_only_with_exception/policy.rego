# METADATA
# title: Direct links to others exist only by written exception
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-02
#   title_vi: Chỉ kết nối trực tiếp khi có văn bản xác định và còn thời hạn
#   severity: high
#   part: estate
#   subject: link
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-194-2025-nd-cp
#       clause: "Art. 17-19"
#       force: binding
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#   observed: {names: always}
#   owner_role: owner
#   rationale: A direct link is seen by nobody but its two ends; it is allowed only while no intermediary can carry it, and that must be on paper.
#   rationale_vi: Kết nối trực tiếp chỉ hai đầu biết; chỉ được phép khi hệ thống trung gian chưa sẵn sàng và phải có văn bản xác định.
#   remedy: Move the exchange to the provincial platform, or have the exception written with an end date and enter it.
#   remedy_vi: Chuyển kết nối qua nền tảng của tỉnh hoặc ban hành văn bản xác định trường hợp ngoại lệ có thời hạn và cập nhật vào bản kê khai.
#   check_by_hand: Ask for the document that finds the intermediary not ready; compare its end with today.
#   check_by_hand_vi: Đề nghị cung cấp văn bản xác định hệ thống trung gian chưa sẵn sàng; đối chiếu thời hạn với ngày kiểm tra.
#   limits:
#     - A direct exchange that nobody declared as a link is not seen.
#   limits_vi:
#     - Không thấy kết nối trực tiếp không được kê khai.
package controls.connectivity.direct_only_with_exception

import data.lib.finding
import data.lib.links

_expected := {"present": {"exception"}}

_direct := [link | some link in input.inventory.links; link.channel == "direct"]

_leads_out(link) if link.crosses_owners == true

_leads_out(link) if link.external != ""

alike[finding.all_exempt(channel, set(), {"channel"})] := ids if some channel, ids in _by_way_of

_by_way_of[link.channel] contains link.id if {
	some link in input.inventory.links
	link.channel != "direct"
}

findings contains finding.not_applicable(link.id, false, {finding.inv("links", link.id, "crosses_owners")}) if {
	some link in _direct
	not _leads_out(link)
	link.crosses_owners == false
}

findings contains finding.pass(link.id, record, _expected, {finding.inv("links", link.id, "exception"), finding.inv_entry("evidence", record)}) if {
	some link in _direct
	_leads_out(link)
	record := links.exception[link.id]
}

findings contains finding.fail(link.id, named, _expected, {finding.inv("links", link.id, "channel")} | {finding.inv("links", link.id, "exception") | named != ""}) if {
	some link in _direct
	_leads_out(link)
	not links.exception[link.id]
	named := object.get(link, "exception", "")
}

# METADATA
# title: Each connection has a document - address, functions, schema, security and metadata
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-43
#   title_vi: Mỗi kết nối có tài liệu kỹ thuật nêu địa chỉ, chức năng, cấu trúc dữ liệu, xác thực và mã hóa, siêu dữ liệu
#   severity: low
#   part: estate
#   subject: link
#   needs: [{kind: evidence.connection_document}]
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-13-2017-tt-btttt
#       clause: "Art. 5-7"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: s1
#       role: support
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 57(1)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "57(1)"}
#       condition: {says: "dự án có kết nối, chia sẻ dữ liệu, được quyết định từ ngày 01/7/2026", clause: "57(1)(a), 91(1)-(2)"}
#       transition: {none: "91(2)"}
#     - id: s2
#       role: support
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 23(3)(b), 24(1)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "24(1)"}
#       condition: {says: "khi thiết kế hệ thống số trong dự án, nhiệm vụ chuyển đổi số", clause: "24(1)"}
#       transition: {none: "91(2)"}
#   owner_role: owner
#   gates: [migration]
#   rationale: A connection that only its builder understands can be neither checked nor moved; whoever takes it over must know where, what and under which protection.
#   rationale_vi: Kết nối không có tài liệu thì chỉ người xây dựng hiểu, không thể kiểm tra, chuyển đổi hay bàn giao.
#   remedy: Write the document of the connection with its five points, have the owner of the service issue it, and enter number, day and items.
#   remedy_vi: Lập, ban hành tài liệu kỹ thuật kết nối đủ năm nội dung; nhập số, ngày và các nội dung.
#   check_by_hand: Open the document and call the service as it says, from the test environment.
#   check_by_hand_vi: Mở tài liệu, gọi thử dịch vụ theo tài liệu tại môi trường thử nghiệm.
#   limits:
#     - Whether the service still is as the document says; items are believed as they were entered, and no look compares a document with a service.
#     - Connections that nobody declared; between systems of one owner none is asked for.
#     - Whether the circular goes on after the decree it rests on ended on 1 July 2026 is not known.
#   limits_vi:
#     - Dịch vụ thực tế có đúng tài liệu hay không; tin theo nội dung đã nhập, chưa có phép đo đối chiếu tài liệu với dịch vụ.
#     - Kết nối không được kê khai; không yêu cầu giữa các hệ thống của cùng chủ quản.
#     - Thông tư còn hiệu lực hay không sau khi nghị định làm căn cứ hết hiệu lực ngày 01/7/2026 thì chưa rõ.
package controls.connectivity.connection_documented

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_items := {"service_address", "service_functions", "data_schema", "link_security", "service_metadata"}

# What joins two systems of one owner is its own affair.
_own contains id if {
	some id in subjects.declared.link
	estate.links[id].crosses_owners == false
}

_documents[id] := papers.newest(papers.about("connection_document", "link", id)) if some id in subjects.declared.link

findings contains finding.not_applicable(id, "same_owner", {finding.inv("links", id, "crosses_owners")}) if some id in _own

findings contains finding.pass(id, papers.seen(ids), {"all_of": _items}, papers.pointers(ids)) if {
	some id, ids in _documents
	not _own[id]
	count(papers.missing(ids, _items)) == 0
	count(papers.untold(ids, _items)) == 0
}

findings contains finding.fail(id, papers.lacking(ids, missing), {"all_of": _items}, papers.pointers(ids)) if {
	some id, ids in _documents
	not _own[id]
	missing := papers.missing(ids, _items)
	count(missing) > 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _documents
	untold := papers.untold(ids, _items)
	count(untold) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.link
	some code, ids in papers.flaws("connection_document", "link", id)
}

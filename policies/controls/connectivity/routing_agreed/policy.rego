# METADATA
# title: Routing of the dedicated network was made or changed only after its operator agreed
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: CN-45
#   title_vi: Chỉ tạo mới, thay đổi chính sách định tuyến Mạng truyền số liệu chuyên dùng sau khi thống nhất với Cục Bưu điện Trung ương
#   severity: low
#   part: estate
#   subject: network
#   needs: [{kind: evidence.routing_agreement}]
#   matters: [{matter: segment_way_out, against: pass}]
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-06-2026-tt-bkhcn
#       clause: "Art. 7(7)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "2, 7(7)(b)"}
#       condition: {says: "yêu cầu tạo mới hoặc thay đổi chính sách định tuyến", clause: "7(7)(b)"}
#       transition: {none: "17"}
#   owner_role: operator
#   rationale: A route that one province changes alone can take other bodies of the network off it, or lead it to where it must not go.
#   rationale_vi: Một tuyến do địa phương tự thay đổi có thể làm cơ quan khác mất kết nối hoặc dẫn mạng chuyên dùng ra ngoài.
#   remedy: Agree on the change with the Central Post Office first, make it on the day agreed, and enter the paper with the day of the change.
#   remedy_vi: Thống nhất phương án với Cục Bưu điện Trung ương trước khi thay đổi; nhập văn bản và ngày thực hiện thay đổi.
#   check_by_hand: Lay the log of changes of the gateway beside the papers; each change of a route has one that is older.
#   check_by_hand_vi: Đối chiếu nhật ký thay đổi của cổng kết nối với văn bản thống nhất; mỗi thay đổi phải có văn bản trước đó.
#   limits:
#     - Changes for which no paper was entered; routes are not compared with those of an earlier run.
#     - What was agreed; the days of the papers are judged. A way out past the gateway speaks against them.
#   limits_vi:
#     - Thay đổi không có văn bản được nhập; chưa so sánh bảng định tuyến với lần đo trước.
#     - Nội dung thống nhất; chỉ xét ngày văn bản. Đường ra ngoài không qua cổng kết nối là căn cứ bác bỏ.
package controls.connectivity.routing_agreed

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_dedicated := estate.dedicated & subjects.declared.network

_expected := {"present": ["routing_agreement"]}

_changes[id] := ids if {
	some id in _dedicated
	ids := {paper | some paper in papers.about("routing_agreement", "network", id); is_number(estate.evidence[paper].event_on_day)}
	count(ids) > 0
}

_late[id] := ids if {
	some id, changes in _changes
	ids := {paper | some paper in changes; estate.evidence[paper].date_day > estate.evidence[paper].event_on_day}
	count(ids) > 0
}

findings contains finding.not_applicable(n.id, n.kind, {finding.inv("networks", n.id, "kind")}) if {
	some n in input.inventory.networks
	subjects.declared.network[n.id]
	not _dedicated[n.id]
}

findings contains finding.pass(id, papers.seen(ids), _expected, papers.pointers(ids)) if {
	some id, ids in _changes
	not _late[id]
}

findings contains finding.fail(id, papers.faulted(ids, {"agreed_after_the_change"}), _expected, papers.pointers(ids)) if some id, ids in _late

lacks contains finding.lack(id, "change_not_dated", undated) if {
	some id in _dedicated
	undated := papers.about("routing_agreement", "network", id) - object.get(_changes, id, set())
	count(undated) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in _dedicated
	some code, ids in papers.flaws("routing_agreement", "network", id)
}

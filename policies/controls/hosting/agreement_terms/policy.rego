# METADATA
# title: The agreement with whoever hosts a system settles data, access and security
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: HO-11
#   title_vi: Thỏa thuận thuê dịch vụ quy định quản trị dữ liệu, truy cập và bảo đảm an ninh mạng
#   severity: med
#   part: system
#   subject: system
#   needs: [{kind: evidence.hosting_agreement}]
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 5(3)(a)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {says: "thuê dịch vụ", clause: "5(3)"}
#       transition: {none: "39(1)"}
#     - id: s1
#       role: support
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 69(1)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {says: "hợp đồng điện toán đám mây", clause: "69(1)"}
#       transition: {none: "81(1)"}
#   owner_role: owner
#   gates: [migration]
#   rationale: Who may read the data, who answers for an attack and who owns what is stored is settled in writing before the machines are somebody else's.
#   rationale_vi: Quyền quản trị, truy cập dữ liệu và trách nhiệm bảo đảm an ninh mạng phải thỏa thuận bằng văn bản trước khi đặt hệ thống tại đơn vị khác.
#   remedy: Add the missing terms to the agreement by an annex, and enter the agreement with what it settles.
#   remedy_vi: Bổ sung các nội dung còn thiếu bằng phụ lục hợp đồng; nhập thỏa thuận và các nội dung đã quy định.
#   check_by_hand: Read the agreement for who governs the data, who may get at it, and who sees to security and incidents.
#   check_by_hand_vi: Xem thỏa thuận quy định ai quản trị dữ liệu, ai được truy cập, ai bảo đảm an ninh mạng và xử lý sự cố.
#   limits:
#     - What the terms say, and whether the company keeps them; items are believed as they were entered.
#     - That a system is hosted by a company follows from its premises and its traits, as they are declared.
#   limits_vi:
#     - Nội dung điều khoản và việc bên cung cấp thực hiện; tin theo nội dung đã nhập.
#     - Việc hệ thống đặt tại doanh nghiệp suy ra từ địa điểm, đặc điểm đã kê khai.
package controls.hosting.agreement_terms

import data.lib.hosting

_items := {"data_governance", "access_terms", "security_terms"}

findings contains hosting.at_home[_]

findings contains hosting.of_items(id, _items) if some id in hosting.hosted

lacks contains hosting.lacking(_items)[_]

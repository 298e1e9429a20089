# METADATA
# title: The agreement about a hosted archive keeps it in Viet Nam, and settles deletion, audit logs and sub-providers
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-22
#   title_vi: Thỏa thuận lưu trữ tài liệu điện tử cam kết lưu tại Việt Nam, hủy dữ liệu, nhật ký và bên thứ ba
#   severity: high
#   part: system
#   subject: system
#   needs: [{kind: evidence.hosting_agreement}]
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.16.3.1, 2.2.16.3.3, 2.2.16.3.5, 2.2.16.3.6; 3.16.3.2.1, 3.16.3.2.4, 3.16.3.2.6, 3.16.3.2.8"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "sử dụng lưu trữ đám mây của nhà cung cấp dịch vụ", clause: "2.2.16.3"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#   owner_role: owner
#   gates: [migration]
#   rationale: What an agency entrusts to somebody else's cloud stays under Vietnamese law and comes back, or goes, whole.
#   rationale_vi: Tài liệu ủy thác cho nhà cung cấp phải lưu trong lãnh thổ Việt Nam, được xóa triệt để khi hủy và kiểm soát được bên thứ ba.
#   remedy: Add the missing commitments to the agreement, and enter the agreement with what it settles.
#   remedy_vi: Bổ sung cam kết còn thiếu vào thỏa thuận; nhập thỏa thuận và các nội dung đã quy định.
#   check_by_hand: "Read the agreement: where documents are kept, how they are destroyed, which logs are kept, what holds for sub-providers."
#   check_by_hand_vi: "Xem thỏa thuận: nơi lưu trữ, cách hủy dữ liệu, nhật ký được ghi, yêu cầu đối với bên thứ ba."
#   limits:
#     - Where the documents really lie, and that logs are kept; items are believed as they were entered.
#     - That a system is hosted by a company follows from its premises and its traits, as they are declared.
#   limits_vi:
#     - Nơi lưu trữ thực tế và việc ghi nhật ký; tin theo nội dung đã nhập.
#     - Việc hệ thống đặt tại doanh nghiệp suy ra từ địa điểm, đặc điểm đã kê khai.
package controls.migration.archive_agreement

import data.lib.hosting

_items := {"in_vietnam", "deletion_terms", "audit_log", "sub_provider"}

findings contains hosting.at_home[_]

findings contains hosting.of_items(id, _items) if some id in hosting.hosted

lacks contains hosting.lacking(_items)[_]

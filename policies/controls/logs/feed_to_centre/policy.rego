# METADATA
# title: Monitoring feeds the provincial or national cybersecurity centre
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LG-06
#   aliases: [CN-41]
#   title_vi: Giám sát kết nối, chia sẻ với trung tâm an ninh mạng cấp tỉnh hoặc quốc gia
#   severity: high
#   part: system
#   subject: system
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 40(1)(b)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "40(1)"}
#       condition: {none: "40(1)(b)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept]}
#     - id: s1
#       role: support
#       instrument: nd-333-2026-nd-cp
#       clause: "Art. 7(2)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "7(2)"}
#       condition: unread
#       transition: unread
#     - id: s2
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 33(5)"
#       force: binding
#       confidence: A
#       addressee: {who: operator, clause: "33"}
#       condition: {says: "theo hướng dẫn của lực lượng chuyên trách bảo vệ an ninh mạng", clause: "33(5)"}
#       transition: {none: "39(1)"}
#     - id: s3
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 34(1)(e)"
#       force: binding
#       confidence: A
#       addressee: {who: public_security, clause: "34(1)"}
#       condition: {says: "hệ thống cấp độ 3, 4, 5", clause: "34(1)(e)"}
#       transition: {none: "39(1)"}
#   safety: monitoring
#   owner_role: operator
#   rationale: Monitoring and central anti-malware must be able to share what they see with the centre; systems of level 3 and above are under national monitoring.
#   rationale_vi: Hệ thống giám sát, phòng chống mã độc tập trung phải kết nối, chia sẻ được với trung tâm an ninh mạng quốc gia hoặc cấp tỉnh; hệ thống cấp độ 3 trở lên thuộc phạm vi giám sát quốc gia.
#   remedy: Agree the feed with the centre, connect it, and enter it in the inventory.
#   remedy_vi: Thống nhất phương án chia sẻ với trung tâm, thực hiện kết nối và cập nhật bản kê khai.
#   check_by_hand: Ask the centre for the last event it received from this system, and its time
#   check_by_hand_vi: Đề nghị trung tâm cung cấp sự kiện gần nhất nhận được từ hệ thống này và thời điểm nhận
#   limits:
#     - "Whether events arrive at the centre: the feed is as declared."
#   limits_vi:
#     - "Sự kiện có đến được trung tâm hay không: lấy theo kê khai."
package controls.logs.feed_to_centre

import data.lib.finding

_centres := {"provincial", "national"}

_expected := {"any_of": _centres}

_feed(id) := finding.inv("systems", id, "monitoring/feed")

findings contains finding.fail(s.id, "none", _expected, {_feed(s.id)}) if {
	some s in input.inventory.systems
	s.monitoring.feed == "none"
}

findings contains finding.pass(s.id, s.monitoring.feed, _expected, {_feed(s.id), finding.inv("systems", s.id, "monitoring/endpoint")}) if {
	some s in input.inventory.systems
	_centres[s.monitoring.feed]
	s.feeds_somewhere == true
}

lacks contains finding.lack(s.id, "feed_leads_nowhere", {"monitoring"}) if {
	some s in input.inventory.systems
	_centres[s.monitoring.feed]
	s.feeds_somewhere == false
}

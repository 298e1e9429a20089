# METADATA
# title: Every host follows a time server
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-01
#   title_vi: Máy chủ, thiết bị được cấu hình đồng bộ với máy chủ thời gian
#   severity: high
#   part: system
#   subject: host
#   needs:
#     - {kind: time_config, from: self, fields: [servers, service, source, synchronised]}
#   matters: [free_clock]
#   max_age_days: 30
#   law:
#     - id: d1
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.9.2.1.8"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.9.2.1.8"
#       force: recommended
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "hệ thống thông tin lưu trữ tài liệu điện tử; nơi khác chỉ là khuyến nghị của công cụ", clause: "1.1-1.2"}
#       transition: instrument
#   owner_role: operator
#   rationale: Logs of machines whose clocks drift apart cannot be put in order, and what happened first cannot be proven.
#   rationale_vi: Nhật ký của các máy lệch giờ không thể sắp xếp theo trình tự, không chứng minh được sự việc nào xảy ra trước.
#   remedy: Install a time client (chrony), point it at the province's time servers and see that it says synchronised.
#   remedy_vi: Cài dịch vụ đồng bộ thời gian (chrony), trỏ về máy chủ thời gian của tỉnh và kiểm tra trạng thái đã đồng bộ.
#   check_by_hand: "On the machine: chronyc tracking shows 'Leap status : Normal'; chronyc sources shows one line with ^*."
#   check_by_hand_vi: "Trên máy chủ: chronyc tracking hiển thị 'Leap status : Normal'; chronyc sources có một dòng bắt đầu bằng ^*."
#   limits:
#     - Machines that nobody may log in to; a ring of clocks that goes through one of them.
#   limits_vi:
#     - Máy không được phép đăng nhập; vòng lấy giờ lẫn nhau đi qua máy đó.
package controls.synchronization.time_client

import data.lib.clock
import data.lib.facts
import data.lib.finding
import data.lib.subjects

_expected := {"none_of": {"no_service", "no_servers", "not_synchronised", "self_source"}}

findings contains finding.fail(id, clock.faults[id], _expected, facts.seen(id, "time_config")) if {
	some id in subjects.declared.host
	not clock.closed_rings[id]
}

findings contains finding.fail(id, clock.faults[id], {"none_of": {"ring"}}, looks) if {
	some id in subjects.declared.host
	looks := clock.closed_rings[id]
}

findings contains finding.pass(id, services, _expected, facts.sound(id, "time_config", "self")) if {
	some id in subjects.declared.host
	not clock.faults[id]
	known := facts.sound_data(id, "time_config", "self")
	count(known) > 0
	every data_ in known {
		data_.service != "none"
		data_.synchronised == true
	}
	services := {data_.service | some data_ in known}
}

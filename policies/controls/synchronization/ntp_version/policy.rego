# METADATA
# title: Time servers speak a listed version of NTP
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-06
#   title_vi: Máy chủ thời gian dùng phiên bản NTP trong danh mục tiêu chuẩn
#   severity: low
#   part: system
#   subject: host
#   needs:
#     - {kind: ntp, from: any, fields: [version]}
#     - {kind: ports, from: same_zone, optional: true, fields: [open, refused, silent]} # shows that a machine gives no time
#     - {kind: listening, from: self, optional: true, fields: [sockets]} # so does its own list
#   matters: [{matter: given_time, against: not_applicable}]
#   max_age_days: 90
#   law:
#     - id: d1
#       role: duty
#       instrument: tt-39-2017-tt-btttt
#       clause: "phụ lục (NTP)"
#       force: binding
#       confidence: D
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     listed: {type: set, default: [3, 4], origin: ours, stricter: fewer}
#   observed: {names: always}
#   owner_role: operator
#   rationale: Versions 1 and 2 of NTP tell neither of leap seconds nor how far a clock may be off, and clients of today do not follow them.
#   rationale_vi: NTP phiên bản 1, 2 không báo giây nhuận và sai số; máy trạm hiện nay không đồng bộ theo các phiên bản này.
#   remedy: Replace the program that gives time by a current one (chrony, ntpd), and see that it answers in version 4.
#   remedy_vi: Thay dịch vụ thời gian bằng bản hiện hành (chrony, ntpd) và kiểm tra trả lời theo phiên bản 4.
#   check_by_hand: "From another machine: ntpdate -d ADDRESS, or nmap -sU -p 123 --script ntp-info ADDRESS, shows the version of the answer."
#   check_by_hand_vi: "Từ máy khác: ntpdate -d ĐỊA_CHỈ, hoặc nmap -sU -p 123 --script ntp-info ĐỊA_CHỈ, xem phiên bản trong câu trả lời."
#   limits:
#     - Nobody has read the row of the annex, so that versions 3 and 4 are our own list and nothing here is more than a warning.
#     - A server is asked in version 4; in which version clients ask it is not seen.
#   limits_vi:
#     - Chưa đọc được dòng tương ứng của phụ lục; phiên bản 3, 4 là danh sách của công cụ và kết quả chỉ là cảnh báo.
#     - Công cụ hỏi theo phiên bản 4; không xác định được máy trạm hỏi theo phiên bản nào.
package controls.synchronization.ntp_version

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.listening
import data.lib.subjects
import data.lib.time_servers

_listed := {version | some version in data.params["SY-06"].listed}

_expected := {"any_of": _listed}

findings contains finding.not_applicable(id, estate.hosts[id].roles, time_servers.shown(id) | {finding.inv("hosts", id, "roles")}) if {
	some id in subjects.declared.host
	time_servers.gives_none(id)
	not _versions[id] # whoever answers gives time, whatever the rest of the answer tells
}

lacks contains finding.lack(id, "ports_silent", ports) if {
	some id in subjects.declared.host
	not time_servers.givers[id]
	ports := listening.silent(id, {time_servers.port})
	count(ports) > 0
}

_versions[o.subject] contains o.data.version if some o in input.observations.ntp

# A list of ours, of which the text says nothing that anybody has read.
findings contains finding.warn(id, versions, _expected, facts.seen(id, "ntp")) if {
	some id, versions in _versions
	subjects.declared.host[id]
	count(versions - _listed) > 0
}

findings contains finding.pass(id, _versions[id], _expected, answers) if {
	some id in subjects.declared.host
	answers := facts.sound(id, "ntp", "any")
	count(answers) > 0
	every answer in answers {
		_listed[facts.told(answer, "version")]
	}
}

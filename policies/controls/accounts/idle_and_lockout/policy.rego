# METADATA
# title: Idle sessions end, and whoever guesses passwords is locked out
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: AC-06
#   title_vi: Khóa phiên khi không thao tác và khóa tài khoản khi nhập sai mật khẩu nhiều lần
#   severity: med
#   part: system
#   subject: host
#   needs:
#     - {kind: password_policy, from: self, duties: [d1, d3], fields: [idle_seconds]}
#     - {kind: password_policy, from: self, duties: [d2, d3], fields: [lock_after, lock_seconds]}
#   max_age_days: 90
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.6"
#       force: recommended
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "thời gian khóa phiên là giá trị gợi ý", clause: "x.6"}
#       transition: instrument
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.6"
#       force: recommended
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "phần mềm nghiệp vụ quan trọng; giá trị gợi ý", clause: "x.6"}
#       transition: instrument
#       applies_to: {levels: [2, 3, 4, 5]}
#     - id: d3
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.6.2.1.8, 3.6.2.1.9.2-3.6.2.1.9.3"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "khóa màn hình, khóa tài khoản của phần mềm", clause: "3.6.2.1.8"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: s1
#       role: support
#       instrument: nd-331-2026-nd-cp
#       clause: "Art. 30(1)-(2)"
#       force: binding
#       confidence: A
#       addressee: {who: state_or_online, clause: "2", others: encouraged}
#       condition: {none: "30(2)"}
#       transition: {rules: [luat-116-2025-qh15/level-kept, nd-331-2026-nd-cp/measures]}
#   params:
#     admin_idle_seconds: {type: integer, default: 300, unit: seconds, origin: suggested, stricter: lower}
#     archive_idle_seconds: {type: integer, default: 900, unit: seconds, origin: legal, stricter: lower}
#     lock_after: {type: integer, default: 5, unit: failures, origin: suggested, stricter: lower}
#     lock_seconds: {type: integer, default: 43200, unit: seconds, origin: suggested, stricter: higher}
#   observed: {names: never}
#   owner_role: operator
#   rationale: A shell that is left open is anybody's, and a password that may be guessed at for ever is found in the end.
#   rationale_vi: Phiên làm việc bỏ ngỏ thì ai cũng dùng được; mật khẩu cho thử không giới hạn thì sớm muộn cũng bị dò ra.
#   remedy: "Put 'readonly TMOUT=300' into a file of /etc/profile.d. Let the stacks of login, sshd and su call pam_faillock before (preauth) and after (authfail) the password, and set deny = 5 and unlock_time = 43200 in faillock.conf."
#   remedy_vi: "Đặt 'readonly TMOUT=300' trong một tệp của /etc/profile.d. Gọi pam_faillock trước (preauth) và sau (authfail) bước kiểm tra mật khẩu trong cấu hình PAM của login, sshd, su; đặt deny = 5, unlock_time = 43200 trong faillock.conf."
#   check_by_hand: "On the machine: grep -rn TMOUT /etc/profile /etc/profile.d; grep -n faillock /etc/pam.d/*; a wrong password five times at su NAME, and the right one is refused (faillock --user NAME --reset)"
#   check_by_hand_vi: "Trên máy chủ: grep -rn TMOUT /etc/profile /etc/profile.d; grep -n faillock /etc/pam.d/*; nhập sai năm lần với su TÊN thì mật khẩu đúng cũng bị từ chối (mở lại: faillock --user TÊN --reset)"
#   limits:
#     - "Shells at their prompt alone: a program that runs in one, a desktop, and web sessions of applications are not seen. ClientAliveInterval of the SSH server ends dead connections and no idle ones, and counts nothing here."
#     - "Whether a user may change TMOUT for themselves (it is not readonly)."
#     - "The texts speak of software, and this is the machine's own login; so the control warns and never fails."
#   limits_vi:
#     - "Chỉ tính dấu nhắc lệnh: chương trình đang chạy trong đó, màn hình đồ họa và phiên web của ứng dụng không được xem xét. ClientAliveInterval của máy chủ SSH chỉ ngắt kết nối hỏng, không ngắt phiên không thao tác, nên không được tính."
#     - "Việc người dùng tự thay đổi TMOUT (không đặt readonly)."
#     - "Văn bản nói về phần mềm, còn đây là đăng nhập của chính máy chủ; vì vậy quy tắc chỉ cảnh báo."
package controls.accounts.idle_and_lockout

import data.lib.facts
import data.lib.finding
import data.lib.subjects

_p := data.params["AC-06"]

_idle_of := {"d1": _p.admin_idle_seconds, "d3": _p.archive_idle_seconds}

_locking := {"d2", "d3"}

_expected := {"none_of": {"idle_too_long", "lockout_too_late", "lockout_too_short", "no_idle_end", "no_lockout"}}

_faults[o.id][duty].no_idle_end := 0 if {
	some o in input.observations.password_policy
	o.data.idle_seconds == 0
	some duty, _ in _idle_of
}

_faults[o.id][duty].idle_too_long := o.data.idle_seconds if {
	some o in input.observations.password_policy
	some duty, most in _idle_of
	o.data.idle_seconds > most
}

_faults[o.id][duty].no_lockout := 0 if {
	some o in input.observations.password_policy
	o.data.lock_after == 0
	some duty in _locking
}

_faults[o.id][duty].lockout_too_late := o.data.lock_after if {
	some o in input.observations.password_policy
	o.data.lock_after > _p.lock_after
	some duty in _locking
}

# Nought is until somebody unlocks it.
_faults[o.id][duty].lockout_too_short := o.data.lock_seconds if {
	some o in input.observations.password_policy
	o.data.lock_seconds > 0
	o.data.lock_seconds < _p.lock_seconds
	some duty in _locking
}

findings contains finding.on(finding.warn(facts.observation[id].subject, faults, _expected, {id}), {duty}) if {
	some id, by_duty in _faults
	some duty, faults in by_duty
}

findings contains finding.on(finding.pass(host, set(), _expected, looks), {duty}) if {
	some host, looks in _looks
	some duty, _ in _idle_of
	every id in looks {
		_ends(id, duty)
	}
}

findings contains finding.on(finding.pass(host, set(), _expected, looks), {"d2"}) if {
	some host, looks in _looks
	every id in looks {
		_locks(id)
	}
}

_looks[host] := looks if {
	some host in subjects.declared.host
	looks := facts.sound(host, "password_policy", "self")
	count(looks) > 0
}

_ends(id, duty) if {
	seconds := facts.told(id, "idle_seconds")
	seconds > 0
	seconds <= _idle_of[duty]
}

# For how long is told of these too, or no pass rests on them; what is too short was said above.
_locks(id) if {
	after := facts.told(id, "lock_after")
	after > 0
	after <= _p.lock_after
}

# METADATA
# title: Passwords are long, or shorter beside a second factor
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: AC-04
#   title_vi: Mật khẩu đủ dài, hoặc ngắn hơn khi có xác thực đa yếu tố
#   severity: med
#   part: system
#   subject: host
#   needs:
#     - {kind: password_policy, from: self, fields: [classes, min_length]}
#     - {kind: sshd_config, from: self, optional: true, duties: [d1], fields: [authentication_methods]} # a second factor beside a shorter one
#     - {kind: sshd_config, from: self, optional: true, duties: [d1], fields: [keyboard_interactive, password_authentication, public_key]} # what a single method means
#   max_age_days: 90
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.6.2.2b"
#       force: recommended
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "giá trị gợi ý", clause: "5.6.2.2b"}
#       transition: instrument
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.7.2.6.4"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "1.1-1.2"}
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
#     long: {type: integer, default: 14, unit: characters, origin: suggested, stricter: higher}
#     short: {type: integer, default: 8, unit: characters, origin: suggested, stricter: higher}
#     archive_length: {type: integer, default: 8, unit: characters, origin: legal, stricter: higher}
#     sorts: {type: integer, default: 4, unit: sorts, origin: suggested, stricter: higher}
#     archive_sorts: {type: integer, default: 4, unit: sorts, origin: legal, stricter: higher}
#   observed: {names: never}
#   owner_role: operator
#   rationale: A short password of one sort of characters is guessed or found from its hash in hours; length, or a second factor, is what holds.
#   rationale_vi: Mật khẩu ngắn, chỉ một loại ký tự bị dò ra trong vài giờ; độ dài hoặc yếu tố thứ hai mới bảo vệ được tài khoản.
#   remedy: "Let the password stack call pam_pwquality as requisite before pam_unix, and set in pwquality.conf minlen = 14, ucredit, lcredit, dcredit and ocredit = -1; or 8 where every login asks for a second factor. Passwords that are there are changed by hand (chage -d 0 NAME)."
#   remedy_vi: "Gọi pam_pwquality (requisite) trước pam_unix trong cấu hình PAM đổi mật khẩu; trong pwquality.conf đặt minlen = 14, ucredit, lcredit, dcredit, ocredit = -1; hoặc 8 nếu mọi cách đăng nhập đều có yếu tố thứ hai. Buộc đổi mật khẩu hiện có bằng chage -d 0 TÊN."
#   check_by_hand: "On the machine: grep -n password /etc/pam.d/passwd /etc/pam.d/common-password /etc/pam.d/system-auth; grep -v '^#' /etc/security/pwquality.conf; passwd as an ordinary user refuses a shorter one"
#   check_by_hand_vi: "Trên máy chủ: grep -n password /etc/pam.d/passwd /etc/pam.d/common-password /etc/pam.d/system-auth; grep -v '^#' /etc/security/pwquality.conf; lệnh passwd của người dùng thường từ chối mật khẩu ngắn hơn"
#   limits:
#     - "Passwords that are there already, and those that root sets for others: the rule is asked of whoever changes their own."
#     - "A second factor counts where the SSH server asks for it; the console asks for none."
#     - "Accounts of a directory, of databases and of applications."
#   limits_vi:
#     - "Mật khẩu đã đặt từ trước và mật khẩu do root đặt hộ: quy tắc chỉ áp dụng khi người dùng tự đổi."
#     - "Yếu tố thứ hai được tính khi máy chủ SSH yêu cầu; bảng điều khiển tại chỗ không yêu cầu."
#     - "Tài khoản của dịch vụ thư mục, cơ sở dữ liệu và ứng dụng."
package controls.accounts.password_form

import data.lib.factors
import data.lib.facts
import data.lib.finding
import data.lib.subjects

_p := data.params["AC-04"]

_expected := {"d1": {"none_of": {"short_without_second_factor", "too_short"}}, "d2": {"none_of": {"too_few_sorts", "too_short"}}}

_faults[o.id].d1.too_short := o.data.min_length if {
	some o in input.observations.password_policy
	o.data.min_length < _p.short
}

# Shorter ones want a second factor, and some way in asks for none.
_faults[o.id].d1.short_without_second_factor := o.data.min_length if {
	some o in input.observations.password_policy
	_wants_factor(o.data)
	some ssh in input.observations.sshd_config
	ssh.subject == o.subject
	factors.weak(ssh.data.authentication_methods, ssh.data)
}

_faults[o.id].d2.too_short := o.data.min_length if {
	some o in input.observations.password_policy
	o.data.min_length < _p.archive_length
}

_faults[o.id].d2.too_few_sorts := o.data.classes if {
	some o in input.observations.password_policy
	o.data.classes < _p.archive_sorts
}

_wants_factor(data_) if data_.min_length < _p.long

_wants_factor(data_) if data_.classes < _p.sorts

findings contains finding.on(finding.fail(facts.observation[id].subject, faults, _expected[duty], {id}), {duty}) if {
	some id, by_duty in _faults
	some duty, faults in by_duty
}

findings contains finding.on(finding.pass(host, set(), _expected.d1, looks), {"d1"}) if {
	some host, looks in _looks
	every id in looks {
		facts.told(id, "min_length") >= _p.long
		facts.told(id, "classes") >= _p.sorts
	}
}

findings contains finding.on(finding.pass(host, set(), _expected.d1, looks | doors), {"d1"}) if {
	some host, looks in _looks
	every id in looks {
		facts.told(id, "min_length") >= _p.short
	}
	doors := _two_factors[host]
}

findings contains finding.on(finding.pass(host, set(), _expected.d2, looks), {"d2"}) if {
	some host, looks in _looks
	every id in looks {
		facts.told(id, "min_length") >= _p.archive_length
		facts.told(id, "classes") >= _p.archive_sorts
	}
}

_looks[host] := looks if {
	some host in subjects.declared.host
	looks := facts.sound(host, "password_policy", "self")
	count(looks) > 0
}

_two_factors[host] := doors if {
	some host, _ in _looks
	doors := facts.sound(host, "sshd_config", "self")
	count(doors) > 0
	every id in doors {
		factors.strong(facts.told(id, "authentication_methods"))
	}
}

lacks contains finding.lack(host, "second_factor_not_shown", looks) if {
	some host, looks in _looks
	not _two_factors[host]
	some id in looks
	_wants_factor(facts.observation[id].data)
}

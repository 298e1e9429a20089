# METADATA
# title: Administrators change their passwords every two months, and not to a former one
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: AC-03
#   title_vi: Mật khẩu quản trị đổi hai tháng một lần và không dùng lại mật khẩu gần đây
#   severity: med
#   part: system
#   subject: host
#   needs:
#     - {kind: accounts, from: self, duties: [d1, d3], fields: [passwords]}
#     - {kind: password_policy, from: self, duties: [d2, d3], fields: [remember]}
#   max_age_days: 90
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.6.2.2b"
#       force: recommended
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "giá trị về mật khẩu là gợi ý", clause: "5.6.2.2b"}
#       transition: instrument
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.6.2.2b"
#       force: recommended
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "giá trị về mật khẩu là gợi ý", clause: "5.6.2.2b"}
#       transition: instrument
#       applies_to: {levels: [3, 4, 5]}
#     - id: d3
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.7.2.6.5"
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
#     age_days: {type: integer, default: 62, unit: days, origin: legal, stricter: lower} # two months, July and August
#     remember: {type: integer, default: 10, unit: passwords, origin: legal, stricter: higher}
#   observed: {names: when_failed}
#   owner_role: operator
#   rationale: A password of an administrator that was found out once opens everything for as long as it stays; one that comes back is as good as one that stayed.
#   rationale_vi: Mật khẩu quản trị bị lộ thì kẻ gian vào được cho đến khi mật khẩu được đổi; dùng lại mật khẩu cũ thì coi như không đổi.
#   remedy: "Find the names (getent passwd NUMBER), have them change it (passwd), and set chage -M 60 NAME. Let the password stack call pam_pwhistory with remember=10 and use_authtok before pam_unix."
#   remedy_vi: "Tra tên theo số (getent passwd SỐ), yêu cầu đổi mật khẩu (passwd) và đặt chage -M 60 TÊN. Gọi pam_pwhistory với remember=10 use_authtok trước pam_unix trong cấu hình PAM đổi mật khẩu."
#   check_by_hand: "On the machine: chage -l NAME for root, members of sudo and wheel, and whom /etc/sudoers grants ALL; grep -rn remember /etc/pam.d /etc/security/pwhistory.conf"
#   check_by_hand_vi: "Trên máy chủ: chage -l TÊN đối với root, thành viên nhóm sudo, wheel và người được /etc/sudoers cấp ALL; grep -rn remember /etc/pam.d /etc/security/pwhistory.conf"
#   limits:
#     - "Administrators are number 0 and whom sudo or its group grants every command; who may do much by single commands is not counted."
#     - "Passwords of a directory, of databases, applications and devices; keys have no age."
#     - "Whether the machine demands the change (chage -M): the age that each password has is judged."
#   limits_vi:
#     - "Quản trị viên được hiểu là tài khoản số 0 và tài khoản được sudo hoặc nhóm của sudo cấp mọi lệnh; quyền qua từng lệnh riêng không được tính."
#     - "Mật khẩu của dịch vụ thư mục, cơ sở dữ liệu, ứng dụng, thiết bị; khóa không có tuổi."
#     - "Máy chủ có bắt buộc đổi mật khẩu hay không (chage -M); chỉ xét tuổi thực tế của từng mật khẩu."
package controls.accounts.administrators_passwords

import data.lib.facts
import data.lib.finding
import data.lib.subjects

_p := data.params["AC-03"]

_expected := {"none_of": {"changed_long_ago", "remembers_too_few"}}

_of_age := {"d1", "d3"}

_of_history := {"d2", "d3"}

_age[o.id][password.account] := days if {
	some o in input.observations.accounts
	some password in o.data.passwords
	password.admin == true
	days := o.observed_day - password.changed_day
}

findings contains finding.on(finding.fail(o.subject, {"changed_long_ago": object.keys(old), "days": max([days | some days in old])}, _expected, {o.id}), _of_age) if {
	some o in input.observations.accounts
	old := {account: days | some account, days in _age[o.id]; days > _p.age_days}
	count(old) > 0
}

findings contains finding.on(finding.fail(o.subject, {"remembers_too_few": o.data.remember}, _expected, {o.id}), _of_history) if {
	some o in input.observations.password_policy
	o.data.remember < _p.remember
}

findings contains finding.on(finding.pass(host, set(), _expected, looks), {"d1"}) if some host, looks in _young

findings contains finding.on(finding.pass(host, set(), _expected, looks), {"d2"}) if some host, looks in _remembering

findings contains finding.on(finding.pass(host, set(), _expected, looks | _remembering[host]), {"d3"}) if some host, looks in _young

# Machines of which each look tells all passwords, and each of them is an ordinary account's or young enough.
_young[host] := looks if {
	some host in subjects.declared.host
	looks := facts.sound(host, "accounts", "self")
	passwords := facts.told_by_each(looks, "passwords")
	settled := {password | some id in looks; some password in _settled[id]}
	every password in passwords {
		settled[password]
	}
}

_settled[o.id] contains password if {
	some o in input.observations.accounts
	some password in o.data.passwords
	_in_order(o, password)
}

_in_order(_, password) if password.admin == false

_in_order(o, password) if {
	o.observed_day - password.changed_day <= _p.age_days
	password.changed_day <= o.observed_day # a day that is yet to come was written by a clock that was wrong
}

_remembering[host] := looks if {
	some host in subjects.declared.host
	looks := facts.sound(host, "password_policy", "self")
	count(looks) > 0
	every id in looks {
		facts.told(id, "remember") >= _p.remember
	}
}

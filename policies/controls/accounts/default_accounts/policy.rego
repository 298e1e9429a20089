# METADATA
# title: Default accounts are off, every account asks for a password, and no two are one
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: AC-02
#   title_vi: Tắt tài khoản mặc định; tài khoản nào cũng có mật khẩu và không dùng chung định danh
#   severity: high
#   part: system
#   subject: host
#   needs:
#     - {kind: accounts, from: self, fields: [logins, passwordless, shared_numbers]}
#   max_age_days: 90
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.6"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.7.2.7.2, 3.7.2.7.4"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {none: "3.7.2.7"}
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
#   observed: {names: when_failed}
#   owner_role: operator
#   rationale: What everybody knows, or several use, belongs to nobody; what was done with it cannot be laid at anyone's door.
#   rationale_vi: Tài khoản ai cũng biết hoặc nhiều người cùng dùng thì không xác định được ai đã thực hiện thao tác.
#   remedy: "Find the names (getent passwd NUMBER). Give every account that is needed a password of its own (passwd NAME), remove second accounts with the number 0, and lock or rename what came with the image (usermod --lock --expiredate 1 NAME)."
#   remedy_vi: "Tra tên theo số (getent passwd SỐ). Đặt mật khẩu riêng cho tài khoản cần dùng (passwd TÊN), xóa tài khoản thứ hai có số 0, khóa hoặc đổi tên tài khoản có sẵn của bản cài (usermod --lock --expiredate 1 TÊN)."
#   check_by_hand: "On the machine run: awk -F: '$3 == 0' /etc/passwd (one line); passwd -S -a | grep ' NP ' (nothing); lslogins -u (no admin, guest, ubuntu, pi and the like that lets in)"
#   check_by_hand_vi: "Trên máy chủ, chạy: awk -F: '$3 == 0' /etc/passwd (chỉ một dòng); passwd -S -a | grep ' NP ' (không có dòng nào); lslogins -u (không còn tài khoản kiểu admin, guest, ubuntu, pi đăng nhập được)"
#   limits:
#     - "Whether several people know one account's password: no machine tells it."
#     - "Default accounts by a list of names of ours; one of them is something to mend and no breach, since its password may have been changed."
#     - "Accounts of databases, applications, network devices and of a directory."
#   limits_vi:
#     - "Việc nhiều người cùng biết mật khẩu của một tài khoản: máy chủ không cho biết."
#     - "Tài khoản mặc định được nhận biết theo danh sách tên của công cụ; tài khoản như vậy chỉ bị cảnh báo vì mật khẩu có thể đã đổi."
#     - "Tài khoản của cơ sở dữ liệu, ứng dụng, thiết bị mạng và dịch vụ thư mục."
package controls.accounts.default_accounts

import data.lib.facts
import data.lib.finding
import data.lib.subjects

_expected := {"none_of": {"default_name", "no_password", "shared_number"}}

# Whoever comes to an account that asks for no password is let in, and two accounts with the number of root are one in every log.
_hard[o.id].no_password contains row.account if {
	some o in input.observations.accounts
	some row in o.data.passwordless
}

_hard[o.id].shared_number contains row.account if {
	some o in input.observations.accounts
	some row in o.data.shared_numbers
	row.kind == "root"
}

# A default account may have a password of its own by now, and two numbers that are one may be one person's.
_soft[o.id].default_name contains login.account if {
	some o in input.observations.accounts
	some login in o.data.logins
	login.kind == "default"
	login.open_until_day >= o.observed_day
}

_soft[o.id].shared_number contains row.account if {
	some o in input.observations.accounts
	some row in o.data.shared_numbers
}

findings contains finding.fail(facts.observation[id].subject, faults, _expected, {id}) if some id, faults in _hard

findings contains finding.warn(facts.observation[id].subject, faults, _expected, {id}) if some id, faults in _soft

findings contains finding.pass(host, set(), _expected, looks) if {
	some host in subjects.declared.host
	looks := facts.sound(host, "accounts", "self")
	facts.told_by_each(looks, "passwordless") == set()
	facts.told_by_each(looks, "shared_numbers") == set()
	logins := facts.told_by_each(looks, "logins")
	settled := {login | some id in looks; some login in _settled[id]}
	every login in logins {
		settled[login]
	}
}

# Logins of which a look shows that they are no default accounts, or that they let nobody in any more.
_settled[o.id] contains login if {
	some o in input.observations.accounts
	some login in o.data.logins
	_in_order(o, login)
}

_in_order(_, login) if _own_kinds[login.kind]

_in_order(o, login) if {
	login.kind == "default"
	login.open_until_day < o.observed_day
}

_own_kinds := {"root", "person", "system"}

# METADATA
# title: Accounts that nobody has used for 45 days are switched off
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: AC-01
#   title_vi: Vô hiệu hóa tài khoản không sử dụng trong 45 ngày
#   severity: high
#   part: system
#   subject: host
#   needs:
#     - {kind: accounts, from: self, fields: [logins]}
#   max_age_days: 31
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
#       clause: "3.7.2.7.6"
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
#     idle_days: {type: integer, default: 45, unit: days, origin: legal, stricter: lower}
#   observed: {units: {at_most: day}, names: when_failed}
#   owner_role: operator
#   rationale: An account that nobody uses is one whose misuse nobody notices; those of people who left are the usual way back in.
#   rationale_vi: Tài khoản không ai sử dụng thì bị lợi dụng cũng không ai biết; tài khoản của người đã chuyển công tác thường bị dùng để xâm nhập trở lại.
#   remedy: "Find the names (getent passwd NUMBER), ask whose they are, and close what is not needed: usermod --lock --expiredate 1 NAME, and remove its authorized_keys. New accounts: useradd -D -f and chage -E."
#   remedy_vi: "Tra tên theo số (getent passwd SỐ), xác minh người sử dụng và khóa tài khoản không còn cần: usermod --lock --expiredate 1 TÊN, đồng thời xóa authorized_keys. Với tài khoản mới, đặt hạn bằng useradd -D -f và chage -E."
#   check_by_hand: "On the machine run: lslogins -u -o USER,UID,LAST-LOGIN,PWD-LOCK; chage -l NAME; every account that may log in and last did more than 45 days ago is one too many"
#   check_by_hand_vi: "Trên máy chủ, chạy: lslogins -u -o USER,UID,LAST-LOGIN,PWD-LOCK; chage -l TÊN; tài khoản còn đăng nhập được mà lần đăng nhập cuối quá 45 ngày là vi phạm"
#   limits:
#     - "Root, which su and sudo use without a login that anybody records."
#     - "Accounts of a directory, of a database or of an application; where a directory is joined the machine stays unknown."
#     - "Use without a login, as by su or by a timer: an account whose processes run during the look is taken to be used."
#   limits_vi:
#     - "Tài khoản root, vì su và sudo sử dụng root mà không ghi nhận đăng nhập."
#     - "Tài khoản của dịch vụ thư mục, cơ sở dữ liệu, ứng dụng; máy chủ dùng dịch vụ thư mục được giữ ở trạng thái chưa xác định."
#     - "Việc sử dụng không qua đăng nhập (su, tác vụ định kỳ): tài khoản có tiến trình đang chạy khi đo được coi là đang sử dụng."
package controls.accounts.dormant_accounts

import data.lib.facts
import data.lib.finding
import data.lib.subjects

_most := data.params["AC-01"].idle_days

_expected := {"at_most": _most}

# Days between the last use of an account that still lets in and the look that tells it.
_idle[o.id][login.account] := days if {
	some o in input.observations.accounts
	some login in o.data.logins
	login.kind != "root"
	login.running == false
	login.open_until_day >= o.observed_day
	days := o.observed_day - login.day
}

findings contains finding.fail(o.subject, {"accounts": object.keys(dormant), "days": max([days | some days in dormant])}, _expected, {o.id}) if {
	some o in input.observations.accounts
	dormant := {account: days | some account, days in _idle[o.id]; days > _most}
	count(dormant) > 0
}

findings contains finding.pass(host, max({0} | {days | some id in looks; some days in _idle[id]}), _expected, looks) if {
	some host in subjects.declared.host
	looks := facts.sound(host, "accounts", "self")
	logins := facts.told_by_each(looks, "logins")
	settled := {login | some id in looks; some login in _settled[id]}
	every login in logins {
		settled[login]
	}
}

# Logins of which a look shows that they are in use, or that they let nobody in.
_settled[o.id] contains login if {
	some o in input.observations.accounts
	some login in o.data.logins
	_in_order(o, login)
}

_in_order(_, login) if login.kind == "root"

_in_order(_, login) if login.running == true

_in_order(o, login) if login.open_until_day < o.observed_day

_in_order(o, login) if {
	o.observed_day - login.day <= _most
	login.day <= o.observed_day # a day that is yet to come was written by a clock that was wrong
}

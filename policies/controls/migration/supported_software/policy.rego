# METADATA
# title: Operating system and database are supported by their makers
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-32
#   aliases: [IN-02]
#   title_vi: Hệ điều hành, hệ quản trị cơ sở dữ liệu còn được hỗ trợ; bản quyền cho phép chạy ở môi trường đích
#   severity: med
#   part: system
#   subject: system
#   needs:
#     - {kind: services, from: any, fields: [services], optional: true} # an old version may answer; what stands on others' machines has none of its own
#     - {kind: packages, from: self, fields: [os, os_version, packages], optional: true} # where it can be had
#   max_age_days: 31
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.3"
#       force: binding
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [3, 4, 5]}
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.3"
#       force: recommended
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [0, 1, 2]}
#   params:
#     unsupported: {type: object, table: unsupported_programs, origin: term, stricter: more}
#     unsupported_packages: {type: object, table: unsupported_packages, origin: term, stricter: more}
#     os_support: {type: object, table: os_support, origin: term}
#   observed: {names: when_failed}
#   owner_role: operator
#   rationale: What its maker no longer mends stays open for whoever finds the next hole, and what may not run at the new place stops on the night of the move.
#   rationale_vi: Phần mềm hết hỗ trợ không còn bản vá; phần mềm không có bản quyền cho môi trường đích sẽ không vận hành được sau khi chuyển.
#   remedy: Upgrade what runs out or has run out, clear the licence for the target, and enter the days on which support ends.
#   remedy_vi: Nâng cấp phần mềm hết hoặc sắp hết hỗ trợ, làm rõ bản quyền cho môi trường đích, cập nhật ngày hết hỗ trợ vào bản kê khai.
#   check_by_hand: Compare the versions that run with the makers' tables of support, and read the licence terms
#   check_by_hand_vi: Đối chiếu phiên bản đang chạy với lịch hỗ trợ của nhà sản xuất, xem điều khoản bản quyền
#   limits:
#     - The list of approved software of level 3 and above, libraries and applications, and what runs on machines of other owners.
#     - Days of support as declared, unless the machine tells a system, or a version answers or is installed, that the tables have; those have Debian and Ubuntu.
#     - Whether somebody pays for support beyond its end for everybody, which is a warning.
#   limits_vi:
#     - Danh mục phần mềm được phép từ cấp độ 3, thư viện, phần mềm ứng dụng, phần mềm trên máy chủ của chủ quản khác.
#     - Ngày hết hỗ trợ theo kê khai, trừ khi hệ điều hành, phiên bản do máy tự báo hoặc trả lời trên mạng có trong bảng; bảng gồm Debian và Ubuntu.
#     - Việc mua hỗ trợ mở rộng sau ngày hết hỗ trợ chung; trường hợp này chỉ cảnh báo.
package controls.migration.supported_software

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.installed

_unsupported := data.params["MG-32"].unsupported

_expected := {"none_of": {"os_support_ended", "dbms_support_ended", "no_licence_for_the_target", "unsupported_program"}}

# Decisions by which a system comes to run on machines that its licences may not be for.
_leaves := {"migrate", "special_zone"}

_faults[s.id] contains "os_support_ended" if {
	some s in input.inventory.systems
	s.technology.os_support_ends_day < input.context.as_of_day
}

_faults[s.id] contains "dbms_support_ended" if {
	some s in input.inventory.systems
	s.technology.dbms_support_ends_day < input.context.as_of_day
}

_faults[s.id] contains "no_licence_for_the_target" if {
	some s in input.inventory.systems
	_leaves[s.decision]
	s.technology.cloud_licence == false
}

# "9.6.0 or later" names no version.
_old[system.id] contains o.id if {
	some o in input.observations.services
	some service in o.data.services
	some beginning in _unsupported[service.product]
	startswith(service.version, beginning)
	not contains(service.version, "or later")
	system := estate.systems[estate.hosts[o.subject].system]
}

_unsupported_packages := data.params["MG-32"].unsupported_packages

# Packages of makers who have stopped mending them; those of the distribution it mends itself.
_old[system.id] contains o.id if {
	some o in input.observations.packages
	some package_ in o.data.packages
	some beginning in _unsupported_packages[package_.name]
	some version in _written(package_.version)
	startswith(version, beginning)
	system := estate.systems[estate.hosts[o.subject].system]
}

# A version as it is listed, and without the epoch that its packager put before it (deb-version(7)).
_written(version) := {version, trim_prefix(version, concat("", [split(version, ":")[0], ":"]))}

# What the maker says of the system that a machine tells of itself, whatever is declared.
_row := installed.of_table(data.params["MG-32"].os_support)

_ended[system] contains look if {
	some look, row in _row
	object.get(row, "extended", row.ends) < input.context.as_of_day
	system := estate.hosts[facts.observation[look].subject].system
}

_extended_only[system] contains look if {
	some look, row in _row
	row.ends < input.context.as_of_day
	row.extended >= input.context.as_of_day
	system := estate.hosts[facts.observation[look].subject].system
}

findings contains finding.fail(id, {"os_support_ended"}, _expected, looks) if {
	some id, looks in _ended
	estate.systems[id]
}

findings contains finding.warn(id, {"extended_support_only"}, {"none_of": {"extended_support_only"}}, looks) if {
	some id, looks in _extended_only
	estate.systems[id]
}

findings contains finding.fail(id, faults, _expected, {finding.inv("systems", id, "technology")}) if {
	some id, faults in _faults
}

findings contains finding.fail(id, {"unsupported_program"}, _expected, looks) if {
	some id, looks in _old
}

# Whoever has a machine or an address for a database has one, whatever the dossier says of its program.
_with_database contains h.system if {
	some h in input.inventory.hosts
	some role in h.roles
	role == "database"
}

_with_database contains e.system if {
	some e in input.inventory.endpoints
	e.purpose == "database"
}

_supported(s) if {
	s.technology.os_support_ends_day >= input.context.as_of_day
	not _with_database[s.id]
}

_supported(s) if {
	s.technology.os_support_ends_day >= input.context.as_of_day
	s.technology.dbms_support_ends_day >= input.context.as_of_day
}

_licensed(s) if s.technology.cloud_licence == true

_licensed(s) if {
	s.decision
	not _leaves[s.decision]
}

# Own machines; those of another owner its own systems answer for.
_own(s) := {h.id | some h in input.inventory.hosts; h.system == s.id}

_looks(s) := {id | some machine in _own(s); some id in facts.sound(machine, "services", "any")} | _lists(s)

# Shown of all machines or of none, as main has it of every kind.
_lists(s) := {id | some machine in _own(s); some id in installed.sound(machine)} if count(_own(s) - installed.offered) == 0

_lists(s) := set() if count(_own(s) - installed.offered) > 0

# Machines whose list can be had: of each it was, and the maker mends what it tells.
_mended[machine] if {
	some machine in installed.offered
	looks := installed.sound(machine)
	count(looks) > 0
	every look in looks {
		is_array(facts.told(look, "packages"))
		_known[look] >= input.context.as_of_day
	}
}

# Last days of systems that were told this month, as main asks of every look that is shown.
_known[look] := row.ends if {
	some look, row in _row
	facts.observation[look].age_seconds <= _month_seconds
}

_month_seconds := 31 * 86400

_not_mended(s) := {machine | some machine in _own(s); installed.offered[machine]; not _mended[machine]}

_heard(s) := {machine | some machine in _own(s); some _ in facts.sound(machine, "services", "any")}

findings contains finding.pass(s.id, "supported", _expected, {finding.inv("systems", s.id, "technology")} | _looks(s)) if {
	some s in input.inventory.systems
	_supported(s)
	_licensed(s)
	not _faults[s.id]
	not _old[s.id]
	_own(s) == _heard(s)
	count(_not_mended(s)) == 0
}

lacks contains finding.lack(s.id, "support_not_declared", {s.id}) if {
	some s in input.inventory.systems
	s.declared
	not _faults[s.id]
	not _supported(s)
}

lacks contains finding.lack(s.id, "licence_not_declared", {s.id}) if {
	some s in input.inventory.systems
	s.declared
	not _faults[s.id]
	not _licensed(s)
}

lacks contains finding.lack(s.id, "services_not_heard", machines) if {
	some s in input.inventory.systems
	machines := _own(s) - _heard(s)
	count(machines) > 0
}

lacks contains finding.lack(s.id, "packages_not_read", machines) if {
	some s in input.inventory.systems
	machines := _not_mended(s)
	count(machines) > 0
}

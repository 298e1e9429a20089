# METADATA
# title: Security updates are installed at least monthly, from level 3 on from a central server
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: VM-03
#   title_vi: Cập nhật bản vá an ninh ít nhất hằng tháng; từ cấp độ 3 qua máy chủ vá tập trung
#   severity: high
#   part: system
#   subject: host
#   needs:
#     - {kind: updates, from: self, fields: [security, index_day, reboot_pending], duties: [d1, d3]}
#     - {kind: updates, from: self, fields: [sources, proxies], duties: [d2]}
#     - {kind: updates, from: self, optional: true, fields: [last_change_day]} # nothing was replaced for a long time
#   max_age_days: 31
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "x.7"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "thiết bị của người dùng; máy khác chỉ cảnh báo", clause: "x.7"}
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d2
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "5.7.2.2"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: unread
#       transition: instrument
#       applies_to: {levels: [3, 4, 5]}
#     - id: d3
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "3.8.2.1.2.4"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "bản vá hệ điều hành, ứng dụng cho toàn bộ máy tính, thiết bị di động", clause: "3.8.2.1.2.4"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: s1
#       role: support
#       instrument: nd-330-2026-nd-cp
#       clause: "Art. 27(1)(c)"
#       force: binding
#       confidence: A
#       addressee: {who: owner, clause: "2(2)(k)"}
#       condition: {says: "điểm yếu không được khắc phục", clause: "27(1)(c)"}
#       transition: {none: "81(1)"}
#   params:
#     days: {type: integer, default: 31, unit: day, origin: legal, stricter: lower}
#     central_servers: {type: set, default: [], origin: ours}
#   observed: {units: {at_most: day}, names: when_failed}
#   owner_role: operator
#   rationale: What an update mends is known to everybody from the day it is out, and is tried on every machine that still lacks it.
#   rationale_vi: Lỗ hổng đã có bản vá thì ai cũng biết kể từ ngày công bố và bị khai thác trên mọi máy chưa cập nhật.
#   remedy: Fetch the indexes and install what waits at least once a month, start the machine again where its kernel was replaced, and name the province's update servers in the parameter central_servers.
#   remedy_vi: Tải danh mục và cài bản vá ít nhất mỗi tháng một lần, khởi động lại máy khi nhân hệ điều hành đã thay; khai báo máy chủ vá của tỉnh trong tham số central_servers.
#   check_by_hand: "On the machine run: apt update; apt list --upgradable | grep security; grep ^Date /var/lib/apt/lists/*Release; uname -r; ls /run/reboot-required; grep -r ^URIs /etc/apt"
#   check_by_hand_vi: "Trên máy, chạy: apt update; apt list --upgradable | grep security; grep ^Date /var/lib/apt/lists/*Release; uname -r; ls /run/reboot-required; grep -r ^URIs /etc/apt"
#   limits:
#     - Updates that come from no archive for security updates of the distribution, as those of other vendors' archives, containers and programs that were unpacked.
#     - Programs that still run what an update replaced, unless the machine says that it must be started again.
#     - When an update came out that only a fresh index has; how long it has waited is then not known.
#   limits_vi:
#     - Bản vá không do kho bản vá an ninh của bản phân phối cung cấp, ví dụ kho của hãng khác, container, phần mềm giải nén.
#     - Chương trình còn chạy bản cũ sau khi cập nhật, trừ khi máy tự báo cần khởi động lại.
#     - Ngày công bố của bản vá chỉ có trong danh mục mới tải; khi đó không rõ đã chờ bao lâu.
package controls.operations.security_updates

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.subjects

_params := data.params["VM-03"]

_within := {"at_most": _params.days}

_in_force := {"none_of": {"restart_pending"}}

# Days that an update had waited at least when the machine was looked at.
_waited[o.subject] contains o.observed_day - row.out_by_day if {
	some o in input.observations.updates
	some row in o.data.security
}

_longest[id] := max(days) if some id, days in _waited

findings contains finding.on(finding.fail(id, longest, _within, facts.seen(id, "updates")), {"d1"}) if {
	some id, longest in _longest
	longest > _params.days
	estate.in_role.workstation[id]
}

# The regulation of archives names the month for every machine of theirs.
findings contains finding.on(finding.fail(id, longest, _within, facts.seen(id, "updates")), {"d3"}) if {
	some id, longest in _longest
	longest > _params.days
}

# The standard names it for what people work on; of other machines it is our own measure.
findings contains finding.on(finding.warn(id, longest, _within, facts.seen(id, "updates")), {"d1"}) if {
	some id, longest in _longest
	longest > _params.days
}

# Something waits and nothing at all was replaced for longer than a month: what waits may be of yesterday, which is unlikely.
findings contains finding.on(finding.warn(o.subject, idle, _within, {o.id}), {"d1", "d3"}) if {
	some o in input.observations.updates
	count(o.data.security) > 0
	idle := o.observed_day - o.data.last_change_day
	idle > _params.days
}

# What was installed is not yet what runs.
findings contains finding.on(finding.warn(o.subject, {"restart_pending"}, _in_force, {o.id}), {"d1", "d3"}) if {
	some o in input.observations.updates
	o.data.reboot_pending == true
}

# Nothing waits of what was out when the indexes were signed, and that was within the month.
findings contains finding.on(finding.pass(id, age, _within, looks), {"d1", "d3"}) if {
	some id in subjects.declared.host
	looks := facts.sound(id, "updates", "self")
	count(looks) > 0
	count(facts.told_by_each(looks, "security")) == 0
	every look in looks {
		facts.told(look, "reboot_pending") == false
		facts.told(look, "index_day") <= input.context.evaluated_day
	}
	age := input.context.evaluated_day - min({day | some look in looks; day := facts.told(look, "index_day")})
	age <= _params.days
}

lacks contains finding.lack(id, "updates_of_unknown_age", names) if {
	some id in subjects.declared.host
	names := {row.name | some data_ in facts.seen_data(id, "updates"); some row in data_.security}
	count(names) > 0
}

lacks contains finding.lack(id, "index_too_old", {id}) if {
	some id in subjects.declared.host
	some data_ in facts.seen_data(id, "updates")
	input.context.evaluated_day - data_.index_day > _params.days
}

# d2. Until the province has named its servers nothing is foreign, and nothing can pass either.
_central := {lower(server) | some server in _params.central_servers}

# What is fetched through a server of the province comes from it, wherever that one has it from.
_past_central[o.subject] contains source if {
	some o in input.observations.updates
	some source in o.data.sources
	not _central[lower(source)]
	_around_central(facts.told(o.id, "proxies"))
}

_around_central(proxies) if count(proxies) == 0

_around_central(proxies) if {
	some proxy in proxies
	not _central[lower(proxy)]
}

findings contains finding.on(finding.fail(id, sources, {"any_of": _central}, facts.seen(id, "updates")), {"d2"}) if {
	count(_central) > 0
	some id, sources in _past_central
}

findings contains finding.on(finding.pass(id, sources, {"any_of": _central}, looks), {"d2"}) if {
	some id in subjects.declared.host
	looks := facts.sound(id, "updates", "self")
	count(looks) > 0
	every look in looks {
		count(facts.told(look, "sources")) > 0
	}
	sources := facts.told_by_each(looks, "sources")
	is_set(facts.told_by_each(looks, "proxies"))
	not _past_central[id]
}

lacks contains finding.lack(id, "central_servers_not_named", {id}) if {
	some id in subjects.declared.host
	count(_central) == 0
}

# METADATA
# title: Shared data are synchronised with the national databases, and lately
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-11
#   title_vi: Dữ liệu dùng chung được đồng bộ với cơ sở dữ liệu quốc gia đúng chu kỳ
#   severity: crit
#   part: estate
#   subject: data_set
#   needs:
#     - {kind: exports, from: any, fields: [last_success_age_seconds]}
#   max_age_days: 7
#   law:
#     - id: d1
#       role: duty
#       instrument: nd-278-2025-nd-cp
#       clause: "Art. 5(1), 24"
#       force: binding
#       confidence: B
#       addressee: {who: state_body, clause: "2"}
#       condition: unread
#       transition: {none: "24"}
#       due: 2026-12-31
#     - id: d2
#       role: duty
#       instrument: nd-165-2025-nd-cp
#       clause: "Art. 25"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: s1
#       role: support
#       instrument: nd-224-2026-nd-cp
#       clause: "Art. 18(4)"
#       force: binding
#       confidence: A
#       addressee: {who: state_body, clause: "18(4)"}
#       condition: {says: "cơ sở dữ liệu phục vụ giải quyết thủ tục hành chính, theo pháp luật về dữ liệu", clause: "18(4)"}
#       transition: {none: "91"}
#   params:
#     tolerance_permille: {type: integer, default: 1500, unit: permille, origin: ours, stricter: lower}
#   observed: {units: {at_most: second}}
#   owner_role: data_steward
#   gates: [migration]
#   rationale: Data that stopped flowing to the national database look right at home and are wrong for everybody else.
#   rationale_vi: Dữ liệu ngừng đồng bộ lên cơ sở dữ liệu quốc gia vẫn có vẻ đúng tại địa phương nhưng sai với mọi nơi khác.
#   remedy: Declare the national target and cycle; where the job is stuck, read its error, mend it and run it again.
#   remedy_vi: Khai báo cơ sở dữ liệu quốc gia đích và chu kỳ đồng bộ; nếu tiến trình lỗi, xem nhật ký, khắc phục và chạy lại.
#   check_by_hand: Compare the time of the last successful session in the synchronisation log with the declared cycle.
#   check_by_hand_vi: Đối chiếu thời điểm phiên đồng bộ thành công gần nhất trong nhật ký với chu kỳ đã khai báo.
#   limits:
#     - Whether what arrived is complete, and arrived where the inventory says; the time of the last success is judged.
#   limits_vi:
#     - Dữ liệu đến có đủ, có đến đúng nơi kê khai hay không; chỉ xét thời điểm thành công gần nhất.
package controls.synchronization.national_sync

import data.lib.estate
import data.lib.facts
import data.lib.finding
import data.lib.subjects

_tolerance := data.params["SY-11"].tolerance_permille

_shared[id] := estate.data_sets[id] if {
	some id in subjects.declared.data_set
	_is_shared(estate.data_sets[id])
	not _reads_what_is_named(id)
}

_is_shared(set_) if set_.shared == true

# What is told to be synchronised with somebody is shared with him, whatever else is told.
_is_shared(set_) if {
	set_.shared == false
	set_.sync
}

# Who only reads a national database online has nothing of its own to synchronise to it. Whether what it reads is the nation's, its
# name shows; of a name that shows it not, nothing is known.
_reads_the_nation(id) if {
	estate.data_sets[id].role in {"client", "cache"}
	estate.data_sets[id].source_place == "national"
}

_reads_what_is_named(id) if {
	estate.data_sets[id].role in {"client", "cache"}
	estate.data_sets[id].source_place in {"national", "unclear"}
}

findings contains finding.not_applicable(id, estate.data_sets[id].role, pointers) if {
	some id in subjects.declared.data_set
	_reads_the_nation(id)
	pointers := {finding.inv("data_sets", id, "role"), finding.inv("data_sets", id, "national_source")}
}

findings contains finding.not_applicable(id, false, {finding.inv("data_sets", id, "shared")}) if {
	some id in subjects.declared.data_set
	estate.data_sets[id].shared == false
	not estate.data_sets[id].sync
}

_most_seconds[id] := ((set_.sync.cycle_minutes * 60) * _tolerance) / 1000 if some id, set_ in _shared

_late(data_, most) if data_.last_success_age_seconds > most

findings contains finding.fail(id, {"missing": {"sync"}}, {"present": {"sync"}}, {finding.inv("data_sets", id, "shared")}) if {
	some id, set_ in _shared
	not set_.sync
}

findings contains finding.fail(id, {"missing": {"sync_target"}}, {"present": {"sync"}}, {finding.inv("data_sets", id, "sync")}) if {
	some id, set_ in _shared
	set_.sync
	set_.sync_place == "none"
}

# The cycle is the province's own and the tolerance ours, so a late session is something to mend and not a breach.
findings contains finding.warn(id, data_.last_success_age_seconds, {"at_most": most}, facts.seen(id, "exports")) if {
	some id, most in _most_seconds
	some data_ in facts.seen_data(id, "exports")
	_late(data_, most)
}

findings contains finding.pass(id, ages, {"at_most": most}, evidence | {finding.inv("data_sets", id, "sync")}) if {
	some id, most in _most_seconds
	_shared[id].sync_place == "national"
	evidence := facts.sound(id, "exports", "any")
	count(evidence) > 0
	every o in evidence {
		facts.observation[o].data.last_success_age_seconds >= 0
		facts.observation[o].data.last_success_age_seconds <= most
	}
	ages := max({facts.observation[o].data.last_success_age_seconds | some o in evidence})
}

lacks contains finding.lack(id, "not_named_as_national", {"sync"}) if {
	some id, set_ in _shared
	set_.sync_place == "unclear"
}

lacks contains finding.lack(id, "not_named_as_national", {"national_source"}) if {
	some id in subjects.declared.data_set
	_reads_what_is_named(id)
	not _reads_the_nation(id)
}

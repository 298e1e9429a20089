# METADATA
# title: Systems with state secrets stay out of the ordinary wave
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-26
#   title_vi: Hệ thống bí mật nhà nước không đưa vào đợt chuyển thông thường
#   severity: crit
#   part: system
#   subject: system
#   needs: []
#   matters: [{matter: covered_label, against: not_applicable}]
#   law:
#     - id: d1
#       role: duty
#       instrument: qd-1562-2025-qd-ttg
#       clause: "toàn văn"
#       force: binding
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#     - id: d2
#       role: duty
#       instrument: luat-117-2025-qh15
#       clause: "toàn văn"
#       force: binding
#       confidence: B
#       addressee: {who: anyone, clause: "1"}
#       condition: unread
#       transition: unread
#       continues: {instrument: luat-29-2018-qh14, clause: "5"}
#   owner_role: planner
#   gates: [migration]
#   rationale: What carries a grade of secrecy may only go where the cipher authority agreed; a shared cloud is not such a place.
#   rationale_vi: Hệ thống có bí mật nhà nước chỉ được đặt tại nơi đã được cơ quan cơ yếu thống nhất; hạ tầng đám mây dùng chung không đáp ứng điều kiện đó.
#   remedy: Keep the system isolated or plan a special zone with the cipher authority, and enter the deployment paper.
#   remedy_vi: Giữ hệ thống trong mạng cách ly hoặc lập phương án vùng riêng cùng cơ quan cơ yếu và nhập văn bản triển khai cơ yếu.
#   check_by_hand: Compare the migration list with the list of systems that hold state secrets; none may stand in both.
#   check_by_hand_vi: Đối chiếu danh mục hệ thống chuyển với danh mục hệ thống có bí mật nhà nước; không hệ thống nào có mặt ở cả hai.
#   limits:
#     - Secrets in a system that neither a label nor its kind nor a covered machine gives away.
#   limits_vi:
#     - Bí mật trong hệ thống mà nhãn, loại và máy chủ đều không cho thấy.
package controls.migration.secrets_stay_out

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_staying := {"retain_isolated", "special_zone"}

_expected := {"any_of": _staying}

_labelled[id] := estate.systems[id] if {
	some id in subjects.declared.system
	estate.systems[id].label in {"mat", "toi_mat", "tuyet_mat"}
}

findings contains finding.not_applicable(id, "none", {finding.inv("systems", id, "label")}) if {
	some id in subjects.declared.system
	estate.systems[id].label == "none"
}

findings contains finding.fail(id, system.decision, _expected, {finding.inv("systems", id, "decision")}) if {
	some id, system in _labelled
	system.decision != ""
	not _staying[system.decision]
}

_in_wave[id] contains wave.id if {
	some wave in input.inventory.waves
	some id in wave.systems
	_labelled[id]
}

# Whatever is decided, a wave that names it would take it along.
findings contains finding.fail(id, {"waves": waves}, _expected, {finding.inv("waves", wave, "systems") | some wave in waves}) if {
	some id, waves in _in_wave
}

# The right decision alone is a plan: it needs the cipher authority's paper, or machines that stand in an independent LAN already.
findings contains finding.pass(id, system.decision, _expected, evidence) if {
	some id, system in _labelled
	_staying[system.decision]
	evidence := {finding.inv("systems", id, "decision")} | _agreed(id, system)
}

_agreed(id, system) := _deployed(id, system) if {
	count(_deployed(id, system)) > 0
} else := {finding.inv("systems", id, "machines")} if {
	count(system.machines) > 0
	every machine in system.machines {
		subjects.only_in(machine, "independent_lan")
	}
}

_deployed(id, system) := {finding.inv("systems", id, "secret_protection")} | papers.pointers(records) if {
	system.secret_protection.provider == "ban_co_yeu"
	records := {system.secret_protection.record} & papers.about("cipher_deployment", "system", id)
	count(records) > 0
} else := set()

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.system
	some code, ids in papers.flaws("cipher_deployment", "system", id)
}

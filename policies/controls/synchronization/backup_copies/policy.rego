# METADATA
# title: Backups are three copies on two media at two sites, one of them out of reach
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-22
#   title_vi: Sao lưu đủ 03 bản, 02 loại phương tiện, tách địa lý, có bản cách ly không ghi đè
#   severity: high
#   part: system
#   subject: system
#   needs: []
#   law:
#     - id: d1
#       role: duty
#       instrument: tcvn-14423-2026
#       clause: "5.11.2.3a"
#       force: binding
#       confidence: B
#       addressee: {who: owner, clause: "10(3)-(4)", instrument: luat-116-2025-qh15}
#       condition: {says: "từ cấp độ 3; 3-2-1 hoặc tương đương", clause: "5.11.2.3a"}
#       transition: instrument
#       against: [{instrument: luat-116-2025-qh15, clause: "Art. 10(3)", why: law_over_decree, when: {levels: [1, 2]}}]
#     - id: d2
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.12.2.2, 3.12.2.2.8"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "từ cấp độ 3", clause: "2.2.12.2.2"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#     - id: d3
#       role: duty
#       instrument: qcvn-12-2026-bca
#       clause: "2.2.12.2.2"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "1.1-1.2"}
#       condition: {says: "từ cấp độ 3", clause: "2.2.12.2.2"}
#       transition: instrument
#       applies_to: {kinds: [archive]}
#       against: [{instrument: qcvn-12-2026-bca, clause: "3.12.2.2.9", why: contradicts_itself}]
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
#     copies: {type: integer, default: 3, origin: legal, stricter: higher}
#     media: {type: integer, default: 2, origin: legal, stricter: higher}
#     sites: {type: integer, default: 2, origin: legal, stricter: higher}
#   observed: {units: {none: level}}
#   safety: backups
#   owner_role: operator
#   gates: [migration]
#   rationale: Fire takes a site, a fault takes a medium, ransomware takes whatever it can write to; only a copy elsewhere that nothing can overwrite survives all three.
#   rationale_vi: Hỏa hoạn có thể phá hủy một địa điểm, lỗi kỹ thuật hỏng một loại phương tiện, mã độc tống tiền ghi đè mọi bản sao kết nối được; chỉ bản sao ở nơi khác, không thể ghi đè mới an toàn trước cả ba.
#   remedy: Add the missing copy, on another medium and at another site, immutable and disconnected between sessions.
#   remedy_vi: Bổ sung bản sao còn thiếu trên loại phương tiện khác, tại địa điểm khác, không cho ghi đè và ngắt kết nối ngoài phiên sao lưu.
#   check_by_hand: Compare the catalogue of the backup software with the list of copies of the inventory, then look at the offline medium.
#   check_by_hand_vi: Đối chiếu danh mục của phần mềm sao lưu với danh sách bản sao trong bản kê khai, sau đó kiểm tra phương tiện lưu trữ cách ly.
#   limits:
#     - Whether the copies can be read, and whether they are where they are said to be.
#   limits_vi:
#     - Bản sao có đọc được và có đúng nơi kê khai hay không.
package controls.synchronization.backup_copies

import data.lib.estate
import data.lib.finding
import data.lib.subjects

_params := data.params["SY-22"]

_counted := {"copies": _params.copies, "media": _params.media, "sites": _params.sites}

# What each duty asks for: the standard of every system of level 3 or more 3-2-1; the regulation on archives besides a copy elsewhere
# that nothing can overwrite, and, in words that contradict each other, that this copy is cut off (d3).
_least := {
	"d1": _counted,
	"d2": object.union(_counted, {"immutable_elsewhere": 1}),
	"d3": {"isolated_elsewhere": 1},
}

# The rule begins at level 3; whether it holds for a system without a level nobody knows.
findings contains finding.not_applicable(id, level, {finding.inv("systems", id, "level")}) if {
	some id in subjects.declared.system
	level := estate.systems[id].level
	level < 3
}

_found[id] := object.union(counted, _elsewhere(system)) if {
	some id in subjects.declared.system
	system := estate.systems[id]
	system.level >= 3
	count(system.backups) > 0
	counted := {
		"copies": count({b.id | some b in system.backups}),
		"media": count({b.media | some b in system.backups}),
		"sites": count({b.site | some b in system.backups}),
	}
}

# Without the system's own site nobody can tell which copy stands elsewhere.
_elsewhere(system) := {"immutable_elsewhere": count(immutable), "isolated_elsewhere": count(isolated)} if {
	system.site != ""
	immutable := {b.id |
		some b in system.backups
		b.immutable == true
		b.site != system.site
	}
	isolated := {b.id |
		some b in system.backups
		immutable[b.id]
		b.offline == true
	}
} else := {}

_short(found, duty) if {
	some key, least in _least[duty]
	found[key] < least
}

findings contains finding.on(finding.fail(id, found, {"at_least": _least[duty]}, {finding.inv("systems", id, "backups")}), {duty}) if {
	some id, found in _found
	some duty, _ in _least
	_short(found, duty)
}

findings contains finding.on(finding.pass(id, found, {"at_least": _least[duty]}, _evidence(id, duty)), {duty}) if {
	some id, found in _found
	some duty, least in _least
	every key, value in least {
		found[key] >= value
	}
}

_evidence(id, "d1") := {finding.inv("systems", id, "backups")}

_evidence(id, duty) := {finding.inv("systems", id, "backups"), finding.inv("systems", id, "site")} if duty != "d1"

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
#   max_age_days: 365
#   law:
#     - {instrument: qcvn-12-2026-bca, clause: "2.2.12.2.2, 3.12.2.2.8-9", force: binding, confidence: A, applies_to: {kinds: [archive]}}
#     - {instrument: qcvn-12-2026-bca, clause: "2.2.12.2.2, 3.12.2.2.8-9", force: recommended, confidence: A}
#   params:
#     copies: {type: integer, default: 3, origin: legal}
#     media: {type: integer, default: 2, origin: legal}
#     sites: {type: integer, default: 2, origin: legal}
#   observed: {units: {none: level}}
#   safety: backups
#   owner_role: operator
#   gates: [migration]
#   rationale: Fire takes a site, a fault takes a medium, ransomware takes whatever it can write to; only a copy elsewhere that nothing can overwrite survives all three.
#   rationale_vi: Hỏa hoạn có thể phá hủy một địa điểm, lỗi kỹ thuật hỏng một loại phương tiện, mã độc tống tiền ghi đè mọi bản sao kết nối được; chỉ bản sao ở nơi khác, không thể ghi đè mới an toàn trước cả ba.
#   remedy: Add the missing copy, on another medium and at another site, immutable and disconnected between sessions.
#   remedy_vi: Bổ sung bản sao còn thiếu trên loại phương tiện khác, tại địa điểm khác, không cho ghi đè và ngắt kết nối ngoài phiên sao lưu.
#   check_by_hand: Compare the catalogue of the backup software with the list of copies of the inventory, then look at the offline medium.
#   check_by_hand_vi: Đối chiếu danh mục của phần mềm sao lưu với danh sách bản sao trong bảng kiểm kê, sau đó kiểm tra phương tiện lưu trữ cách ly.
package controls.synchronization.backup_copies

import data.lib.estate
import data.lib.finding
import data.lib.subjects

_params := data.params["SY-22"]

_least := {"copies": _params.copies, "media": _params.media, "sites": _params.sites, "isolated_elsewhere": 1}

# The rule begins at level 3; a system without a level may be one.
findings contains finding.not_applicable(id, level, {finding.inv("systems", id, "level")}) if {
	some id in subjects.declared.system
	level := estate.systems[id].level
	level < 3
}

_found[id] := object.union(counted, _isolated(system)) if {
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
_isolated(system) := {"isolated_elsewhere": n} if {
	system.site != ""
	n := count({b.id |
		some b in system.backups
		b.immutable == true
		b.offline == true
		b.site != system.site
	})
} else := {}

_short(found) if {
	some key, least in _least
	found[key] < least
}

findings contains finding.fail(id, found, {"at_least": _least}, {finding.inv("systems", id, "backups")}) if {
	some id, found in _found
	_short(found)
}

findings contains finding.pass(id, found, {"at_least": _least}, evidence) if {
	some id, found in _found
	every key, least in _least {
		found[key] >= least
	}
	evidence := {finding.inv("systems", id, "backups"), finding.inv("systems", id, "site")}
}

# METADATA
# title: At least 15 % of the money for digital transformation goes to cyber security
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: LV-12
#   title_vi: Bố trí tối thiểu 15% tổng kinh phí chương trình, đề án, dự án đầu tư chuyển đổi số, ứng dụng công nghệ thông tin để bảo vệ an ninh mạng
#   severity: high
#   part: estate
#   subject: organisation
#   needs: [{kind: evidence.budget}]
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-116-2025-qh15
#       clause: "Art. 38(1)"
#       force: binding
#       confidence: A
#       addressee: {who: political_system, clause: "38(1), 38(2)"}
#       condition: {none: "38(1)"}
#       transition: {none: "45"}
#   params:
#     least_permille: {type: integer, default: 150, origin: legal, stricter: higher}
#     first_year: {type: integer, default: 2027, origin: term, stricter: lower}
#     spared: {type: set, default: [ministry, national, other], origin: term, stricter: fewer}
#   observed: {units: {at_least: permille}}
#   owner_role: owner
#   rationale: Protection that has no money of its own is left for the end; the law therefore fixes a share of what digital transformation costs.
#   rationale_vi: Cơ quan, tổ chức do ngân sách nhà nước bảo đảm phải bố trí tối thiểu 15% tổng kinh phí thực hiện chương trình, đề án, dự án chuyển đổi số để bảo vệ an ninh mạng.
#   remedy: Work out the share in the estimate of the year, raise it to 15 %, and enter both sums with the number of the decision.
#   remedy_vi: Xác định tỷ lệ trong dự toán năm, bố trí đủ 15%, cập nhật hai khoản kinh phí cùng số, ngày quyết định giao dự toán.
#   check_by_hand: Read both sums in the decision on the estimate of the year
#   check_by_hand_vi: Đối chiếu hai khoản kinh phí trong quyết định giao dự toán năm
#   limits:
#     - Which items of an estimate count as cyber security; the sums are believed as the decision is said to have them.
#   limits_vi:
#     - Khoản nào trong dự toán được tính là bảo vệ an ninh mạng; số liệu lấy theo kê khai từ quyết định giao dự toán.
package controls.levels.security_budget

import data.lib.calendar
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_params := data.params["LV-12"]

_spared := {kind | some kind in _params.spared}

_owners := {s.owner | some s in input.inventory.systems}

# Of bodies without a system nothing is known of what they spend on one.
findings contains finding.not_applicable(o.id, "owns_no_system", {finding.inv("organisations", o.id, "kind")}) if {
	some o in input.inventory.organisations
	not _owners[o.id]
}

findings contains finding.not_applicable(o.id, o.kind, {finding.inv("organisations", o.id, "kind")}) if {
	some o in input.inventory.organisations
	_spared[o.kind]
}

# The estimate of another year says nothing of this one.
_budgets[o.id] := o.budget if {
	some o in input.inventory.organisations
	_owners[o.id]
	not _spared[o.kind]
	o.budget.year == calendar.year
	o.budget.it_vnd > 0
}

_share(budget) := floor((budget.cyber_vnd * 1000) / budget.it_vnd)

_expected := {"at_least": _params.least_permille}

_pieces(id) := {finding.inv("organisations", id, "budget")} | papers.pointers(papers.about("budget", "organisation", id))

_short contains id if {
	some id, budget in _budgets
	budget.cyber_vnd * 1000 < budget.it_vnd * _params.least_permille
}

findings contains finding.fail(id, _share(budget), _expected, _pieces(id)) if {
	some id, budget in _budgets
	_short[id]
	budget.year >= _params.first_year
}

# The estimate of a year that began before the law took effect (1 July 2026) was decided before it, and could not follow it.
findings contains finding.warn(id, _share(budget), _expected, _pieces(id)) if {
	some id, budget in _budgets
	_short[id]
	budget.year < _params.first_year
}

findings contains finding.pass(id, _share(budget), _expected, _pieces(id)) if {
	some id, budget in _budgets
	not _short[id]
	count(papers.about("budget", "organisation", id)) > 0
}

lacks contains finding.lack(o.id, "budget_of_another_year", {format_int(o.budget.year, 10)}) if {
	some o in input.inventory.organisations
	o.budget.year != calendar.year
}

lacks contains finding.lack(id, code, ids) if {
	some id in subjects.declared.organisation
	some code, ids in papers.flaws("budget", "organisation", id)
}

# METADATA
# title: No data centre of the province is built or enlarged while the National Data Center can supply the capacity
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: MG-03
#   title_vi: Không đầu tư mới, mở rộng trung tâm dữ liệu vật lý của tỉnh khi Trung tâm dữ liệu quốc gia đáp ứng được năng lực
#   severity: high
#   part: estate
#   subject: site
#   needs: [{kind: evidence.data_centre_project}]
#   law:
#     - id: d1
#       role: duty
#       instrument: cv-4856-bca-ttdlqg
#       clause: "Phụ lục 1 I.2.a; Phụ lục 5 B.II.1"
#       force: recommended
#       confidence: C
#       addressee: unread
#       condition: {says: "khi Trung tâm dữ liệu quốc gia đủ năng lực đáp ứng", clause: "Phụ lục 1 I.2.a"}
#       transition: unread
#   owner_role: owner
#   rationale: Money spent on racks that will be empty in two years is missing where the move is paid for.
#   rationale_vi: Kinh phí đầu tư phòng máy sắp không còn sử dụng là kinh phí thiếu cho việc chuyển đổi.
#   remedy: Ask the National Data Center in writing whether it can supply the capacity; without its opinion stop the project, or change it into a move, and enter decision and opinion.
#   remedy_vi: Xin ý kiến bằng văn bản của Trung tâm dữ liệu quốc gia về khả năng đáp ứng; chưa có ý kiến thì dừng dự án hoặc điều chỉnh thành chuyển đổi; nhập quyết định và ý kiến.
#   check_by_hand: Go through the list of public investment of this year and the next for rooms, racks, power and cooling.
#   check_by_hand_vi: Rà danh mục đầu tư công năm nay và năm sau về phòng máy, tủ, nguồn điện, làm mát.
#   limits:
#     - Projects for which no paper was entered. Hardware of the register that was installed since speaks against a paper that says nothing is enlarged.
#     - The guidance is known from one secondary source.
#   limits_vi:
#     - Dự án chưa nhập văn bản. Thiết bị trong danh mục lắp đặt sau đó là căn cứ bác bỏ văn bản nói không mở rộng.
#     - Hướng dẫn chỉ biết qua một nguồn thứ cấp.
package controls.migration.no_new_centre

import data.lib.finding
import data.lib.papers
import data.lib.subjects

_since := 739873 # 14/9/2026, the day of the letter

# What makes a room hold more than it did.
_capacity := {"server", "storage", "ups", "generator", "cooling"}

_centres contains s.id if {
	some s in input.inventory.sites
	subjects.declared.site[s.id]
	s.kind == "data_centre"
}

_projects[id] := papers.newest(papers.dated(papers.about("data_centre_project", "site", id), _since - 1, input.context.as_of_day)) if some id in _centres

_installed[a.site] contains a.id if {
	some a in input.inventory.assets
	_capacity[a.kind]
	a.installed_day >= _since
}

_enlarged[id] := ids if {
	some id, ids in _projects
	count(papers.saying(ids, "centre_enlarged", true)) > 0
}

findings contains finding.not_applicable(s.id, s.kind, {finding.inv("sites", s.id, "kind")}) if {
	some s in input.inventory.sites
	subjects.declared.site[s.id]
	not _centres[s.id]
}

findings contains finding.pass(id, papers.seen(ids), {"none_of": ["centre_enlarged"]}, papers.pointers(ids)) if {
	some id, ids in _projects
	papers.saying(ids, "centre_enlarged", false) == ids
	not _installed[id]
}

findings contains finding.pass(id, papers.seen(ids), {"all_of": ["national_centre_unable"]}, papers.pointers(ids)) if {
	some id, ids in _enlarged
	papers.saying(ids, "national_centre_unable", true) == ids
}

findings contains finding.fail(id, papers.lacking(ids, {"national_centre_unable"}), {"all_of": ["national_centre_unable"]}, papers.pointers(ids)) if {
	some id, ids in _enlarged
	count(papers.saying(ids, "national_centre_unable", false)) > 0
}

lacks contains finding.lack(id, "items_not_entered", untold) if {
	some id, ids in _projects
	untold := papers.untold(ids, {"centre_enlarged"} | {"national_centre_unable" | _enlarged[id]})
	count(untold) > 0
}

lacks contains finding.lack(id, "installed_since", assets) if {
	some id, assets in _installed
	not _enlarged[id]
}

lacks contains finding.lack(id, "papers_out_of_time", ids) if {
	some id in _centres
	not _projects[id]
	ids := papers.about("data_centre_project", "site", id)
	count(ids) > 0
}

lacks contains finding.lack(id, code, ids) if {
	some id in _centres
	some code, ids in papers.flaws("data_centre_project", "site", id)
}

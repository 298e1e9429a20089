# METADATA
# title: A database was connected in five steps, each with its paper and in their order
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SY-19
#   title_vi: Kết nối cơ sở dữ liệu theo 05 bước - ánh xạ, kiểm tra chất lượng, văn bản đề nghị, thử nghiệm, nghiệm thu
#   severity: med
#   part: estate
#   subject: link
#   needs:
#     - {kind: evidence.data_mapping}
#     - {kind: evidence.data_quality_test}
#     - {kind: evidence.connection_request}
#     - {kind: evidence.sandbox_test}
#     - {kind: evidence.acceptance}
#   law:
#     - id: d1
#       role: duty
#       instrument: cv-4856-bca-ttdlqg
#       clause: "Phụ lục 5"
#       force: recommended
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     channels: {type: set, default: [ndop, ldop_to_ndop], origin: legal}
#   owner_role: owner
#   rationale: What is connected before it was mapped and tried carries its faults into every system that reads it.
#   rationale_vi: Kết nối khi chưa ánh xạ, chưa thử nghiệm thì sai sót lan sang mọi hệ thống khai thác.
#   remedy: Make up the steps that are missing in their order - mapping, quality test, signed request, sandbox test through the Agent Node, signed acceptance - and enter the five papers; of the acceptance the body of the other side as issuer, or as approver.
#   remedy_vi: Thực hiện bổ sung các bước còn thiếu theo thứ tự (ánh xạ, kiểm tra chất lượng, văn bản đề nghị, thử nghiệm qua Agent Node, nghiệm thu); nhập đủ năm văn bản; biên bản nghiệm thu ghi bên kia là nơi ban hành hoặc nơi phê duyệt.
#   check_by_hand: Lay the five papers side by side in order of their days.
#   check_by_hand_vi: Xếp năm văn bản theo thứ tự ngày, đối chiếu.
#   limits:
#     - What was mapped and tried; days and results are judged as they were entered, and no look shows when a connection began.
#     - Whether whoever approved an acceptance belongs to the other side.
#     - The guidance is known from one secondary source.
#   limits_vi:
#     - Nội dung ánh xạ, thử nghiệm; chỉ xét ngày và kết quả đã nhập, chưa có phép đo cho biết kết nối bắt đầu từ khi nào.
#     - Nơi phê duyệt biên bản nghiệm thu có thuộc bên kia hay không.
#     - Hướng dẫn chỉ biết qua một nguồn thứ cấp.
package controls.synchronization.five_steps

import data.lib.estate
import data.lib.finding
import data.lib.papers
import data.lib.subjects

_channels := {channel | some channel in data.params["SY-19"].channels}

_steps := ["data_mapping", "data_quality_test", "connection_request", "sandbox_test", "acceptance"]

_tried := {"data_quality_test", "sandbox_test"}

_over_platform contains id if {
	some id in subjects.declared.link
	_channels[estate.links[id].channel]
}

_papers[id][step] := ids if {
	some id in _over_platform
	some step in _steps
	ids := papers.newest(papers.about(step, "link", id))
}

_all[id] := {paper | some ids in by_step; some paper in ids} if {
	some id, by_step in _papers
	count(by_step) == count(_steps)
}

_days(ids) := {estate.evidence[id].date_day | some id in ids}

# Steps taken before the one that comes before them, each at its newest paper.
_early[id] contains step if {
	some id, by_step in _papers
	some i, step in _steps
	some j, before in _steps
	j < i
	max(_days(by_step[step])) < max(_days(by_step[before]))
}

_in_vain[id] := wrong if {
	some id, by_step in _papers
	wrong := {paper | some step in _tried; some paper in papers.with_result(by_step[step], "failed")}
	count(wrong) > 0
}

_silent[id] := ids if {
	some id, by_step in _papers
	ids := {paper | some step in _tried; some paper in papers.with_result(by_step[step], "none")}
	count(ids) > 0
}

# What one side accepted by itself the other one has not.
_accepted[id] contains paper if {
	some id, by_step in _papers
	some paper in papers.approved(by_step.acceptance)
}

_accepted[id] contains paper if {
	some id, by_step in _papers
	some paper in by_step.acceptance
	some body in estate.evidence[paper].issued_for
	body == estate.links[id].target_owner
}

_of_one_side[id] := by_step.acceptance - object.get(_accepted, id, set()) if some id, by_step in _papers

alike[finding.all_exempt(channel, set(), {"channel"})] := ids if some channel, ids in _otherwise

_otherwise[link.channel] contains link.id if {
	some link in input.inventory.links
	not _channels[link.channel]
}

findings contains finding.pass(id, papers.seen(ids), {"all_of": _steps}, papers.pointers(ids)) if {
	some id, ids in _all
	not _early[id]
	not _in_vain[id]
	not _silent[id]
	count(_of_one_side[id]) == 0
}

findings contains finding.fail(id, papers.faulted(wrong, {"failed"}), {"equals": "passed"}, papers.pointers(wrong)) if some id, wrong in _in_vain

findings contains finding.fail(id, papers.faulted(ids, {"steps_out_of_order"}), {"all_of": _steps}, papers.pointers(ids)) if {
	some id, early in _early
	ids := {paper | some step in early; some paper in _papers[id][step]}
}

lacks contains finding.lack(id, "other_side_not_signed", ids) if {
	some id, ids in _of_one_side
	count(ids) > 0
}

lacks contains finding.lack(id, "result_not_entered", ids) if some id, ids in _silent

lacks contains finding.lack(id, code, ids) if {
	some id in _over_platform
	some step in _steps
	some code, ids in papers.flaws(step, "link", id)
}

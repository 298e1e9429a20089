# METADATA
# title: Only what a list names is classified
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-17
#   title_vi: Chỉ xác định bí mật nhà nước đối với thông tin thuộc danh mục bí mật nhà nước
#   severity: med
#   part: estate
#   subject: data_set
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-117-2025-qh15
#       clause: "Art. 5(1)"
#       force: binding
#       confidence: B
#       addressee: unread
#       condition: unread
#       transition: unread
#   owner_role: data_steward
#   rationale: A secrecy grade on what no list names hides from people what they may know, and what a list names without a grade is kept in the open.
#   rationale_vi: Nghiêm cấm xác định bí mật nhà nước đối với thông tin không thuộc danh mục; thông tin thuộc danh mục mà không đóng dấu độ mật sẽ không được bảo vệ.
#   remedy: Enter the decision and the item of the list, or have the grade taken away by who is competent.
#   remedy_vi: Ghi quyết định ban hành danh mục và mục trong danh mục; nếu không thuộc danh mục thì trình người có thẩm quyền bỏ độ mật.
#   check_by_hand: Look the matter up in the list of the field
#   check_by_hand_vi: Tra cứu nội dung trong danh mục bí mật nhà nước của lĩnh vực
#   limits:
#     - Whether the item is about what the data hold.
#   limits_vi:
#     - Mục trong danh mục có đúng với nội dung dữ liệu hay không.
package controls.state_secrets.listed_secret

import data.lib.finding

_expected := {"present": ["list_decision", "list_item"]}

_pieces(id) := {finding.inv("data_sets", id, key) | some key in ["label", "list_decision", "list_item"]}

alike[finding.all_exempt("none", set(), {"label"})] := {d.id | some d in input.inventory.data_sets; d.label == "none"; d.listed == false}

# A list that names the matter asks for a grade.
findings contains finding.warn(d.id, "listed_without_a_label", _expected, _pieces(d.id)) if {
	some d in input.inventory.data_sets
	d.label == "none"
	d.listed == true
}

findings contains finding.pass(d.id, "listed", _expected, _pieces(d.id)) if {
	some d in input.inventory.data_sets
	d.label != "none"
	d.listed == true
}

lacks contains finding.lack(d.id, "list_not_named", {d.id}) if {
	some d in input.inventory.data_sets
	d.label != "none"
	d.listed == false
}

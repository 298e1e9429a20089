# METADATA
# title: Each secret has a term that its grade allows, and it has not run out
# scope: package
# schemas:
#   - input: schema.input
# custom:
#   id: SS-18
#   title_vi: Bí mật nhà nước có thời hạn bảo vệ đúng độ mật (Tuyệt mật 30 năm, Tối mật 20 năm, Mật 10 năm), chưa hết thời hạn
#   severity: med
#   part: estate
#   subject: data_set
#   law:
#     - id: d1
#       role: duty
#       instrument: luat-117-2025-qh15
#       clause: "Art. 22"
#       force: binding
#       confidence: C
#       addressee: unread
#       condition: unread
#       transition: unread
#   params:
#     years: {type: object, default: {mat: 10, toi_mat: 20, tuyet_mat: 30}, unit: year, origin: legal, stricter: lower}
#     ahead_days: {type: integer, default: 60, unit: day, origin: legal, stricter: higher}
#   observed: {units: {at_most: day, at_least: day}}
#   owner_role: data_steward
#   rationale: A secret without a last day stays one for ever; at the end of its term it is none unless it was extended in time.
#   rationale_vi: Thời hạn bảo vệ bí mật nhà nước tính từ ngày xác định độ mật; hết thời hạn thì giải mật, gia hạn chậm nhất 60 ngày trước khi hết thời hạn.
#   remedy: Enter the day of classification and the end of the term; decide on extending it 60 days before, and take the grade away when it has run out.
#   remedy_vi: Ghi ngày xác định độ mật, ngày hết thời hạn; quyết định gia hạn chậm nhất 60 ngày trước khi hết thời hạn, giải mật khi hết thời hạn.
#   check_by_hand: Read both days on the document that the data come from
#   check_by_hand_vi: Xem ngày xác định độ mật, thời hạn bảo vệ trên văn bản nguồn
#   limits:
#     - Secrets inside one data set that were classified on different days.
#   limits_vi:
#     - Bí mật trong cùng tập dữ liệu được xác định độ mật vào các ngày khác nhau.
package controls.state_secrets.secret_term

import data.lib.finding

_params := data.params["SS-18"]

_secrets[d.id] := d if {
	some d in input.inventory.data_sets
	d.label != "none"
}

_pieces(id) := {finding.inv("data_sets", id, key) | some key in ["label", "classified_on_day", "declassify_on_day"]}

# The term runs from its last decision; a year has at most 366 days.
_begins(d) := d.extended_on_day

_begins(d) := d.classified_on_day if not d.extended_on_day

_most(d) := _params.years[d.label] * 366

_term(d) := d.declassify_on_day - _begins(d)

_left(d) := d.declassify_on_day - input.context.as_of_day

alike[finding.all_exempt("none", set(), {"label"})] := {d.id | some d in input.inventory.data_sets; d.label == "none"}

findings contains finding.fail(id, _term(d), {"at_most": _most(d)}, _pieces(id)) if {
	some id, d in _secrets
	_term(d) > _most(d)
}

# Whoever still keeps it under its grade after the last day, or has not decided on extending it in time, has something to decide.
findings contains finding.warn(id, _left(d), {"at_least": _params.ahead_days}, _pieces(id)) if {
	some id, d in _secrets
	_left(d) < _params.ahead_days
}

findings contains finding.pass(id, _left(d), {"at_least": _params.ahead_days}, _pieces(id)) if {
	some id, d in _secrets
	_term(d) <= _most(d)
	_left(d) >= _params.ahead_days
}

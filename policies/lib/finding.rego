# METADATA
# title: Findings, the only thing a control says
# description: |
#   `observed` and `expected` are data, never sentences. `expected` has one operator: equals, at_least, at_most, none_of, any_of,
#   all_of, present, within. `evidence` is a set of observation ids and pointers into the inventory (`inv`, `inv_entry`). A finding is an array of status, subject,
#   observed, expected and evidence, and of the ids of duties where `on` names some: OPA's Wasm hashes and compares each finding several
#   times, and the five keys of an object were a fifth of the evaluation of a large estate. Only `policies/main` reads one.
package lib.finding

# METADATA
# title: The evidence shows that the rule is kept
pass(subject, observed, expected, evidence) := _finding("pass", subject, observed, expected, evidence)

# METADATA
# title: The evidence shows something to mend that is not a breach
warn(subject, observed, expected, evidence) := _finding("warn", subject, observed, expected, evidence)

# METADATA
# title: The evidence shows that the rule is broken
fail(subject, observed, expected, evidence) := _finding("fail", subject, observed, expected, evidence)

# METADATA
# title: The rule does not concern the subject, for the reason the evidence shows
not_applicable(subject, observed, evidence) := _finding("not_applicable", subject, observed, {}, evidence)

# METADATA
# title: That the evidence shows of many subjects alike that the rule is kept
all_pass(observed, expected, evidence, own) := ["pass", observed, expected, evidence, own]

# METADATA
# title: That the evidence shows of many subjects alike that the rule is broken
all_fail(observed, expected, evidence, own) := ["fail", observed, expected, evidence, own]

# METADATA
# title: That the rule does not concern many subjects alike, for the reason the evidence shows
# description: |
#   What a control says in `alike`, beside `findings`: an object whose keys are what is said and whose values are the sets of subjects it
#   is said of. Of each it says what `not_applicable` would, by evidence that all of them share and by fields of each one's own entry of
#   the inventory (`own`). Four in five verdicts of a large system are that a rule does not concern a service: told one by one, each passed
#   through the whole constitution alone.
all_exempt(observed, evidence, own) := ["not_applicable", observed, {}, evidence, own]

# METADATA
# title: A finding that is about some duties only, by the ids of their law entries
on(finding, duties) := array.concat(finding, [duties])

# METADATA
# title: What a pass of a subject still lacks - a code, how many things, and the first five of them by name
# description: Told beside a verdict that stays unknown (policies/main, causes); it decides nothing.
lack(subject, code, names) := object.union({"subject": subject}, cause(code, names))

# METADATA
# title: A cause that counts things, and names the first five of them
cause(code, names) := {
	"code": code,
	"args": array.concat([format_int(count(names), 10)], array.slice(sort(names), 0, 5)),
}

# METADATA
# title: Pointer into the inventory, whose lists are read as objects keyed by id, as list, id and the rest of the way
# description: |
#   Its parts stand apart, since `policies/main` follows each pointer: one written as text had to be put together and taken apart again, a
#   twelfth of what a large estate cost. `auditor/policy/engines/rows.py` writes it as verdicts show it (`inv:/hosts/web-1/level`).
inv(list, id, key) := [list, id, key]

# METADATA
# title: Pointer to a whole entry of the inventory
inv_entry(list, id) := [list, id]

_finding(status, subject, observed, expected, evidence) := [status, subject, observed, expected, evidence]

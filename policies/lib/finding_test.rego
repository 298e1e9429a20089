package lib.finding_test

import data.lib.finding

test_a_finding_says_what_it_is_given if {
	finding.fail("h", {"x"}, {"none_of": {"x"}}, {"o"}) == ["fail", "h", {"x"}, {"none_of": {"x"}}, {"o"}]
	finding.pass("h", 1, {}, set()) == ["pass", "h", 1, {}, set()]
	finding.warn("h", 1, {}, set()) == ["warn", "h", 1, {}, set()]
	finding.not_applicable("h", "none", set()) == ["not_applicable", "h", "none", {}, set()]
	finding.on(finding.pass("h", 1, {}, set()), {"d1"}) == ["pass", "h", 1, {}, set(), {"d1"}]
}

test_what_is_lacking_is_counted_and_five_are_named if {
	finding.lack("h", "ports_silent", {"b", "a"}) == {"subject": "h", "code": "ports_silent", "args": ["2", "a", "b"]}
	finding.lack("h", "ports_silent", {"f", "e", "d", "c", "b", "a"}).args == ["6", "a", "b", "c", "d", "e"]
}

test_pointers_escape_ids if {
	finding.inv("endpoints", "web/tcp/443", "tls") == ["endpoints", "web/tcp/443", "tls"]
	finding.inv_entry("evidence", "a~b") == ["evidence", "a~b"]
}

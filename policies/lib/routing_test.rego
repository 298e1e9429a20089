package lib.routing_test

import data.lib.routing

_document := {
	"inventory": {"networks": [{"id": "n", "prefixes": ["10.1.0.0/16", "2001:db8::/32"]}, {"id": "m", "prefixes": ["10.1.2.0/24"]}]},
	"observations": {"routes": [{"id": "r", "subject": "h", "data": {"routes": [
		{"prefix": "default", "via": "10.1.0.1"},
		{"prefix": "10.1.2.0/24", "via": "10.1.0.1"},
		{"prefix": "10.1.2.9", "via": ""},
		{"prefix": "fe80::/64", "via": ""},
		{"prefix": "junk", "via": ""},
	]}}]},
}

test_each_text_is_read_as_a_prefix if {
	routing.destination == {
		"default": {"10.1.0.1": "0.0.0.0/0"},
		"10.1.2.0/24": {"10.1.0.1": "10.1.2.0/24"},
		"10.1.2.9": {"": "10.1.2.9/32"},
		"fe80::/64": {"": "fe80::/64"},
	} with input as _document
	routing.length["0.0.0.0/0"] == 0 with input as _document
	routing.family["fe80::/64"] == "v6" with input as _document
	routing.local == {"fe80::/64"} with input as _document
}

test_destinations_are_compared_with_declared_networks if {
	routing.inside == {"10.1.2.0/24": {"10.1.0.0/16", "10.1.2.0/24"}, "10.1.2.9/32": {"10.1.0.0/16", "10.1.2.0/24"}} with input as _document
	routing.around == {"0.0.0.0/0": {"10.1.0.0/16", "10.1.2.0/24"}, "10.1.2.0/24": {"10.1.2.0/24"}} with input as _document
}

test_a_row_without_a_table_stands_in_the_main_one if {
	routing.table({"prefix": "default"}) == "main"
	routing.table({"table": ""}) == "main"
	routing.table({"table": "200"}) == "200"
}

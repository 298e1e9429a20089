package lib.clock_test

import data.lib.clock

_document := {"observations": {
	"time_config": [
		{"id": "t1", "subject": "sound", "data": {"service": "chrony", "servers": ["a"], "synchronised": true, "offset_ms": -7}},
		{"id": "t2", "subject": "absent", "data": {"service": "none", "servers": [], "synchronised": false}},
		{"id": "t3", "subject": "alone", "data": {"service": "ntpd", "servers": [], "synchronised": true, "source": ""}},
		{"id": "t5", "subject": "given", "data": {"service": "chrony", "servers": [], "synchronised": true, "source": "10.0.0.1"}},
		{"id": "t6", "subject": "untold", "data": {"service": "chrony", "servers": []}},
		{"id": "t7", "subject": "itself", "data": {"service": "chrony", "servers": ["a"], "synchronised": true, "source": "127.127.1.1"}},
		{"id": "t4", "subject": "silent"},
	],
	"ntp": [{"id": "n1", "subject": "sound", "data": {"offset_ms": 400}}, {"id": "n2", "subject": "silent"}],
	"own_clock": [
		{"id": "o1", "subject": "sound", "data": {"offset_ms": -90, "within_ms": 20, "reference": "ntp", "reference_source": "192.0.2.1"}},
		{"id": "o2", "subject": "near", "data": {"offset_ms": 5, "within_ms": 20, "reference": "ntp", "reference_source": "192.0.2.1"}},
		{"id": "o3", "subject": "astray", "data": {"offset_ms": 90, "within_ms": 20, "reference": "ntp", "reference_source": "127.127.1.1"}},
		{"id": "o4", "subject": "silent", "data": {"ahead_ms": 4000}},
	],
}}

test_faults_are_named_per_host if {
	clock.faults == {"absent": {"no_service", "not_synchronised"}, "alone": {"no_servers"}, "itself": {"self_source"}} with input as _document
}

_look(subject, servers, source) := {"id": concat("/", ["t", subject]), "subject": subject, "vantage": subject, "zone": "z", "state": "ok", "age_seconds": 60, "data": {"service": "chrony", "servers": servers, "synchronised": true, "source": source}}

_host(id, address, ring) := {"id": id, "interfaces": [{"address": address}], "time_ring": ring}

_ring(looks) := {
	"inventory": {"hosts": [_host("a", "10.0.0.1", ["a", "b"]), _host("b", "10.0.0.2", ["a", "b"]), _host("c", "10.0.0.3", [])]},
	"observations": {"time_config": looks},
}

test_a_ring_is_closed_where_nobody_names_anybody_outside if {
	pair := [_look("a", ["10.0.0.2"], "10.0.0.2"), _look("b", ["10.0.0.1"], "10.0.0.1"), _look("c", ["10.0.0.9"], "10.0.0.9")]
	clock.closed_rings == {"a": {"t/a", "t/b"}, "b": {"t/a", "t/b"}} with input as _ring(pair)
	clock.faults == {"a": {"ring"}, "b": {"ring"}} with input as _ring(pair)
	clock.closed_rings == {"a": {"t/a", "t/b"}, "b": {"t/a", "t/b"}} with input as _ring([_look("a", ["b", "127.127.1.0"], "b"), _look("b", ["a"], "a")])
	clock.closed_rings == {} with input as _ring([_look("a", ["10.0.0.2", "10.0.0.9"], "10.0.0.2"), _look("b", ["10.0.0.1"], "10.0.0.1")])
	clock.closed_rings == {} with input as _ring([_look("a", ["10.0.0.2"], "10.0.0.2")])
	clock.closed_rings == {} with input as _ring([_look("a", ["10.0.0.2"], "10.0.0.2"), object.union(_look("b", ["10.0.0.1"], "10.0.0.1"), {"state": "partial", "unread": ["servers"]})])
}

test_offsets_are_distances_from_every_source if {
	clock.offsets_ms == {"sound": {7, 70}, "near": {0}} with input as _document
}

test_only_observations_with_an_offset_are_named if {
	clock.measured == {"sound": {"t1", "o1"}, "near": {"o2"}} with input as _document
}

test_what_a_vantage_measured_counts_against_what_it_measured_of_others if {
	answers := [_answer("sound", 400), _answer("ntp", 3), _answer("ntp-2", 2)]
	document := {"observations": object.union(_document.observations, {"ntp": answers})}
	clock.offsets_ms == {"sound": {7, 70, 394}, "near": {0}, "ntp": {0}, "ntp-2": {0}} with input as document
	clock.measured == {"sound": {"t1", "o1", "sound", "ntp"}, "near": {"o2"}, "ntp": {"ntp"}, "ntp-2": {"ntp", "ntp-2"}} with input as document
}

_answer(subject, offset) := {"id": subject, "subject": subject, "vantage": "v", "zone": "z", "state": "ok", "age_seconds": 60, "data": {"stratum": 3, "leap": 0, "offset_ms": offset, "delay_ms": 1, "reference": "192.0.2.1"}}

test_the_most_that_a_time_may_be_off_is_with_all_that_the_look_may_be_wrong if {
	clock.at_most_ms == {"sound": {110}, "near": {25}, "astray": {110}} with input as _document
}

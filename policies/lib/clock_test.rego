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
}}

test_faults_are_named_per_host if {
	clock.faults == {"absent": {"no_service", "not_synchronised"}, "alone": {"no_servers"}, "itself": {"self_source"}} with input as _document
}

test_offsets_are_distances_from_every_source if {
	clock.offsets_ms == {"sound": {7, 400}} with input as _document
}

test_only_observations_with_an_offset_are_named if {
	clock.measured == {"sound": {"t1", "n1"}} with input as _document
}

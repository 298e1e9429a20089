package lib.logs_test

import data.lib.logs

_look(id, subject, data_) := {"id": id, "subject": subject, "vantage": subject, "zone": "z", "state": "ok", "age_seconds": 60, "data": data_}

_document(looks) := {
	"inventory": {
		"hosts": [{"id": "a", "zones": ["z"], "log_stores": [{"target": "tcp://10.0.0.1:514", "host": "store"}]}, {"id": "b", "zones": ["z"], "log_stores": []}],
		"endpoints": [],
	},
	"observations": {"logging": looks},
}

test_a_target_is_measured_where_its_machine_was_read if {
	sends := _look("a", "a", {"retention_days": 7, "remote_targets": ["tcp://10.0.0.1:514", "udp://10.0.0.9:514"]})
	store := _look("s", "store", {"retention_days": 400, "remote_targets": []})
	logs.targets == {"a": {"tcp://10.0.0.1:514", "udp://10.0.0.9:514"}} with input as _document([sends, store])
	logs.keepers == {"a": {"tcp://10.0.0.1:514": {"s"}}} with input as _document([sends, store])
	logs.unmeasured == {"a": {"udp://10.0.0.9:514"}} with input as _document([sends, store])
	logs.kept_here_only == {"s"} with input as _document([sends, store])
	logs.unmeasured == {"a": {"tcp://10.0.0.1:514", "udp://10.0.0.9:514"}} with input as _document([sends])
	logs.unmeasured == {"a": {"tcp://10.0.0.1:514", "udp://10.0.0.9:514"}} with input as _document([sends, object.union(store, {"vantage": "probe"})])
}

test_a_store_whose_settings_tell_no_days_is_not_measured if {
	sends := _look("a", "a", {"retention_days": 7, "remote_targets": ["tcp://10.0.0.1:514"]})
	silent := object.union(_look("s", "store", {"remote_targets": []}), {"state": "partial", "unread": ["retention_days"]})
	logs.unmeasured == {"a": {"tcp://10.0.0.1:514"}} with input as _document([sends, silent])
	logs.keepers == {} with input as _document([sends, silent])
}

test_targets_nobody_could_read_are_not_none if {
	hidden := object.union(_look("b", "b", {"retention_days": 7, "remote_targets": []}), {"state": "partial", "unread": ["remote_targets"]})
	logs.kept_here_only == set() with input as _document([hidden])
	logs.targets == {} with input as _document([hidden])
	logs.kept_here_only == set() with input as _document([_look("b", "b", {"retention_days": 7})])
}

test_a_year_is_no_twelve_months_of_thirty_days if {
	logs.days(12, 30) == 365
	logs.days(3, 30) == 90
	logs.days(14, 30) == 425
	logs.days(0, 30) == 0
}

test_what_a_machine_and_its_store_keep_are_ways_to_the_same_end if {
	sends := _look("a", "a", {"retention_days": 7, "remote_targets": ["tcp://10.0.0.1:514"]})
	store := _look("s", "store", {"retention_days": 400, "remote_targets": []})
	logs.ways.a == {{"days": 7, "readings": {"a"}}, {"days": 400, "readings": {"a", "s"}}} with input as _document([sends, store])
	logs.longest == {"a": {"days": 400, "looks": {"a", "s"}}, "s": {"days": 400, "looks": {"s"}}} with input as _document([sends, store])
	logs.ways.a == {{"days": 7, "readings": {"a"}}} with input as _document([sends])
	logs.longest == {} with input as _document([sends])
}

test_a_shorter_store_is_no_way_beside_the_machine_itself if {
	sends := _look("a", "a", {"retention_days": 90, "remote_targets": ["tcp://10.0.0.1:514"]})
	store := _look("s", "store", {"retention_days": 30, "remote_targets": []})
	logs.ways.a == {{"days": 90, "readings": {"a"}}} with input as _document([sends, store])
	logs.longest.a == {"days": 90, "looks": {"a", "s"}} with input as _document([sends, store])
}

test_of_logs_sent_to_nobody_knows_where_nothing_is_the_longest if {
	hidden := object.union(_look("b", "b", {"retention_days": 7}), {"state": "partial", "unread": ["remote_targets"]})
	logs.longest == {} with input as _document([hidden])
	logs.ways.b == {{"days": 7, "readings": {"b"}}} with input as _document([hidden])
	logs.longest == {"b": {"days": 7, "looks": {"b"}}} with input as _document([_look("b", "b", {"retention_days": 7, "remote_targets": []})])
}

test_what_stays_on_the_machine_is_sent_nowhere if {
	sends := _look("a", "a", {"retention_days": 7, "remote_targets": ["tcp://127.0.0.1:514", "udp://[::1]:514", "tcp://localhost:514", "tcp://10.0.0.1:514"]})
	logs.sent_away("a") == {"tcp://10.0.0.1:514"} with input as _document([sends])
	not logs.sent_away("a")["tcp://10.0.0.1:514"] with input as _document([object.union(sends, {"state": "partial", "unread": ["remote_targets"]})])
}

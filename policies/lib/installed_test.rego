package lib.installed_test

import data.lib.installed

_document(looks) := {
	"inventory": {"hosts": [{"id": "h", "zones": ["dmz"], "configuration": "ssh"}, {"id": "n", "zones": ["dmz"], "configuration": "none"}], "endpoints": [], "zones": []},
	"observations": {"packages": looks},
}

_look(more) := object.union({"id": "packages/h", "subject": "h", "vantage": "h", "zone": "dmz", "state": "ok", "age_seconds": 60, "unread": [], "data": {"os": "debian", "os_version": "12", "packages": []}}, more)

test_a_machine_that_can_be_read_offers_a_list if {
	installed.offered == {"h"} with input as _document([])
	installed.offered == {"h"} with input as _document([_look({})])
	installed.offered == {"h"} with input as _document([_look({"state": "timeout"})])
}

test_a_reader_that_was_turned_away_denies_it if {
	every state in ["no_permission", "not_tried", "out_of_scope"] {
		installed.offered == set() with input as _document([_look({"state": state})])
	}
}

test_what_a_table_says_of_a_system if {
	table := {"debian": {"12": {"ends": 7}}}
	installed.of_table(table) == {"packages/h": {"ends": 7}} with input as _document([_look({})])
	installed.of_table(table) == {} with input as _document([_look({"data": {"os": "debian", "os_version": "11"}})])
	installed.of_table(table) == {} with input as _document([_look({"data": {"os": "debian", "os_version": null}})])
	installed.of_table(table) == {} with input as _document([_look({"state": "partial", "unread": ["os_version"]})])
}

test_a_list_of_another_machine_is_none if {
	installed.sound("h") == {"packages/h"} with input as _document([_look({})])
	installed.sound("h") == set() with input as _document([_look({"vantage": "n"})])
}

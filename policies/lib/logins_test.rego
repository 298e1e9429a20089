package lib.logins_test

import data.lib.logins

_admin := {"tcp/22", "tcp/5900"}

_windows := {"tcp/3389"}

_host(os) := {"id": "h", "declared": true, "zones": ["dmz"], "declared_ports": [], "os": os}

_look(id, data_) := {"id": id, "subject": "h", "vantage": "probe", "zone": "dmz", "state": "ok", "age_seconds": 1, "data": data_}

_own(id, data_) := object.union(_look(id, data_), {"vantage": "h", "basis": "configured"})

_document(host, ports, settings) := {
	"inventory": {"hosts": [host], "endpoints": [], "zones": [{"id": "dmz", "kind": "dmz", "domain": "d"}]},
	"observations": {
		"ports": [_look("p", ports)],
		"services": [_look("s", {"services": []})],
		"sshd_config": [_own(id, data_) | some id, data_ in settings],
	},
}

_two := {"c": {"authentication_methods": ["publickey,password"], "ports": ["tcp/2222"]}}

_open := {"open": ["tcp/22", "tcp/2222"], "refused": ["tcp/3389", "tcp/5900"]}

test_ways_in_beside_the_server_that_was_read if {
	host := _host("Debian 12")
	not logins.unread(host, _admin, _windows) with input as _document(host, _open, _two)
	logins.unread(host, _admin, _windows) == {"tcp/5900"} with input as _document(host, {"open": ["tcp/22", "tcp/5900"], "refused": []}, _two)
	logins.unread(host, _admin, _windows) == {"tcp/3389"} with input as _document(host, {"open": ["tcp/3389"], "refused": []}, _two)
	not logins.unread(host, _admin | {"udp/161"}, _windows) with input as _document(host, {"open": ["udp/161"], "refused": []}, _two)
}

test_on_windows_what_was_not_refused_may_let_in if {
	host := _host("Windows Server 2022")
	not logins.unread(host, _admin, _windows) with input as _document(host, _open, _two)
	logins.unread(host, _admin, _windows) == {"tcp/3389"} with input as _document(host, {"open": ["tcp/22"], "refused": []}, _two)
}

test_ports_of_the_server if {
	logins.ssh_ports("h") == {"tcp/22", "tcp/2222"} with input as _document(_host(""), _open, _two)
	logins.ssh_ports("h") == {"tcp/22"} with input as _document(_host(""), _open, {})
}

test_every_reading_asks_for_two if {
	host := _host("Debian 12")
	logins.by_two(host, _admin, _windows) == {"readings": {"c"}, "doors": {"p", "s"}} with input as _document(host, _open, _two)
	not logins.by_two(host, _admin, _windows) with input as _document(host, _open, {})
	not logins.by_two(host, _admin, _windows) with input as _document(host, _open, object.union(_two, {"d": {"authentication_methods": ["publickey"]}}))
	not logins.by_two(host, _admin, _windows) with input as _document(host, _open, object.union(_two, {"d": {"ports": ["tcp/22"]}}))
	not logins.by_two(host, _admin, _windows) with input as _document(host, {"open": ["tcp/22", "tcp/3389"], "refused": []}, _two)
}

test_a_machine_without_a_way_in if {
	host := _host("Debian 12")
	none := {"open": ["tcp/443"], "refused": ["tcp/22", "tcp/3389", "tcp/5900"]}
	logins.without(host, _admin, _windows) == {["hosts", "h"], "p"} with input as _document(host, none, {})
	not logins.without(host, _admin, _windows) with input as _document(host, {"open": ["tcp/443", "tcp/3389"], "refused": ["tcp/22", "tcp/5900"]}, {})
	not logins.without(host, _admin, _windows) with input as _document(host, {"open": ["tcp/443"], "refused": ["tcp/22"]}, {})
}

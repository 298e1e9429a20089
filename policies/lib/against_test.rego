package lib.against_test

import data.lib.against

_seen(kind, subject, data_) := {"id": concat("/", [kind, subject]), "subject": subject, "vantage": "v", "zone": "z", "state": "partial", "age_seconds": 10, "data": data_}

_services(subject, services) := _seen("services", subject, {"services": services})

_document := {
	"inventory": {
		"zones": [{"id": "z", "domain": "d"}],
		"networks": [{"id": "n", "zone": "z", "prefixes": ["10.0.0.0/24"]}],
		"hosts": [{"id": h, "zones": ["z"], "domains": ["d"]} | some h in ["plain", "vpn", "leg", "halves", "within"]],
		"systems": [
			{"id": "papers", "kind": "secret_docs", "label": "none", "machines": [{"id": "vpn"}]},
			{"id": "web", "kind": "portal", "label": "none", "machines": [{"id": "vpn"}]},
		],
		"flows": [{"from_zone": "z", "to_zone": "y", "ports": ["tcp/443"]}],
	},
	"observations": {
		"services": [
			_services("plain", [{"port": "tcp/8080", "name": "telnet", "tls": false}, {"port": "tcp/22", "name": "ssh", "tls": false}]),
			_services("vpn", [{"port": "tcp/990", "name": "ftp", "tls": true}, {"port": "tcp/2222", "name": "ssh", "tls": false}]),
		],
		"routes": [
			_seen("routes", "plain", {"default": false, "proxy": "", "routes": [{"prefix": "10.0.0.0/24", "via": "", "device": "eth0"}]}),
			_seen("routes", "vpn", {"default": false, "proxy": "192.0.2.1:3128", "routes": []}),
			_seen("routes", "halves", {"default": false, "proxy": "", "routes": [
				{"prefix": "0.0.0.0/1", "via": "10.0.0.1", "device": "tun0"},
				{"prefix": "128.0.0.0/1", "via": "10.0.0.1", "device": "tun0"},
			]}),
			_seen("routes", "within", {"default": false, "proxy": "", "routes": [{"prefix": "10.0.0.128/25", "via": "10.0.0.1", "device": "eth0"}]}),
		],
		"interfaces": [
			_seen("interfaces", "plain", {"interfaces": [{"name": "eth0", "kind": "ethernet", "addresses": ["10.0.0.5/24"]}]}),
			_seen("interfaces", "leg", {"interfaces": [{"name": "eth1", "kind": "ethernet", "addresses": ["172.16.0.5/24"]}]}),
		],
		"firewall": [_seen("firewall", "z", {"forward_policy": "drop", "any_any": false, "rules": [{"from_zone": "z", "to_zone": "y", "port": "tcp/9999"}]})],
		"time_config": [
			_seen("time_config", "plain", {"synchronised": true, "source": "10.0.0.9"}),
			_seen("time_config", "vpn", {"synchronised": true, "source": ""}),
			_seen("time_config", "leg", {"synchronised": false, "source": ""}),
		],
		"ntp": [_seen("ntp", "halves", {"reference": "127.127.1.1"})],
		"http": [
			_seen("http", "e1", {"scheme": "https", "redirect": "HTTP://x/", "plain_form": false}),
			_seen("http", "e2", {"scheme": "https", "redirect": "", "plain_form": true}),
			_seen("http", "e3", {"scheme": "http", "redirect": "http://x/", "plain_form": true}),
		],
	},
}

_with(kind, list) := object.union(_document, {"observations": {kind: list}})

_against(matter, kind) := found if {
	found := against.by_matter[matter][kind] with input as _document
}

test_a_service_is_known_by_its_name_on_any_port if {
	_against("insecure_service", "host") == {"plain": {"services/plain"}}
}

test_a_second_door_is_a_way_in_whose_settings_nobody_read if {
	_against("second_door", "host") == {"plain": {"services/plain"}, "vpn": {"services/vpn"}}
	read := _with("sshd_config", [_seen("sshd_config", "vpn", {"ports": ["tcp/22", "tcp/2222"]})])
	not against.by_matter.second_door.host.vpn with input as read
}

test_a_proxy_a_tunnel_and_a_modem_lead_out if {
	_against("way_out", "host") == {"vpn": {"routes/vpn"}}
	some kind in ["tunnel", "cellular"]
	seen := _seen("interfaces", "plain", {"interfaces": [{"name": "x0", "kind": kind, "addresses": []}]})
	found := _with("interfaces", [seen])
	against.by_matter.way_out.host.plain == {"interfaces/plain"} with input as found
}

test_an_address_outside_the_routing_domain_is_a_second_leg if {
	_against("second_leg", "host") == {"leg": {"interfaces/leg"}}
}

test_halves_of_the_address_space_are_a_foreign_route if {
	_against("foreign_route", "host") == {"halves": {"routes/halves"}}
}

test_a_system_of_secrets_has_the_ways_of_its_machines if {
	_against("secret_way_out", "system") == {"papers": {"routes/vpn"}}
}

test_a_rule_beside_the_matrix_is_wider if {
	_against("wider_rule", "zone") == {"z": {"firewall/z"}}
}

test_a_clock_without_a_source_or_following_itself_is_free if {
	_against("free_clock", "host") == {"vpn": {"time_config/vpn"}, "halves": {"ntp/halves"}}
}

test_who_answers_with_a_time_gives_time if {
	answers := [
		_seen("ntp", "gives", {"stratum": 3}), _seen("ntp", "refuses", {"stratum": 0}),
		_seen("ntp", "adrift", {"stratum": 16}), _seen("ntp", "silent", {}),
	]
	document := object.union(_document, {"observations": object.union(_document.observations, {"ntp": answers})})
	against.by_matter.given_time.host == {"gives": {"ntp/gives"}} with input as document
}

test_the_machine_itself_under_any_name_is_no_source if {
	every name in ["127.0.0.1", "127.1.2.3", "127.127.1.0", "::1", "localhost", "localhost4.localdomain4", "LOCAL(0)", ".LOCL.", "7F7F0101"] {
		against.follows_itself(name)
	}
	every name in ["10.0.0.1", "127.127.20.0", "GPS", "PPS0", "ntp.example"] {
		not against.follows_itself(name)
	}
}

test_an_address_that_the_machine_was_read_to_have_is_no_source if {
	seen := [_seen("interfaces", "plain", {"interfaces": [{"name": "eth0", "kind": "ethernet", "addresses": ["10.0.0.77/24"]}]})]
	clocks := [_seen("time_config", "plain", {"synchronised": true, "source": "10.0.0.77"})]
	document := object.union(_document, {"observations": object.union(_document.observations, {"interfaces": seen, "time_config": clocks})})
	against.by_matter.free_clock.host.plain == {"time_config/plain"} with input as document
}

test_who_is_in_a_ring_of_clocks_or_follows_one_is_free if {
	clocks := [
		_seen("time_config", "a", {"synchronised": true, "source": "10.0.0.2"}),
		_seen("time_config", "b", {"synchronised": true, "source": "10.0.0.1"}),
	]
	hosts := [
		{"id": "a", "interfaces": [], "time_ring": ["a", "b"]},
		{"id": "c", "interfaces": [], "time_ring": ["a", "b"]},
		{"id": "d", "interfaces": [], "time_ring": []},
	]
	document := {"inventory": {"hosts": hosts}, "observations": {"time_config": clocks}}
	against.by_matter.free_clock.host == {
		"a": {"time_config/a", "time_config/b"},
		"c": {"time_config/a", "time_config/b"},
	} with input as document
}

_own_time(subject, reference, source) := _seen("own_clock", subject, {"ahead_ms": 0, "offset_ms": 0, "within_ms": 3, "reference": reference, "reference_source": source})

test_a_clock_held_against_one_in_step_is_proven_whatever_it_follows if {
	clocks := [
		_seen("time_config", "free", {"synchronised": true, "source": "127.127.1.1"}),
		_seen("time_config", "held", {"synchronised": true, "source": "127.127.1.1"}),
		_seen("time_config", "beside", {"synchronised": true, "source": "192.0.2.1"}),
		_seen("time_config", "loose", {"synchronised": true, "source": ""}),
	]
	own := [
		_own_time("held", "ntp", "192.0.2.1"), # by one in step
		_own_time("astray", "loose", "192.0.2.1"), # by one that names nobody
		_own_time("itself", "ntp", "127.127.1.1"), # by one that follows itself
		_own_time("back", "ntp", "10.0.0.9"), # by one that follows the machine
		_own_time("round", "ntp", "192.0.2.1"), # by one in a ring
		_own_time("beside", "loose", "127.127.1.1"), # its own client is in step
	]
	hosts := [
		{"id": "back", "interfaces": [{"address": "10.0.0.9"}], "time_ring": [], "reference_ring": []},
		{"id": "round", "interfaces": [], "time_ring": [], "reference_ring": ["free"]},
	]
	document := {"inventory": {"hosts": hosts}, "observations": {"time_config": clocks, "own_clock": own}}
	against.by_matter.unproven_clock.host == {
		"free": {"time_config/free"},
		"loose": {"time_config/loose"},
		"astray": {"time_config/loose"},
		"itself": {"own_clock/itself"},
		"back": {"own_clock/back"},
		"round": {"time_config/free"},
	} with input as document
}

test_a_page_leaves_https_by_redirect_or_form if {
	_against("leaves_https", "endpoint") == {"e1": {"http/e1"}, "e2": {"http/e2"}}
}

test_a_page_leaves_https_further_on_the_way if {
	ways := [
		_seen("http", "e3", {"scheme": "http", "redirect": "https://a/", "leads_to_plain": true}),
		_seen("http", "e4", {"scheme": "https", "redirect": "", "leads_to_plain": false}),
		_seen("http", "e5", {"scheme": "https", "redirect": ""}),
	]
	found := _with("http", ways)
	against.by_matter.way_leaves_https.endpoint == {"e3": {"http/e3"}} with input as found
}

test_only_a_newer_finished_look_of_the_same_vantage_replaces_a_counter_fact if {
	look := {"id": "routes/vpn/2", "subject": "vpn", "vantage": "v", "zone": "z", "state": "ok", "age_seconds": 5, "data": {"default": false, "proxy": "", "routes": []}}
	_still_out(object.union(look, {"state": "partial"}))
	_still_out(object.union(look, {"age_seconds": 20}))
	_still_out(object.union(look, {"age_seconds": -1}))
	_still_out(object.union(look, {"vantage": "w"}))
	not _still_out(look)
}

_still_out(look) if {
	document := _with("routes", array.concat(_document.observations.routes, [look]))
	against.by_matter.way_out.host.vpn with input as document
}

_calls(channel, first, last) := {"channel": channel, "calls": 1, "first_day": first, "last_day": last}

_logged(channels) := {"inventory": {}, "observations": {"exchange_log": [{"id": "o", "subject": "l", "state": "partial", "vantage": "import", "age_seconds": 0, "unread": [], "data": {"channels": channels}}]}}

test_calls_past_a_set_of_channels_that_did_not_end_first if {
	against.logged_past("l", {"ndop"}) == {["o", "direct"]} with input as _logged([_calls("direct", 1, 9)])
	against.logged_past("l", {"ndop"}) == {["o", "direct"]} with input as _logged([_calls("direct", 1, 9), _calls("ndop", 8, 20)])
	against.logged_past("l", {"ndop"}) == set() with input as _logged([_calls("direct", 1, 9), _calls("ndop", 9, 20)])
	against.logged_past("l", {"ndop", "direct"}) == set() with input as _logged([_calls("direct", 1, 9)])
	against.logged_past("other", {"ndop"}) == set() with input as _logged([_calls("direct", 1, 9)])
}

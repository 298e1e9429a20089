package lib.programs_test

import data.lib.programs

_program(port, address, name) := {"port": port, "address": address, "device": "", "name": name}

_document(state, found) := {
	"inventory": {"hosts": [{"id": "h", "zones": ["dmz"]}], "endpoints": [], "zones": []},
	"observations": {"listening": [{"id": "l", "subject": "h", "vantage": "h", "zone": "dmz", "state": state, "age_seconds": 60, "unread": [], "data": {"sockets": [], "programs": found}}]},
}

test_a_service_is_known_by_its_program_on_any_port if {
	found := [_program("tcp/2323", "*", "in.telnetd"), _program("tcp/45900", "10.0.0.1", "x11vnc"), _program("udp/1161", "0.0.0.0", "snmpd"), _program("tcp/80", "*", "nginx")]
	every state in ["ok", "partial", "timeout"] {
		programs.services == {"h": {"tcp/2323": {"telnet": {"l"}}, "tcp/45900": {"vnc": {"l"}}, "udp/1161": {"snmp": {"l"}}}} with input as _document(state, found)
	}
	programs.at("h", "tcp/2323") == {"telnet"} with input as _document("ok", found)
	programs.at("h", "tcp/80") == set() with input as _document("ok", found)
	programs.told == {"h": {"tcp/80", "tcp/2323", "tcp/45900", "udp/1161"}} with input as _document("ok", found)
}

test_what_nobody_else_reaches_is_no_service if {
	programs.services == {} with input as _document("ok", [_program("tcp/23", "127.0.0.1", "in.telnetd"), _program("udp/40000", "*", "snmpd")])
}

test_names_are_those_a_kernel_keeps if {
	every program, _ in programs._service_of {
		count(program) <= 15
	}
}

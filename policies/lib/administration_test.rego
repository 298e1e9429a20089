package lib.administration_test

import data.lib.administration

_admin := {"tcp/22", "tcp/3389"}

_host(ports) := {"id": "h", "declared": true, "zones": ["dmz"], "declared_ports": ports}

_document(host, endpoints, open, refused) := {
	"inventory": {"hosts": [host], "endpoints": endpoints, "zones": []},
	"observations": {"ports": [{"id": "p", "subject": "h", "vantage": "probe", "zone": "dmz", "state": "ok", "data": {"open": open, "refused": refused}}]},
}

test_ssh_is_found_wherever_it_shows if {
	every document in [
		_document(_host([]), [{"id": "h/tcp/2222", "host": "h", "purpose": "ssh", "services": [], "zones": ["dmz"]}], [], []),
		_document(_host([]), [{"id": "h/tcp/2222", "host": "h", "purpose": "other", "services": ["ssh"], "zones": ["dmz"]}], [], []),
		_document(_host(["tcp/22"]), [], [], []),
		_document(_host([]), [], ["tcp/22"], ["tcp/22"]),
	] {
		administration.ssh == {"h"} with input as document
		not administration.none_found(document.inventory.hosts[0], _admin) with input as document
	}
}

test_none_is_found_only_by_looking_for_all if {
	host := _host(["tcp/80"])
	administration.none_found(host, _admin) with input as _document(host, [], ["tcp/80"], ["tcp/22", "tcp/3389"])
	not administration.none_found(host, _admin) with input as _document(host, [], ["tcp/80"], ["tcp/22"])
	not administration.none_found(host, _admin) with input as _document(host, [], ["tcp/3389"], ["tcp/22", "tcp/3389"])
	not administration.none_found(_host(["tcp/3389"]), _admin) with input as _document(_host(["tcp/3389"]), [], [], ["tcp/22", "tcp/3389"])
	not administration.none_found(host, set()) with input as _document(host, [], [], [])
}

test_what_the_dossier_declares_for_administration if {
	document := _document(_host([]), [{"id": "h/tcp/10000", "host": "h", "port": "tcp/10000", "purpose": "admin"}, {"id": "g/tcp/443", "host": "g", "port": "tcp/443", "purpose": "web"}], [], [])
	administration.ports_of("h", {"tcp/22"}) == {"tcp/22", "tcp/10000"} with input as document
	administration.ports_of("g", {"tcp/22"}) == {"tcp/22"} with input as document
}

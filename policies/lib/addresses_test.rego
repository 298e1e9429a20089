package lib.addresses_test

import data.lib.addresses

test_families if {
	every last in ["0", "9", "10", "99", "100", "199", "200", "202", "249", "250", "255"] {
		addresses.family(concat(".", ["10.0.0", last])) == "v4"
		addresses.family(concat(".", [last, "0.0.1"])) == "v4"
	}
	addresses.family("2001:db8::1") == "v6"
	addresses.family("::") == "v6"
	addresses.family("1:2:3:4:5:6:7:8") == "v6"
}

test_what_is_no_address if {
	every text in ["", "10.0.0.256", "10.0.0.260", "10.0.0.300", "10.0.0.1000", "10.0.0", "010.0.0.1", "1.2.3.4/8", "1:2:3", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4::5:6:7:8", "fe80::1%eth0", "host", ":::"] {
		not addresses.family(text)
	}
}

test_bare if {
	addresses.bare("fe80::1%eth0/64") == "fe80::1"
	addresses.bare("10.0.0.1/24") == "10.0.0.1"
	addresses.bare("") == ""
}

test_lengths if {
	addresses.length("10.0.0.0/8") == 8
	addresses.length("::/0") == 0
	every text in ["10.0.0.0/33", "10.0.0.0", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0.0/x", "/8", "2001:db8::/129", ""] {
		not addresses.length(text)
	}
}

test_inside if {
	addresses.inside("192.168.1.5", "192.168.1.0/24")
	addresses.inside("2001:db8::7", "2001:db8::/64")
	not addresses.inside("192.168.2.5", "192.168.1.0/24")
	not addresses.inside("2001:db8::7", "0.0.0.0/0")
	not addresses.inside("junk", "192.168.1.0/24")
	not addresses.inside("192.168.1.5", "junk")
}

test_overlap_and_cover if {
	addresses.overlap("10.0.0.0/8", "10.1.0.0/16")
	addresses.overlap("10.1.0.0/16", "10.0.0.0/8")
	not addresses.overlap("10.1.0.0/16", "10.2.0.0/16")
	not addresses.overlap("10.1.0.0/16", "::/0")
	addresses.covers("10.0.0.0/8", "10.1.0.0/16")
	addresses.covers("10.1.0.0/16", "10.1.0.0/16")
	not addresses.covers("10.1.0.0/16", "10.0.0.0/8")
}

test_local_only if {
	every text in ["127.0.0.1", "169.254.3.4", "::1", "fe80::1"] {
		addresses.local_only(text)
	}
	every text in ["10.0.0.1", "2001:db8::1", "junk"] {
		not addresses.local_only(text)
	}
}

test_what_nobody_outside_reaches_over_ipv6 if {
	every address in {"::", "::1", "::ffff:203.0.113.16", "::FFFF:cb00:7110", "64:ff9b::1", "fe80::1", "fd00::16", "fc00::1"} {
		addresses.private_v6(address)
	}
	every address in {"2001:db8::16", "2400:1::1", "203.0.113.16", "not an address"} {
		not addresses.private_v6(address)
	}
}

test_the_machine_itself if {
	every address in ["127.0.0.1", "127.255.0.9", "::1"] {
		addresses.loopback(address)
	}
	every address in ["0.0.0.0", "::", "*", "10.0.0.1", "128.0.0.1", "fe80::1", "::2", "", "localhost"] {
		not addresses.loopback(address)
	}
}

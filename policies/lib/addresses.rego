# METADATA
# title: Addresses and prefixes, with every builtin that can fail behind a guard
# description: Addresses come from machines that may send anything; what is not an address is in no prefix and outside none.
# scope: package
package lib.addresses

_most := {"v4": 32, "v6": 128}

# METADATA
# title: v4 or v6; undefined for anything else
# description: Told without patterns, since OPA's Wasm compiles each anew for every document, which took a twentieth of a small one.
family(address) := "v4" if {
	is_string(address)
	parts := split(address, ".")
	count(parts) == 4
	every part in parts {
		_is_octet(part)
	}
}

family(address) := "v6" if {
	is_string(address)
	not contains(address, "::")
	groups := split(address, ":")
	count(groups) == 8
	_are_hexadecimal(groups)
}

family(address) := "v6" if {
	is_string(address)
	halves := split(address, "::")
	count(halves) == 2
	groups := [group | some half in halves; half != ""; some group in split(half, ":")]
	count(groups) <= 7 # the gap stands for one at least
	_are_hexadecimal(groups)
}

_is_octet(text) if {
	_spells(text, 3, "0123456789")
	not _padded(text)
	to_number(text) <= 255
}

_padded(text) if {
	startswith(text, "0")
	text != "0"
}

_are_hexadecimal(groups) if {
	every group in groups {
		_spells(group, 4, "0123456789abcdefABCDEF")
	}
}

# One to so many characters, all of them of the given ones.
_spells(text, most, characters) if {
	text != ""
	count(text) <= most
	trim(text, characters) == ""
}

# METADATA
# title: An address without its prefix length and scope, as machines print them
bare(text) := split(split(text, "/")[0], "%")[0] if is_string(text)

# METADATA
# title: Length of a prefix; undefined for anything that is no prefix
length(prefix) := n if {
	is_string(prefix)
	contains(prefix, "/")
	parts := split(prefix, "/")
	count(parts) == 2
	kind := family(parts[0])
	_spells(parts[1], 3, "0123456789")
	not _padded(parts[1])
	n := to_number(parts[1])
	n <= _most[kind]
}

# METADATA
# title: Holds when the address lies in the prefix; undefined when either is malformed or their families differ
inside(address, prefix) if {
	length(prefix) >= 0
	family(address)
	contains(address, ":") == contains(prefix, ":")
	net.cidr_contains(prefix, address)
}

# METADATA
# title: Holds when the two prefixes share an address; undefined when either is malformed
overlap(one, other) if {
	length(one) >= 0
	length(other) >= 0
	meets(one, other)
}

# METADATA
# title: Holds when the first prefix contains the whole second one
covers(outer, inner) if {
	length(outer) <= length(inner)
	meets(outer, inner)
}

# METADATA
# title: Holds when two texts that are known to be prefixes share an address
# description: For whoever looks at many pairs, so that each prefix is looked at once; anything else must not come here.
meets(one, other) if {
	contains(one, ":") == contains(other, ":")
	net.cidr_intersects(one, other)
}

# METADATA
# title: Holds for a loopback or link-local address, which joins a machine to no network
local_only(address) if {
	some prefix in _local[family(address)]
	net.cidr_contains(prefix, address)
}

# METADATA
# title: Holds for an address of the machine itself, at which nobody else reaches it
loopback(address) if {
	some prefix in _own[family(address)]
	net.cidr_contains(prefix, address)
}

_own := {"v4": {"127.0.0.0/8"}, "v6": {"::1/128"}}

_local := {"v4": {"127.0.0.0/8", "169.254.0.0/16"}, "v6": {"::1/128", "fe80::/10"}}

# METADATA
# title: Holds for an address that everybody on the Internet may send to
# description: |
#   IANA's registries of special addresses, as far as machines have them: private (RFC 1918, RFC 4193), shared (RFC 6598), of the own
#   machine or link, of a group, reserved. Of IPv6 only 2000::/3 has been given out.
public(address) if {
	version := family(address)
	count({prefix | some prefix in _reserved[version]; net.cidr_contains(prefix, address)}) == 0
	some prefix in _given_out[version]
	net.cidr_contains(prefix, address)
}

_reserved := {
	"v4": {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "224.0.0.0/3"},
	"v6": set(),
}

_given_out := {"v4": {"0.0.0.0/0"}, "v6": {"2000::/3"}}

# METADATA
# title: Holds for an IPv6 address at which nobody outside can reach anybody
# description: |
#   Unspecified, loopback, mapped and translated IPv4, link-local, and those of one organisation alone (RFC 6890, RFC 4193).
private_v6(address) if {
	family(address) == "v6"
	some prefix in {"::/128", "::1/128", "::ffff:0:0/96", "64:ff9b::/96", "fe80::/10", "fc00::/7"}
	net.cidr_contains(prefix, address)
}

private_v6(address) if startswith(lower(address), "::ffff:") # also with its last half as IPv4

# METADATA
# title: A route's destination as a prefix; tables print the default by name and a single address without its length
# description: "`via` tells the family of a default; undefined for what is no prefix."
prefix(text, via) := "0.0.0.0/0" if {
	text == "default"
	family(via) == "v4"
}

prefix(text, via) := "::/0" if {
	text == "default"
	family(via) == "v6"
}

prefix(text, _) := concat("", [text, _whole[family(text)]]) if not contains(text, "/")

_whole := {"v4": "/32", "v6": "/128"}

prefix(text, _) := text if length(text) >= 0

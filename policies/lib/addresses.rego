# METADATA
# title: Addresses and prefixes, with every builtin that can fail behind a guard
# description: Addresses come from machines that may send anything; what is not an address is in no prefix and outside none.
# scope: package
package lib.addresses

_v4 := `^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$`

_v6_full := `^([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}$`

_v6_short := `^(([0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{1,4})?::(([0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{1,4})?$`

_length := `^(0|[1-9][0-9]{0,2})$`

_most := {"v4": 32, "v6": 128}

# METADATA
# title: v4 or v6; undefined for anything else
family(address) := "v4" if {
	is_string(address)
	not contains(address, ":") # a pattern costs a hundred times as much as this
	regex.match(_v4, address)
}

family(address) := "v6" if {
	is_string(address)
	contains(address, ":")
	not contains(address, "::")
	regex.match(_v6_full, address)
}

family(address) := "v6" if {
	is_string(address)
	contains(address, "::")
	regex.match(_v6_short, address)
	groups := {i | some i, group in split(address, ":"); group != ""}
	count(groups) <= 7
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
	regex.match(_length, parts[1])
	n := to_number(parts[1])
	n <= _most[kind]
}

# METADATA
# title: Holds when the address lies in the prefix; undefined when either is malformed or their families differ
inside(address, prefix) if {
	length(prefix) >= 0
	family(address) == family(split(prefix, "/")[0])
	net.cidr_contains(prefix, address)
}

# METADATA
# title: Holds when the two prefixes share an address; undefined when either is malformed
overlap(one, other) if {
	length(one) >= 0
	length(other) >= 0
	family(split(one, "/")[0]) == family(split(other, "/")[0])
	net.cidr_intersects(one, other)
}

# METADATA
# title: Holds when the first prefix contains the whole second one
covers(outer, inner) if {
	overlap(outer, inner)
	length(outer) <= length(inner)
}

# METADATA
# title: Holds for a loopback or link-local address, which joins a machine to no network
local_only(address) if {
	some prefix in _local[family(address)]
	net.cidr_contains(prefix, address)
}

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

# METADATA
# title: How many different things a login asks for, by the ways in that an SSH server tells
# scope: package
# schemas:
#   - input: schema.input
package lib.factors

# METADATA
# title: Holds where some way in surely asks for a single thing
# description: The server always tells at least one way in (`any` by default), so an empty list was not read.
weak(methods, data_) if {
	some entry in methods
	factors := _factors(entry)
	count(factors) < 2
	_asks_once(factors, data_)
}

# A method beside `keyboard-interactive`, of which nobody knows; and `any`, where a method that is switched on lets in alone.
_asks_once(factors, _) if factors == set()

_asks_once(factors, _) if count(factors - {"any", "keyboard-interactive"}) > 0

_asks_once({"any"}, data_) if data_.keyboard_interactive == false

_asks_once({"any"}, data_) if data_.password_authentication == true

_asks_once({"any"}, data_) if data_.public_key == true

# METADATA
# title: Holds where one way in may ask for two things, both behind `keyboard-interactive`
may_ask_twice(entry, _) if _known_things_alone(_factors(entry))

# By its standard stack PAM asks for the password behind `keyboard-interactive` (pam_unix), which is what `password` asks for.
_known_things_alone(factors) if {
	factors["keyboard-interactive"]
	count(factors - {"password", "keyboard-interactive"}) == 0
}

# By default each method that is switched on lets in alone.
may_ask_twice(entry, data_) if {
	_factors(entry) == {"any"}
	data_.keyboard_interactive == true
	data_.password_authentication == false
	data_.public_key == false
}

# METADATA
# title: Holds where every way in asks for two different things
strong(methods) if {
	count(methods) > 0
	every entry in methods {
		count(_factors(entry)) >= 2
		not _known_things_alone(_factors(entry))
	}
}

# Two keys are one factor twice; `keyboard-interactive:pam` is `keyboard-interactive`. Who comes from a machine that is trusted, or with
# nothing (RFC 4252, 5.2 and 9), has shown nothing of their own.
_factors(entry) := {name |
	some method in split(entry, ",")
	name := split(trim_space(method), ":")[0]
	not _no_factor[name]
}

_no_factor := {"", "hostbased", "none"}

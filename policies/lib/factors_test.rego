package lib.factors_test

import data.lib.factors

_off := {"keyboard_interactive": false, "password_authentication": false, "public_key": false}

test_one_method_is_weak if {
	factors.weak(["publickey"], _off)
	factors.weak(["publickey,keyboard-interactive", "publickey,publickey"], _off)
	factors.weak(["none"], _off)
	not factors.weak(["publickey,keyboard-interactive"], _off)
	not factors.weak(["keyboard-interactive"], _off)
}

test_any_is_weak_where_a_method_is_on if {
	factors.weak(["any"], object.union(_off, {"keyboard_interactive": true, "public_key": true}))
	factors.weak(["any"], object.union(_off, {"keyboard_interactive": true, "password_authentication": true}))
	not factors.weak(["any"], object.union(_off, {"keyboard_interactive": true}))
	factors.may_ask_twice("any", object.union(_off, {"keyboard_interactive": true}))
	factors.may_ask_twice("keyboard-interactive:pam", _off)
	not factors.may_ask_twice("publickey", _off)
}

test_two_methods_everywhere_are_strong if {
	factors.strong(["publickey,keyboard-interactive:pam", "password,publickey"])
	not factors.strong(["publickey,keyboard-interactive", "password"])
	not factors.strong(["hostbased,publickey"])
	not factors.strong([])
}

test_a_password_and_what_pam_asks_may_be_one_thing if {
	not factors.strong(["password,keyboard-interactive"])
	not factors.strong(["keyboard-interactive:pam,password", "publickey,password"])
	not factors.weak(["password,keyboard-interactive"], _off)
	factors.may_ask_twice("password,keyboard-interactive", _off)
	not factors.may_ask_twice("publickey,keyboard-interactive", _off)
	factors.strong(["publickey,password,keyboard-interactive"])
}

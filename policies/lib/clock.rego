# METADATA
# title: How hosts keep time
# description: Faults and offsets come from everything seen, finished or not; a control decides what a pass may rest on.
# scope: package
# schemas:
#   - input: schema.input
package lib.clock

import data.lib.against

# METADATA
# title: "What is wrong with a host's time client: no_service, no_servers, not_synchronised, self_source"
faults := _faults

_faults[o.subject] contains fault if {
	some o in input.observations.time_config
	some fault in problems[o.id]
}

# METADATA
# title: The same by observation
problems := _problems

_problems[o.id] contains "no_service" if {
	some o in input.observations.time_config
	o.data.service == "none"
}

_problems[o.id] contains "no_servers" if {
	some o in input.observations.time_config
	o.data.service != "none"
	count(o.data.servers) == 0
	_told(o.data)
	not _follows(o.data)
}

_problems[o.id] contains "not_synchronised" if {
	some o in input.observations.time_config
	o.data.synchronised == false
}

_problems[o.id] contains "self_source" if {
	some o in input.observations.time_config
	against.follows_itself(o.data.source)
}

_told(data_) if {
	is_boolean(data_.synchronised)
	is_string(data_.source)
}

# A client in step with a source has a server, wherever the reader did not find it named.
_follows(data_) if {
	data_.synchronised == true
	data_.source != ""
	not against.follows_itself(data_.source)
}

# METADATA
# title: Distances in milliseconds between a host's clock and a reference, as its own client and others measured them
offsets_ms := _offsets_ms

_offsets_ms[o.subject] contains abs(o.data.offset_ms) if some o in input.observations.time_config

_offsets_ms[o.subject] contains abs(o.data.offset_ms) if some o in input.observations.ntp

# METADATA
# title: Ids of the observations an offset is known from
measured := _measured

_measured[o.subject] contains o.id if {
	some o in input.observations.time_config
	is_number(o.data.offset_ms)
}

_measured[o.subject] contains o.id if {
	some o in input.observations.ntp
	is_number(o.data.offset_ms)
}

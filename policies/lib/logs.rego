# METADATA
# title: Where logs are kept beside the machine that writes them
# description: |
#   A machine's own settings name whom it sends its logs to; the join says which declared machine that is, and what was read there
#   tells how long they are kept. A target that is no declared machine, or whose settings nobody read, keeps nobody knows what.
# scope: package
# schemas:
#   - input: schema.input
package lib.logs

import data.lib.facts

# METADATA
# title: Ids of looks that read that a machine sends its logs nowhere
kept_here_only contains o.id if {
	some o in input.observations.logging
	o.data.remote_targets == []
	not facts.unread[o.id].remote_targets
}

# METADATA
# title: Targets of a look's logs that lie on another machine
sent_away(look) := {target |
	some target in facts.told(look, "remote_targets")
	host := split(target, "://")[1]
	not _here(host)
}

_here(host) if startswith(host, "127.")

_here(host) if startswith(host, "[::1]")

_here(host) if startswith(lower(host), "localhost")

# METADATA
# title: Targets of each host's logs, as its newest looks tell them
targets := _targets

_targets[o.subject] contains target if {
	some o in input.observations.logging
	facts.standing[o.id]
	not facts.unread[o.id].remote_targets
	some target in o.data.remote_targets
}

# METADATA
# title: Looks at the settings of the machine behind each target of a host, by host and target
keepers := _keepers

_keepers[h.id][store.target] := looks if {
	some h in input.inventory.hosts
	some store in h.log_stores
	_targets[h.id][store.target]
	looks := facts.sound(store.host, "logging", "self")
	count(looks) > 0
	every id in looks {
		is_number(facts.observation[id].data.retention_days)
		not facts.unread[id].retention_days
	}
}

# METADATA
# title: Targets of each host behind which nobody read how long logs are kept
unmeasured := _unmeasured

_unmeasured[host] := unknown if {
	some host, named in _targets
	unknown := named - object.keys(object.get(_keepers, host, {}))
	count(unknown) > 0
}

# METADATA
# title: How many days some months are
# description: Twelve months are a year, and no twelve of its parts, each of which counts as many days as it is told to.
days(months, per_month) := (floor(months / _per_year) * _days_per_year) + ((months % _per_year) * per_month)

_per_year := 12

_days_per_year := 365

# METADATA
# title: What a pass about the keeping of a host's logs may rest on - days, and the readings that show them, by host
# description: What the machine keeps itself, and what each machine that its logs are sent to keeps; the shortest of several looks counts.
ways := _ways

_ways[host] contains local if some host, local in _local

_ways[host] contains {"days": days_, "readings": (local.readings | looks)} if {
	some host, local in _local
	some looks in _keepers[host]
	days_ := min({facts.observation[id].data.retention_days | some id in looks})
	days_ > local.days
}

_local[h.id] := {"days": min({facts.observation[id].data.retention_days | some id in readings}), "readings": readings} if {
	some h in input.inventory.hosts
	readings := facts.sound(h.id, "logging", "self")
	count(readings) > 0
	every id in readings {
		is_number(facts.observation[id].data.retention_days)
	}
}

# METADATA
# title: How long a host's logs are kept at most, as days and looks, by each look at its settings that shows it
# description: |
#   Of a machine that sends its logs nowhere what it keeps itself; of one that sends them on, where everything they are sent to was read,
#   the longest that any of these machines keeps them. Of any other nobody knows it.
longest := _longest

_longest[o.id] := {"days": o.data.retention_days, "looks": {o.id}} if {
	some o in input.observations.logging
	is_number(o.data.retention_days)
	kept_here_only[o.id]
}

_longest[o.id] := {"days": max({facts.observation[id].data.retention_days | some id in looks}), "looks": looks} if {
	some o in input.observations.logging
	is_number(o.data.retention_days)
	not _unmeasured[o.subject]
	not kept_here_only[o.id]
	looks := {o.id} | union({ids | some ids in _keepers[o.subject]})
	_keepers[o.subject]
}

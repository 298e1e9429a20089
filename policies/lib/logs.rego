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

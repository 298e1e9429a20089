# METADATA
# title: What machines themselves tell of their system and their programs
# description: |
#   Where a reader was let in, its list is the whole one of the package manager; what nobody may read on a machine is known by what is
#   declared alone, and so is a machine of which no package manager is known.
# scope: package
# schemas:
#   - input: schema.input
package lib.installed

import data.lib.facts
import data.lib.legs

# METADATA
# title: Ids of what a pass rests on where a machine tells its programs
sound(host) := facts.sound(host, "packages", "self")

# METADATA
# title: Machines of which a list can be had - their settings can be read, and no reader of lists was turned away
offered := {host | some host in legs.readable; not _turned_away[host]}

_turned_away contains o.subject if {
	some o in input.observations.packages
	_nobody_may[o.state]
}

_nobody_may := {"no_permission", "not_tried", "out_of_scope"}

# METADATA
# title: Rows of a table of systems, by the look that tells its machine's system whole
of_table(table) := {o.id: row |
	some o in input.observations.packages
	row := table[facts.told(o.id, "os")][facts.told(o.id, "os_version")]
}

# METADATA
# title: Security levels, and the level each host is held to
# description: A system without a declared level has no entry here, so a rule that asks for one stays silent.
# scope: package
# schemas:
#   - input: schema.input
package lib.levels

import data.lib.finding

# METADATA
# title: Declared level of each system
of_system := {s.id: s.level | some s in input.inventory.systems}

# METADATA
# title: Declared level of the system that owns each declared host
of_host := {h.id: of_system[h.system] | some h in input.inventory.hosts; h.declared}

# METADATA
# title: Pointers to the level of a host's system, as evidence
host_evidence := {h.id: {finding.inv("systems", h.system, "level")} | some h in input.inventory.hosts}

# METADATA
# title: Lowest level at which a clause of TCVN 14423:2026 x.12 asks for a management and a database zone
zoned := 3

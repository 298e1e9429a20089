# METADATA
# title: Security levels - what each host is held to by everything that runs on it
# description: A host on which nothing declares a level has no entry here, so a rule that asks for one stays silent.
# scope: package
# schemas:
#   - input: schema.input
package lib.levels

import data.lib.finding

# METADATA
# title: The level each declared host has at least - the highest that a system on it declares
# description: A fault at this level is one at every higher level too.
at_least := {h.id: h.level | some h in input.inventory.hosts; h.declared}

# METADATA
# title: The level of each declared host, known because every system on it declares one
of_host := {h.id: h.level | some h in input.inventory.hosts; h.declared; h.level_open == false}

# METADATA
# title: Pointers to the level of a host, as evidence
host_evidence := {h.id: {finding.inv("hosts", h.id, "level")} | some h in input.inventory.hosts}

# METADATA
# title: Lowest level at which a clause of TCVN 14423:2026 x.12 asks for a management and a database zone
zoned := 3

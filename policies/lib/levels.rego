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

# METADATA
# title: Data subjects from which on an online service is at least level 3, by kind of personal data (NĐ 331/2026/NĐ-CP Art. 13(2)(c))
many := {"basic": 100000, "sensitive": 10000}

# METADATA
# title: Everybody whose personal data a system is declared to hold, of either kind
# description: Who stands in both was told of twice; undefined of a system that says nothing of personal data.
people(system) := max({system.personal_data.subjects, sum([number | some kind, _ in many; number := system.personal_data[kind]])})

# METADATA
# title: Holds for a system that serves people and enterprises (NĐ 331/2026/NĐ-CP Art. 9(2)(b))
# description: Whoever says so, and whatever is of a kind that exists for it.
serves(system) if system.serves_citizens == true

serves(system) if _serving[system.kind]

_serving := {"former_service_portal", "portal", "tthc"}

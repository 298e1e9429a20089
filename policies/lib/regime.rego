# METADATA
# title: Regimes of law - whom an entry addresses, whom it is about, and whom something softens it for
# description: |
#   A subject is under the regimes of every system it belongs to: its owner's, and those of all that run or stand there. A burden
#   falls on it where it fits one of them; what softens a burden must be shown of all of them. An absent level, day or paper shows
#   nothing. Regimes are few and subjects many, so that selectors are held against regimes and subjects are looked up.
# scope: package
# schemas:
#   - input: schema.input
package lib.regime

# METADATA
# title: The regime of each system of this document, and of each guest on its machines
of_system := object.union({g.id: g.regime | some h in input.inventory.hosts; some g in h.guests}, {s.id: s.regime |
	some s in input.inventory.systems
})

# METADATA
# title: Subjects by kind and by the systems they belong to
members := _members

_members.system[s.id] contains s.id if some s in input.inventory.systems

_members.host[h.system] contains h.id if some h in input.inventory.hosts

_members.host[g.id] contains h.id if {
	some h in input.inventory.hosts
	some g in h.guests
}

_members.endpoint[e.system] contains e.id if some e in input.inventory.endpoints

_members.data_set[d.system] contains d.id if some d in input.inventory.data_sets

_members.link[l.source] contains l.id if some l in input.inventory.links

_members.zone[system] contains z.id if {
	some z in input.inventory.zones
	some system in z.systems
}

_members.network[system] contains n.id if {
	some n in input.inventory.networks
	some system in n.systems
}

_members.wave[system] contains w.id if {
	some w in input.inventory.waves
	some system in w.systems
}

# METADATA
# title: The systems that some bodies own
owned_by(bodies) := {id | some body in bodies; some id in _of_body[body]}

# METADATA
# title: The bodies that own some systems
owners_of(systems) := {_owner[id] | some id in systems}

_of_body[s.owner] contains s.id if some s in input.inventory.systems

_owner := {s.id: s.owner | some s in input.inventory.systems}

_all := {kind: {s | some subjects in of; some s in subjects} | some kind, of in _members}

# METADATA
# title: The subjects of a kind among some that an entry of law is about; what is not known of one takes none of it away
about(selector, _, subjects) := subjects if count(selector) == 0

about(selector, kind, subjects) := _owned(selector, kind, _at(selector, kind, picked)) if {
	count(selector) > 0
	picked := (_perhaps_under(selector, kind) | _without(selector, kind, subjects)) & subjects
}

# METADATA
# title: The subjects of a kind among some of whom everything shows that a selector picks them
shown(selector, _, subjects) := subjects if count(selector) == 0

shown(selector, kind, subjects) := _surely_owned(selector, kind, _surely_at(selector, kind, picked)) if {
	count(selector) > 0
	picked := (_under(selector, kind) - _beside(selector, kind)) & subjects
}

# METADATA
# title: The subjects of a kind among some that a text spares, because none of their owners is one it addresses
spared(kinds, kind, subjects) := {s |
	some signature, named in object.get(_by_owners, kind, {})
	_all_in(split(signature, ","), kinds)
	some s in named
	subjects[s]
}

# METADATA
# title: The subjects of a kind among some whose owners are all of another kind than some; of a link both ends count
foreign(kinds, kind, subjects) := {s |
	some signature, named in object.get(_by_owners, kind, {})
	owners := {owner | some owner in split(signature, ","); owner != "online_service"}
	count(owners) > 0
	count(owners & {one | some one in kinds}) == 0
	some s in named
	subjects[s]
} | {s |
	kind == "link"
	some owner, named in _ends
	not _among(owner, kinds)
	some s in named
	subjects[s]
}

# Links by the kind of body at their other end.
_ends[_kind_of_body[l.target_owner]] contains l.id if some l in input.inventory.links

_kind_of_body := {o.id: o.kind | some o in input.inventory.organisations}

# METADATA
# title: The subjects of a kind among some that are shown to be older than a day
older(day, kind, subjects) := shown({"since_before_day": day}, kind, subjects)

# METADATA
# title: The subjects of a kind among some whose level is not one of some, or not known
unnamed(levels, kind, subjects) := subjects - _surely_at({"levels": levels}, kind, subjects)

_all_in(owners, kinds) if {
	every owner in owners {
		_among(owner, kinds)
	}
}

# Lists of the catalogue are a handful long, so that walking one costs nothing.
_among(value, list) if {
	some one in list
	one == value
}

# Owners of each subject as one text, since sets of sets cost the square of their size in OPA's Wasm. Most kinds of subject belong to
# one system each, so that the text of the system is theirs.
_by_owners[kind][signature] contains subject if {
	some kind, by_system in _members
	not _shared[kind]
	some system, signature in _signature
	some subject in object.get(by_system, system, set())
}

_by_owners[kind][_text({owner | some system in systems; some owner in of_system[system].owners})] contains subject if {
	some kind, by_subject in _systems_of
	some subject, systems in by_subject
	some system in systems
	_signature[system]
}

_by_owners.organisation[o.kind] contains o.id if some o in input.inventory.organisations

_by_owners.site[_kind_of_body[s.organisation]] contains s.id if some s in input.inventory.sites

_by_owners.reported_figure[_kind_of_body[r.about]] contains r.id if some r in input.inventory.reported

_by_owners.task[_kind_of_body[t.owner]] contains t.id if some t in input.inventory.tasks

_kind_of_body := {o.id: o.kind | some o in input.inventory.organisations}

_signature[system] := _text({owner | some owner in regime.owners}) if {
	some system, regime in of_system
	count(regime.owners) > 0
}

_text(owners) := concat(",", sort(owners))

# Kinds of which one subject may belong to several systems.
_shared := {"host", "zone", "network", "wave"}

_systems_of[kind][subject] contains system if {
	some kind, by_system in _members
	_shared[kind]
	some system, subjects in by_system
	some subject in subjects
}

_system_of := {
	"system": {s.id: s.id | some s in input.inventory.systems},
	"endpoint": {e.id: e.system | some e in input.inventory.endpoints},
	"data_set": {d.id: d.system | some d in input.inventory.data_sets},
	"link": {l.id: l.source | some l in input.inventory.links},
}

# Subjects under some regime that fits, and under some that fits or is not known well enough to say no; whatever their level.
_under(selector, kind) := {s | some system, regime in of_system; _fits(regime, selector); some s in object.get(_members, [kind, system], set())}

_perhaps_under(selector, kind) := {s | some system, regime in of_system; _may_fit(regime, selector); some s in object.get(_members, [kind, system], set())}

# Subjects under some regime that does not fit.
_beside(selector, kind) := {s | some system, regime in of_system; not _fits(regime, selector); some s in object.get(_members, [kind, system], set())}

# What belongs to no system is picked only by what can be asked of it.
_without(selector, kind, subjects) := subjects - object.get(_all, kind, set()) if {
	every key, _ in selector {
		_askable[key]
	}
} else := set()

_askable := {"levels", "owners"}

_fits(regime, selector) if {
	every key, wanted in selector {
		_fit(key, wanted, regime)
	}
}

_may_fit(regime, selector) if {
	every key, wanted in selector {
		_may(key, wanted, regime)
	}
}

_may(key, wanted, regime) if _fit(key, wanted, regime)

_may("kinds", _, regime) if not regime.kind

_fit("levels", _, _)

_fit("kinds", wanted, regime) if _among(regime.kind, wanted)

_fit("owners", _, _)

# Nothing is levelled under a decree that declares no level.
_fit("levelled_under", wanted, regime) if {
	regime.level > 0
	_among(regime.levelled_under, wanted)
}

_fit("on_network", wanted, regime) if {
	some network in regime.networks
	_among(network, wanted)
}

_fit("off_network", wanted, regime) if {
	every network in regime.networks {
		not _among(network, wanted)
	}
}

_fit("built_before_day", day, regime) if regime.built_day < day

_fit("used_before_day", day, regime) if _used_before(regime, day)

_fit("since_before_day", day, regime) if regime.since_day < day

_fit("under_investment_before_day", day, regime) if {
	regime.invested_day < day
	not _used_before(regime, day)
}

# What is not known of a start or a paper leaves nobody out.
_fit("started_since_day", day, regime) if not _started_before(regime, day)

_fit("approved_since_day", day, regime) if not _approved_before(regime, day)

_started_before(regime, day) if regime.started_day < day

_approved_before(regime, day) if regime.approved_day < day

# A paper on the level from that day on contradicts what is declared of the time before.
_fit("approved_before_day", day, regime) if not _approved_from(regime, day)

_used_before(regime, day) if regime.used_day < day

_approved_from(regime, day) if regime.last_approved_day >= day

# Owners count at the place too: one that is addressed is enough for a burden, and all must be for what softens.
_owned(selector, _, subjects) := subjects if not selector.owners

_owned(selector, kind, subjects) := subjects - {s |
	some signature, named in object.get(_by_owners, kind, {})
	not _any_in(split(signature, ","), selector.owners)
	some s in named
} if {
	selector.owners
}

_surely_owned(selector, _, subjects) := subjects if not selector.owners

_surely_owned(selector, kind, subjects) := {s |
	some signature, named in object.get(_by_owners, kind, {})
	_all_in(split(signature, ","), selector.owners)
	some s in named
	subjects[s]
} if {
	selector.owners
}

_any_in(owners, kinds) if {
	some owner in owners
	_among(owner, kinds)
}

# Levels count at the place: the highest of what runs or stands there, so that a guest counts as much as the owner.
_at(selector, _, subjects) := subjects if not selector.levels

_at(selector, kind, subjects) := {s |
	some s in subjects
	_may_be_at(_place(kind, s), selector.levels)
} if {
	selector.levels
}

_surely_at(selector, _, subjects) := subjects if not selector.levels

_surely_at(selector, kind, subjects) := {s |
	some s in subjects
	place := _place(kind, s)
	object.get(place, "level_open", false) == false
	some level in selector.levels
	level == object.get(place, "level", 0)
} if {
	selector.levels
}

_may_be_at(place, levels) if {
	some level in levels
	level == object.get(place, "level", 0)
}

_may_be_at(place, levels) if {
	_open(place)
	some level in levels
	level > object.get(place, "level", 0)
}

_open(place) if not place.level

_open(place) if place.level_open

_place(kind, subject) := _standing[kind][subject] if {
	is_boolean(_standing[kind][subject].level_open)
} else := of_system[_system_of[kind][subject]] if {
	of_system[_system_of[kind][subject]]
} else := {"level": max(levels), "level_open": count(systems) > count({s | some s in systems; of_system[s].level})} if {
	systems := object.get(_systems_of, [kind, subject], set())
	levels := {of_system[s].level | some s in systems}
	count(levels) > 0
} else := {}

# Level that counts for each subject that has its own.
_standing := {
	"host": {h.id: h | some h in input.inventory.hosts},
	"network": {n.id: n | some n in input.inventory.networks},
	"zone": {z.id: z | some z in input.inventory.zones},
}

"""Whether a rule's conditions hold for a system or data set: yes with the facts, no, or open for want of data."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.model.details import Technology
from auditor.model.inventory import DataSet, System
from auditor.model.reason import Reason, because
from auditor.plan.decisions.duplicates import Merge
from auditor.plan.decisions.rules import DataWhen, SystemWhen

_UNSAID: tuple[object, ...] = (None, ())


@dataclass(frozen=True, slots=True)
class Answer:
    """`holds` is None when data is missing; then `why` says what, else which facts made it so."""

    holds: bool | None
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """One system with what of its surroundings the rules read."""

    system: System
    data_sets: Sequence[DataSet]
    merge: Merge | None
    as_of: datetime.date

    @property
    def secrets(self) -> tuple[Reason, ...]:
        """Why the system counts as secret; empty when it does not."""
        return secrets_of(self.system, self.data_sets)


@dataclass(frozen=True, slots=True)
class DataFacts:
    """One data set with what of its surroundings the rules read."""

    data: DataSet
    secrets: tuple[Reason, ...]
    merge: Merge | None


def secrets_of(system: System, data_sets: Sequence[DataSet]) -> tuple[Reason, ...]:
    """The system's label, its declaration of secrets, and each labelled data set."""
    found = [] if system.label.is_open else [because(f"fact_label_{system.label.value}", system.id)]
    if system.declares_secrets:
        found.append(because("fact_declares_secrets", system.id))
    labelled = [data for data in data_sets if not data.label.is_open]
    return (*found, *(because(f"fact_label_{data.label.value}", data.id) for data in labelled))


def system_answer(when: SystemWhen, facts: SystemFacts) -> Answer:
    """Whether all of `when` holds for the system."""
    said = [check(when, facts) for name, check in _SYSTEM.items() if getattr(when, name) not in _UNSAID]
    return _together([*said, *_any([system_answer(part, facts) for part in when.any_of])])


def data_answer(when: DataWhen, facts: DataFacts) -> Answer:
    """Whether all of `when` holds for the data set."""
    said = [check(when, facts) for name, check in _DATA.items() if getattr(when, name) not in _UNSAID]
    return _together([*said, *_any([data_answer(part, facts) for part in when.any_of])])


def _together(answers: Sequence[Answer]) -> Answer:
    """No if anything says no; open if anything is open; else yes with every fact."""
    if any(answer.holds is False for answer in answers):
        return Answer(holds=False)
    open_ = [answer for answer in answers if answer.holds is None]
    chosen = open_ or answers
    return Answer(None if open_ else True, tuple(dict.fromkeys(why for answer in chosen for why in answer.why)))


def _any(parts: Sequence[Answer]) -> tuple[Answer, ...]:
    """The first part that holds, else the first that is open, else one that does not hold; nothing of no parts."""
    for wanted in (True, None, False):
        for part in parts:
            if part.holds is wanted:
                return (part,)
    return ()


def _is(wanted: bool | None, found: bool, *facts: Reason) -> Answer:  # noqa: FBT001  # a condition and what was found
    return Answer(wanted == found, facts if found and wanted else ())


def _traits(when: SystemWhen, facts: SystemFacts) -> Answer:
    found = [trait for trait in facts.system.traits if trait in when.traits]
    return Answer(bool(found), tuple(because(f"fact_trait_{trait.value}") for trait in found))


def _level(when: SystemWhen, facts: SystemFacts) -> Answer:
    level = facts.system.level
    if level is None:
        return Answer(None, (because("missing_level"),))
    lowest, highest = when.level_at_least or 0, when.level_at_most or level
    return Answer(lowest <= level <= highest, (because("fact_level", level),))


def _kind(when: SystemWhen, facts: SystemFacts) -> Answer:
    kind = facts.system.kind
    return Answer(kind in when.kinds, (because(f"fact_kind_{kind.value}"),))


def _software(when: SystemWhen, facts: SystemFacts) -> Answer:
    """One part out of support is enough for yes; no needs the date of every part that is named."""
    dates = list(_support(facts.system.technology or Technology()))
    ended = [because(code, name, end) for code, name, end in dates if end is not None and end < facts.as_of]
    if not ended and (not dates or any(end is None for _, _, end in dates)):
        return Answer(None, (because("missing_support"),))
    return _is(when.software_ended, bool(ended), *ended)


def _support(used: Technology) -> Iterator[tuple[str, str, datetime.date | None]]:
    for code, name, end in (
        ("fact_os_ended", used.os, used.os_support_ends),
        ("fact_dbms_ended", used.dbms, used.dbms_support_ends),
    ):
        if name or end:
            yield code, name or "–", end


def _licence(when: SystemWhen, facts: SystemFacts) -> Answer:
    used = facts.system.technology
    if used is None or used.cloud_licence is None:
        return Answer(None, (because("missing_licence"),))
    code = "fact_licence_allows" if used.cloud_licence else "fact_licence_forbids"
    return Answer(used.cloud_licence == when.cloud_licence, (because(code),))


def _national(when: SystemWhen, facts: SystemFacts) -> Answer:
    named = [data for data in facts.data_sets if data.national_source]
    enough = bool(named) and (when.national_source == "some" or len(named) == len(facts.data_sets))
    return Answer(enough, tuple(because("fact_national_source", data.id, data.national_source) for data in named))


def _master(when: SystemWhen, facts: SystemFacts) -> Answer:
    own = [data for data in facts.data_sets if data.role == "system_of_record" and not data.national_source]
    return _is(bool(when.holds_master), bool(own), *(because("fact_master", data.id) for data in own))


def _merge(wanted: bool | None, merge: Merge | None) -> Answer:  # noqa: FBT001  # a condition
    return _is(wanted, merge is not None, *((merge.why,) if merge else ()))


_SYSTEM: Mapping[str, Callable[[SystemWhen, SystemFacts], Answer]] = {
    "secret": lambda when, facts: _is(when.secret, bool(facts.secrets), *facts.secrets),
    "kinds": _kind,
    "not_kinds": lambda when, facts: Answer(facts.system.kind not in when.not_kinds),
    "scopes": lambda when, facts: Answer(
        facts.system.scope in when.scopes, (because(f"fact_scope_{facts.system.scope}"),)
    ),
    "traits": _traits,
    "no_traits": lambda when, facts: Answer(not set(when.no_traits) & set(facts.system.traits)),
    "level_at_least": _level,
    "level_at_most": _level,
    "serves_citizens": lambda when, facts: _is(
        when.serves_citizens, facts.system.serves_citizens, because("fact_serves_citizens")
    ),
    "key_system": lambda when, facts: _is(when.key_system, facts.system.key_system, because("fact_key_system")),
    "software_ended": _software,
    "cloud_licence": _licence,
    "national_source": _national,
    "holds_master": _master,
    "duplicate": lambda when, facts: _merge(when.duplicate, facts.merge),
}

_DATA: Mapping[str, Callable[[DataWhen, DataFacts], Answer]] = {
    "secret": lambda when, facts: _is(when.secret, bool(facts.secrets), *facts.secrets),
    "roles": lambda when, facts: Answer(facts.data.role in when.roles, (because(f"fact_role_{facts.data.role}"),)),
    "national_source": lambda when, facts: _is(
        when.national_source,
        bool(facts.data.national_source),
        because("fact_national_source", facts.data.id, facts.data.national_source),
    ),
    "writable": lambda when, facts: _is(when.writable, facts.data.writable, because("fact_writable")),
    "shared": lambda when, facts: _is(when.shared, facts.data.shared, because("fact_shared")),
    "duplicate": lambda when, facts: _merge(when.duplicate, facts.merge),
}

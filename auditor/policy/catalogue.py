"""The catalogue of controls: typed metadata, its law joined with dates, and the parameters of one run."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import orjson

from auditor.errors import NotFoundError, SettingsError
from auditor.model.base import digest
from auditor.model.control import ControlMeta
from auditor.model.law import Confirmed, Instrument
from auditor.policy.asked import asked
from auditor.policy.entries import entry_data


@dataclass(frozen=True)
class Catalogue:
    """Controls in order of id, the instruments they cite, and the dated parameter tables."""

    controls: tuple[ControlMeta, ...]
    instruments: Mapping[str, Instrument]
    tables: Mapping[str, tuple[Mapping[str, Any], ...]]

    @cached_property
    def by_id(self) -> Mapping[str, ControlMeta]:
        """Controls by their id of today."""
        return {control.id: control for control in self.controls}

    @cached_property
    def confirmed(self) -> Mapping[tuple[str, str], Confirmed]:
        """By instrument and clause as it is cited, who in the province compared it with the original."""
        entries = (entry for control in self.controls for entry in control.law)
        return {(entry.instrument, entry.clause): entry.confirmed for entry in entries if entry.confirmed}

    def find(self, name: str) -> ControlMeta:
        """The control of that id, alias or former id. Raises NotFoundError."""
        wanted = name.upper()
        for control in self.controls:
            if wanted == control.id or wanted in control.aliases or wanted in control.formerly:
                return control
        raise NotFoundError(f"there is no control {name!r}", remedy="`auditor policy list` shows them all.")

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """`data.catalogue` as the policies read it: only what they judge by, with dates as ordinals."""
        families: dict[str, dict[str, Any]] = {}
        for control in self.controls:
            families.setdefault(control.family.value, {})[control.name] = self._entry(control)
        return families

    @cached_property
    def encoded(self) -> bytes:
        """`document` as JSON, its keys in order."""
        return orjson.dumps(self.document, option=orjson.OPT_SORT_KEYS)

    def _entry(self, control: ControlMeta) -> dict[str, Any]:
        aged = {} if control.max_age_days is None else {"max_age_days": control.max_age_days}
        return (
            aged
            | asked(control)
            | {
                "id": control.id,
                "family": control.family.value,
                "name": control.name,
                "part": control.part.value,
                "subject": control.subject.value,
                "undeclared": control.undeclared,
                "matters": _matters(control, "pass"),
                "exempt_matters": _matters(control, "not_applicable"),
                "law": [entry_data(entry, self.instruments) for entry in control.law],
            }
        )


def _matters(control: ControlMeta, status: str) -> list[str]:
    """Matters that speak against that status of a control's."""
    return [one.matter.value for one in control.matters if one.against in {"both", status}]


def parameters(
    catalogue: Catalogue, as_of: datetime.date, overrides: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, dict[str, Any]]:
    """`data.params` for one run: defaults, then the dated tables of `as_of`, then the organisation's overrides.

    Raises SettingsError for an override of an unknown control or parameter, or of another type.
    """
    values = {control.id: _defaults(catalogue, control, as_of) for control in catalogue.controls}
    for name, chosen in (overrides or {}).items():
        control = catalogue.find(name)
        for key, value in chosen.items():
            if key not in control.params:
                known = ", ".join(sorted(control.params)) or "none"
                raise SettingsError(f"params: {control.id} has no parameter {key!r}; it has: {known}")
            _check_type(control, key, value)
            values[control.id][key] = value
    return values


def _defaults(catalogue: Catalogue, control: ControlMeta, as_of: datetime.date) -> dict[str, Any]:
    return {
        name: table_on(catalogue, parameter.table, as_of) if parameter.table else parameter.default
        for name, parameter in control.params.items()
    }


def table_on(catalogue: Catalogue, table: str, as_of: datetime.date) -> Any:
    """The row of a dated table in force on a date; before the first row its earliest one, because law by date is
    decided by the clause. Raises SettingsError for a table that the catalogue does not have.
    """
    ordered = sorted(catalogue.tables.get(table, ()), key=lambda row: row["from"])
    if not ordered:
        raise SettingsError(f"params: there is no table {table!r}")
    chosen = [row for row in ordered if row["from"] <= as_of]
    return (chosen[-1] if chosen else ordered[0])["values"]


def _check_type(control: ControlMeta, key: str, value: Any) -> None:
    if not control.params[key].accepts(value):
        raise SettingsError(f"params: {control.id}.{key} must be of type {control.params[key].type}, not {value!r}")


def policy_data(catalogue: Catalogue, params: Mapping[str, Any]) -> dict[str, Any]:
    """Everything under `data` that is not a policy."""
    return {"catalogue": catalogue.document, "params": dict(params)}


@lru_cache(maxsize=128)
def encoded_data(catalogue: bytes, params: bytes) -> bytes:
    """`policy_data` of a catalogue and parameters that are JSON already, as JSON. The same bytes each time, so that who
    asks about one day for each of thousands of cases holds one.
    """
    return b'{"catalogue":' + catalogue + b',"params":' + params + b"}"


def params_digest(params: Mapping[str, Any]) -> str:
    """Digest of the merged parameters, stored with the run."""
    return digest(dict(params))

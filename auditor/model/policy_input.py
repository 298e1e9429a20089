"""The document policies read (`input/1`): shape, and the one rule by which inventory and facts become it.

Dates become proleptic Gregorian ordinals under `<key>_day`, hours minutes under `<key>_minute`, absent values are left
out (Rego's null sorts before every number, so a null would quietly satisfy an upper bound), and what no
policy may judge by (names, notes, origins, what only planning reads) is dropped.
"""

import datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel

from auditor.model import inventory as inv
from auditor.model.facts import KINDS
from auditor.model.programme import ReportedFigure, Task
from auditor.model.vocab.controls import Part

INPUT_SCHEMA = "input/1"

DROPPED = frozenset({"name", "note", "origin", "formerly", "decision_reason"}) | {
    "move",
    "traits",
    "instance",
    "weight",
    "logged_as",
}

MONTHS_AGO = range(1, 61)
"""Whatever number of months a province sets within five years; a policy says nothing by a day that no document has."""

LISTS: dict[str, type[BaseModel]] = {
    "organisations": inv.Organisation,
    "sites": inv.Site,
    "zones": inv.Zone,
    "networks": inv.Network,
    "flows": inv.Flow,
    "systems": inv.System,
    "hosts": inv.Host,
    "endpoints": inv.Endpoint,
    "links": inv.Link,
    "data_sets": inv.DataSet,
    "circuits": inv.Circuit,
    "assets": inv.Asset,
    "evidence": inv.EvidenceRecord,
    "waves": inv.Wave,
    "tasks": Task,
    "reported": ReportedFigure,
}

_STRING, _INTEGER, _BOOLEAN = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}

_STRINGS = {"type": "array", "items": _STRING}
_PLACE: dict[str, Any] = {"zones": _STRINGS, "zone_kinds": _STRINGS, "domains": _STRINGS, "label": _STRING}
_LEVEL: dict[str, Any] = {"level": _INTEGER, "level_open": _BOOLEAN}
_REGIME_DAYS = ("approved", "last_approved", "invested", "built", "used", "started", "since")
_REGIME: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "kind": _STRING,
        "owners": _STRINGS,
        "networks": _STRINGS,
        "level": _INTEGER,
        "levelled_under": _STRING,
        "paper": _STRING,
    }
    | {f"{day}_day": _INTEGER for day in _REGIME_DAYS},
}
_GUEST: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"id": _STRING, "label": _STRING, "provider": _STRING, "record": _STRING, "regime": _REGIME},
}
_MACHINE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"id": _STRING, "declared_ports": _STRINGS, "addresses": _STRINGS, "roles": _STRINGS} | _PLACE,
}

_STORE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"target": _STRING, "host": _STRING},
}

_BEARER: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"addresses": _STRINGS, "domains": _STRINGS, "configuration": _STRING},
}

JOINED: dict[str, dict[str, dict[str, Any]]] = {
    "zones": _LEVEL
    | {"systems": _STRINGS, "ip_versions": _STRINGS, "joined_by": _STRINGS, "met_unlisted": _STRINGS}
    | {"at_national_centre": _BOOLEAN},
    "flows": {"from_addresses": _STRINGS},
    "networks": _LEVEL | {"gateway_addresses": _STRINGS, "systems": _STRINGS},
    "systems": {
        "declared": _BOOLEAN,
        "connected": _BOOLEAN,
        "machines": {"type": "array", "items": _MACHINE},
        "regime": _REGIME,
        "reasoned": _BOOLEAN,
        "carries": _STRINGS,
        "serves": _STRINGS,
        "said_shared": _BOOLEAN,
        "feeds_somewhere": _BOOLEAN,
        "registered": _BOOLEAN,
        "met_outside": _STRINGS,
        "seen_outside": _BOOLEAN,
        "hosted_by_company": _BOOLEAN,
        "moves": _BOOLEAN,
        "ends": _BOOLEAN,
        "delegate_below": _BOOLEAN,
        "above_owner": _STRINGS,
        "filled": _STRINGS,
    },
    "organisations": {"names_responsible": _BOOLEAN},
    "assets": {"unfilled": _STRINGS},
    "hosts": _PLACE
    | _LEVEL
    | {"declared": _BOOLEAN, "declared_ports": _STRINGS, "guests": {"type": "array", "items": _GUEST}}
    | {"log_stores": {"type": "array", "items": _STORE}, "held_elsewhere": _STRINGS, "time_ring": _STRINGS}
    | {"reference_ring": _STRINGS},
    "endpoints": {
        "declared": _BOOLEAN,
        "host": _STRING,
        "port": _STRING,
        "zones": _STRINGS,
        "label": _STRING,
        "services": _STRINGS,
        "machine": _BEARER,
    },
    "links": {
        "crosses_owners": _BOOLEAN,
        "source_owner": _STRING,
        "target_owner": _STRING,
        "filled": _STRINGS,
        "to_portal": _BOOLEAN,
    },
    "data_sets": {"sync_place": _STRING, "source_place": _STRING, "listed": _BOOLEAN},
    "evidence": {
        "identified": _BOOLEAN,
        "entitled": _BOOLEAN,
        "approved": _BOOLEAN,
        "issued_by": _STRING,
        "issued_for": _STRINGS,
        "office": _STRING,
    },
}
"""Keys the evaluator adds to each list.

`label` (also over the declared one of systems, zones, networks, links and data sets) is what the closure of labels says
of the thing; `zones`, `zone_kinds` and `domains` name every zone it has a leg in; `level` of a machine, network or zone
is the highest that a system there declares, and `level_open` holds where one there declares none; `machines` are those
a system stands on, also of other owners, and `guests` the systems of other owners on a machine; `systems` of a zone or
network are those that stand in it (in the document of the estate); `joined_by` are the machines that join a zone to
others, `met_unlisted` those that answer in it and that nobody declared;
`from_addresses` of a flow are those of the machines that it names as its senders; `regime` is what transitions
and addressees of law are chosen by (`policy/regime.py`); `connected`: a link of the system leads to another body, or
out of the networks of one house; `services`: service names seen on the port; `gateway_addresses`: the gateway host's
own addresses; `declared_ports`: ports of the host that any system's dossier lists; `log_stores`: the declared machines
that the host's own settings send its logs to, by target; `held_elsewhere`: addresses that its own settings tell and
another machine is declared to have; `machine` of an endpoint on another owner's machine: that one's addresses, routing
domains and whether its settings can be read; `time_ring`: the machines that follow each other in a ring in which the
time of the host goes round, or the one that it follows, over others too, and that says that it is out of step;
`reference_ring`: the same of the time servers that its own time was held against;
`reasoned`: the decision about a system says why; `carries` and `serves`: other bodies whose systems stand on its
machines, and that are linked to it; `said_shared`: the inventory calls it shared across the province;
`feeds_somewhere`: its feed to a centre names where to; `sync_place` and `source_place`: whether what a data set is
synchronised to, or read from, is named as the nation's (`national`), as something else (`unclear`) or not at all
(`none`); `listed`: a secret names the decision that lists its matter, and the item there; `registered`: a system has a
code in the national register of architecture; `met_outside`: services of its machines that a sweep from the Internet
met open, and `seen_outside`: a finished and fresh one tried each machine; `names_responsible`: a body names who is in
charge of cyber security; `unfilled`: fields of the register of hardware that say nothing of an asset; `identified`: a
paper has a number and an issuer; `entitled`: nothing shows that its issuer may not issue it;
`approved`: it names who approved it; `issued_by` and `issued_for`: the declared body that its issuer is, and that body
with all it belongs to; `office`: its issuer is `public_security` (the ministry or a unit of it), `prime_minister`, a
`council` of appraisal, or none of them; `delegate_below`: who does the owner's duties belongs to the owner;
`above_owner`: the owner and all it belongs to; `filled` of a system or link: fields of its record that say something;
`to_portal`: a link leads to the National Public Service Portal; `at_national_centre`:
a zone stands on premises of a body of the nation; `hosted_by_company`: a system stands on premises of a company, or is
said to be hosted by its vendor; `moves` and `ends`: what the decision about a system means, absent where none was
taken.
"""


_DECLARED = tuple(LISTS.values())
"""Models whose own names and notes are dropped; what an observation names (a DNS name, an interface) is judged by."""


def project(value: BaseModel) -> dict[str, Any]:
    """Inventory or facts model to plain input data, by the rule of the module's docstring."""
    dropped = DROPPED if isinstance(value, _DECLARED) else frozenset()
    return _project_items({name: getattr(value, name) for name in type(value).model_fields if name not in dropped})


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return project(value)
    if isinstance(value, dict):
        return _project_items(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _project_items(items: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in items.items():
        if value is None:
            continue
        if isinstance(value, datetime.datetime):
            out[f"{key}_minute"] = minute_of(value)
        elif isinstance(value, datetime.date):
            out[f"{key}_day"] = value.toordinal()
        else:
            out[key] = _plain(value)
    return out


def minute_of(instant: datetime.datetime) -> int:
    """An hour in the time of Viet Nam as minutes, counted as days are."""
    return (instant.toordinal() * 24 + instant.hour) * 60 + instant.minute


def schema() -> dict[str, Any]:
    """JSON Schema of `input/1`, generated from the models so that `opa check` refuses a misspelt key in a policy."""
    lists = {name: _list_schema(name, model) for name, model in LISTS.items()}
    observations = {name: {"type": "array", "items": _observation_schema(kind.shape)} for name, kind in KINDS.items()}
    context = {
        "as_of": _STRING,
        "as_of_day": _INTEGER,
        "evaluated_at": _STRING,
        "evaluated_day": _INTEGER,
        "months_ago": _closed({str(months): _INTEGER for months in MONTHS_AGO}),
        "only": _STRING,
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_closed(
            {
                "schema": _STRING,
                "part": {"type": "string", "enum": [part.value for part in Part]},
                "context": _closed(context),
                "inventory": _closed(lists),
                "observations": _closed(observations),
            }
        ),
    }


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _list_schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    item = _simplify(model.model_json_schema(), model.model_json_schema().get("$defs", {}))
    item["properties"] = {key: node for key, node in item["properties"].items() if key not in DROPPED}
    item["properties"] |= JOINED.get(name, {})
    return {"type": "array", "items": item}


def _observation_schema(model: type[BaseModel]) -> dict[str, Any]:
    data = _simplify(model.model_json_schema(), model.model_json_schema().get("$defs", {}))
    return _closed(
        {
            "id": _STRING,
            "subject": _STRING,
            "vantage": _STRING,
            "zone": _STRING,
            "state": _STRING,
            "basis": _STRING,
            "age_seconds": _INTEGER,
            "observed_day": _INTEGER,
            "unread": _STRINGS,
            "data": data,
        }
    )


def _simplify(node: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        return _simplify(defs[node["$ref"].rsplit("/", 1)[1]], defs)
    if "anyOf" in node:
        kept = [option for option in node["anyOf"] if option.get("type") != "null"]
        return _simplify(kept[0], defs) if len(kept) == 1 else {"anyOf": [_simplify(option, defs) for option in kept]}
    if node.get("type") == "object":
        return _closed(dict(_property(key, value, defs) for key, value in node.get("properties", {}).items()))
    if node.get("type") == "array":
        return {"type": "array", "items": _simplify(node["items"], defs)}
    return {"type": node["type"]} if "type" in node else {"type": "string"}


def _property(key: str, node: dict[str, Any], defs: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    options = [node, *node.get("anyOf", [])]
    if any(option.get("format") == "date" for option in options):
        return f"{key}_day", _INTEGER
    if any(option.get("format") == "date-time" for option in options):
        return f"{key}_minute", _INTEGER
    return key, _simplify(node, defs)

"""Cases: what a control must say of a patched document, as files whose names state the verdict.

A case is a YAML mapping: `base` (a document under policies/base), `as_of`, `params`, `patches`, and `expect`, the
whole list of the
control's verdicts. A key left out of an expected verdict must be empty in the real one.
"""

import copy
import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import yaml

from auditor.errors import PolicyError
from auditor.estate.wording import (
    filled,
    filled_of_link,
    is_body,
    is_company,
    is_listed,
    is_number,
    is_reserved,
    names_place,
    names_portal,
    names_somebody,
    nation_named,
    office,
    unfilled,
)
from auditor.law.lines import load_yaml
from auditor.model.base import VIETNAM
from auditor.model.control import ControlMeta
from auditor.model.facts import KINDS
from auditor.model.policy_input import INPUT_SCHEMA, LISTS, minute_of
from auditor.model.vocab.moves import Decision
from auditor.policy.documents import Clocks
from auditor.policy.engines.ordering import ordered
from auditor.policy.regime import regime
from auditor.policy.worded import RECORD

_KEYS = frozenset({"why", "base", "as_of", "params", "patches", "expect"})
_EXPECTED_KEYS = ("subject", "kind", "status", "observed", "expected", "evidence", "causes", "flags", "due")
DEFAULT_DAY = datetime.date(2026, 11, 22)
"""Whose law a case asks about that names no day."""
_NOON = datetime.time(12, tzinfo=VIETNAM)


@dataclass(frozen=True, slots=True)
class Case:
    """One case of one control, read but not yet run."""

    control: ControlMeta
    path: Path
    clocks: Clocks
    params: Mapping[str, Mapping[str, Any]]
    document: Mapping[str, Any]
    expect: tuple[Mapping[str, Any], ...]

    def input_bytes(self) -> bytes:
        """The patched document as `input/1`, restricted to the case's control."""
        return orjson.dumps(dict(self.document) | {"context": self.clocks.context(self.control.id)})


def read_case(root: Path, control: ControlMeta, path: Path) -> Case:
    """Read one case and apply its patches. Raises PolicyError naming the file and the place."""
    return case_from(root, control, path, raw_case(path))


def raw_case(path: Path) -> dict[str, Any]:
    """A case as it is written. Raises PolicyError when it is no mapping."""
    return _mapping(path)


def case_from(root: Path, control: ControlMeta, path: Path, raw: Mapping[str, Any]) -> Case:
    """A case that is written as `raw` and named after `path`. Raises PolicyError as `read_case` does."""
    if unknown := sorted(set(raw) - _KEYS):
        raise PolicyError(f"{path}: unknown key {unknown[0]!r}; known: {', '.join(sorted(_KEYS))}")
    return case_of(control, path, raw, patched(root, control, path, raw))


def case_of(control: ControlMeta, path: Path, raw: Mapping[str, Any], document: dict[str, Any]) -> Case:
    """The case whose patched document, as people write it, is `document`; it becomes the case's own."""
    as_of = raw.get("as_of", DEFAULT_DAY)
    _stamp(document, as_of)
    _join(document["inventory"], as_of)
    clocks = Clocks(as_of, datetime.datetime.combine(as_of, _NOON))
    return Case(control, path, clocks, raw.get("params", {}), document, tuple(raw["expect"]))


def patched(root: Path, control: ControlMeta, path: Path, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The base document of a case with its patches, its days as ordinals; what a look leaves unsaid is not there.

    Raises PolicyError naming `path`.
    """
    document = _base(root, raw.get("base", control.part.value))
    for patch in raw.get("patches", []):
        apply_patch(document, patch, path)
    return document


def read_base(root: Path, name: str, as_of: datetime.date) -> dict[str, Any]:
    """A base document with every list present and every observation an hour old on a day; without clocks."""
    document = _base(root, name)
    _stamp(document, as_of)
    _join(document["inventory"], as_of)
    return document


def _base(root: Path, name: str) -> dict[str, Any]:
    """A base document of the reader's own, with every list present and days as ordinals."""
    path = root / "base" / f"{name}.yaml"
    document: dict[str, Any] = orjson.loads(_parsed_base(path, _text(path)))
    return document


@lru_cache(maxsize=16)
def _parsed_base(path: Path, text: str) -> bytes:
    """A base document as JSON. Hundreds of cases patch a handful of long ones: parsing YAML anew each time took most of
    reading a case, copying what was parsed most of the rest.
    """
    document = _complete(_parsed(path, text))
    _ordinals(document)
    return orjson.dumps(document)


def _mapping(path: Path) -> dict[str, Any]:
    return _parsed(path, _text(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise PolicyError(f"{path}: {error}") from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        raw = load_yaml(text)
    except yaml.YAMLError as error:
        raise PolicyError(f"{path}: {error}") from error
    if not isinstance(raw, dict):
        raise PolicyError(f"{path}: must be a mapping")
    return raw


def _complete(document: dict[str, Any]) -> dict[str, Any]:
    document["schema"] = INPUT_SCHEMA
    for name in LISTS:
        document["inventory"].setdefault(name, [])
    for name in KINDS:
        document["observations"].setdefault(name, [])
    return document


def _join(inventory: dict[str, Any], as_of: datetime.date) -> None:
    """What a document that says nothing of a place's level, label and guests means: nobody but the owner stands there.

    Cases write these keys where the join would find more; leaving one out of a row that exists takes `unset` after it.
    """
    systems = {row["id"]: row for row in inventory["systems"]}
    for host in inventory["hosts"]:
        owner = systems.get(host["system"], {}) if host.get("declared") else {}
        host.setdefault("guests", [])
        host.setdefault("time_ring", [])
        host.setdefault("reference_ring", [])
        host.setdefault("level_open", "level" not in owner)
        for key in {"level", "label"} & owner.keys():
            host.setdefault(key, owner[key])
    for endpoint in inventory["endpoints"]:
        if "label" in (owner := systems.get(endpoint.get("system"), {})):
            endpoint.setdefault("label", owner["label"])
    for system in inventory["systems"]:
        own = [_machine(host) for host in inventory["hosts"] if host["system"] == system["id"]]
        system.setdefault("carries", [])
        system.setdefault("serves", [])
        system.setdefault("said_shared", False)
        system.setdefault("above_owner", [system.get("owner", "")])
        system.setdefault("hosted_by_company", False)
        if system.get("decision"):
            decision = Decision(system["decision"])
            system.setdefault("moves", decision.moves)
            system.setdefault("ends", decision.ends)
        system.setdefault("feeds_somewhere", names_place(system.get("monitoring", {}).get("endpoint", "")))
        system.setdefault("registered", is_number(system.get("nas_code", "")))
        system.setdefault("filled", _filled(system))
        system.setdefault("met_outside", [])
        system.setdefault("seen_outside", False)
        system.setdefault("machines", own + [{"id": host} for host in system.get("runs_on", ())])
    _stand(inventory)
    _word(inventory)
    fill_regimes(inventory, as_of)


def _filled(system: Mapping[str, Any]) -> list[str]:
    """Fields of a system's record that say something; a document of cases has no reason but whether there is one."""
    technology = system.get("technology", {})
    texts = {"target_zone": system.get("target_zone", "")} | {key: technology.get(key, "") for key in ("os", "dbms")}
    known = {key: system.get(key) for key in RECORD} | {"decision_reason": system.get("reasoned") or None}
    return filled(texts, known | {"nas_code": system["registered"] or None})


def _stand(inventory: dict[str, Any]) -> None:
    """Systems of each zone by the machines they stand on, and of each network those of its zone."""
    standing: dict[str, dict[str, None]] = defaultdict(dict)
    bodies = {row["id"] for row in inventory["organisations"] if row.get("kind") == "national"}
    national = {row["id"] for row in inventory["sites"] if row.get("organisation") in bodies}
    for system in inventory["systems"]:
        for zone in {zone for machine in system["machines"] for zone in machine.get("zones", ())}:
            standing[zone][system["id"]] = None
    for zone in inventory["zones"]:
        zone.setdefault("met_unlisted", [])
        zone.setdefault("at_national_centre", zone.get("site") in national)
        zone.setdefault("systems", list(standing[zone["id"]]))
    for network in inventory["networks"]:
        network.setdefault("systems", list(standing[network.get("zone", "")]))


def _word(inventory: dict[str, Any]) -> None:
    """What texts of rows say, as the join reads them; a document of cases names no bodies."""
    for paper in inventory["evidence"]:
        number, issuer = paper.get("number", ""), paper.get("issuer", "")
        paper.setdefault("identified", is_number(number) and is_body(issuer))
        paper.setdefault("approved", is_body(paper.get("approver", "")))
        paper.setdefault("office", office(issuer))
        paper.setdefault("entitled", not (is_reserved(paper.get("kind", "")) and is_company(issuer)))
    for row in inventory["organisations"]:
        row.setdefault("names_responsible", names_somebody(row.get("responsible", "")))
    for row in inventory["assets"]:
        row.setdefault("unfilled", unfilled(row, row | {"support_ends": row.get("support_ends_day")}))
    for row in inventory["links"]:
        row.setdefault("filled", filled_of_link(row))
        row.setdefault("to_portal", names_portal(row.get("external", ""), row.get("service_name", "")))
    for row in inventory["data_sets"]:
        row.setdefault("listed", is_listed(row.get("list_decision", ""), row.get("list_item", "")))
        row.setdefault("sync_place", nation_named(row.get("sync", {}).get("target", ""), {}))
        row.setdefault("source_place", nation_named(row.get("national_source", ""), {}))


def fill_regimes(inventory: dict[str, Any], as_of: datetime.date) -> None:
    """The regime of each system that names none, worked out of its row, its papers and its owner as the join does."""
    bodies = {row["id"]: row.get("kind", "") for row in inventory["organisations"]}
    for system in inventory["systems"]:
        papers = [row for row in inventory["evidence"] if row.get("subject") == {"kind": "system", "id": system["id"]}]
        owner = bodies.get(system.get("owner"), "")
        system.setdefault(
            "regime", regime(system, owner, _networks(inventory, system["id"]), papers, as_of.toordinal())
        )


def _networks(inventory: Mapping[str, Any], system: str) -> set[str]:
    """Kinds of network a system has a machine or a link on."""
    kinds = {row["id"]: row.get("kind", "") for row in inventory["networks"]}
    legs = (leg for host in inventory["hosts"] if host["system"] == system for leg in host.get("interfaces", ()))
    links = (row for row in inventory["links"] if system in (row.get("source"), row.get("target")))
    return {kinds.get(leg.get("network"), "") for leg in legs} | {row.get("network", "") for row in links}


def _machine(host: Mapping[str, Any]) -> dict[str, Any]:
    return {key: host[key] for key in ("id", "zones", "zone_kinds", "domains", "label", "roles") if key in host}


def _stamp(document: dict[str, Any], as_of: datetime.date) -> None:
    """Gives every observation its age and day."""
    for rows in document["observations"].values():
        for row in rows:
            row.setdefault("state", "ok")
            row.setdefault("basis", "measured")
            row.setdefault("age_seconds", 3600)
            row.setdefault("observed_day", as_of.toordinal())


def _ordinals(node: dict[str, Any] | list[Any]) -> None:
    """Dates in mappings as ordinals, instants as minutes. A container costs a call and a value none."""
    if isinstance(node, dict):
        for key, value in node.items():
            kind = type(value)
            if kind is dict or kind is list:
                _ordinals(value)
            elif kind is datetime.datetime:
                node[key] = minute_of(value)
            elif kind is datetime.date:
                node[key] = value.toordinal()
        return
    for value in node:
        if type(value) is dict or type(value) is list:
            _ordinals(value)


def _own(value: Any) -> Any:
    """A copy of what a patch says, its days as ordinals as in the document, which is not walked for it."""
    copied = {"value": copy.deepcopy(value)}
    _ordinals(copied)
    return copied["value"]


def apply_patch(document: dict[str, Any], patch: Mapping[str, Any], path: Path) -> None:
    """Change a document by one patch of the case at `path`. Raises PolicyError naming it and the place."""
    rows: Any = document
    for step in str(patch["in"]).split("."):
        rows = rows.get(step) if isinstance(rows, dict) else None
    if not isinstance(rows, list):
        raise PolicyError(f"{path}: patch in {patch['in']!r}: no such list")
    if "add" in patch:
        rows.append(_own(patch["add"]))
        return
    chosen = [row for row in rows if all(row.get(key) == value for key, value in patch.get("select", {}).items())]
    if not chosen:
        raise PolicyError(f"{path}: patch selects nothing in {patch['in']}: {patch.get('select')}")
    for row in chosen:
        _change(rows, row, patch)


def _change(rows: list[Any], row: dict[str, Any], patch: Mapping[str, Any]) -> None:
    if patch.get("remove"):
        rows.remove(row)
    for dotted, value in patch.get("set", {}).items():
        *parents, last = dotted.split(".")
        target = row
        for step in parents:
            target = target.setdefault(step, {})
        target[last] = _own(value)
    for dotted in patch.get("unset", []):
        *parents, last = dotted.split(".")
        target = row
        for step in parents:
            target = target.get(step, {})
        target.pop(last, None)


def shown(verdict: Mapping[str, Any], control: ControlMeta) -> dict[str, Any]:
    """A raw verdict of `policies/main` in the form cases write: empty keys left out, one finding's values unwrapped."""
    verdict = ordered(dict(verdict))
    findings = verdict["findings"]
    evidence = sorted({piece for finding in findings for piece in finding["evidence"]})
    out = {
        "subject": verdict["subject"],
        "kind": "" if verdict["kind"] == control.subject.value else verdict["kind"],
        "status": verdict["status"],
        "observed": _one([finding["observed"] for finding in findings]),
        "expected": _one([finding["expected"] for finding in findings]),
        "evidence": evidence,
        "causes": [" ".join([cause["code"], *cause["args"]]) for cause in verdict["causes"]],
        "flags": sorted(verdict["flags"]),
        "due": datetime.date.fromordinal(max(verdict["due_days"])) if verdict["due_days"] else None,
    }
    return {key: out[key] for key in _EXPECTED_KEYS if out[key] not in (None, [], {}, "")}


def _one(values: list[Any]) -> Any:
    """The single value, or all of them in order when several findings speak of one subject."""
    distinct = [value for i, value in enumerate(values) if value not in values[:i]]
    return distinct[0] if len(distinct) == 1 else distinct


def in_order(verdicts: list[Any]) -> list[Any]:
    """Verdicts sorted by subject, for comparing engines and expectations."""
    return sorted(verdicts, key=lambda verdict: (verdict["subject"], verdict.get("kind", ""), verdict["status"]))

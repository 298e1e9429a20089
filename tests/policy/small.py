"""A small world for tests of the constitution: controls of a few lines, compiled by OPA, and two hosts to judge."""

import copy
import datetime
import json
import shutil
import textwrap
from pathlib import Path
from typing import Any

import orjson

from auditor.model.base import VIETNAM
from auditor.model.facts import KINDS
from auditor.model.policy_input import INPUT_SCHEMA, LISTS
from auditor.policy.build import build
from auditor.policy.cases import fill_regimes, in_order, shown
from auditor.policy.catalogue import parameters, policy_data
from auditor.policy.compiled import CompiledPolicies, load
from auditor.policy.documents import Clocks
from auditor.policy.engines.interface import Engine
from auditor.policy.engines.ordering import ordered
from auditor.resources import policies_dir

TODAY = datetime.date(2026, 11, 22)
DAY = 86_400

_INSTRUMENTS = """instruments:
  - id: law
    number: 1/2026
    title_vi: Luật thử
    title_en: A law for tests
    issuer: QH
    effective_from: 2026-01-01
    source: test
    checked_on: 2026-11-22
    transitions:
      - {id: kept, clause: "9(1)", until: 2027-07-01, when: {levelled_under: [nd85], approved_before: 2026-08-19}}
      - {id: built, clause: "9(2)", until: 2027-07-01, when: {built_before: 2026-05-12}}
      - {id: built-low, clause: "9(2)", until: 2028-01-01, when: {levels: [1, 2], built_before: 2026-05-12}}
      - {id: investing, clause: "9(3)", until: 2027-01-01, when: {under_investment_before: 2026-07-01}}
      - {id: in-use, clause: "9(4)", until: 2027-07-01, when: {used_before: 2026-07-01}}
      - {id: off-tslcd, clause: "9(5)", until: 2027-07-01, when: {off_network: [tslcd]}}
  - id: other
    number: 2/2026
    title_vi: Luật khác
    title_en: Another
    issuer: QH
    effective_from: 2026-01-01
    source: test
    checked_on: 2026-11-22
  - id: decree
    number: 3/2026
    title_vi: Nghị định
    title_en: Decree
    issuer: CP
    effective_from: 2026-01-01
    source: test
    checked_on: 2026-11-22
    transitions: [{see: law/kept}]
"""
CLAUSE: dict[str, Any] = {
    "id": "d1",
    "role": "duty",
    "instrument": "law",
    "clause": "1",
    "force": "binding",
    "confidence": "A",
    "addressee": {"who": "anyone", "clause": "2"},
    "condition": {"none": "1"},
    "transition": {"none": "9"},
}
_METADATA: dict[str, Any] = {
    "title_vi": "Thử",
    "severity": "low",
    "part": "system",
    "subject": "host",
    "needs": [{"kind": "ports", "from": "same_zone"}],
    "max_age_days": 30,
    "law": [CLAUSE],
    "owner_role": "operator",
} | dict.fromkeys(("rationale", "rationale_vi", "remedy", "remedy_vi", "check_by_hand", "check_by_hand_vi"), "-")
_POLICY = """# METADATA
# title: {name}
# scope: package
# schemas:
#   - input: schema.input
# custom: {custom}
package controls.network.{name}

{rules}
"""

Controls = dict[str, tuple[dict[str, Any], str]]
"""Metadata over the defaults and rules in Rego, by control name; ids are NW-01 and so on in order."""


def write_policies(root: Path, controls: Controls) -> Path:
    """A policies folder with the shipped constitution and library and the given controls."""
    shipped = policies_dir()
    shutil.copy2(shipped / "capabilities.json", root / "capabilities.json")
    for name in ("main", "lib", "schemas", "base"):
        shutil.copytree(shipped / name, root / name)
    (root / "law").mkdir()
    (root / "law" / "instruments.yaml").write_text(_INSTRUMENTS, encoding="utf-8")
    for number, (name, (metadata, rules)) in enumerate(controls.items(), start=1):
        folder = root / "controls" / "network" / name
        (folder / "cases").mkdir(parents=True)
        custom = json.dumps(_METADATA | {"id": f"NW-{number:02}"} | metadata)
        text = _POLICY.format(name=name, custom=custom, rules=textwrap.dedent(rules).strip())
        (folder / "policy.rego").write_text(text, encoding="utf-8")
    return root


def compile_controls(root: Path, controls: Controls) -> CompiledPolicies:
    """The controls compiled by OPA, with the shipped constitution and library."""
    write_policies(root, controls)
    build(root)
    return load(root)


def data_of(compiled: CompiledPolicies, as_of: datetime.date = TODAY) -> bytes:
    """`data` of the policies on a day, without overrides."""
    return orjson.dumps(policy_data(compiled.catalogue, parameters(compiled.catalogue, as_of)))


def observation(host: str, **changes: Any) -> dict[str, Any]:
    """A finished sweep of a host from its own zone an hour ago, unless changed."""
    found = {
        "id": f"ports/{host}/probe",
        "subject": host,
        "vantage": "probe",
        "zone": "servers",
        "state": "ok",
        "basis": "measured",
        "age_seconds": 3600,
        "observed_day": TODAY.toordinal(),
        "data": {"open": ["tcp/22"], "swept": ["tcp/22", "tcp/23"]},
    }
    return found | changes


def document(*ports: dict[str, Any], **lists: list[dict[str, Any]]) -> dict[str, Any]:
    """A system of level 3 with hosts a and b, and what was seen of their ports."""
    inventory: dict[str, Any] = {name: [] for name in LISTS}
    inventory["zones"] = [{"id": "servers", "kind": "servers", "label": "none"}]
    inventory["organisations"] = [{"id": "o", "kind": "department", "status": "active"}]
    inventory["systems"] = [
        {
            "id": "s",
            "declared": True,
            "kind": "tthc",
            "owner": "o",
            "level": 3,
            "label": "none",
            "levelled_under": "nd331",
            "serves_citizens": False,
        }
    ]
    inventory["hosts"] = [
        {"id": name, "declared": True, "system": "s", "zones": ["servers"], "zone_kinds": ["servers"]}
        for name in ("a", "b")
    ]
    observations: dict[str, Any] = {name: [] for name in KINDS}
    observations["ports"] = list(ports)
    return {
        "schema": INPUT_SCHEMA,
        "part": "system",
        "inventory": inventory | copy.deepcopy(lists),
        "observations": observations,
    }


def encode(body: dict[str, Any], only: str | None = None, as_of: datetime.date = TODAY) -> bytes:
    """The document's bytes with the context of noon of a day in Viet Nam, and the regimes its rows come to."""
    clocks = Clocks(as_of, datetime.datetime.combine(as_of, datetime.time(12), tzinfo=VIETNAM))
    whole = copy.deepcopy(body)
    fill_regimes(whole["inventory"], as_of)
    return orjson.dumps(whole | {"context": clocks.context(only)})


class Judge:
    """Asks one engine about one control at a time and shows verdicts as cases write them."""

    def __init__(self, engine: Engine, compiled: CompiledPolicies) -> None:
        self.engine = engine
        self.controls = {control.name: control for control in compiled.catalogue.controls}

    def verdicts(self, name: str, body: dict[str, Any], as_of: datetime.date = TODAY) -> list[dict[str, Any]]:
        """Whole verdicts of one control on a document, in order of subject."""
        control = self.controls[name]
        answers = self.engine.evaluate(encode(body, control.id, as_of))
        return in_order([ordered(shown(answer, control)) for answer in answers])

    def raw(self, name: str, body: dict[str, Any], subject: str, as_of: datetime.date = TODAY) -> dict[str, Any]:
        """One control's verdict on a subject as the engine answers it."""
        answers = self.engine.evaluate(encode(body, self.controls[name].id, as_of))
        return next(answer for answer in answers if answer["subject"] == subject)

    def statuses(self, name: str, body: dict[str, Any], as_of: datetime.date = TODAY) -> dict[str, str]:
        """The status per subject."""
        return {verdict["subject"]: verdict["status"] for verdict in self.verdicts(name, body, as_of)}

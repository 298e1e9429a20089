"""Judges a stored run anew, years later, from the store alone."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from auditor.estate import Worlds
from auditor.model.facts import Observation
from auditor.model.facts_set import FactsSet
from auditor.model.verdict import RunHead, RunResult, totals_of
from auditor.model.vocab.secrecy import Label
from auditor.plan.run import stored_planning, whole_inventory
from auditor.policy.catalogue import Catalogue, parameters
from auditor.policy.compiled import CompiledPolicies, parse_catalogue
from auditor.policy.documents import Clocks
from auditor.policy.evaluate import EngineChoice, evaluate
from auditor.store.runs import RunStore, StoredRun


def judge_again(store: RunStore, stored: StoredRun, choice: EngineChoice | None = None) -> RunResult:
    """A stored run's inventory and facts judged anew, at its clocks, by the policies it kept.

    The open run of a parted estate holds only what is true of the whole world, which its own parts do not show: of
    what they say anew, the verdicts it kept are compared and no other. Raises NotFoundError when a part was not kept,
    IntegrityError when one was changed, EngineError.
    """
    kept = Kept.of(store, stored)
    return kept.judged(kept.head.as_of, kept.policies.catalogue, choice)


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a stored run was judged by, opened once, to be judged by the law of other days or by other law."""

    head: RunHead
    policies: CompiledPolicies
    params: Mapping[str, Mapping[str, Any]]
    worlds: Worlds
    facts: FactsSet
    result: RunResult

    @classmethod
    def of(cls, store: RunStore, stored: StoredRun) -> "Kept":
        """Raises NotFoundError when a part was not kept, IntegrityError when one was changed."""
        head = RunHead.model_validate(stored.head)
        document = orjson.loads(store.part(stored, "catalogue"))
        wasm, bundle = (store.part(stored, name) for name in ("policies.wasm", "policies.tar"))
        seen = tuple(Observation.model_validate(row) for row in orjson.loads(store.part(stored, "facts")))
        return cls(
            head=head,
            policies=CompiledPolicies(wasm, bundle, parse_catalogue(document), head.policy_digest),
            params=orjson.loads(store.part(stored, "params")),
            worlds=Worlds(whole_inventory(store, stored), seen, stored_planning(store, stored)),
            facts=FactsSet(seen, (), head.facts_digest, head.complete),
            result=store.result(stored),
        )

    def judged(self, as_of: datetime.date, catalogue: Catalogue, choice: EngineChoice | None = None) -> RunResult:
        """The same facts, as old as they were, by the law of a day; thresholds follow their dated tables where nobody
        had chosen another value. Raises EngineError.
        """
        results = evaluate(
            self.worlds,
            self.facts,
            replace(self.policies, catalogue=catalogue),
            self._params_on(as_of),
            Clocks(as_of, self.head.evaluated_at),
            choice or EngineChoice(self.head.engine),
        )
        return _as_parted(_of_label(results, self.head.label), self.result)

    def _params_on(self, as_of: datetime.date) -> Mapping[str, Mapping[str, Any]]:
        if as_of == self.head.as_of:
            return self.params
        was, now = (parameters(self.policies.catalogue, day) for day in (self.head.as_of, as_of))
        return {
            control: {
                key: now[control][key] if was.get(control, {}).get(key) == value else value
                for key, value in values.items()
            }
            for control, values in self.params.items()
        }


def _of_label(results: Iterable[RunResult], label: Label) -> RunResult:
    return next(result for result in results if result.run.label.is_open == label.is_open)


def _as_parted(anew: RunResult, kept: RunResult) -> RunResult:
    if not kept.parted or not kept.run.label.is_open:
        return anew
    known = {(verdict.control, verdict.subject) for verdict in kept.verdicts}
    verdicts = tuple(verdict for verdict in anew.verdicts if (verdict.control, verdict.subject) in known)
    found = {"verdicts": verdicts, "totals": totals_of(verdicts), "parted": True, "withheld": kept.withheld}
    return anew.model_copy(update=found)

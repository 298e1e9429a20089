"""Judges a stored run anew, years later, from the store alone."""

from collections.abc import Iterable

import orjson

from auditor.estate import Worlds
from auditor.model.facts import Observation
from auditor.model.facts_set import FactsSet
from auditor.model.verdict import RunHead, RunResult, totals_of
from auditor.model.vocab.secrecy import Label
from auditor.plan.run import stored_planning, whole_inventory
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
    head = RunHead.model_validate(stored.head)
    document = orjson.loads(store.part(stored, "catalogue"))
    wasm, bundle = (store.part(stored, name) for name in ("policies.wasm", "policies.tar"))
    policies = CompiledPolicies(wasm, bundle, parse_catalogue(document), head.policy_digest)
    seen = tuple(Observation.model_validate(row) for row in orjson.loads(store.part(stored, "facts")))
    results = evaluate(
        Worlds(whole_inventory(store, stored), seen, stored_planning(store, stored)),
        FactsSet(seen, (), head.facts_digest, head.complete),
        policies,
        orjson.loads(store.part(stored, "params")),
        Clocks(head.as_of, head.evaluated_at),
        choice or EngineChoice(head.engine),
    )
    return _as_parted(_of_label(results, head.label), store.result(stored))


def _of_label(results: Iterable[RunResult], label: Label) -> RunResult:
    return next(result for result in results if result.run.label.is_open == label.is_open)


def _as_parted(anew: RunResult, kept: RunResult) -> RunResult:
    if not kept.parted or not kept.run.label.is_open:
        return anew
    known = {(verdict.control, verdict.subject) for verdict in kept.verdicts}
    verdicts = tuple(verdict for verdict in anew.verdicts if (verdict.control, verdict.subject) in known)
    found = {"verdicts": verdicts, "totals": totals_of(verdicts), "parted": True, "withheld": kept.withheld}
    return anew.model_copy(update=found)

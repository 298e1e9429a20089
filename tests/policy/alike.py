"""Controls that say of many subjects at once what they could say of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from tests.policy.small import Judge


@dataclass(frozen=True)
class Group:
    """What is said of some hosts alike."""

    status: str
    subjects: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    observed: int = 1

    def alike(self) -> str:
        """The rule that says it of all at once."""
        subjects, own = _set(self.subjects), _set(self.own)
        told = f"{self.observed}, {{}}" if self.status != "not_applicable" else f"{self.observed}"
        name = {"pass": "all_pass", "not_applicable": "all_exempt", "fail": "all_fail"}[self.status]
        return f"alike[data.lib.finding.{name}({told}, {_set(self.evidence)}, {own})] := {subjects}"

    def apart(self) -> list[str]:
        """The rules that say it of each."""
        return [self._of(subject) for subject in self.subjects]

    def _of(self, subject: str) -> str:
        own = _literal([["hosts", subject, field] for field in self.own])
        evidence = f"{_set(self.evidence)} | {{x | some x in {own}}}"
        return f'findings contains ["{self.status}", "{subject}", {self.observed}, {{}}, {evidence}]'


def _literal(value: Any) -> str:
    return orjson.dumps(value).decode()


def _set(members: tuple[str, ...]) -> str:
    return "{" + ", ".join(f'"{member}"' for member in members) + "}" if members else "set()"


def rules_of(groups: Sequence[Group], others: Sequence[str] = ()) -> dict[str, str]:
    """The rules of a control that says this alike and of one that says it apart; `others` are rules of both."""
    alike, apart = [group.alike() for group in groups], [rule for group in groups for rule in group.apart()]
    return {how: "\n\n".join([*rules, *others]) for how, rules in {"alike": alike, "apart": apart}.items()}


def told(judge: Judge, name: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Whole raw verdicts of one control on everybody, in order of subject, without its name."""
    answers = [judge.raw(name, body, subject) for subject in sorted(judge.statuses(name, body))]
    text = orjson.dumps([{key: value for key, value in answer.items() if key != "control"} for answer in answers])
    found: list[dict[str, Any]] = orjson.loads(text.replace(judge.controls[name].id.encode(), b"NW"))
    return found

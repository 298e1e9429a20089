"""What a control asks to be looked at, as policies read it: its needs by their kinds.

Worked out once for a catalogue. Every document would otherwise index the same needs of every control again, which was
a twentieth of what a small one cost.
"""

from collections.abc import Iterable
from typing import Any

from auditor.model.control import ControlMeta, Need
from auditor.model.facts import KINDS
from auditor.model.vocab.subjects import SubjectKind

_STAND_IN_ZONES = frozenset({SubjectKind.ZONE, SubjectKind.NETWORK})


def asked(control: ControlMeta) -> dict[str, Any]:
    """Keys of `data.catalogue` about a control's needs.

    `needed` are the kinds that a pass must show; `looks` and `papers` those that are named to whom nothing was said;
    `sources`, `about` and `fields` tell of each kind from where, of what and which fields. `parted` holds where needs
    are of some duties alone.
    """
    kinds = _unique(need.kind for need in control.needs)
    return {
        "needs": [_need(need) for need in control.needs],
        "needed": _unique(need.kind for need in control.needs if not need.optional),
        "looks": _unique(n.kind for n in control.needs if not n.of_paper and not _is_beside(control, n)),
        "papers": _unique(need.kind for need in control.needs if need.of_paper),
        "sources": {kind: _sources(control, kind) for kind in kinds},
        "about": {kind: KINDS[kind].subject.value for kind in kinds if kind in KINDS},
        "fields": {kind: fields for kind in kinds if (fields := _fields(control, kind))},
        "parted": any(need.duties for need in control.needs),
    }


def _need(need: Need) -> dict[str, Any]:
    duties = {"duties": list(need.duties)} if need.duties else {}
    return {"kind": need.kind, "optional": need.optional} | duties


def _is_beside(control: ControlMeta, need: Need) -> bool:
    """A look at a zone that may stand for one at the subject: what names the subject never tells whether it was
    made.
    """
    about_zone = need.kind in KINDS and KINDS[need.kind].subject is SubjectKind.ZONE
    return need.optional and about_zone and control.subject not in _STAND_IN_ZONES


def _sources(control: ControlMeta, kind: str) -> list[str]:
    return _unique(need.source for need in control.needs if need.kind == kind)


def _fields(control: ControlMeta, kind: str) -> list[str]:
    """Of a kind that one need demands, what is demanded; what another would like to have is the policy's to look at."""
    of_kind = [need for need in control.needs if need.kind == kind]
    demanded = [need for need in of_kind if not need.optional] or of_kind
    return _unique(field for need in demanded for field in need.fields)


def _unique(names: Iterable[str]) -> list[str]:
    return sorted(set(names))

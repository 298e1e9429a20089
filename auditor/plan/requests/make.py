"""What to ask of whom: every open verdict's wants, gathered by what can be given, in the order that concludes most."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auditor.errors import NotFoundError, UsageError
from auditor.inventory.explain import nearest
from auditor.model.facts import Cause
from auditor.model.requests import Ask, Item, OwnerAsks, Requests
from auditor.model.verdict import Verdict
from auditor.model.vocab.measurements import State
from auditor.model.vocab.verdicts import Status
from auditor.plan.requests.asked import Asking, Key
from auditor.plan.requests.order import in_order
from auditor.plan.run import PlanRun

FEW = 12
"""How many asks are listed where nobody says: what a person reads at a glance, and one working day's letters."""

_HINDRANCES = 3
_OPEN = (Status.UNKNOWN, Status.MANUAL)


def make(run: PlanRun) -> Requests:
    """The asks of the chosen body, all of them, or of everybody the first few.

    Raises NotFoundError for a body that the inventory does not have, UsageError for a number that is none.
    """
    owner, gathered = _owner(run), _gathered(run)
    most = _most(run.choices.most, 0 if owner else FEW)
    keys = [key for key in gathered.in_order if not owner or key.owner == owner]
    asks = [_ask(gathered, key, judged) for key, judged in _ordered(gathered, keys, most, complete=bool(owner))]
    return Requests(
        run=run.result.run.id,
        owner=owner,
        most=most,
        open=gathered.open,
        total=len(keys),
        asks=tuple(asks),
        owners=tuple(_owners(gathered)),
    )


def _owner(run: PlanRun) -> str:
    owner = run.choices.owner
    if owner and owner not in run.estate.organisations:
        raise NotFoundError(
            f"no organisation {owner!r} in the inventory of this run", remedy=nearest(owner, run.estate.organisations)
        )
    return owner


def _most(text: str, default: int) -> int:
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= len("100000")):
        raise UsageError(f"--most {text!r} is no number of asks", remedy="Give a whole number, 0 for all of them.")
    return int(text)


@dataclass(slots=True)
class _Gathered:
    """All asks of a run: which sets of them verdicts want, what each is for, who can give it, what stood in the way."""

    open: int = 0
    wanted: Counter[frozenset[Key]] = field(default_factory=Counter)
    what: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    controls: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    serves: Counter[Key] = field(default_factory=Counter)
    items: dict[Key, set[Item]] = field(default_factory=lambda: defaultdict(set))
    hindered: dict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def in_order(self) -> list[Key]:
        """Asks as they stand among equals: what serves most first."""
        return sorted(self.serves, key=lambda key: (-self.serves[key], key.kind, key.place))


def _gathered(run: PlanRun) -> _Gathered:
    found = _Gathered()
    opened = [verdict for verdict in (*run.result.verdicts, *run.result.beside) if verdict.status in _OPEN]
    asking = Asking(run, opened)
    for verdict in opened:
        found.open += 1
        wanted = asking.of(verdict)
        keys = frozenset(one.key for one in wanted)
        found.wanted[keys] += bool(keys)
        for one in wanted:
            found.what[one.key].add(one.what)
            found.controls[one.key].add(verdict.control)
            if one.item:
                found.items[one.key].add(one.item)
        for key in keys:
            found.serves[key] += 1
            found.hindered[key].update(_hindrances(run, verdict, found.what[key]))
    return found


def _hindrances(run: PlanRun, verdict: Verdict, kinds: Iterable[str]) -> Iterable[str]:
    """Codes of why looks of these kinds told nothing, among those that the verdict names."""
    for cause in verdict.causes:
        seen = run.observations.get(cause.args[0]) if cause.args else None
        if seen and seen.kind in kinds and seen.cause and seen.state is not State.OK:
            yield seen.cause.code


def _ordered(gathered: _Gathered, keys: list[Key], most: int, *, complete: bool) -> list[tuple[Key, int]]:
    """The chosen asks with how many verdicts they conclude; with `complete` also those that conclude nothing alone."""
    own = frozenset(keys)
    wanted = {one: count for one, count in gathered.wanted.items() if one and one <= own}
    chosen = in_order(wanted, keys, most)
    if complete and (not most or len(chosen) < most):
        listed, judged = {key for key, _ in chosen}, chosen[-1][1] if chosen else 0
        rest = [(key, judged) for key in keys if key not in listed]
        chosen += rest[: most - len(chosen)] if most else rest
    return chosen


def _ask(gathered: _Gathered, key: Key, judged: int) -> Ask:
    hindered = sorted(gathered.hindered[key].items(), key=lambda pair: (-pair[1], pair[0]))
    return Ask(
        kind=key.kind,
        place=key.place,
        place_kind=key.place_kind,
        what=tuple(sorted(gathered.what[key])),
        items=tuple(sorted(gathered.items[key], key=lambda one: (one.place_kind, one.place, one.what))),
        owner=key.owner,
        serves=gathered.serves[key],
        judged=judged,
        controls=tuple(sorted(gathered.controls[key])),
        hindered=tuple(Cause(code=code) for code, _ in hindered[:_HINDRANCES]),
    )


def _owners(gathered: _Gathered) -> list[OwnerAsks]:
    """Every body that something is asked of, with the verdicts that want anything of it."""
    asks, serves = Counter(key.owner for key in gathered.serves), _served(gathered.wanted)
    found = [OwnerAsks(owner=owner, asks=count, serves=serves[owner]) for owner, count in asks.items()]
    return sorted(found, key=lambda one: (-one.serves, one.owner))


def _served(wanted: Mapping[frozenset[Key], int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for keys, count in wanted.items():
        for owner in {key.owner for key in keys}:
            found[owner] += count
    return found

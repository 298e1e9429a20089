"""Carries out a plan: agents at their vantages, results written as they come, a folder that says what is missing."""

import datetime
import queue
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from auditor.collectors.interface import Progress
from auditor.collectors.planning.plan import CollectionPlan, Order
from auditor.collectors.running.aside import Aside
from auditor.collectors.running.bound import MOST_PROBES, Bound, UnorderedError, probe_line, tool_versions
from auditor.collectors.running.carriers import Carrier, Ended, Inbox, Line, carrier
from auditor.collectors.running.ending import Ending, Placed
from auditor.collectors.running.folder import BUNDLES, MANIFEST
from auditor.collectors.running.holding import Holding, here, watch
from auditor.collectors.running.journal import JOURNAL, Journal
from auditor.collectors.session import Clock, utc_now
from auditor.errors import CollectError
from auditor.model.facts import Manifest, Observation
from auditor.model.snmp_access import SnmpAccess

AT_ONCE = 16
"""Vantages that measure at the same time; mostly they wait, each in some 100 MB of memory."""

_POLL_SECONDS = 0.5


def collect(  # noqa: PLR0913  # what to do, where, who watches, and what comes from beside
    plan: CollectionPlan,
    output: Path,
    *,
    progress: Progress | None = None,
    resume: bool = False,
    clock: Clock = utc_now,
    aside: Aside | None = None,
    given: Sequence[Placed] = (),
    last: bool = True,
    entered: SnmpAccess | None = None,
) -> Manifest:
    """Carries out the plan and writes the folder. What could not be measured stands in it with its reason, and the
    manifest says whether everything promised was done. With `resume`, an interrupted collection goes on.

    `aside` takes what may not stand in the folder; what another collection took so is `given` to this one, which stays
    open to more unless this was the `last`. `entered` are SNMP communities and users of the owner: agents are told them
    on their standard input, and bundles carry none.

    Raises CollectError when the folder is taken or the disk refuses, and KeyboardInterrupt after writing what there is.
    """
    if is_finished(output) or ((output / MANIFEST).exists() and not resume):
        raise CollectError(f"{output} already holds a collection", remedy="Choose another folder with -o.")
    observer, aside = progress or Progress(), aside or Aside()
    orders = [_with(order, _anchors(plan.trust_anchors), entered or SnmpAccess()) for order in plan.orders]
    with Journal(output, plan, resume=resume) as journal:
        faults: dict[str, str] = {}
        interrupted = False
        try:
            holding = Holding(plan.keepers, output, journal, observer, clock)
            faults = _Run(orders, output, journal, observer, aside, clock).all(holding)
        except KeyboardInterrupt:
            interrupted = True
        aside.take_results(output / BUNDLES)
        ending = Ending(plan=plan, output=output, gathered=journal.gathered, faults=faults, interrupted=interrupted)
        manifest = ending.written(aside, given, observer, clock)
    if manifest.complete and last:
        (output / JOURNAL).unlink(missing_ok=True)
    if interrupted:
        raise KeyboardInterrupt
    return manifest


def is_finished(output: Path) -> bool:
    """Whether a folder holds a collection that nothing more is added to."""
    return (output / MANIFEST).exists() and not (output / JOURNAL).exists()


def _anchors(paths: tuple[str, ...]) -> str:
    """The trusted certificates as one text. Raises CollectError for a file that cannot be read."""
    texts = []
    for path in paths:
        try:
            texts.append(Path(path).read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError) as fault:
            raise CollectError(
                f"trust anchor {path} cannot be read: {fault}", remedy="Correct trust_anchors in auditor.yaml."
            ) from fault
    return "\n".join(texts)


def _with(order: Order, anchors: str, entered: SnmpAccess) -> Order:
    return Order(order.vantage, here(order).model_copy(update={"trust_anchors": anchors, "entered": entered}))


class _Run:
    """All agents of one collection, a few at a time; everything is written by this one thread."""

    def __init__(
        self, orders: list[Order], output: Path, journal: Journal, progress: Progress, aside: Aside, clock: Clock
    ) -> None:
        self._orders = orders
        self._output = output
        self._journal = journal
        self._progress = progress
        self._aside = aside
        self._inbox: Inbox = queue.Queue()
        self._running: dict[str, Carrier] = {}
        self._pending: dict[tuple[str, str], list[tuple[str, list[Observation]]]] = {}
        self._probes: Counter[str] = Counter()
        self._spoiled: set[tuple[str, str]] = set()
        self._clock = clock
        since = min(datetime.datetime.fromisoformat(journal.gathered.started_at), clock())
        began = watch(journal)
        self._bounds = {order.vantage.id: Bound(order.job, since, began) for order in orders}
        self._faults: dict[str, str] = {}

    def all(self, holding: Holding) -> dict[str, str]:
        """Runs every order, between two looks at time servers where some need that; what went wrong, by vantage. Agents
        are gone when it returns or raises.
        """
        holding.hold()
        waiting = list(self._orders)
        try:
            while waiting or self._running:
                while waiting and len(self._running) < AT_ONCE:
                    self._start(waiting.pop(0))
                self._take()
        finally:
            for agent in self._running.values():
                agent.stop()
        holding.hold()
        return self._faults

    def _start(self, order: Order) -> None:
        name = order.vantage.id
        done = self._journal.gathered.done.get(name, set())
        job = order.job.model_copy(update={"done": tuple(sorted(done))})
        todo = [unit for unit in job.units() if unit not in done]
        self._progress.started(name, len(todo))
        if not todo:
            self._progress.finished(name, complete=True)
            return
        try:
            agent = carrier(order.vantage, job, self._output)
            agent.start(self._inbox)
        except CollectError as fault:
            self._end(name, fault.message)
            return
        self._running[name] = agent

    def _take(self) -> None:
        """One event, or a moment's wait, so that Ctrl-C is never held up."""
        try:
            event = self._inbox.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            return
        if isinstance(event, Ended):
            del self._running[event.vantage]
            self._end(event.vantage, event.fault)
            return
        try:
            self._message(event)
        except UnorderedError as fault:
            self._doubt(event.vantage, f"the agent wrote {fault}; that piece of work is not believed")
        except (ValidationError, KeyError, TypeError, ValueError, AttributeError):
            self._doubt(event.vantage, "the agent wrote something that is no result")

    def _doubt(self, vantage: str, fault: str) -> None:
        self._aside.doubt(vantage)
        self._fail(vantage, fault)

    def _fail(self, vantage: str, fault: str) -> None:
        self._faults.setdefault(vantage, fault)
        self._progress.note(vantage, fault)

    def _end(self, vantage: str, fault: str) -> None:
        if fault:
            self._fail(vantage, fault)
        self._progress.finished(vantage, complete=vantage not in self._faults)

    def _message(self, line: Line) -> None:
        message = line.message
        if "sent" in message:
            self._probes[line.vantage] += 1
            if self._probes[line.vantage] > MOST_PROBES:
                raise UnorderedError("more probes than any order has")
            self._journal.probe({**probe_line(message["sent"]), "vantage": line.vantage})
        elif "tools" in message:
            self._journal.tools(tool_versions(message["tools"], line.vantage))
        elif "unit" in message:
            self._unit(line.vantage, message)

    def _unit(self, vantage: str, message: Mapping[str, Any]) -> None:
        """What belongs to a unit, or that it is done. One with anything in it that nobody ordered is left undone."""
        unit = str(message["unit"])
        key = vantage, unit
        try:
            if "observations" in message:
                self._observed(key, str(message["document"]), message["observations"])
                return
            if key in self._spoiled or unit in self._journal.gathered.done.get(vantage, ()):
                return
            found = self._pending.pop(key, [])
            self._bounds[vantage].check_whole(unit, (item for _, items in found for item in items))
        except Exception:
            self._spoiled.add(key)
            self._pending.pop(key, None)
            raise
        self._journal.unit(vantage, unit, self._aside.shown(vantage, found))
        self._progress.unit_done(vantage, unit)

    def _observed(self, key: tuple[str, str], document: str, found: list[Any]) -> None:
        vantage, unit = key
        observations = [Observation.model_validate(item) for item in found]
        self._bounds[vantage].check(unit, document, observations, self._clock())
        before = {item.id for _, items in self._pending.get(key, ()) for item in items}
        if before & {item.id for item in observations}:
            raise UnorderedError("one look twice")
        self._pending.setdefault(key, []).append((document, observations))

"""Holds this computer's clock against time servers before work begins and after it is done, for machines in places
where no time server can be asked.
"""

import datetime
import queue
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from auditor.collectors.interface import Progress
from auditor.collectors.job import Job
from auditor.collectors.planning.plan import Order
from auditor.collectors.running.bound import APART, UnorderedError, Watch, probe_line
from auditor.collectors.running.carriers import Ended, Inbox, carrier
from auditor.collectors.running.journal import Begun, Journal
from auditor.collectors.session import Clock
from auditor.collectors.steady import steady_clock, steady_us, time_namespace
from auditor.errors import CollectError
from auditor.model.facts.steady import ClockComparison

_LONGEST_SECONDS = 120.0
"""Three servers, each asked eight times, of which each time may take four seconds, and the pace."""

_MOST_LINES = 1000
_POLL_SECONDS = 0.5


def watch(journal: Journal) -> Watch:
    """This computer's steady clock, since the collection was first begun by it; notes this start."""
    clock, now = steady_clock(), steady_us()
    if clock is None:
        return Watch()
    journal.begins(Begun(clock=clock, at_us=now))
    return Watch(clock, min(start.at_us for start in journal.gathered.begun if start.clock.is_same(clock)))


def here(order: Order) -> Job:
    """The job with the time namespace that an agent on this computer is started in, which it may not see itself."""
    local = order.vantage.kind in {"local", "netns"}
    return order.job.model_copy(update={"time_namespace": time_namespace() if local else ""})


class Holding:
    """The orders to do so, none where nobody needs it, and where results go. What an agent tells of another clock, of
    another time or of servers that nobody ordered is not believed.
    """

    def __init__(
        self, orders: Sequence[Order], output: Path, journal: Journal, observer: Progress, clock: Clock
    ) -> None:
        self._orders = list(orders)
        self._output = output
        self._journal = journal
        self._observer = observer
        self._clock = clock

    def hold(self) -> None:
        """Asks from one vantage after another until one is told the time, and from that one first the next time. What
        went wrong is only noted: then machines stay unknown that wait for it, and nothing else.
        """
        for order in list(self._orders):
            said = self._tried(order)
            if not said:
                self._orders.sort(key=lambda one: one is not order)
                return
            self._observer.note(order.vantage.id, f"this computer's clock was not held against a time server: {said}")

    def _tried(self, order: Order) -> str:
        try:
            return self._asked(order)
        except CollectError as fault:
            return fault.message
        except UnorderedError as fault:
            return f"the agent wrote {fault}"
        except (ValidationError, KeyError, TypeError, ValueError, AttributeError):
            return "the agent wrote something that is no comparison"

    def _asked(self, order: Order) -> str:
        """Why nothing was told; empty where something was."""
        begun, since = Watch(steady_clock(), steady_us()), self._clock()
        inbox: Inbox = queue.Queue()
        agent = carrier(order.vantage, here(order), self._output)
        agent.start(inbox)
        ended = None
        told: Sequence[ClockComparison] = ()
        end, lines = time.monotonic() + _LONGEST_SECONDS, 0
        try:
            while ended is None:
                if time.monotonic() > end or lines > _MOST_LINES:
                    return "it takes too long"
                try:
                    event = inbox.get(timeout=_POLL_SECONDS)
                except queue.Empty:
                    continue
                if isinstance(event, Ended):
                    ended = event
                    break
                lines += 1
                told = (*told, *self._told(order, event.message, begun, since))
        finally:
            if ended is None:
                agent.stop()
        if told and not ended.fault:
            self._journal.compared(list(told))
        return ended.fault or ("" if told else "none gave its time, or they disagree")

    def _told(
        self, order: Order, message: dict[str, Any], begun: Watch, since: datetime.datetime
    ) -> Sequence[ClockComparison]:
        if "sent" in message:
            self._journal.probe({**probe_line(message["sent"]), "vantage": order.vantage.id})
        if "compared" not in message:
            return ()
        found = [ClockComparison.model_validate(item) for item in message["compared"]]
        servers = {target.name for target in order.job.time_servers}
        for item in found:
            if item.server not in servers or len({one.server for one in found}) < len(found):
                raise UnorderedError("the time of a server nobody ordered")
            if begun.clock is None or not item.held.clock.is_same(begun.clock):
                raise UnorderedError("the time by another computer's clock")
            if begun.refuses(item.held) or not since - APART <= item.asked_at <= self._clock() + APART:
                raise UnorderedError("of a time at which it was not asked")
        return found

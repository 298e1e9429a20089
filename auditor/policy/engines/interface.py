"""What an engine promises to the evaluator."""

from typing import Any, Literal, Protocol

Entrypoint = Literal["verdicts", "scope"]


class Engine(Protocol):
    """Evaluates one `input/1` document at a time against one policy set and one set of data.

    An engine never answers with less than the policies said: a trap, a timeout, a dead server, a refusal or an answer
    without a result is an exception, never an empty list. How long it took decides no verdict: a timeout ends the run.
    """

    @property
    def name(self) -> Literal["wasm", "opa"]:
        """Which engine it is, as runs record it."""

    def evaluate(self, document: bytes, entrypoint: Entrypoint = "verdicts") -> Any:
        """The parsed value of `data.main.<entrypoint>` for a document given as JSON bytes; rows are made verdicts, each
        in canonical order.

        Raises EvaluationAborted when a policy aborted this document, EngineError when the engine itself failed.
        """

    def close(self) -> None:
        """Release processes and memory; safe to call twice."""


class ReloadableEngine(Engine, Protocol):
    """An engine whose data this process owns and may replace between documents; a province's own server is not one."""

    def replace_data(self, data: bytes) -> None:
        """Evaluate what follows against other `data` (JSON bytes). Raises EngineError when the engine does not take
        them.
        """

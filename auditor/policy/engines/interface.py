"""What an engine promises to the evaluator."""

from typing import Any, Literal, Protocol

Entrypoint = Literal["verdicts", "scope"]


class Engine(Protocol):
    """Evaluates one `input/1` document at a time against one policy set and one set of data.

    An engine never answers with less than the policies said: a trap, a timeout, a dead server, a refusal or an answer without a
    result is an exception, never an empty list.
    """

    name: Literal["wasm", "opa"]

    def evaluate(self, document: bytes, entrypoint: Entrypoint = "verdicts") -> Any:
        """The parsed value of `data.main.<entrypoint>` for a document given as JSON bytes.

        Raises EvaluationAborted when a policy aborted this document, EngineError when the engine itself failed.
        """

    def close(self) -> None:
        """Release processes and memory; safe to call twice."""

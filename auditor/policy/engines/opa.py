"""OPA over its REST API, through `opa-python-client`: a child process of ours, or a server of the province.

The client's own query encodes the document a second time, with the standard library. Its connection is used instead,
and the document's bytes go out as they are.
"""

import time
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import orjson
import requests
import urllib3
from opa_client.opa import OpaClient

from auditor.errors import EngineError, EvaluationAborted
from auditor.model.base import canonical
from auditor.model.settings import ServerAccess
from auditor.policy.engines.interface import Entrypoint
from auditor.policy.engines.opa_process import OpaProcess, bundle_policies
from auditor.policy.engines.rows import verdicts_of

_MAX_ANSWER = 256 << 20
_CHUNK = 1 << 16
_HEALTH_SECONDS = 2.0
_PATIENCE_BYTES = 1 << 20
"""The timeout holds for each started megabyte of a document; OPA takes some 6 s a megabyte (measured on an estate)."""
_EVALUATION_ERRORS = ("eval_", "rego_")


class OpaEngine:
    """Evaluates documents on an OPA server that holds the policies and data. Not thread-safe: one engine per thread."""

    name: Literal["opa"] = "opa"

    def __init__(self, connection: "Connection", *, timeout_seconds: float, child: OpaProcess | None = None) -> None:
        self._connection = connection
        self._timeout = timeout_seconds
        self._child = child
        self._provenance: Any = None

    def evaluate(self, document: bytes, entrypoint: Entrypoint = "verdicts") -> Any:
        """See `Engine.evaluate`. A builtin that fails on bad data aborts the document instead of being undefined."""
        query = f"data/main/{entrypoint}?strict-builtin-errors=true&provenance={'false' if self._child else 'true'}"
        patience = self._timeout * (1 + len(document) // _PATIENCE_BYTES)
        answer = self._ask("POST", query, b'{"input":' + document + b"}", patience=patience)
        if "result" not in answer:
            raise EngineError(
                f"OPA answered without a result for main/{entrypoint}", remedy="The server may lack the policies."
            )
        self._check_provenance(answer.get("provenance"))
        return verdicts_of(answer["result"]) if entrypoint == "verdicts" else answer["result"]

    def replace_data(self, data: bytes) -> None:
        """See `ReloadableEngine.replace_data`; only for a child of ours."""
        if self._child is None:
            raise EngineError("the data of a server that is not ours are never changed")
        for name, value in orjson.loads(data).items():
            self._ask("PUT", f"data/{name}", orjson.dumps(value), patience=self._timeout)

    def verify(self, bundle: bytes, data: bytes) -> None:
        """Raise EngineError unless the server holds exactly these policies and these data."""
        self._verify_policies({text.decode("utf-8").strip() for text in bundle_policies(bundle).values()})
        for name, value in orjson.loads(data).items():
            answer = self._ask("GET", f"data/{name}", None, patience=self._timeout)
            if canonical(answer.get("result")) != canonical(value):
                raise EngineError(f"data.{name} on the OPA server differs from this run's", remedy=_LOAD_BUNDLE)

    def close(self) -> None:
        """Close the connection and end the child, if there is one."""
        self._connection.close_connection()
        if self._child:
            self._child.close()

    def _verify_policies(self, expected: set[str]) -> None:
        modules = self._ask("GET", "policies", None, patience=self._timeout).get("result", [])
        held = {str(module.get("raw", "")).strip() for module in modules if not _is_system(module)}
        if missing := expected - held:
            raise EngineError(
                f"the OPA server lacks or changed {len(missing)} of {len(expected)} policies", remedy=_LOAD_BUNDLE
            )
        if extra := held - expected:
            raise EngineError(f"the OPA server holds {len(extra)} policies more than this run's", remedy=_LOAD_BUNDLE)

    def _check_provenance(self, provenance: Any) -> None:
        if self._provenance is not None and provenance != self._provenance:
            raise EngineError("the policies of the OPA server changed during the run", remedy="Evaluate again.")
        self._provenance = provenance

    def _ask(self, method: str, path: str, body: bytes | None, *, patience: float) -> dict[str, Any]:
        try:
            status, content = self._connection.exchange(method, path, body, patience=patience)
        except TimeoutError as error:
            state = "took longer than" if self._is_healthy() else "did not answer within"
            raise EngineError(f"OPA {state} {patience:g} s", remedy=_MORE_TIME) from error
        except requests.RequestException as error:
            obituary = self._child.obituary() if self._child else ""
            raise EngineError(
                obituary or f"OPA at {self._connection.root_url} does not answer: {_plain(error)}"
            ) from error
        return _judge(status, content)

    def _is_healthy(self) -> bool:
        try:
            status, _ = self._connection.exchange("GET", "data/system/none", None, patience=_HEALTH_SECONDS)
        except (TimeoutError, requests.RequestException):
            return False
        return status == HTTPStatus.OK


_MORE_TIME = "Raise opa.timeout_seconds, relieve the machine, or use --engine wasm, whose bounds do not depend on time."
_LOAD_BUNDLE = "Load the bundle and the data that `auditor policy build` wrote into the server, or use --engine wasm."


class Connection(OpaClient):  # type: ignore[misc]  # the library has no types
    """The client's session: exact bytes, a deadline over the whole answer, nothing taken from the environment."""

    def __init__(self, url: str, token: str, *, ca_file: str = "") -> None:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 8181)
        super().__init__(host=parts.hostname or "", port=port, ssl=secure, token=token or None, retries=0)
        self.root_url = f"{url.rstrip('/')}/v1"
        self._session.trust_env = False  # no proxy, and no .netrc that would replace our token
        if ca_file:
            self._session.verify = ca_file

    def exchange(self, method: str, path: str, body: bytes | None, *, patience: float) -> tuple[int, bytes]:
        """Status and content of one exchange. Raises TimeoutError when `patience` seconds pass before its last byte."""
        deadline = time.monotonic() + patience
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        try:
            with self._session.request(
                method,
                f"{self.root_url}/{path}",
                data=body,
                headers=headers,
                timeout=patience,
                stream=True,
                allow_redirects=False,
            ) as response:
                return response.status_code, _read(response, deadline)
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
            raise TimeoutError from error
        except urllib3.exceptions.HTTPError as error:
            raise requests.ConnectionError(error) from error


def _read(response: requests.Response, deadline: float) -> bytes:
    content = bytearray()
    while piece := response.raw.read1(_CHUNK):  # as much as has come, so that a trickle meets the deadline
        content += piece
        if time.monotonic() > deadline:
            raise TimeoutError
        if len(content) > _MAX_ANSWER:
            raise EngineError(f"OPA's answer is larger than {_MAX_ANSWER >> 20} MB")
    return bytes(content)


def _judge(status: int, content: bytes) -> dict[str, Any]:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise EngineError(f"OPA refused the token (HTTP {status})", remedy="Check opa.token_file in auditor.yaml.")
    if status == HTTPStatus.NO_CONTENT:
        return {}
    try:
        answer = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise EngineError(f"OPA answered HTTP {status} with something that is not JSON") from error
    if not isinstance(answer, dict):
        raise EngineError(f"OPA answered HTTP {status} with something that is not an object")
    if status == HTTPStatus.OK:
        return answer
    errors = [error for error in answer.get("errors") or [] if isinstance(error, dict)]
    words = "; ".join(_located(error) for error in errors) or str(answer.get("message", ""))
    if any(str(error.get("code", "")).startswith(_EVALUATION_ERRORS) for error in errors):
        raise EvaluationAborted(f"evaluation aborted: {words[:500]}")
    raise EngineError(f"OPA answered HTTP {status}: {words[:500]}")


def _located(error: dict[str, Any]) -> str:
    place = error.get("location")
    words = str(error.get("message", ""))
    return f"{place.get('file')}:{place.get('row')}: {words}" if isinstance(place, dict) else words


def _plain(error: requests.RequestException) -> str:
    return type(error).__name__ if len(str(error)) > 300 else str(error)  # noqa: PLR2004  # longer is a chain of wrappers


def _is_system(module: dict[str, Any]) -> bool:
    path = [step.get("value") for step in module.get("ast", {}).get("package", {}).get("path", [])]
    return path[:2] == ["data", "system"]


def open_child(bundle: bytes, data: bytes, *, timeout_seconds: float) -> OpaEngine:
    """An engine on an OPA process of our own that has policies and data. Raises EngineError when OPA refuses them."""
    child = OpaProcess(bundle)
    engine = OpaEngine(
        Connection(f"http://127.0.0.1:{child.port}", child.token), timeout_seconds=timeout_seconds, child=child
    )
    try:
        engine.replace_data(data)
    except BaseException:
        engine.close()
        raise
    return engine


def open_server(access: ServerAccess, bundle: bytes, data: bytes) -> OpaEngine:
    """An engine on a server of the province. Raises EngineError unless it holds exactly these policies and data."""
    _check_url(access)
    connection = Connection(access.url, _token(access.token_file), ca_file=access.ca_file)
    engine = OpaEngine(connection, timeout_seconds=float(access.timeout_seconds))
    try:
        engine.verify(bundle, data)
    except BaseException:
        engine.close()
        raise
    return engine


_URL_SHAPE = "Write opa.url as https://HOST:PORT."


def _check_url(access: ServerAccess) -> None:
    url = access.url
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise EngineError(f"{url!r} is not a URL: {error}", remedy=_URL_SHAPE) from error
    if not usable or parts.query or parts.fragment or parts.username:
        raise EngineError(f"{url!r} is not the URL of an OPA server", remedy=_URL_SHAPE)
    if parts.scheme != "https" and access.elsewhere:
        raise EngineError(f"{url}: the token and the facts go to another machine only over https")


def _token(path: str) -> str:
    if not path:
        return ""
    try:
        token = Path(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise EngineError(f"the token file {path} cannot be read: {error}") from error
    if not token.isprintable() or not token or " " in token:
        raise EngineError(f"the token file {path} must hold one token and nothing else")
    return token

"""The OPA engine on a server of the province: only the right policies, over TLS, with a token."""

import datetime
import ipaddress
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from auditor.errors import EngineError
from auditor.model.settings import ServerAccess
from auditor.policy.compiled import CompiledPolicies
from auditor.policy.engines import open_engine
from auditor.policy.engines.opa import Connection, OpaEngine, open_server
from auditor.policy.engines.opa_process import OpaProcess, listening_port, unpack_policies
from auditor.policy.opa_binary import find_opa
from tests.policy.engines.servers import Answer, serving, wait_until
from tests.policy.small import Controls, compile_controls, data_of, document, encode, observation

pytestmark = pytest.mark.needs_opa

_SILENT = "findings contains finding if {\n\tfalse\n\tfinding := {}\n}"
CONTROLS: Controls = {"silent": ({}, _SILENT)}
ASKED = encode(document(observation("a"), observation("b")))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CompiledPolicies:
    return compile_controls(tmp_path_factory.mktemp("small"), CONTROLS)


@pytest.fixture
def process(compiled: CompiledPolicies) -> Iterator[OpaProcess]:
    process = OpaProcess(compiled.bundle)
    yield process
    process.close()


# Servers that answer wrongly


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(b"{}"), "without a result"),
        (Answer(b'{"warning": {"code": "api_usage_warning"}}'), "without a result"),
        (Answer(b""), "not JSON"),
        (Answer(b'{"result": ['), "not JSON"),
        (Answer(b"[]"), "not an object"),
        (Answer(b"<html>", 200, {"Content-Type": "text/html"}), "not JSON"),
        (Answer(b"", 302, {"Location": "http://127.0.0.1:9/"}), "HTTP 302"),
        (Answer(b'{"message": "no such thing"}', 404), "HTTP 404: no such thing"),
        (Answer(b'{"code": "internal_error", "message": "broken"}', 500), "HTTP 500: broken"),
        (Answer(b'{"result": []}', 500), "HTTP 500"),
        (Answer(b"{}", 401), "refused the token"),
        (Answer(b'{"result": []}', 200, {"Content-Length": "999", "Connection": "close"}), "does not answer"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_wrong_answer_is_an_error(answer: Answer, words: str) -> None:
    """No result, no JSON, a redirect, an error status or a cut answer is an error and never an empty list."""
    with serving(answer) as url:
        engine = OpaEngine(Connection(url, "token"), timeout_seconds=2)
        with pytest.raises(EngineError, match=words):
            engine.evaluate(ASKED)
        engine.close()


@pytest.mark.parametrize(
    "answer", [Answer(b'{"result": []}', wait=20), Answer(b'{"result": []}' + b" " * 99, pause=0.2)]
)
def test_a_slow_server_is_an_error_in_time(answer: Answer) -> None:
    """Silence, and bytes that trickle in, both end when the time is over, or this test would not end."""
    with serving(answer) as url:
        engine = OpaEngine(Connection(url, "token"), timeout_seconds=0.5)
        with pytest.raises(EngineError, match=r"within 0\.5 s"):
            engine.evaluate(ASKED)
        engine.close()


def test_a_server_that_is_not_there_is_an_error() -> None:
    """Nobody listening is an error that names the address."""
    engine = OpaEngine(Connection("http://127.0.0.1:1", "token"), timeout_seconds=2)

    with pytest.raises(EngineError, match=r"127\.0\.0\.1:1/v1 does not answer"):
        engine.evaluate(ASKED)


def test_policies_that_change_during_a_run_are_an_error() -> None:
    """When the server's bundle revision differs from the one before, the run ends."""
    first, second = (
        Answer(orjson.dumps({"result": [], "provenance": {"bundles": {"b": {"revision": revision}}}}))
        for revision in ("1", "2")
    )
    with serving(first, first, second) as url:
        engine = OpaEngine(Connection(url, "token"), timeout_seconds=2)

        assert [[], []] == [engine.evaluate(ASKED), engine.evaluate(ASKED)]
        with pytest.raises(EngineError, match="changed during the run"):
            engine.evaluate(ASKED)
        engine.close()


def test_the_environment_sends_nothing_elsewhere(process: OpaProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment sees neither facts nor token."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    engine = OpaEngine(Connection(f"http://127.0.0.1:{process.port}", process.token), timeout_seconds=2)

    assert [] == engine.evaluate(ASKED)
    engine.close()


# Servers that hold policies


def access(process: OpaProcess, folder: Path) -> ServerAccess:
    token = folder / "token"
    token.write_text(process.token + "\n", encoding="ascii")
    return ServerAccess(url=f"http://127.0.0.1:{process.port}", token_file=str(token), timeout_seconds=5)


def load_data(process: OpaProcess, data: bytes) -> None:
    OpaEngine(
        Connection(f"http://127.0.0.1:{process.port}", process.token), timeout_seconds=5, child=process
    ).replace_data(data)


def test_a_server_with_these_policies_and_data_is_used(
    compiled: CompiledPolicies, process: OpaProcess, tmp_path: Path
) -> None:
    """A server that holds exactly the run's policies and data answers."""
    load_data(process, data_of(compiled))
    engine = open_engine("opa", compiled, data_of(compiled), server=access(process, tmp_path))

    assert ["unknown", "unknown"] == [verdict["status"] for verdict in engine.evaluate(ASKED)]
    engine.close()


def test_a_server_with_another_catalogue_is_refused(
    compiled: CompiledPolicies, process: OpaProcess, tmp_path: Path
) -> None:
    """Without data, or with other data, the server's verdicts would not be this run's."""
    with pytest.raises(EngineError, match=r"data\.catalogue on the OPA server differs"):
        open_server(access(process, tmp_path), compiled.bundle, data_of(compiled))


@pytest.mark.parametrize("change", ["changed", "missing", "more"])
def test_a_server_with_other_policies_is_refused(
    compiled: CompiledPolicies, process: OpaProcess, tmp_path: Path, change: str
) -> None:
    """A policy changed, missing or added on the server is found before the first document."""
    load_data(process, data_of(compiled))
    connection = Connection(f"http://127.0.0.1:{process.port}", process.token)
    policies = orjson.loads(connection.exchange("GET", "policies", None, patience=5)[1])["result"]
    control = next(policy for policy in policies if "controls/network/silent" in policy["id"])
    if change == "missing":
        connection.exchange("DELETE", f"policies/{control['id']}", None, patience=5)
    else:
        name, text = (
            (control["id"], control["raw"] + "\n# other\n") if change == "changed" else ("extra", "package extra")
        )
        connection.exchange("PUT", f"policies/{name}", text.encode(), patience=5)

    with pytest.raises(EngineError, match="policies"):
        open_server(access(process, tmp_path), compiled.bundle, data_of(compiled))


def test_the_data_of_a_foreign_server_are_never_changed(process: OpaProcess) -> None:
    """`replace_data` is for children of ours only."""
    engine = OpaEngine(Connection(f"http://127.0.0.1:{process.port}", process.token), timeout_seconds=2)

    with pytest.raises(EngineError, match="never changed"):
        engine.replace_data(b"{}")
    engine.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://192.0.2.1:8181", "only over https"),
        ("ftp://127.0.0.1", "not the URL"),
        ("https://", "not the URL"),
        ("https://user:secret@127.0.0.1", "not the URL"),
        ("https://127.0.0.1:99999", "not a URL"),
        ("https://127.0.0.1:8181/?x=1", "not the URL"),
    ],
)
def test_a_url_that_would_leak_or_lead_nowhere_is_refused(compiled: CompiledPolicies, url: str, words: str) -> None:
    """Plain HTTP to another machine, and anything that is no server's URL, are refused without a packet."""
    with pytest.raises(EngineError, match=words):
        open_server(ServerAccess(url=url), compiled.bundle, b"{}")


@pytest.mark.parametrize("content", [None, b"", b"two words", b"line\nline", b"\xff"])
def test_a_token_file_without_a_token_is_refused(
    compiled: CompiledPolicies, tmp_path: Path, content: bytes | None
) -> None:
    """A token file that is absent, empty or holds anything else is refused before the server is asked."""
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(EngineError, match="token file"):
        open_server(ServerAccess(url="http://127.0.0.1:1", token_file=str(path)), compiled.bundle, b"{}")


# TLS


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate of 127.0.0.1 and its key, as files."""

    certificate: Path
    key: Path


def make_certificate(folder: Path) -> Certificate:
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "opa")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    made.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return made


@pytest.fixture
def tls_server(compiled: CompiledPolicies, tmp_path: Path) -> Iterator[tuple[str, Certificate]]:
    made = make_certificate(tmp_path / "server")
    unpack_policies(compiled.bundle, tmp_path / "policies")
    (tmp_path / "policies" / "data.json").write_bytes(data_of(compiled))
    tls = [f"--tls-cert-file={made.certificate}", f"--tls-private-key-file={made.key}"]
    command = [str(find_opa()), "run", "--server", "--addr=127.0.0.1:0", "--skip-version-check", "--log-level=error"]
    server = subprocess.Popen([*command, *tls, str(tmp_path / "policies")], stderr=subprocess.DEVNULL)
    assert wait_until(lambda: listening_port(server.pid) > 0, 20)
    yield f"https://127.0.0.1:{listening_port(server.pid)}", made
    server.kill()
    server.wait()


def test_a_server_over_tls_is_used_when_its_certificate_is_known(
    compiled: CompiledPolicies, tls_server: tuple[str, Certificate]
) -> None:
    """With the right CA file the server's verdicts are taken."""
    url, made = tls_server
    engine = open_server(ServerAccess(url=url, ca_file=str(made.certificate)), compiled.bundle, data_of(compiled))

    assert 2 == len(engine.evaluate(ASKED))
    engine.close()


def test_a_server_with_an_unknown_certificate_is_refused(
    compiled: CompiledPolicies, tls_server: tuple[str, Certificate], tmp_path: Path
) -> None:
    """With another CA file, and with none, nothing is sent to the server."""
    url, _ = tls_server
    other = make_certificate(tmp_path / "other").certificate
    for ca_file in (str(other), ""):
        with pytest.raises(EngineError, match="does not answer"):
            open_server(ServerAccess(url=url, ca_file=ca_file), compiled.bundle, data_of(compiled))

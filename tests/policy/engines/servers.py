"""Real servers on loopback that answer an OPA client in ways a sound OPA never does."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """What a server says to every request: status, body, seconds before it, seconds between its bytes."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    pause: float = 0.0


@contextmanager
def serving(*answers: Answer) -> Iterator[str]:
    """The URL of a server that gives the answers in turn and then the last one for ever."""
    given = iter(answers)
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        current = answers[-1]

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = next(given, answers[-1])
            stop.wait(said.wait)
            self.send_response(said.status)
            for name, value in {"Content-Length": str(len(said.body)), **said.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            for byte in [said.body] if not said.pause else [bytes([value]) for value in said.body]:
                stop.wait(said.pause)
                self.wfile.write(byte)
                self.wfile.flush()

        do_GET = do_POST = do_PUT = answer  # noqa: N815  # the names http.server looks for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's own name
            del format, args

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # the client gave up, which is what the tests are about
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        stop.set()
        server.shutdown()
        thread.join()
        server.server_close()


def wait_until(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    """True as soon as a condition holds, False when it does not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False

"""What every test may rely on."""

import signal
import threading


def pytest_configure() -> None:
    """A shell that starts the tests in the background has them ignore Ctrl-C, and with them whatever they start; tests
    of interruptions need it to arrive.
    """
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)

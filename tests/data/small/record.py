"""Records `facts/` anew: real servers on loopback, measured by the collector through its command line.

Needs root, for ports below 1024, and a machine where nothing listens on 127.0.7.0/24. Run from the project's folder:
`python -m tests.data.small.record`. Wanted when the schema of facts changes; the reader of a facts folder refuses
every other one.
"""

import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.collectors.servers import PAGE, Authority, over_tls, replies, says, serving, silent

HERE = Path(__file__).parent
WEB, DATABASE = "127.0.7.10", "127.0.7.20"


def main() -> int:
    """The collector's exit code; 0 when everything was measured."""
    facts = HERE / "facts"
    shutil.rmtree(facts, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        secure = Authority().server(Path(folder), "tinh.gov.vn")
        for handler, address, port in (
            (replies(PAGE), WEB, 80),
            (over_tls(secure, replies(PAGE)), WEB, 443),
            (silent, DATABASE, 5432),
            (says(b"login: "), DATABASE, 23),
        ):
            servers.enter_context(serving(handler, address, port))
        command = (sys.executable, "-m", "auditor", "collect", str(HERE / "inventory"), "-o", str(facts))
        return subprocess.run(command, check=False, timeout=600).returncode


if __name__ == "__main__":
    sys.exit(main())

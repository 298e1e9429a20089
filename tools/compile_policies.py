"""Compiles the policies of the source tree, but only when what is there does not belong to the sources."""

import sys

from auditor.errors import AuditorError
from auditor.policy.build import build
from auditor.policy.compiled import load


def main() -> int:
    """Says on standard error what was done; 1 when the policies are not compiled afterwards."""
    try:
        load()
    except AuditorError as stale:
        print(f"compiling the policies: {stale.message}", file=sys.stderr)
        try:
            build()
        except (AuditorError, OSError) as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Generated rulesets as the programs list them, one network each (`unshare --net python -m … FIRST COUNT KIND`)."""

import json
import sys
from dataclasses import asdict
from typing import Any

from tests.collectors.filtering.compare import load, told
from tests.collectors.filtering.router import run


class Here:
    """This network in a router's place; nothing is sent through it."""

    def inside(self, *words: str, given: str = "") -> str:
        """What a program wrote here."""
        return run(*words, given=given)


def main(first: int, count: int, kind: str) -> list[dict[str, Any]]:
    """Those that the kernel and the programs take."""
    here = Here()
    return [asdict(told(here, kind)) for seed in range(first, first + count) if load(here, kind, seed)]


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))  # noqa: T201

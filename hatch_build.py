"""Puts the policies, and what OPA compiled them to, into the distributions, so that evaluating needs no OPA."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_policies(root: Path) -> None:
    """Compile the policies of a source tree anew where OPA is at hand.

    Without OPA what git keeps serves if it belongs to exactly these sources. Raises PolicyError with the remedy when it
    does not, or when a policy does not compile; IntegrityError when a compiled file was changed.
    """
    sys.path.insert(0, str(root))
    from auditor.errors import ToolError  # noqa: PLC0415 - the project is importable only from here on
    from auditor.policy.build import build  # noqa: PLC0415
    from auditor.policy.compiled import load  # noqa: PLC0415
    from auditor.policy.opa_binary import find_opa  # noqa: PLC0415

    policies = root / "policies"
    try:
        opa = find_opa()
    except ToolError:
        load(policies)
    else:
        build(policies, opa=opa)


class PoliciesHook(BuildHookInterface):  # type: ignore[type-arg] # the parameter is hatchling's own affair
    """Runs before each distribution is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the policies and the list of programs to a wheel.

        A source archive has them as files, and an editable install reads the tree.
        """
        if version == "editable":
            return
        root = Path(self.root)
        compile_policies(root)
        if self.target_name == "wheel":
            build_data["force_include"][str(root / "policies")] = "auditor/_data/policies"
            build_data["force_include"][str(root / "requirements" / "programs.tsv")] = "auditor/_data/programs.tsv"

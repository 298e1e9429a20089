"""Which looks speak for the addresses they were made at, and for no other of the machine's."""

import orjson
import pytest

from auditor.model.facts import KINDS
from auditor.model.facts.addressed import Addressed
from auditor.model.vocab.subjects import SubjectKind
from auditor.policy.build import run_opa
from auditor.policy.opa_binary import find_opa
from auditor.resources import policies_dir

pytestmark = pytest.mark.needs_opa


def test_every_kind_that_tells_its_addresses_is_held_to_them() -> None:
    """The policies' list has each kind about machines and their services that tells at which addresses it was made."""
    lib = policies_dir() / "lib"
    answer = run_opa(find_opa(), "eval", "-d", str(lib), "data.lib.legs.by_address")
    (result,) = orjson.loads(answer)["result"]
    of_machines = {SubjectKind.HOST, SubjectKind.ENDPOINT}

    told = {name for name, kind in KINDS.items() if issubclass(kind.shape, Addressed) and kind.subject in of_machines}
    assert told == set(result["expressions"][0]["value"])

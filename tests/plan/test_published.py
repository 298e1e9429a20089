"""What other programs may rely on is published, and says which version it is."""

import json

import pytest

from auditor.plan.published import PUBLISHED, published_schemas
from auditor.resources import policies_dir

_WRITE = """write them again: python -c "
from auditor.plan.published import published_schemas
from auditor.resources import policies_dir
for name, content in published_schemas().items():
    (policies_dir() / 'schemas' / 'published' / name).write_bytes(content)
" """


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_shipped_schema_is_that_of_the_model(name: str) -> None:
    """The committed file is what the model says today."""
    shipped = policies_dir() / "schemas" / "published" / name

    assert published_schemas()[name] == shipped.read_bytes(), _WRITE


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_documents_name_their_version_and_are_closed(name: str) -> None:
    """A `schema` field pins the major version, and an unknown key is refused."""
    schema = json.loads(published_schemas()[name])
    family, _, major = name.removesuffix(".json").rpartition("-")

    assert f"{family.split('-')[0]}/{major}" == schema["properties"]["schema"]["const"]
    assert schema["additionalProperties"] is False

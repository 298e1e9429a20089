"""Each field of each kind, left out of every observation of that kind, in every case of every control."""

from tests.policy.test_properties import World, fields_of, gains, harmed, without, world

__all__ = ["world"]


def test_no_field_left_out_gains_in_any_case(world: World) -> None:
    """Each field of each kind, left out of every observation of that kind, in every case of every control."""
    found = []
    for data, case in world.cases:
        document = dict(case.document)
        before = world.verdicts(data, document, case, case.control.id)
        for kind in (kind for kind, rows in document["observations"].items() if rows):
            rows = {(kind, row["id"]) for row in document["observations"][kind]}
            for field in {field for (of, _), field in fields_of(document) if of == kind}:
                after = world.verdicts(
                    data, harmed(document, dict.fromkeys(rows, without(field))), case, case.control.id
                )
                found += [f"{case.path.name} {field}: {gain}" for gain in gains(before, after, rows, world.needed)]

    assert [] == found

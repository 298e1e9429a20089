"""What firewalls and names must change follows from declared flows and links, and from nothing that was only seen."""

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.estate.matrix import barred
from auditor.model.details import SystemMove
from auditor.model.inventory import Inventory
from auditor.model.planning import Planning
from auditor.model.reason import because
from auditor.plan.changes.make import changes
from auditor.plan.changes.shape import AddressChange, Changes, FlowQuestion, RuleChange
from auditor.plan.waves.shape import PlannedWave
from tests.plan.changes.moving import NIGHT, WAVE, estate, host, observation, source, system, without

TODAY = datetime.date(2027, 2, 1)
USERS = {"id": "users", "from_zone": "office", "to_zone": "dmz", "to_hosts": ["web"], "ports": ["tcp/443"]}
INNER = {
    "id": "inner",
    "from_zone": "dmz",
    "to_zone": "db",
    "from_hosts": ["web"],
    "to_hosts": ["data"],
    "ports": ["tcp/5432"],
}
COPY = "open d1 db[10.3.0.10] > ndc[10.9.0.11] tcp/5432 None..2027-04-05 copy_needs"


def reason_in_words(rule: RuleChange) -> str:
    """A rule on one line."""
    ends = (
        f"{zone or '?'}[{' '.join(addresses)}]"
        for zone, addresses in ((rule.from_zone, rule.from_addresses), (rule.to_zone, rule.to_addresses))
    )
    days = f"{rule.start}..{rule.expires}"
    return f"{rule.action} {rule.wave} {' > '.join(ends)} {' '.join(rule.ports)} {days} {rule.why.code}"


def rules(found: Changes) -> list[str]:
    return [reason_in_words(rule) for rule in found.rules]


def asked(found: Changes) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    return [(one.systems, one.why.code, one.why.args) for one in found.questions]


def moved(inventory: Inventory, *more: Any, waves: tuple[PlannedWave, ...] = (WAVE,), **rest: Any) -> Changes:
    return changes(source(inventory, *more, **rest), waves)


def with_move(inventory: Inventory, move: SystemMove) -> Inventory:
    return inventory.model_copy(
        update={"systems": tuple(one.model_copy(update={"move": move}) for one in inventory.systems)}
    )


def test_a_rule_in_full() -> None:
    """A rule says its number, systems, ends, ports, reason, days, basis and the flow that asks for it."""
    found = moved(estate(flows=[USERS]))

    assert found.rules[0] == RuleChange(
        id="d1/open/flow/users/1",
        action="open",
        wave="d1",
        systems=("app",),
        from_zone="office",
        to_zone="ndc",
        from_addresses=("10.4.0.0/24",),
        to_addresses=("10.9.0.10",),
        ports=("tcp/443",),
        why=because("flow_needs", "users"),
        start=NIGHT,
        basis="declared",
        flow="users",
    )


def test_a_flow_to_what_moves_opens_keeps_and_closes() -> None:
    """Users reach the new machine from the night on, and the old one until the parallel run has ended."""
    assert rules(moved(estate(flows=[USERS]))) == [
        "open d1 office[10.4.0.0/24] > ndc[10.9.0.10] tcp/443 2027-03-06..None flow_needs",
        "keep d1 office[10.4.0.0/24] > dmz[10.1.0.10] tcp/443 2027-03-06..2027-04-05 kept_for_parallel",
        "close d1 office[10.4.0.0/24] > dmz[10.1.0.10] tcp/443 2027-04-06..None flow_left_over",
        COPY,
    ]


def test_ends_that_move_into_one_zone_need_no_rule_there() -> None:
    """A flow whose two ends stand in one zone after the move only closes; the data is carried all the same."""
    assert rules(moved(estate(flows=[INNER]))) == [
        "keep d1 dmz[10.1.0.10] > db[10.3.0.10] tcp/5432 2027-03-06..2027-04-05 kept_for_parallel",
        "close d1 dmz[10.1.0.10] > db[10.3.0.10] tcp/5432 2027-04-06..None flow_left_over",
        COPY,
    ]


def test_a_system_has_its_own_days() -> None:
    """Days of the system come before those of the planning file; the longer of parallel run and way back counts."""
    made = with_move(estate(flows=[USERS]), SystemMove(parallel_days=3, rollback_days=10))

    assert {rule.expires for rule in moved(made).rules if rule.action == "keep"} == {NIGHT + datetime.timedelta(10)}


def test_the_copy_starts_when_the_planning_file_says() -> None:
    """Data is carried from the day on which the planning file lets it."""
    planning = Planning.model_validate({"bandwidth": {"start": "2027-02-10"}, "parallel_days": 5, "rollback_days": 1})

    assert rules(moved(estate(), planning=planning)) == [
        "open d1 db[10.3.0.10] > ndc[10.9.0.11] tcp/5432 2027-02-10..2027-03-11 copy_needs"
    ]


def test_new_machines_nobody_entered_leave_a_rule_without_address() -> None:
    """A rule whose address is not entered is in the list, says so, and names the target zone where it is known."""
    made = without(estate(flows=[USERS]), "new-web", "new-data")
    to_zone = with_move(made, SystemMove(target="ndc-1"))

    assert [rules(moved(one))[0] for one in (made, to_zone)] == [
        "open d1 office[10.4.0.0/24] > ?[] tcp/443 2027-03-06..None address_not_entered",
        "open d1 office[10.4.0.0/24] > ndc-1[] tcp/443 2027-03-06..None address_not_entered",
    ]


def test_a_new_machine_of_another_role_does_not_stand_in() -> None:
    """Where no new machine has the role or port of an old one, nobody guesses its address."""
    assert rules(moved(without(estate(flows=[USERS]), "new-web")))[0] == (
        "open d1 office[10.4.0.0/24] > ?[] tcp/443 2027-03-06..None address_not_entered"
    )


def test_seen_flows_say_so() -> None:
    """A declared flow that was seen in use on each of its ports carries its evidence; on some only, it does not."""
    seen = observation("ports", "web", {"open": ["tcp/443"], "swept": ["tcp/443"]}, TODAY)
    some = USERS | {"ports": ["tcp/443", "tcp/80"]}
    found = [moved(estate(flows=[flow]), (seen,)).rules[0] for flow in (USERS, some)]

    assert [(rule.basis, rule.evidence) for rule in found] == [
        ("declared_and_seen", ("ports/web@probe",)),
        ("declared", ()),
    ]


def test_undeclared_traffic_is_a_question() -> None:
    """What answered and nobody declared is asked about and makes no rule."""
    seen = observation("ports", "web", {"open": ["tcp/22"], "swept": ["tcp/22"]}, TODAY)
    found = moved(estate(), (seen,))

    assert (rules(found), found.questions) == (
        [COPY],
        (
            FlowQuestion(
                wave="d1",
                systems=("app",),
                from_zone="office",
                to_zone="dmz",
                target="web",
                port="tcp/22",
                evidence=("ports/web@probe",),
                why=because("seen_not_declared", "office", "web", "tcp/22"),
            ),
        ),
    )


def test_what_leaves_a_moving_machine_undeclared_is_a_question_too() -> None:
    """An answer that a moving machine itself got counts as its traffic."""
    seen = observation("ports", "peer-1", {"open": ["tcp/22"], "swept": ["tcp/22"]}, TODAY, "web", zone="dmz")

    assert asked(moved(estate(), (seen,))) == [(("app",), "seen_not_declared", ("dmz", "peer-1", "tcp/22"))]


def test_traffic_of_others_is_no_question() -> None:
    """What answered at a machine that stays is none of the wave's business."""
    seen = observation("ports", "peer-1", {"open": ["tcp/22"], "swept": ["tcp/22"]}, TODAY)

    assert asked(moved(estate(), (seen,))) == []


@pytest.mark.parametrize(
    ("flow", "pair"),
    [
        ({"from_zone": "lan", "to_zone": "dmz", "to_hosts": ["web"]}, ("lan", "ndc")),
        ({"from_zone": "dmz", "to_zone": "lan", "from_hosts": ["web"]}, ("ndc", "lan")),
        ({"from_zone": "dmz", "to_zone": "net", "from_hosts": ["gone"]}, ("tslcd", "net")),
    ],
)
def test_what_no_declaration_permits_is_never_a_rule(flow: dict[str, Any], pair: tuple[str, str]) -> None:
    """Over the edge of an independent LAN, or from TSLCD to the Internet, there is a question instead of a rule."""
    hosts = [
        host("gone", "app", "dmz", "10.1.0.77", roles=["gateway"]),
        host("built", "app", "tslcd", "10.5.0.7", roles=["gateway"], instance="new"),
    ]
    found = moved(estate(hosts=hosts, flows=[{"id": "bad", "ports": ["tcp/443"], **flow}]))

    crossing = [rule for rule in found.rules if {rule.from_zone, rule.to_zone} == set(pair)]
    assert (crossing, (("app",), "never_permitted", ("bad", *pair)) in asked(found)) == ([], True)


def test_a_peer_that_moves_later_is_followed() -> None:
    """Each wave changes what it moves: the first opens to where the peer still is, the second closes that again."""
    flow = {
        "id": "to-peer",
        "from_zone": "dmz",
        "to_zone": "srv",
        "from_hosts": ["web"],
        "to_hosts": ["peer-1"],
        "ports": ["tcp/8443"],
    }
    later = PlannedWave(id="d2", date=datetime.date(2027, 5, 1), systems=("peer",))
    new = host("new-peer", "peer", "tslcd", "10.5.0.20", roles=["app"], instance="new")

    assert rules(moved(estate(flows=[flow], hosts=[new]), waves=(WAVE, later))) == [
        "open d1 ndc[10.9.0.10] > srv[10.2.0.20] tcp/8443 2027-03-06..None flow_needs",
        "keep d1 dmz[10.1.0.10] > srv[10.2.0.20] tcp/8443 2027-03-06..2027-04-05 kept_for_parallel",
        "close d1 dmz[10.1.0.10] > srv[10.2.0.20] tcp/8443 2027-04-06..None flow_left_over",
        COPY,
        "open d2 ndc[10.9.0.10] > tslcd[10.5.0.20] tcp/8443 2027-05-01..None flow_needs",
        "keep d2 ndc[10.9.0.10] > srv[10.2.0.20] tcp/8443 2027-05-01..2027-05-31 kept_for_parallel",
        "close d2 ndc[10.9.0.10] > srv[10.2.0.20] tcp/8443 2027-06-01..None flow_left_over",
    ]


def test_a_machine_others_still_use_is_not_closed() -> None:
    """A way to a shared machine stays while a system that runs on it stays."""
    lodger = system("lodger", runs_on=["web"])

    assert rules(moved(estate(flows=[USERS], systems=[lodger]))) == [
        "open d1 office[10.4.0.0/24] > ndc[10.9.0.10] tcp/443 2027-03-06..None flow_needs",
        COPY,
    ]


SHARED: dict[str, list[dict[str, Any]]] = {
    "systems": [system("lodger", runs_on=["data"]), system("caller"), system("third")],
    "hosts": [
        host("caller-1", "caller", "srv", "10.2.0.31", roles=["app"]),
        host("third-1", "third", "srv", "10.2.0.32", roles=["app"]),
        host("new-lodger", "lodger", "tslcd", "10.5.0.40", roles=["database"], instance="new"),
    ],
    "flows": [
        {
            "id": "to-data",
            "from_zone": "srv",
            "to_zone": "db",
            "from_hosts": ["caller-1", "third-1"],
            "to_hosts": ["data"],
            "ports": ["tcp/5432"],
        }
    ],
    "links": [
        {"id": "l1", "source": "caller", "target": "lodger", "channel": "direct", "network": "lan"},
        {"id": "l2", "source": "third", "target": "app", "channel": "direct", "network": "lan"},
    ],
}


def test_a_shared_machine_is_split_between_those_who_shared_it() -> None:
    """Each caller follows the system it has a link to; the old way closes when the last of those it serves has gone."""
    first = PlannedWave(id="d1", date=NIGHT, systems=("lodger",))
    second = PlannedWave(id="d2", date=datetime.date(2027, 5, 1), systems=("app",))
    found = moved(estate(**SHARED), waves=(first, second))

    assert [line for line in rules(found) if "srv" in line] == [
        "open d1 srv[10.2.0.31] > tslcd[10.5.0.40] tcp/5432 2027-03-06..None flow_needs",
        "keep d1 srv[10.2.0.31] > db[10.3.0.10] tcp/5432 2027-03-06..2027-04-05 kept_for_parallel",
        "close d1 srv[10.2.0.31] > db[10.3.0.10] tcp/5432 2027-04-06..None flow_left_over",
        "open d2 srv[10.2.0.32] > ndc[10.9.0.11] tcp/5432 2027-05-01..None flow_needs",
        "keep d2 srv[10.2.0.32] > db[10.3.0.10] tcp/5432 2027-05-01..2027-05-31 kept_for_parallel",
        "close d2 srv[10.2.0.32] > db[10.3.0.10] tcp/5432 2027-06-01..None flow_left_over",
    ]


def test_data_on_a_shared_machine_is_carried_from_there() -> None:
    """The database service of a shared machine is where each of those who share it has its data."""
    lodger = PlannedWave(id="d1", date=NIGHT, systems=("lodger",))

    assert [reason_in_words(rule) for rule in moved(estate(**SHARED), waves=(lodger,)).rules if not rule.flow] == [
        "open d1 db[10.3.0.10] > tslcd[10.5.0.40] tcp/5432 None..2027-04-05 copy_needs"
    ]


def test_callers_nobody_linked_follow_everybody() -> None:
    """Without links a caller reaches every new place, and the old one until the last has gone."""
    unlinked = SHARED | {"links": []}
    lodger = PlannedWave(id="d1", date=NIGHT, systems=("lodger",))

    assert [line for line in rules(moved(estate(**unlinked), waves=(lodger,))) if "srv" in line] == [
        "open d1 srv[10.2.0.31 10.2.0.32] > tslcd[10.5.0.40] tcp/5432 2027-03-06..None flow_needs"
    ]


def test_a_flow_of_a_whole_zone_follows_those_who_use_it() -> None:
    """A way to a whole zone opens to the new machine where its service is declared, and never closes for one system."""
    admin = {"id": "admin", "from_zone": "office", "to_zone": "dmz", "ports": ["tcp/443", "tcp/9"]}

    assert rules(moved(estate(flows=[admin]))) == [
        "open d1 office[10.4.0.0/24] > ndc[10.9.0.10] tcp/443 2027-03-06..None flow_needs",
        COPY,
    ]


def test_a_flow_from_a_whole_zone_is_a_question_unless_a_link_shows_its_use() -> None:
    """Whether what leaves a zone used the zone's flow only a declared link can tell."""
    logs = {"id": "logs", "from_zone": "dmz", "to_zone": "srv", "to_hosts": ["peer-1"], "ports": ["tcp/514"]}
    link = {"id": "l", "source": "app", "target": "peer", "channel": "direct", "network": "lan"}
    unclear, linked = moved(estate(flows=[logs])), moved(estate(flows=[logs], links=[link]))

    assert (rules(unclear), asked(unclear)) == ([COPY], [(("app",), "zone_flow_used", ("logs",))])
    assert (rules(linked), asked(linked), linked.rules[0].link) == (
        ["open d1 ndc[10.9.0.10] > srv[10.2.0.20] tcp/514 2027-03-06..None flow_needs", COPY],
        [],
        "l",
    )


def test_a_link_inside_a_zone_needs_a_rule_after_the_move() -> None:
    """Traffic that no firewall saw crosses zones after the move; the declared service says on which port."""
    inner = host("neighbour-1", "neighbour", "dmz", "10.1.0.50", roles=["app"])
    links = [{"id": "l", "source": "neighbour", "target": "app", "channel": "direct", "network": "lan"}]
    found = moved(estate(systems=[system("neighbour")], hosts=[inner], links=links))

    assert (rules(found), found.rules[0].link) == (
        ["open d1 dmz[10.1.0.50] > ndc[10.9.0.10] tcp/443 2027-03-06..None link_needs", COPY],
        "l",
    )


def test_a_link_through_a_platform_is_traffic_to_the_platform() -> None:
    """No rule goes round the sharing platform; without one platform that can be named there is a question."""
    links = [{"id": "l", "source": "app", "target": "peer", "channel": "lgsp", "network": "lan"}]
    platform = system("lgsp", kind="sharing_platform")
    hosts = [host("lgsp-1", "lgsp", "srv", "10.2.0.9", roles=["app"])]
    endpoints = [{"id": "lgsp-1/tcp/8443", "purpose": "api"}]
    found = moved(estate(links=links, systems=[platform], hosts=hosts, endpoints=endpoints))
    nobody = moved(estate(links=links))

    assert [line for line in rules(found) if line.startswith("open") and line != COPY] == [
        "open d1 ndc[10.9.0.10] > srv[10.2.0.9] tcp/8443 2027-03-06..None link_needs"
    ]
    assert (rules(nobody), asked(nobody)) == ([COPY], [(("app",), "link_without_flow", ("l",))])


def test_links_that_cannot_be_told_are_questions() -> None:
    """A link to a system without a declared service, and one that leads outside without a flow, are asked about."""
    links = [
        {"id": "in", "source": "app", "target": "mute", "channel": "direct", "network": "lan"},
        {"id": "out", "source": "app", "external": "Bộ X", "channel": "direct", "network": "tslcd"},
    ]
    hosts = [host("mute-1", "mute", "srv", "10.2.0.60")]
    found = moved(estate(systems=[system("mute")], hosts=hosts, links=links))

    assert (rules(found), asked(found)) == (
        [COPY],
        [(("app",), "link_without_flow", ("in",)), (("app",), "link_outside", ("out", "Bộ X"))],
    )


def test_data_without_a_declared_service_is_a_question() -> None:
    """Data that has to be carried by a way nobody can tell is asked about."""
    made = estate(data_sets=[{"id": "d", "name": {"vi": "d"}, "system": "peer", "entity": "e"}])
    wave = PlannedWave(id="d1", date=NIGHT, systems=("peer",))

    assert asked(moved(made, waves=(wave,))) == [(("peer",), "copy_path_unknown", ("peer",))]


def test_addresses_and_names() -> None:
    """Names follow the machines that serve them; each machine that is left says what takes its place."""
    found = moved(without(estate(), "new-data"))

    assert found.addresses == (
        AddressChange(
            wave="d1",
            system="app",
            what="dns",
            name="app.example.vn",
            old=("10.1.0.10",),
            new=("10.9.0.10",),
            why=because("name_moves", "app.example.vn"),
        ),
        AddressChange(
            wave="d1",
            system="app",
            what="address",
            name="data",
            old=("10.3.0.10",),
            why=because("machine_not_entered", "data"),
        ),
        AddressChange(
            wave="d1",
            system="app",
            what="address",
            name="web",
            old=("10.1.0.10",),
            new=("10.9.0.10",),
            why=because("machine_replaced", "web"),
        ),
    )


def test_a_name_that_leads_elsewhere_is_left_open() -> None:
    """A name seen to lead to something in front of the machines has no new address that anybody could tell."""
    seen = observation("dns", "app", {"name": "app.example.vn", "a": ["203.0.113.5"]}, TODAY)
    found = moved(estate(), (seen,)).addresses[0]

    assert (found.old, found.new, found.why.code) == (("203.0.113.5",), (), "name_in_front")


def test_names_whose_new_machine_is_not_entered() -> None:
    """A name does not move to a guess."""
    found = moved(without(estate(), "new-web")).addresses[0]

    assert (found.old, found.new, found.why.code) == (("10.1.0.10",), (), "name_target_not_entered")


def test_labelled_systems_are_nowhere() -> None:
    """A labelled system is in no rule, address or question, even when somebody writes it into a wave."""
    hidden = system("secret", label="mat")
    hosts = [host("secret-1", "secret", "srv", "10.2.0.66", roles=["app"])]
    flows = [
        {
            "id": "f1",
            "from_zone": "srv",
            "to_zone": "dmz",
            "from_hosts": ["secret-1"],
            "to_hosts": ["web"],
            "ports": ["tcp/1"],
        },
        {"id": "f2", "from_zone": "office", "to_zone": "srv", "to_hosts": ["secret-1"], "ports": ["tcp/2"]},
    ]
    links = [{"id": "l", "source": "secret", "target": "app", "channel": "direct", "network": "lan"}]
    wave = PlannedWave(id="d1", date=NIGHT, systems=("app", "secret"))
    found = moved(estate(systems=[hidden], hosts=hosts, flows=flows, links=links), waves=(wave,))

    assert (rules(found), found.questions) == ([COPY], ())
    assert "secret" not in found.model_dump_json()
    assert "10.2.0.66" not in found.model_dump_json()


def test_of_a_finished_wave_only_what_is_left_to_close_counts() -> None:
    """What moved already opens nothing any more; old ways are kept while their days last, and closed."""
    made = estate(
        flows=[USERS],
        waves=[{"id": "d0", "name": {"vi": "d0"}, "date": "2027-01-20", "systems": ["app"], "status": "done"}],
    )
    wave = PlannedWave(id="d0", date=datetime.date(2027, 1, 20), systems=("app",), fixed=True)
    kept = moved(made, waves=(wave,))
    over = moved(made, waves=(wave,), planning=Planning(parallel_days=2, rollback_days=1))

    assert (rules(kept), kept.addresses, kept.questions) == (
        [
            "keep d0 office[10.4.0.0/24] > dmz[10.1.0.10] tcp/443 2027-01-20..2027-02-19 kept_for_parallel",
            "close d0 office[10.4.0.0/24] > dmz[10.1.0.10] tcp/443 2027-02-20..None flow_left_over",
        ],
        (),
        (),
    )
    assert rules(over) == ["close d0 office[10.4.0.0/24] > dmz[10.1.0.10] tcp/443 2027-01-23..None flow_left_over"]


def test_a_machine_that_keeps_its_address_closes_nothing() -> None:
    """What looks the same on the wire before and after is neither opened nor closed."""
    same = host("new-web", "app", "dmz", "10.1.0.10", roles=["web"], instance="new")
    made = without(estate(flows=[USERS]), "new-web")
    made = Inventory.model_validate(made.model_dump() | {"hosts": [*(one.model_dump() for one in made.hosts), same]})

    assert rules(moved(made)) == [COPY]


ENDS = {"dmz": ["web"], "db": ["data"], "srv": ["peer-1"], "ndc": [], "office": [], "lan": [], "tslcd": [], "net": []}


@st.composite
def flows(draw: st.DrawFn) -> dict[str, Any]:
    start, end = draw(st.permutations(sorted(ENDS)))[:2]
    return {
        "id": f"f-{draw(st.integers(0, 10**9))}",
        "from_zone": start,
        "to_zone": end,
        "from_hosts": draw(st.sampled_from([[], ENDS[start]])),
        "to_hosts": draw(st.sampled_from([[], ENDS[end]])),
        "ports": [draw(st.sampled_from(["tcp/443", "tcp/5432", "udp/53"]))],
    }


@settings(max_examples=80, deadline=None)
@given(st.lists(flows(), max_size=6, unique_by=lambda flow: flow["id"]), st.booleans())
def test_rules_rest_on_flows_and_never_cross_a_forbidden_edge(listed: list[dict[str, Any]], entered: bool) -> None:  # noqa: FBT001  # drawn by hypothesis
    """Whatever is declared: every rule names its flow or the copy, no forbidden pair is opened, what is kept is closed,
    and nothing is both opened and closed.
    """
    made = estate(flows=listed)
    found = moved(made if entered else without(made, "new-web", "new-data"))
    zones = {zone.id: zone for zone in made.zones}
    declared = {flow["id"] for flow in listed}

    assert [rule for rule in found.rules if barred(zones.get(rule.from_zone), zones.get(rule.to_zone))] == []
    assert {rule.flow for rule in found.rules} <= declared | {""}
    assert all(rule.flow or rule.why.code == "copy_needs" or not rule.to_addresses for rule in found.rules)
    assert _ends(found, "keep") == _ends(found, "close")
    assert not _ends(found, "open") & _ends(found, "close")
    assert all(rule.systems == ("app",) for rule in found.rules)


LABELS = st.sampled_from(["none", "none", "mat"])
CHANNELS = st.sampled_from(["direct", "file", "lgsp", "ndop", "ndxp"])


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_nothing_a_label_covers_is_ever_named(data: st.DataObject) -> None:
    """Whichever systems, zones and links carry a label, no name or address of theirs is in any list."""
    names = [f"s-{n}-" for n in range(4)]
    labels = {name: data.draw(LABELS) for name in names}
    zones = [data.draw(st.sampled_from(["srv", "dmz", "hid"])) for _ in names]
    hosts = [
        host(f"{name}h", name, zone, f"10.8.0.{n + 1}", roles=["app"])
        for n, (name, zone) in enumerate(zip(names, zones, strict=True))
    ]
    ends = st.sampled_from([*names, "app", "peer"])
    links = [
        {
            "id": f"link-{n}-",
            "source": data.draw(ends),
            "target": data.draw(ends),
            "channel": data.draw(CHANNELS),
            "network": "lan",
            "label": data.draw(LABELS),
        }
        for n in range(4)
    ]
    flows = [
        {"id": f"flow-{n}", "from_zone": zones[n], "to_zone": "dmz", "from_hosts": [f"{names[n]}h"], "ports": ["tcp/1"]}
        for n in range(4)
    ]
    made = estate(
        systems=[system(name, label=labels[name]) for name in names],
        hosts=hosts,
        endpoints=[{"id": f"{name}h/tcp/8443", "purpose": "api"} for name in names],
        links=links,
        flows=flows,
        zones=[{"id": "hid", "name": {"vi": "hid"}, "kind": "servers", "site": "idc", "label": "mat"}],
        networks=[{"id": "hid", "zone": "hid", "prefixes": ["10.8.0.0/24"]}],
    )
    wave = PlannedWave(id="d1", date=NIGHT, systems=(*names, "app"))
    told = moved(made, waves=(wave,)).model_dump_json()
    covered = [name for name in names if labels[name] != "none"]
    addresses = [f'"10.8.0.{n + 1}"' for n, name in enumerate(names) if labels[name] != "none" or zones[n] == "hid"]
    hidden = [link["id"] for link in links if link["label"] != "none" or {link["source"], link["target"]} & {*covered}]

    assert [text for text in (*covered, *addresses, *hidden, '"hid"') if text in told] == []


def _ends(found: Changes, action: str) -> set[tuple[object, ...]]:
    return {
        (rule.flow, rule.from_zone, rule.from_addresses, rule.to_zone, rule.to_addresses, rule.ports)
        for rule in found.rules
        if rule.action == action
    }

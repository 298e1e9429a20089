"""What the texts and traits of an inventory say to policies, which read no text themselves."""

from typing import Any

from auditor.estate import Estate
from auditor.estate.wording import (
    bodies_by_name,
    filled,
    filled_of_link,
    is_body,
    is_identified,
    is_listed,
    is_number,
    issuer,
    may_issue,
    names_place,
    names_portal,
    names_somebody,
    nation_named,
    office,
    says_something,
    unfilled,
)
from auditor.model.inventory import Asset, DataSet, EvidenceRecord, Link, Organisation, System
from auditor.model.vocab.declared import Trait

RECORD = ("layer", "level", "operator", "data_steward", "monitor", "checker", "compliance_lead", "site", "decision")
"""Fields of a system's record that are known or not."""


class Worded:
    """Keys of rows that the join adds; their names are those of `JOINED` in `model/policy_input.py`."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._bodies = bodies_by_name(estate)

    def system(self, system: System) -> dict[str, Any]:
        """Whether its decision has a reason and its feed a place, and whether it is called shared."""
        return (
            {
                "reasoned": says_something(system.decision_reason),
                "said_shared": Trait.SHARED_PROVINCE in system.traits,
                "feeds_somewhere": names_place(system.monitoring.endpoint if system.monitoring else ""),
                "registered": is_number(system.nas_code or ""),
                "hosted_by_company": self._estate.is_hosted_by_company(system),
                "above_owner": list(self._estate.above(system.owner)),
                "filled": _filled(system),
            }
            | self._delegate(system)
            | _move(system)
        )

    def _delegate(self, system: System) -> dict[str, Any]:
        """Whether who does the owner's duties belongs to the owner; nothing where nobody else does them."""
        if system.acting_owner is None or system.acting_owner == system.owner:
            return {}
        return {"delegate_below": system.owner in self._estate.above(system.acting_owner)}

    def organisation(self, body: Organisation) -> dict[str, Any]:
        """Whether it names somebody who is in charge of cyber security."""
        return {"names_responsible": names_somebody(body.responsible)}

    def link(self, link: Link) -> dict[str, Any]:
        """Which fields of its record say something, and whether it leads to the National Public Service Portal."""
        to_portal = names_portal(link.external, link.service_name or "")
        return {"filled": filled_of_link(link.model_dump(mode="json")), "to_portal": to_portal}

    def asset(self, asset: Asset) -> dict[str, Any]:
        """Which fields of the register of hardware say nothing of it."""
        texts = {key: getattr(asset, key) for key in ("location", "purpose", "serial")}
        known = {key: getattr(asset, key) for key in ("support_ends", "status", "mac")}
        return {"unfilled": unfilled(texts, known)}

    def paper(self, record: EvidenceRecord) -> dict[str, Any]:
        """Whether a paper can be found, names who approved it, and nothing shows that its issuer may not issue it; who
        that issuer is.
        """
        return {
            "identified": is_identified(record),
            "approved": is_body(record.approver),
            "entitled": may_issue(self._estate, self._bodies, record),
            "office": office(record.issuer),
        } | self._issuer(record)

    def _issuer(self, record: EvidenceRecord) -> dict[str, Any]:
        body = issuer(self._bodies, record)
        return {"issued_by": body.id, "issued_for": list(self._estate.above(body.id))} if body else {}

    def data_set(self, data_set: DataSet) -> dict[str, Any]:
        """Whether what it is synchronised to, and read from, is named as the nation's."""
        target = data_set.sync.target if data_set.sync else ""
        texts = {"sync_place": target, "source_place": data_set.national_source}
        listed = is_listed(data_set.list_decision, data_set.list_item)
        return {key: nation_named(text, self._bodies) for key, text in texts.items()} | {"listed": listed}


def _filled(system: System) -> list[str]:
    """Fields of a system's record that say something of it."""
    technology = system.technology
    texts = {
        "decision_reason": system.decision_reason,
        "target_zone": system.target_zone,
        "os": technology.os if technology else "",
        "dbms": technology.dbms if technology else "",
    }
    known: dict[str, object] = {key: getattr(system, key) for key in RECORD}
    return filled(texts, known | {"nas_code": system.nas_code if is_number(system.nas_code or "") else None})


def _move(system: System) -> dict[str, bool]:
    """Whether by its decision a system goes on somewhere else, and whether it ends; nothing where none is taken."""
    if system.decision is None:
        return {}
    return {"moves": system.decision.moves, "ends": system.decision.ends}

"""Made-up plans as papers: the report tests' province with planning, assets and waves, and one full of hostile text."""

from dataclasses import replace
from functools import cache
from typing import Any

from auditor.model.inventory import Inventory
from auditor.model.planning import Planning
from auditor.pages.interface import ReportInput
from auditor.plan.document.paper.body import Paper, paper_of
from auditor.plan.document.shape import PlanDocument
from auditor.plan.run import PlanRun
from auditor.plan.shared.document_form import document_form
from tests.reports.builder import counted, report_input

HOSTILE = "<script>x</script>&\"'\x01\x1b[31m\u202e\ufffe{0}%s=1+1\n]]>"
PLANNING: dict[str, Any] = {
    "letterhead": {
        "body": "state",
        "superior": "ỦY BAN NHÂN DÂN TỈNH",
        "issuer": "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "number": "/KH-SKHCN",
        "place": "Hạ Long",
        "signer_title": "GIÁM ĐỐC",
        "recipients": ["UBND tỉnh", "Lưu: VT"],
        "bases": ["Căn cứ Quyết định của tỉnh;"],
    },
    "target": {
        "zones": [{"id": "ndc", "name": {"vi": "Phân khu"}, "slots_per_night": 4}],
        "questions": ["Ai trực đêm?"],
    },
    "assignments": [{"task": {"vi": "Họp thống nhất"}, "who": "so-khcn", "person": "Ông A", "product": "Biên bản"}],
    "costs": [{"control": "NW-05", "million_vnd": 5}],
}
ASSETS = (
    {
        "id": "tuong-lua",
        "name": {"vi": "Tường lửa chính"},
        "kind": "firewall",
        "site": "idc",
        "owner": "tt-cntt",
        "support_ends": "2026-01-31",
        "serves": ["cong"],
        "cost_million_vnd": 1200,
    },
)


@cache
def lifelike() -> tuple[PlanDocument, ReportInput]:
    """The province with two waves, one asset, one entered task."""
    return _made(PLANNING, {})


@cache
def hostile() -> tuple[PlanDocument, ReportInput]:
    """Every free text of planning and inventory tries to break out."""
    letterhead = dict.fromkeys(("superior", "issuer", "number", "place", "signer_title", "signer"), HOSTILE)
    planning = PLANNING | {
        "letterhead": letterhead | {"recipients": [HOSTILE], "bases": [HOSTILE]},
        "target": {"zones": [{"id": "z", "name": {"vi": HOSTILE}}], "contact": HOSTILE, "questions": [HOSTILE]},
        "assignments": [
            {
                "task": {"vi": HOSTILE},
                "person": HOSTILE,
                "responsibility": HOSTILE,
                "product": HOSTILE,
                "authority": HOSTILE,
            }
        ],
    }
    return _made(planning, {"vi": HOSTILE, "en": HOSTILE})


def paper(made: tuple[PlanDocument, ReportInput]) -> Paper:
    """The paper of a plan, in the shipped form."""
    plan, report = made
    return paper_of(plan, document_form(), report)


def _made(planning: dict[str, Any], name: dict[str, str]) -> tuple[PlanDocument, ReportInput]:
    base = report_input()
    declared = base.inventory.model_dump(mode="json") | {"assets": ASSETS}
    if name:
        for key in ("systems", "organisations", "waves", "sites", "assets"):
            declared[key] = [one | {"name": name} for one in declared[key]]
    report = counted(replace(base, inventory=Inventory.model_validate(declared)))
    run = PlanRun(
        result=report.result,
        inventory=report.inventory,
        planning=Planning.model_validate(planning),
        catalogue=report.catalogue,
        observations=report.observations,
        matrix=report.matrix,
    )
    return replace(run, given={"readiness": report.readiness}).document, report

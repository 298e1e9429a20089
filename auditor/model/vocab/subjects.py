"""What a control can judge, and who answers for it."""

from enum import StrEnum


class SubjectKind(StrEnum):
    """The kinds of thing a control can judge."""

    SYSTEM = "system"
    HOST = "host"
    ENDPOINT = "endpoint"
    ORGANISATION = "organisation"
    SITE = "site"
    ZONE = "zone"
    NETWORK = "network"
    LINK = "link"
    DATA_SET = "data_set"
    WAVE = "wave"
    TASK = "task"
    REPORTED_FIGURE = "reported_figure"


SUBJECT_LISTS: dict[SubjectKind, str] = {
    SubjectKind.SYSTEM: "systems",
    SubjectKind.HOST: "hosts",
    SubjectKind.ENDPOINT: "endpoints",
    SubjectKind.ORGANISATION: "organisations",
    SubjectKind.SITE: "sites",
    SubjectKind.ZONE: "zones",
    SubjectKind.NETWORK: "networks",
    SubjectKind.LINK: "links",
    SubjectKind.DATA_SET: "data_sets",
    SubjectKind.WAVE: "waves",
    SubjectKind.TASK: "tasks",
    SubjectKind.REPORTED_FIGURE: "reported",
}
"""The list that holds each kind of subject, in an inventory and in `input/1`."""


class OwnerRole(StrEnum):
    """Who answers for a system in which respect; `Estate.holder` says which body that is."""

    OWNER = "owner"
    OPERATOR = "operator"
    DATA_STEWARD = "data_steward"
    MONITOR = "monitor"
    CHECKER = "checker"
    COMPLIANCE_LEAD = "compliance_lead"
    VENDOR = "vendor"
    CIPHER = "cipher"
    PLANNER = "planner"

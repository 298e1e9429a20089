"""Facts: what was measured, configured or imported, each with its provenance. Only integers, never secrets or content.

A kind of fact is one file of this folder. Its shape may be imported from there or, for those that many rooms use, here.
"""

from auditor.model.facts.data_manifest import DataManifest
from auditor.model.facts.dns import Dns
from auditor.model.facts.egress import Egress
from auditor.model.facts.exports import Exports
from auditor.model.facts.firewall import Firewall, ForwardRule, Opening, Pair
from auditor.model.facts.folder import (
    FACTS_SCHEMA,
    ClockFacts,
    EstateFacts,
    Manifest,
    PartDigest,
    SystemFacts,
    VantageRecord,
)
from auditor.model.facts.http import Http
from auditor.model.facts.interfaces import HostInterface, Interfaces
from auditor.model.facts.kind import Kind
from auditor.model.facts.logging import Logging
from auditor.model.facts.ntp import Ntp
from auditor.model.facts.observation import Observation
from auditor.model.facts.ports import Ports
from auditor.model.facts.reach import Reach, ReachAnswer
from auditor.model.facts.reading import Cause, Cover, Reading, Unread
from auditor.model.facts.registry import KINDS
from auditor.model.facts.routes import Route, Routes
from auditor.model.facts.services import Service, Services
from auditor.model.facts.snmp import Snmp
from auditor.model.facts.ssh import Ssh
from auditor.model.facts.sshd_config import SshdConfig
from auditor.model.facts.time_config import TimeConfig
from auditor.model.facts.tls import Tls
from auditor.model.facts.web_config import WebConfig, WebServer

__all__ = [
    "FACTS_SCHEMA",
    "KINDS",
    "Cause",
    "ClockFacts",
    "Cover",
    "DataManifest",
    "Dns",
    "Egress",
    "EstateFacts",
    "Exports",
    "Firewall",
    "ForwardRule",
    "HostInterface",
    "Http",
    "Interfaces",
    "Kind",
    "Logging",
    "Manifest",
    "Ntp",
    "Observation",
    "Opening",
    "Pair",
    "PartDigest",
    "Ports",
    "Reach",
    "ReachAnswer",
    "Reading",
    "Route",
    "Routes",
    "Service",
    "Services",
    "Snmp",
    "Ssh",
    "SshdConfig",
    "SystemFacts",
    "TimeConfig",
    "Tls",
    "Unread",
    "VantageRecord",
    "WebConfig",
    "WebServer",
]

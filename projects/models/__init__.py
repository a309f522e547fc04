"""The nouns of the ledger, one module each."""

from projects.models.filing import Filing, FilingStep
from projects.models.funding import ExchangeRate, FundingEvent
from projects.models.milestone import Milestone
from projects.models.organization import Organization
from projects.models.project import Project, ProjectLink, ProjectRole
from projects.models.question import OpenQuestion
from projects.models.revision import Revision
from projects.models.source import Source
from projects.models.statement import Statement
from projects.models.status import LADDER, Status, StatusChange
from projects.models.target import Target
from projects.models.upload import Upload
from projects.models.version import LedgerVersion, LoadedRow

__all__ = [
    "LADDER",
    "ExchangeRate",
    "Filing",
    "FilingStep",
    "FundingEvent",
    "LedgerVersion",
    "LoadedRow",
    "Milestone",
    "OpenQuestion",
    "Organization",
    "Project",
    "ProjectLink",
    "ProjectRole",
    "Revision",
    "Source",
    "Statement",
    "Status",
    "StatusChange",
    "Target",
    "Upload",
]

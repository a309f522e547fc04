"""The nouns of the ledger, one module each."""

from projects.models.filing import Filing, FilingStep
from projects.models.funding import CURRENCIES, ExchangeRate, FundingEvent
from projects.models.milestone import Milestone
from projects.models.organization import Organization
from projects.models.project import Project, ProjectLink, ProjectRole
from projects.models.question import OpenQuestion
from projects.models.statement import Statement
from projects.models.status import LADDER, Status, StatusChange
from projects.models.target import Target

__all__ = [
    "CURRENCIES",
    "LADDER",
    "ExchangeRate",
    "Filing",
    "FilingStep",
    "FundingEvent",
    "Milestone",
    "OpenQuestion",
    "Organization",
    "Project",
    "ProjectLink",
    "ProjectRole",
    "Statement",
    "Status",
    "StatusChange",
    "Target",
]

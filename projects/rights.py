"""What people may do at the desk with the nouns of this app."""

from accounts.roles import WRITE, Rights, declare

_NOUNS = (
    "organization", "project", "projectrole", "projectlink", "statuschange", "target", "statement", "milestone",
    "fundingevent", "exchangerate", "filing", "filingstep", "openquestion",
)  # fmt: skip
declare("projects", Rights(analysts=dict.fromkeys(_NOUNS, WRITE)))

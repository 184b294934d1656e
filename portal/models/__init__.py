from portal.models.audit import AuditEvent
from portal.models.job import Job, JobState
from portal.models.notice import Notice, NoticeKind
from portal.models.unit import Unit, UnitKind, UnitTree
from portal.models.user import Role, RoleAssignment, User

__all__ = [
    "AuditEvent",
    "Job",
    "JobState",
    "Notice",
    "NoticeKind",
    "Role",
    "RoleAssignment",
    "Unit",
    "UnitKind",
    "UnitTree",
    "User",
]

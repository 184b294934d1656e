"""What the registry of initiatives refuses, said so that an author or an officer can act on it."""

from portal.errors import DomainError


class NotYours(DomainError):
    """The step belongs to somebody else."""


class Incomplete(DomainError):
    """Chưa đủ để nộp: which fields miss something, each with its sentence."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__("Sáng kiến chưa đủ để nộp. Bổ sung các mục được nhắc bên dưới rồi nộp lại.")
        self.missing = missing

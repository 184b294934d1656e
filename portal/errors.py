"""What the office refuses, said so that an officer can act on it."""


class DomainError(Exception):
    """A rule says no: the message tells what is so now and what it would need."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

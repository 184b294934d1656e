"""Tệp bị từ chối: why an uploaded file is not taken in."""

from portal.errors import DomainError


class RefusedFile(DomainError):
    """The file cannot stand for a paper; nothing of it has been kept."""


def damaged(what: str) -> RefusedFile:
    return RefusedFile(f"{what} bị hỏng hoặc chưa tải hết nên không mở được. Quét hoặc chụp lại rồi tải lên.")

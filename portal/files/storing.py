"""Kho tệp: scans lie under random names outside of every web root; what comes to nothing is taken away."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile


class Shelf:
    """Files written for a record that is not committed yet."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def put(self, folder: str, content: bytes, extension: str) -> str:
        name = default_storage.save(f"{folder}/{secrets.token_hex(12)}.{extension}", ContentFile(content))
        self.names.append(name)
        return name


@contextmanager
def shelf() -> Iterator[Shelf]:
    """Put files down; if the block does not end well they are gone again."""
    made, is_kept = Shelf(), False
    try:
        yield made
        is_kept = True
    finally:
        if not is_kept:
            for name in made.names:
                default_storage.delete(name)


def sweep(folder: str, kept: Iterable[str]) -> None:
    """Take away what a killed worker left in a folder whose record is finished."""
    wanted = set(kept)
    for name in default_storage.listdir(folder)[1]:
        if f"{folder}/{name}" not in wanted:
            default_storage.delete(f"{folder}/{name}")


def take_away(names: Iterable[str]) -> None:
    """Files whose records are gone."""
    for name in names:
        default_storage.delete(name)


def read(file: FieldFile) -> bytes:
    with default_storage.open(str(file), "rb") as stored:
        content: bytes = stored.read()
    return content

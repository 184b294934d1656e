"""Static files as they are served: one stylesheet a face, compressed, named by its content."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLES = ("css/staff.css", "css/citizens.css")
_IMPORT = re.compile(r'@import url\("([^":]+)"\);\n?')


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Puts the parts that a bundle imports into the bundle itself, before files are hashed and compressed.

    The browser would otherwise find each part only after the bundle has arrived, and ask for twenty files.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            whole = {name: self._with_parts(name, paths) for name in BUNDLES}
            for name, text in whole.items():
                self.delete(name)
                self._save(name, ContentFile(text))
                paths = {**paths, name: (self, name)}
        yield from super().post_process(paths, dry_run, **options)

    def _with_parts(self, name: str, paths: dict[str, Any]) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            text = file.read().decode()
        folder = posixpath.dirname(name)
        return _IMPORT.sub(lambda part: self._with_parts(posixpath.join(folder, part[1]), paths), text)

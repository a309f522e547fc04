"""Static files: hashed names, compressed once, and only what a reader may ask for."""

from collections.abc import Iterable, Iterator
from typing import Any

import brotli
from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(StaticFilesConfig):
    """Leaves out what no page uses: half of the time of the first start went there."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc"]


class Quick(Compressor):
    """A tenth larger in a tenth of the time: for what few people load (the desk, the API's page)."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return brotli.compress(data, quality=9)


class Storage(CompressedManifestStaticFilesStorage):
    """Compresses the hashed files alone: pages link to no others."""

    compressor_class: type[Compressor] = Compressor

    def create_compressor(self, **kwargs: Any) -> Compressor:
        kwargs["extensions"] = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map", "txt"]
        return self.compressor_class(**kwargs)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        hashed = set(self.hashed_files.values()).intersection(paths)
        quick = {path for path in hashed if path.startswith(("admin/", "drf_spectacular_sidecar/"))}
        for self.compressor_class, some in ((Compressor, hashed - quick), (Quick, quick)):
            yield from super().compress_files(sorted(some))

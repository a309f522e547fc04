"""What feeds sent, as it came: kept for a while so that a run can be stored again."""

import hashlib
import struct
import zlib
from collections.abc import Sequence
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Of each feed: the newest few always, and all of a month while they are small together; a held answer stays a
# month whatever its size, for a person may still release it.
KEPT_ANSWERS = 8
KEPT_FOR = timedelta(days=30)
KEPT_BYTES = 64 * 2**20
_PIECE = 1 << 20


class RawAnswer(models.Model):
    """The bodies of one answer, compressed. An answer that came twice is kept once."""

    moves_version = False

    feed = models.SlugField(_("feed"), max_length=40)
    digest = models.CharField(_("SHA-256"), max_length=64)
    packed = models.BinaryField()
    size = models.PositiveBigIntegerField(_("bytes kept"), default=0)
    came_at = models.DateTimeField(_("came"), default=timezone.now)

    class Meta:
        ordering = ["-came_at"]
        verbose_name = _("raw answer")
        verbose_name_plural = _("raw answers")
        constraints = [models.UniqueConstraint(fields=["feed", "digest"], name="rawanswer_once")]

    def __str__(self) -> str:
        return f"{self.feed} {self.digest[:12]}"

    @classmethod
    def keep(cls, feed: str, bodies: Sequence[bytes]) -> "RawAnswer":
        """The row of this answer; a new one where it never came before."""
        digest = hashlib.sha256()
        for body in bodies:
            digest.update(struct.pack(">Q", len(body)))
            digest.update(body)
        found = cls.objects.filter(feed=feed, digest=digest.hexdigest()).defer("packed").first()
        if found:
            return found
        packed = _pack(bodies)
        cls.objects.get_or_create(
            feed=feed, digest=digest.hexdigest(), defaults={"packed": packed, "size": len(packed)}
        )
        return cls.objects.defer("packed").get(feed=feed, digest=digest.hexdigest())

    @property
    def bodies(self) -> list[bytes]:
        """The answer as it came, body by body."""
        joined, found, at = zlib.decompress(self.packed), [], 0
        while at < len(joined):
            (length,) = struct.unpack_from(">Q", joined, at)
            found.append(joined[at + 8 : at + 8 + length])
            at += 8 + length
        return found

    @classmethod
    def forget_old(cls, feed: str) -> int:
        """Deletes answers of a feed beyond those that are kept; how many went."""
        from feeds.models.run import FeedRun

        runs = FeedRun.objects.filter(feed=feed).exclude(raw=None)
        lately = runs.filter(started_at__gt=timezone.now() - KEPT_FOR)
        stay = set(lately.filter(outcome=FeedRun.Outcome.HELD).values_list("raw", flat=True))
        used = cls.objects.filter(feed=feed).annotate(used_at=models.Max("runs__started_at"))
        newest = used.exclude(used_at=None).order_by("-used_at", "-pk")
        stay |= set(newest.values_list("pk", flat=True)[:KEPT_ANSWERS])
        total = 0
        for pk, size in newest.filter(used_at__gt=timezone.now() - KEPT_FOR).values_list("pk", "size"):
            total += size
            if total > KEPT_BYTES:
                break
            stay.add(pk)
        return cls.objects.filter(feed=feed).exclude(pk__in=stay).delete()[0]


def _pack(bodies: Sequence[bytes]) -> bytes:
    """The bodies and their lengths, compressed piece by piece: a long one is not copied first."""
    packer, packed = zlib.compressobj(3), []
    for body in bodies:
        packed.append(packer.compress(struct.pack(">Q", len(body))))
        view = memoryview(body)
        packed += (packer.compress(view[at : at + _PIECE]) for at in range(0, len(body), _PIECE))
    return b"".join([*packed, packer.flush()])

"""Tables sent to the desk, kept until somebody confirms them. In the database: any web process may be asked."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT_FOR = timedelta(hours=24)
MOST_KEPT = 5


class UploadQuerySet(models.QuerySet):
    def of(self, user: Any, now: datetime | None = None) -> Self:
        """What this person sent within a day."""
        return self.filter(by=user, at__gte=(now or timezone.now()) - KEPT_FOR)


class Upload(models.Model):
    """A table as it was sent: `kind` and `form` say how to read it, `seal` what its dry run told."""

    desk_only = True

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=40)
    form = models.CharField(max_length=8)
    seal = models.CharField(max_length=64)
    body = models.BinaryField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        db_table = "projects_upload"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} · {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def keep(cls, by: Any, kind: str, form: str, seal: str, body: bytes) -> "Upload":
        """Stores a table; the oldest ones of the same person, and those of yesterday, go."""
        old = cls.objects.filter(by=by).values_list("pk", flat=True)[MOST_KEPT - 1 :]
        cls.objects.filter(pk__in=list(old)).delete()
        cls.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
        return cls.objects.create(by=by, kind=kind, form=form, seal=seal, body=body)

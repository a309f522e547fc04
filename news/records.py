"""What an outside feed says of a news story, in our words: what services of suggestions take."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StoryRecord:
    """A story of somebody else's. `text` is the publisher's own: for the desk to read, never to be shown.

    `url` is canonical (`common.urls`); `launch_ids` are those of Launch Library.
    """

    external_id: str
    url: str
    title: str
    publisher: str
    text: str
    published_at: datetime
    updated_at: datetime
    language: str = "en"
    launch_ids: tuple[UUID, ...] = ()

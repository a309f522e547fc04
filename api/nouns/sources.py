"""Sources: the pages that facts rest on."""

from api.base import NounSerializer, NounViewSet
from api.fields import Reference, Url, When
from api.parameters import Parameters, as_of, ordering, recorded, search, slug, word
from facts.models import Source


class SourceSerializer(NounSerializer):
    record = Url("sources")
    published_on = When("published_on")
    copy_of = Reference("copy_of", "sources")

    class Meta:
        model = Source
        fields = (
            "slug", "record", "url", "title", "publisher", "published_on", "language", "quality", "seen",
            "copy_of", "recorded_at",
        )  # fmt: skip


class SourceParameters(Parameters):
    as_of = as_of()
    recorded = recorded()
    quality = word("quality", Source.Quality.values, "What the source can prove.")
    seen = word("seen", Source.Seen.values, "Whether the page was read or only named by another text.")
    language = slug("language", "Language of the page, ISO 639-1, such as zh.")
    search = search("title, publisher, address")
    ordering = ordering("publisher", "title", "language", "quality", published_on="published_on_first")


class SourceViewSet(NounViewSet):
    """Every page that a fact of the ledger rests on, once. `url` is the page, `record` its address here.

    With `as_of`, sources published by then; those without a date are left out, since nothing shows
    that they existed.
    """

    queryset = Source.objects.public()
    serializer_class = SourceSerializer
    filterset_class = SourceParameters
    noun = "source"
    says = "Every page that a fact rests on, once."

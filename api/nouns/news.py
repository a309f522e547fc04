"""News: published articles with our own summaries."""

from api.base import FactSerializer, NounViewSet
from api.fields import References, Url, When
from api.parameters import FactParameters, ordering, project, search, word
from news.models import NewsItem


class NewsSerializer(FactSerializer):
    url = Url("news")
    published_on = When("published_on", foretold=True)
    projects = References("projects", "projects")

    class Meta:
        model = NewsItem
        fields = (
            *FactSerializer.OPENING,
            "headline", "published_on", "date_inferred", "country", "projects", "summary", "state", "reason",
            *FactSerializer.CLOSING,
        )  # fmt: skip


class NewsParameters(FactParameters):
    project = project(lambda rows, key: rows.filter(projects=key).distinct())
    state = word("state", [str(state) for state in NewsItem.PUBLIC], "As published, corrected or retracted.")
    search = search("headline, summary, names of the projects, publisher")
    ordering = ordering("headline", "country", "known_on", published_on="published_on_first")


class NewsViewSet(NounViewSet):
    """Articles about the race, with a summary in our own words. The article itself is the first source.

    Published items only: what analysts still work on is nowhere in the API.
    """

    queryset = NewsItem.objects.all()
    serializer_class = NewsSerializer
    filterset_class = NewsParameters
    kind = "news"
    noun = "news item"
    says = "Published articles with our own summaries."

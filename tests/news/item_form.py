"""The desk's form for a new item: where it is, what an analyst sends with it, what it refuses."""

ADD = "/admin/news/newsitem/add/"


def send(client, **fields):
    values = {
        "headline": "Satellites compute", "link": "https://news.example.org/a", "publisher": "Example News",
        "published_on": "2026-11-20", "language": "en", "country": "US", "summary": "Ours.",
        "confidence": "reported", "state": "draft", "page_read": "on",
    }  # fmt: skip
    return client.post(ADD, values | fields)


def errors(page) -> dict:
    return page.context["adminform"].form.errors

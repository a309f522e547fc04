from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"

    def ready(self) -> None:
        from desk import figures
        from metrics.headline import headline

        figures.register("scoreboard", headline)

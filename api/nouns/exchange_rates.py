"""Exchange rates: what a currency was worth in dollars."""

from api.base import FactSerializer, NounViewSet
from api.fields import Number, Url, When
from api.parameters import Parameters, as_of, confidence, ordering, recorded, search, word
from projects.kinds.funding import CONVERTED
from projects.models import ExchangeRate


class ExchangeRateSerializer(FactSerializer):
    url = Url("exchange_rates")
    usd_per_unit = Number("usd_per_unit")
    on = When("on", foretold=True)

    class Meta:
        model = ExchangeRate
        fields = (*FactSerializer.OPENING, "currency", "usd_per_unit", "on", *FactSerializer.CLOSING)


class ExchangeRateParameters(Parameters):
    as_of = as_of()
    recorded = recorded()
    confidence = confidence()
    currency = word("currency", CONVERTED, "The currency.")
    search = search("currency, note")
    ordering = ordering("currency", "known_on", on="on_first")


class ExchangeRateViewSet(NounViewSet):
    """Rates by which metrics turn sums into dollars where no source states dollars.

    Reference rates of the European Central Bank, by way of the euro, of the days that convert a sum of the ledger.
    """

    queryset = ExchangeRate.objects.all()
    serializer_class = ExchangeRateSerializer
    filterset_class = ExchangeRateParameters
    kind = "exchange_rates"
    noun = "exchange rate"
    says = "What a currency was worth in dollars by the reference rates published on a day."

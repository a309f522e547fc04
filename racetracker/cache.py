"""The cache in Redis, which readers can do without: a Redis that is away is an empty cache."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
LEFT_ALONE_S = 10.0


def _forgiving(name: str, instead: Any) -> Callable:
    """The method of that name; where Redis does not answer, `instead`, at once for a while after."""
    ask = getattr(RedisCache, name)

    @wraps(ask)
    def method(self: "Cache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= Cache.away_until:
            try:
                return ask(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                Cache.away_until = time.monotonic() + LEFT_ALONE_S
                log.warning("Redis does not answer (%s): no cache for %.0f s.", error, LEFT_ALONE_S)
        return instead(args, kwargs) if callable(instead) else instead

    return method


def _default(args: tuple, kwargs: dict) -> Any:
    """What `get(key, default)` gives for a key that is not there."""
    return args[1] if len(args) > 1 else kwargs.get("default")


class Cache(RedisCache):
    away_until = 0.0

    add = _forgiving("add", instead=True)  # as if nobody had the key: work is done twice, not left undone
    get = _forgiving("get", instead=_default)
    set = _forgiving("set", instead=None)
    touch = _forgiving("touch", instead=False)
    delete = _forgiving("delete", instead=False)
    get_many = _forgiving("get_many", instead=lambda args, kwargs: {})
    has_key = _forgiving("has_key", instead=False)
    set_many = _forgiving("set_many", instead=lambda args, kwargs: [])
    delete_many = _forgiving("delete_many", instead=None)

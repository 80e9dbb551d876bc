"""One REDIS_URL names the server; broker and cache need it in two forms, and in two databases."""

from urllib.parse import parse_qs, quote, unquote, urlsplit

CACHE_DATABASE = 1


def broker_url(redis_url: str) -> str:
    """The address as Celery reads it: a unix socket is written `redis+socket://` with a quoted path."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{quote(unquote(parts.path))}?virtual_host={database}"


def cache_url(redis_url: str) -> str:
    """The address of the cache: a database of its own, because clearing a cache empties its database."""
    parts = urlsplit(redis_url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={CACHE_DATABASE}"
    return parts._replace(path=f"/{CACHE_DATABASE}").geturl()

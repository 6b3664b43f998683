"""How many requests of programs an address may send, and headers that say where it stands.

`RateLimit` and `RateLimit-Policy` as in draft-ietf-httpapi-ratelimit-headers-10; whoever has gone too far gets 429
with `Retry-After`. The limit is generous: it stops a program that has lost its mind, not one that works.
"""

from __future__ import annotations

import logging

from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.web import limits, programs
from flask import Blueprint, Response, g, request
from redis.exceptions import RedisError
from werkzeug.exceptions import TooManyRequests

log = logging.getLogger(__name__)
MINUTE = 60

blueprint = Blueprint("satudata_pace", __name__)


@blueprint.before_app_request
def count() -> None:
    """Count a request; answer 429 to one too many. Whoever is logged in is counted by account."""
    most = config.requests_per_minute()
    if not most or request.method == "OPTIONS" or not programs.is_for_programs():
        return
    who = tk.current_user.id if tk.current_user.is_authenticated else request.remote_addr or ""
    limit = limits.Limit("requests", most, MINUTE)
    try:
        is_within = limit.count(who)
        g.satudata_standing = limit.standing(who)
    except RedisError as error:
        # no reason to answer nobody
        log.warning("requests are not counted: %s", error)
        return
    if not is_within:
        g.satudata_retry_after = g.satudata_standing.seconds
        text = tk._("More than {0} requests in a minute. Wait {1} seconds; whole tables are quicker as one download.")
        raise TooManyRequests(text.format(most, g.satudata_standing.seconds))


@blueprint.after_app_request
def tell(response: Response) -> Response:
    """Say where the address stands, and to whoever was refused for the number of times, when to try again."""
    if standing := g.get("satudata_standing"):
        most = config.requests_per_minute()
        response.headers["RateLimit-Policy"] = f'"requests";q={most};w={MINUTE}'
        response.headers["RateLimit"] = f'"requests";r={standing.remaining};t={standing.seconds}'
    if response.status_code == 429:
        response.headers.setdefault("Retry-After", str(g.get("satudata_retry_after") or MINUTE))
    return response

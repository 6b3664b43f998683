"""Guessing passwords is slowed down: by account and address, by address, and by account.

Only wrong passwords count. Whoever has logged in from an address before is not held up there by what others try from
elsewhere; anybody else waits an hour at most.
"""

from __future__ import annotations

import hashlib
from typing import Any

from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckanext.satudata.web import limits

MINUTES = 15
# wrong passwords of one account from one address; an office shares an address, so more from the address as a whole
OF_BOTH = limits.Limit("login-both", 5, MINUTES * 60)
OF_ADDRESS = limits.Limit("login-address", 40, MINUTES * 60)
OF_ACCOUNT = limits.Limit("login-account", 50, 3600)
REMEMBERED_SECONDS = 90 * 24 * 3600


def refusal() -> Any:
    """Return the answer to a log-in that comes too early; None lets it be tried."""
    if tk.request.method != "POST" or tk.current_user.is_authenticated:
        return None
    account, address = _account(tk.request.form.get("login")), _address()
    full = OF_BOTH.is_reached(account, address) or OF_ADDRESS.is_reached(address)
    if not full and (_is_familiar(account, address) or not OF_ACCOUNT.is_reached(account)):
        return None
    tk.h.flash_error(tk._("Too many wrong passwords. Wait {0} minutes, or ask for a new password.").format(MINUTES))
    return tk.render("user/login.html", {}), 429, {"Retry-After": str(MINUTES * 60)}


def note_failure(login: Any) -> None:
    """Count a wrong password; `login` is what was typed as the account."""
    if not tk.request:
        return
    account, address = _account(login), _address()
    OF_BOTH.count(account, address)
    OF_ADDRESS.count(address)
    OF_ACCOUNT.count(account)


def note_success(_app: Any, user: Any = None, **_more: Any) -> None:
    """Forget what was mistyped before the right password, and remember the address."""
    if not tk.request or user is None:
        return
    address = _address()
    for account in {_account(user.name), _account(user.email)}:
        OF_BOTH.forget(account, address)
        connect_to_redis().set(_key(account, address), 1, ex=REMEMBERED_SECONDS)


def _is_familiar(account: str, address: str) -> bool:
    return bool(connect_to_redis().exists(_key(account, address)))


def _key(account: str, address: str) -> str:
    return f"satudata:login-known:{account}:{address}"


def _account(login: Any) -> str:
    # neither names nor addresses of people lie about in Redis
    return hashlib.sha256(str(login or "").strip().lower().encode("utf-8", "replace")).hexdigest()[:20]


def _address() -> str:
    return hashlib.sha256((tk.request.remote_addr or "").encode()).hexdigest()[:20]

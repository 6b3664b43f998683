"""What tools ask of the portal: its actions, as somebody who is not logged in."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.assistants import plain
from ckanext.satudata.exceptions import SatuDataError
from flask import Flask


class Declined(Exception):
    """A question that a tool does not answer: why, in a sentence, and what can be asked instead."""

    def __init__(self, reason: str, **instead: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.instead = instead


def act(action: str, **data: Any) -> Any:
    """Return what an action answers somebody who is not logged in."""
    return tk.get_action(action)(
        {"user": ""}, {name: value for name, value in data.items() if value not in ("", None)}
    )


def address(path: str) -> str:
    """Return a path of the portal as a whole address."""
    return f"{config.site_url()}{path}"


def refusal(reason: str, **instead: Any) -> dict[str, Any]:
    """Return how a tool declines; without figures."""
    return {"ditolak": True, "alasan": reason, **instead}


def answering(app: Flask, answer: Callable[..., dict[str, Any]]) -> Callable[..., Any]:
    """Return a tool as the server calls it: in a thread, within the portal, what goes wrong told in a sentence."""

    @functools.wraps(answer)
    async def tool(**arguments: Any) -> dict[str, Any]:
        return await asyncio.to_thread(_answered, app, answer, arguments)

    return tool


def _answered(app: Flask, answer: Callable[..., dict[str, Any]], arguments: dict[str, Any]) -> dict[str, Any]:
    with within(app):
        try:
            return answer(**arguments)
        except Declined as error:
            return refusal(error.reason, **error.instead)
        except tk.ValidationError as error:
            texts = {name: _texts(texts) for name, texts in error.error_dict.items()}
            return refusal(" ".join(text for pair in texts.values() for text in pair), bidang=texts)
        except (tk.ObjectNotFound, tk.NotAuthorized):
            # what may not be seen is answered like what does not exist
            return refusal(tk._("There is nothing of this name here, or it is not public."))
        except SatuDataError as error:
            return refusal(str(error))


@contextmanager
def within(app: Flask) -> Iterator[None]:
    """Be in the portal as a visitor's request is: in its language, with a connection that is given back."""
    with app.test_request_context(base_url=config.site_url()):
        try:
            yield
        finally:
            model.Session.remove()


def _texts(texts: Any) -> list[str]:
    return [plain.clean(text) for text in (texts if isinstance(texts, list) else [texts])]

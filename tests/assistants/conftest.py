"""A client of the official SDK that asks the server as an assistant does; the figures are those of the answers."""

import asyncio
import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from answers.conftest import held  # noqa: F401 - the fixture
from ckanext.satudata import clock
from ckanext.satudata.assistants import server
from mcp import Client

TODAY = datetime.date(2026, 11, 30)


def run(coroutine):
    """Return what a coroutine returns; in a thread, for Playwright leaves its loop running in ours."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()


@pytest.fixture
def made(application, monkeypatch):
    """Return the server of the test portal, on the day of the figures."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return server.make(application.flask_app)


@pytest.fixture
def call(made):
    """Return a function that calls a tool and gives what it answers."""

    def call(tool, **arguments):
        async def ask():
            async with Client(made) as client:
                return await client.call_tool(tool, arguments)

        result = run(ask())
        assert not result.is_error, result.content
        return result.structured_content

    return call


@pytest.fixture
def listed(made):
    """Return the tools and the resource as a client sees them: (tools, text of the resource)."""

    async def ask():
        async with Client(made) as client:
            tools = (await client.list_tools()).tools
            [resource] = (await client.list_resources()).resources
            content = (await client.read_resource(resource.uri)).contents[0]
            return tools, content.text

    return run(ask())

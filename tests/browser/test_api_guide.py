"""The guide to the API in Chromium: the console works offline within the policy of the portal, nothing is too wide."""

import pytest
from publishing.loading import table

pytestmark = [
    pytest.mark.services,
    pytest.mark.browser,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
PLAYWRIGHT_POLLS = "unsafe-eval"


def test_the_guide(open_page):
    """Examples have the columns of the table that one came from; the console lists every operation and runs one."""
    _dataset, resource = table()
    page = open_page(f"/satudata/api?tabel={resource}", 360, policed=True)
    failures, foreign = [], []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda line: failures.append(line.text) if line.type == "error" else None)
    root = page.url.split("/satudata")[0]
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(root) else None)
    assert "jumlah" in page.locator("#code-python").text_content()
    assert resource in page.locator("#code-python").text_content()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1366, "height": 800})
    page.click("#open-console")
    page.locator(".opblock").first.wait_for(timeout=30_000)
    assert page.locator(".opblock").count() > 40
    page.click("#operations-observations-satudata_measure_list button.opblock-summary-control")
    page.click("#operations-observations-satudata_measure_list button.execute")
    status = page.locator(
        "#operations-observations-satudata_measure_list .live-responses-table tbody .response-col_status"
    )
    status.first.wait_for()
    assert status.first.inner_text().startswith("200")
    assert [text for text in failures if PLAYWRIGHT_POLLS not in text] == []
    assert [url for url in foreign if not url.startswith(("data:", "blob:"))] == []

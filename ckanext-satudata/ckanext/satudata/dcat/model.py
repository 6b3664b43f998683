"""The tables of stored renderings; made by `migration/satudata_dcat`."""

from __future__ import annotations

import datetime

from ckan.plugins import toolkit as tk
from sqlalchemy import BigInteger, DateTime, ForeignKey, UnicodeText
from sqlalchemy.orm import Mapped, mapped_column

# the subject of the catalogue's own rendering; all others are ids of datasets
CATALOGUE = "catalogue"


class Rendering(tk.BaseModel):
    """What is known of a subject's rendering.

    It is fresh while `revision` is the dataset's `metadata_modified` and `maker` is this code's (renderings.maker);
    `address` names the subject in the feed; `digest` changes with the text, `changed` tells when it last did (UTC);
    `place` is that of an edition in its series (series.place).
    """

    __tablename__ = "satudata_rendering"

    subject: Mapped[str] = mapped_column(UnicodeText, primary_key=True)
    address: Mapped[str] = mapped_column(UnicodeText, nullable=False)
    revision: Mapped[datetime.datetime] = mapped_column(DateTime, nullable=False)
    maker: Mapped[str] = mapped_column(UnicodeText, nullable=False)
    digest: Mapped[int] = mapped_column(BigInteger, nullable=False)
    changed: Mapped[datetime.datetime] = mapped_column(DateTime, nullable=False)
    place: Mapped[str] = mapped_column(UnicodeText, nullable=False, default="", server_default="")


class RenderingText(tk.BaseModel):
    """The rendering itself in one format (a key of writers.WRITERS, or data.json's)."""

    __tablename__ = "satudata_rendering_text"

    subject: Mapped[str] = mapped_column(
        UnicodeText, ForeignKey("satudata_rendering.subject", ondelete="CASCADE"), primary_key=True
    )
    format: Mapped[str] = mapped_column(UnicodeText, primary_key=True)
    body: Mapped[str] = mapped_column(UnicodeText, nullable=False)


class Failure(tk.BaseModel):
    """A dataset that could not be rendered: at which revision, by which code, why, and since when it is so (UTC)."""

    __tablename__ = "satudata_rendering_failure"

    subject: Mapped[str] = mapped_column(UnicodeText, primary_key=True)
    revision: Mapped[datetime.datetime] = mapped_column(DateTime, nullable=False)
    maker: Mapped[str] = mapped_column(UnicodeText, nullable=False)
    problem: Mapped[str] = mapped_column(UnicodeText, nullable=False)
    since: Mapped[datetime.datetime] = mapped_column(DateTime, nullable=False)


class Removal(tk.BaseModel):
    """A dataset that was in the feed and is not any more: what named it there, and when it went (UTC)."""

    __tablename__ = "satudata_rendering_removal"

    subject: Mapped[str] = mapped_column(UnicodeText, primary_key=True)
    address: Mapped[str] = mapped_column(UnicodeText, nullable=False)
    identifier: Mapped[str] = mapped_column(UnicodeText, nullable=False)
    removed: Mapped[datetime.datetime] = mapped_column(DateTime, nullable=False, index=True)

# The catalogue: web server, worker, scheduler and migrations are one image; docker/entrypoint.sh tells them apart.
# Build context: the root of the repository.

FROM python:3.11.16-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
# before the sources, so that a change of ours does not install everything anew
COPY config/lock/runtime.txt /build/config/lock/runtime.txt
RUN pip install --no-deps -r /build/config/lock/runtime.txt
WORKDIR /build
COPY setup.py pyproject.toml README.md LICENSE ./
COPY ckanext-satudata ckanext-satudata
COPY schemas schemas
COPY harvesters harvesters
COPY config/codelists config/codelists
COPY config/demo config/demo
COPY config/command_center config/command_center
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
    && pip install --no-deps /dist/*.whl


FROM python:3.11.16-slim-bookworm
# `--build-arg CHROMIUM=chromium` for pictures of screens; 400 MB that the portal can do without
ARG CHROMIUM=""
# Debian keeps only the newest of each version, so a pinned one could not be built again next month.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libmagic1 postgresql-client-15 ${CHROMIUM} \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 satudata \
    && useradd --uid 10001 --gid satudata --no-create-home --shell /usr/sbin/nologin satudata \
    # a new volume takes its owner from the folder of the image
    && install -d -o satudata -g satudata -m 750 \
        /etc/satudata /var/lib/satudata/storage /var/lib/satudata/index /var/cache/satudata /run/satudata
COPY --from=build /opt/venv /opt/venv
COPY config/ini /opt/satudata/ini
# its digest tells the migrations whether the index was made with another one
COPY docker/solr/configset/conf /opt/satudata/configset
COPY docker/databases.sql docker/health.py /opt/satudata/
COPY --chmod=755 docker/entrypoint.sh /opt/satudata/entrypoint.sh

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CKAN_INI=/run/satudata/ckan.ini
USER 10001:10001
WORKDIR /opt/satudata
EXPOSE 5000
ENTRYPOINT ["/opt/satudata/entrypoint.sh"]
CMD ["web"]

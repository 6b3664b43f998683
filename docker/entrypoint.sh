#!/bin/bash
# Starts every container of the image satudata-ckan: fills in the ini, then becomes what the first word says.
set -euo pipefail

ini="${CKAN_INI:?}"
home="${SATUDATA_HOME:-/opt/satudata}"
# the district's own settings, which no image and no start writes
export SATUDATA_ETC="${SATUDATA_ETC:-/etc/satudata}"
export SATUDATA_APPLY="docker compose -f docker/compose.yaml restart"
index="${SATUDATA_INDEX:-/var/lib/satudata/index}"

render() {
    rm -f "$ini"
    if ! (umask 077 && python "$home/ini/render.py" "$home/ini/ckan.ini" > "$ini"); then
        echo "Konfigurasi tidak dapat disusun: ada variabel yang belum diisi (lihat pesan di atas)." >&2
        echo "Cara memperbaiki: bandingkan docker/.env dengan docker/.env.example, lalu ulangi." >&2
        exit 78
    fi
}

superuser_psql() {
    psql -X -q -v ON_ERROR_STOP=1 "$@"
}

migrate() {
    local permissions digest
    permissions="$(dirname "$ini")/permissions.sql"
    superuser_psql -f "$home/databases.sql"
    ckan -c "$ini" db upgrade
    # psql, not CKAN, runs it: only the superuser may grant
    ckan -c "$ini" datastore set-permissions > "$permissions"
    grep -q '^\\connect' "$permissions"
    sed -n '/^\\connect/,$p' "$permissions" | superuser_psql

    # The stamp lies beside the index: whoever throws the index away throws the stamp away.
    digest="$(cat "$home"/configset/* | sha256sum)"
    if [ "$(cat "$index/configset.stamp" 2> /dev/null)" != "$digest" ]; then
        ckan -c "$ini" search-index rebuild
        echo "$digest" > "$index/configset.stamp"
    fi
    echo "Basis data dan indeks pencarian siap."
}

role="${1:-}"
case "$role" in
    config)
        shift
        umask 077
        ;;
    web | worker | calculator | harvester | scheduler | assistants | migrate | ckan)
        shift
        umask 027
        render
        ;;
    *)
        echo "Peran '$role' tidak dikenal. Yang ada: web, worker, calculator, harvester, scheduler, assistants, migrate, ckan PERINTAH …, config PERINTAH …" >&2
        exit 64
        ;;
esac

case "$role" in
    web)
        # into the container's own cache, which starts empty
        ckan -c "$ini" translation js > /dev/null
        exec gunicorn --config="$home/ini/gunicorn.py" --bind=0.0.0.0:5000
        ;;
    worker) exec ckan -c "$ini" satudata worker ;;
    calculator) exec ckan -c "$ini" satudata worker discrepancies background ;;
    harvester) exec ckan -c "$ini" satudata worker harvest ;;
    scheduler) exec ckan -c "$ini" satudata scheduler ;;
    assistants) exec ckan -c "$ini" satudata mcp --host=0.0.0.0 --port=5000 ;;
    migrate) migrate ;;
    ckan) exec ckan -c "$ini" "$@" ;;
    config) exec python -W ignore "$home/ini/settings.py" "$@" ;;
esac

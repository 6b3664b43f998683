"""The WSGI application; the ini file is named by the environment variable CKAN_INI."""

import os

from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckanext.satudata.preloading import preload
from ckanext.satudata.processes import release_connections
from werkzeug.middleware.proxy_fix import ProxyFix

application = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
preload()
# Gunicorn loads us before it forks
release_connections()
# Gunicorn's own variable: set where a proxy alone reaches us. Gunicorn takes the scheme from it, we the visitor's
# address; otherwise all visitors would count as one.
if os.environ.get("FORWARDED_ALLOW_IPS"):
    application = ProxyFix(application, x_for=1, x_proto=0)

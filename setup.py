"""Maps the repository's folders onto the package `ckanext.satudata` and names its plugins; nothing else."""

from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py


def tree(package: str, folder: str) -> list[str]:
    """Return `package` and its subpackages, whose code lies in `folder`."""
    return [package] + [f"{package}.{name}" for name in find_packages(folder)]


class BuildWithTexts(build_py):
    """Puts the compiled catalogues of texts into the wheel; in a checkout `./satudata` compiles them."""

    def run(self) -> None:
        """Build the package, then compile each `.po` that it holds."""
        super().run()
        if not self.editable_mode:
            for path in Path(self.build_lib).rglob("*.po"):
                compile_catalogue(path)


def compile_catalogue(path: Path) -> None:
    """Write the `.mo` beside a `.po`."""
    # only a build needs it, so that reading this file does not
    from babel.messages import mofile, pofile

    with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
        mofile.write_mo(target, pofile.read_po(source))


setup(
    cmdclass={"build_py": BuildWithTexts},
    name="ckanext-satudata",
    version="0.1.0",
    description="Satu Data Indonesia for a district: standards, validation, review, harvest and DCAT on CKAN",
    long_description=Path(__file__).with_name("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="AGPL-3.0-or-later",
    # older ones cannot install the lock file any more; 3.11 is Debian 12's and runs in CI, 3.12 was run by hand
    python_requires=">=3.11,<3.13",
    package_dir={
        "": "ckanext-satudata",
        "ckanext.satudata.schemas": "schemas",
        "ckanext.satudata.harvesters": "harvesters",
        "ckanext.satudata.codelists": "config/codelists",
        "ckanext.satudata.districts": "config/demo",
        "ckanext.satudata.screens": "config/command_center",
    },
    packages=[
        *tree("ckanext.satudata", "ckanext-satudata/ckanext/satudata"),
        *tree("ckanext.satudata.schemas", "schemas"),
        "ckanext.satudata.harvesters",
        "ckanext.satudata.codelists",
        "ckanext.satudata.districts",
        "ckanext.satudata.screens",
    ],
    package_data={
        "ckanext.satudata": [
            "**/*.yaml",
            "**/*.html",
            "harvest/guide.md",
            "**/assets/**/*",
            "**/public/**/*",
            "**/i18n/**/*.po",
            "**/*.cfg",
            "**/*.ttl",
            "**/*.json",
            "**/migration/**/*",
        ],
        "ckanext.satudata.schemas": ["**/*.yaml", "*.json"],
        "ckanext.satudata.harvesters": ["**/*.yaml"],
        "ckanext.satudata.codelists": ["*.csv", "*.csv.gz", "*.yaml"],
        "ckanext.satudata.districts": ["**/*.yaml", "**/*.csv", "**/*.geojson"],
        "ckanext.satudata.screens": ["*.yaml", "*.json", "**/*.zip", "**/*.md"],
    },
    # CKAN declares `ckanext` the same way. The nspkg.pth that this makes keeps us importable beside a CKAN or an
    # extension that is installed from source.
    namespace_packages=["ckanext"],
    zip_safe=False,
    install_requires=[
        # ranges: another site's CKAN brings its own; exact versions are in config/lock
        "ckan>=2.12.0,<2.13",
        "ckanext-scheming>=3.1,<4",
        "ckanext-dcat>=2.4.4,<3",
        "frictionless>=5.21,<6",
        "openpyxl>=3.1",
        "python-calamine>=0.3",
        # XLS of Excel 97 to 2003: formats of cells, hidden rows
        "xlrd>=2.0.1",
        "psycopg2-binary>=2.9",
        "rapidfuzz>=3",
        "jsonschema>=4.20",
        "XlsxWriter>=3.1",
        "reportlab>=4.2",
        # the picture of a region that is shared (MIT-CMU)
        "Pillow>=11",
        "duckdb>=1.4",
        "limits>=5",
        # texts and tables travel small where no proxy compresses them (MIT)
        "Flask-Compress>=1.17",
        # text of PDF files, for the guard of personal data
        "pypdf>=6",
        # the harvest: client, schedules, and a library under each access method
        "urllib3>=2.6",
        "croniter>=2",
        "lxml>=5",
        "OWSLib>=0.31",
        "geomet>=1",
        "feedparser>=6",
        # outlines of regions: shared borders stay shared when they are simplified (BSD), Shapefiles of BIG (MIT)
        "shapely>=2.2",
        "pyshp>=2.3",
        "rdflib>=7.1,<8",
        "pyshacl>=0.30",
    ],
    # drivers of sources that not every district has; the lock, and with it `./satudata up`, has all of them
    extras_require={
        "databases": ["PyMySQL>=1.1", "pymssql>=2.3", "oracledb>=2"],
        "sftp": ["paramiko>=3.4"],
        # the server that assistants ask: the official SDK of the Model Context Protocol (MIT)
        "assistants": ["mcp>=2.3,<3"],
    },
    entry_points={
        "ckan.plugins": [
            "satudata = ckanext.satudata.metadata.plugin:MetadataPlugin",
            "satudata_standards = ckanext.satudata.standards.plugin:StandardsPlugin",
            "satudata_validation = ckanext.satudata.validation.plugin:ValidationPlugin",
            "satudata_review = ckanext.satudata.review.plugin:ReviewPlugin",
            "satudata_harvest = ckanext.satudata.harvest.plugin:HarvestPlugin",
            "satudata_publishing = ckanext.satudata.publishing.plugin:PublishingPlugin",
            "satudata_observations = ckanext.satudata.observations.plugin:ObservationsPlugin",
            "satudata_charts = ckanext.satudata.charts.plugin:ChartsPlugin",
            "satudata_profiles = ckanext.satudata.profiles.plugin:ProfilesPlugin",
            "satudata_discrepancies = ckanext.satudata.discrepancies.plugin:DiscrepanciesPlugin",
            "satudata_answers = ckanext.satudata.answers.plugin:AnswersPlugin",
            "satudata_analysis = ckanext.satudata.analysis.plugin:AnalysisPlugin",
            "satudata_command_center = ckanext.satudata.command_center.plugin:CommandCenterPlugin",
            "satudata_filling = ckanext.satudata.filling.plugin:FillingPlugin",
            "satudata_requests = ckanext.satudata.requests.plugin:RequestsPlugin",
            "satudata_search = ckanext.satudata.search.plugin:SearchPlugin",
            "satudata_exchange = ckanext.satudata.exchange.plugin:ExchangePlugin",
            "satudata_quality = ckanext.satudata.quality.plugin:QualityPlugin",
            "satudata_dcat = ckanext.satudata.dcat.plugin:DcatPlugin",
            "satudata_assistants = ckanext.satudata.assistants.plugin:AssistantsPlugin",
            "satudata_api = ckanext.satudata.api.plugin:ApiPlugin",
            "satudata_portal = ckanext.satudata.portal.plugin:PortalPlugin",
            "satudata_demo = ckanext.satudata.demo.plugin:DemoPlugin",
        ],
        "console_scripts": ["satudata-validate = ckanext.satudata.validation.alone:main"],
        "ckan.rdf.profiles": ["satudata_dcat_ap = ckanext.satudata.dcat.profile:SatuDataProfile"],
    },
)

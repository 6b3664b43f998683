# Solr as native/solr.py assembles it: Apache's jars from docker/solr/pom.xml, served by Jetty, with the configset.
# Build context: the root of the repository.

FROM maven:3.9.16-eclipse-temurin-17-noble AS jars
COPY docker/solr/pom.xml /build/pom.xml
RUN mvn -B -q -f /build/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/build/lib


FROM eclipse-temurin:17.0.20_8-jre-noble
RUN groupadd --gid 10001 satudata \
    && useradd --uid 10001 --gid satudata --no-create-home --shell /usr/sbin/nologin satudata \
    && mkdir -p /opt/solr/home/ckan \
    && printf 'name=ckan\nconfigSet=satudata\n' > /opt/solr/home/ckan/core.properties \
    # Solr writes to these three only; the index is a volume, so that a new image brings its new configset
    && install -d -o satudata -g satudata -m 750 /opt/solr/home/ckan/data /opt/solr/home/filestore /var/log/solr
COPY --from=jars /build/lib /opt/solr/lib
COPY docker/solr/webapp /opt/solr/webapp
COPY docker/solr/jetty.xml docker/solr/log4j2.xml /opt/solr/
COPY docker/solr/solr.xml /opt/solr/home/solr.xml
COPY docker/solr/configset /opt/solr/home/configsets/satudata

USER 10001:10001
WORKDIR /opt/solr
EXPOSE 8983
# the words of native/solr.py, and the address: other containers must reach it
ENTRYPOINT ["java", "-Xmx512m", \
    "-Dlog4j2.configurationFile=/opt/solr/log4j2.xml", \
    "-Dsolr.solr.home=/opt/solr/home", \
    "-Dsolr.install.dir=/opt/solr", \
    "-Dsolr.log.dir=/var/log/solr", \
    "-Dsatudata.port=8983", \
    "-Dsatudata.webapp=/opt/solr/webapp", \
    "-Dsatudata.host=0.0.0.0", \
    "-cp", "/opt/solr/lib/*", \
    "org.eclipse.jetty.xml.XmlConfiguration", "/opt/solr/jetty.xml"]

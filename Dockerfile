# The server and nothing else: built into a wheel in one stage, run by an unprivileged user in the other.

FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY mockserver mockserver
COPY scenarios scenarios
COPY fixtures fixtures
RUN python -m venv /opt/mockserver \
 && /opt/mockserver/bin/pip install --no-cache-dir --disable-pip-version-check --constraint constraints.txt . \
 && /opt/mockserver/bin/pip uninstall --yes pip \
 && /opt/mockserver/bin/python -m compileall -q /opt/mockserver

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home mockserver
COPY --from=build /opt/mockserver /opt/mockserver
ENV PATH=/opt/mockserver/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MOCKSERVER_HOST=0.0.0.0 \
    MOCKSERVER_PORT=8080
USER mockserver
WORKDIR /home/mockserver
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=2s --retries=3 CMD ["mockserver", "health"]
ENTRYPOINT ["mockserver"]
CMD ["serve"]

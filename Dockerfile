# One image for web, worker, beat and the one-off preparation: deploy/start says which.
FROM python:3.13-slim AS build
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
    && /opt/venv/bin/python -m pip uninstall --yes --quiet pip

FROM python:3.13-slim
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin racetracker \
    && mkdir /data && chown racetracker /data
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY . .
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    DATA_DIR=/data \
    STATIC_ROOT=/app/staticfiles
RUN DATA_DIR=/tmp/build SECRET_KEY=only-for-this-step python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/build
USER racetracker
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["python", "deploy/healthy.py"]
ENTRYPOINT ["deploy/start"]
CMD ["web"]

# The bot as a container: python -m bot, as a user of its own, on a root file system that nobody writes to.
# What is kept lies in /data, or in the database of DATABASE_URL. compose.yaml shows how it is run.

FROM python:3.11-slim-bookworm AS packages
WORKDIR /verbinder
COPY requirements.txt .
RUN python -m venv --without-pip /venv \
    && python -m pip --python /venv/bin/python install --disable-pip-version-check --no-cache-dir -r requirements.txt

FROM python:3.11-slim-bookworm
WORKDIR /verbinder
COPY --from=packages /venv /venv
COPY knowledge knowledge
COPY index index
COPY bot bot
RUN /venv/bin/python -m compileall -q knowledge index bot \
    && useradd --system --uid 10001 --no-create-home verbinder \
    && install --directory --owner=verbinder --mode=700 /data
USER 10001
ENV PATH=/venv/bin:$PATH VAR_DIR=/data HOME=/data PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
VOLUME /data
CMD ["python", "-m", "bot"]

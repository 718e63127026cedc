# The bot as a container: python -m bot, as a user of its own, on a root file system that nobody writes to.
# What is kept lies in /data, or in the database of DATABASE_URL. compose.yaml shows how it is run.

FROM python:3.11-slim-bookworm AS packages
WORKDIR /verbinder
COPY requirements.txt .ci/trim.py ./
RUN python -m venv --without-pip /venv \
    && python -m pip --python /venv/bin/python install --disable-pip-version-check --no-cache-dir --no-compile -r requirements.txt \
    && python trim.py /venv

FROM python:3.11-slim-bookworm
WORKDIR /verbinder
COPY --from=packages /venv /venv
COPY knowledge knowledge
COPY index index
COPY bot bot
ENV PATH=/venv/bin:$PATH HOME=/data PYTHONUNBUFFERED=1
# A start and a question: what they load is compiled, the rest isn't, and an image that answers nothing isn't made.
RUN export VAR_DIR=/tmp/first \
    && python -m compileall -q knowledge index bot \
    && python -c "import bot.faces.telegram.serving" \
    && python -m index ask "Mogen we samenwerken zonder gemelde route?" \
    && rm -r /tmp/first \
    && useradd --system --uid 10001 --no-create-home verbinder \
    && install --directory --owner=verbinder --mode=700 /data
USER 10001
ENV VAR_DIR=/data PYTHONDONTWRITEBYTECODE=1
VOLUME /data
CMD ["python", "-m", "bot"]

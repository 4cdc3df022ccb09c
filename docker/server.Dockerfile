# Ithaca as a container image: build with `docker compose -f docker/compose.yml build`.
# Three stages that cost time build side by side; the last one holds only what runs.

FROM node:22-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci
COPY web ./
COPY docs/openapi.json ../docs/openapi.json
RUN npm run build

FROM rust:1.95-slim-trixie AS media
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3-venv \
    && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /maturin && /maturin/bin/pip install --no-cache-dir "maturin>=1.9,<2"
WORKDIR /src/media
COPY media ./
# The image brings its toolchain; the file would make rustup fetch another.
RUN rm rust-toolchain.toml
RUN /maturin/bin/maturin build --release --locked --manifest-path engine/Cargo.toml --out /wheels

FROM python:3.13-slim-trixie AS packages
WORKDIR /src
COPY requirements/run.lock requirements/run.lock
RUN python -m venv /app/venv \
    && /app/venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.lock
COPY --from=media /wheels /wheels
RUN /app/venv/bin/pip install --no-cache-dir --no-deps /wheels/*.whl

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --home-dir /data --create-home ithaca
WORKDIR /app
COPY --from=packages /app/venv /app/venv
COPY pyproject.toml ./
COPY server ./server
COPY --from=web /src/server/bundle ./server/bundle
ENV PATH=/app/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ITHACA_HOST=0.0.0.0 ITHACA_DATA_DIR=/data ITHACA_LOG_FORMAT=json
USER ithaca
VOLUME /data
EXPOSE 8080/tcp 40000-40007/udp 40000-40007/tcp
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=2)"]
ENTRYPOINT ["python", "-m", "server"]
CMD ["serve"]

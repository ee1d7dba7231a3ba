# syntax=docker/dockerfile:1
# Two stages: the compiler stays in the first. Build: docker build -t slipway .
# Run:   docker run -p 8080:8080 -v slipway:/var/lib/slipway slipway
# Then:  docker exec CONTAINER cat /var/lib/slipway/upload-token
ARG BASE=docker.io/library/debian:bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
COPY scripts/lib.sh scripts/lib.sh
RUN apt-get update -q && . scripts/lib.sh && \
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $build_packages && \
    rm -rf /var/lib/apt/lists/*
COPY . .
RUN cmake --preset release && cmake --build --preset release --target slipwayd slipway && \
    strip build/release/bin/slipwayd build/release/bin/slipway

FROM ${BASE}
RUN apt-get update -q && \
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        libboost-json1.81.0 libssl3 zlib1g liblzma5 libzstd1 libxxhash0 libarchive13 libgpgme11 libsqlite3-0 libpq5 \
        libprometheus-cpp-core1.0 libtomlplusplus3 libfmt9 libcurl4 gnupg curl ca-certificates tini && \
    rm -rf /var/lib/apt/lists/* && \
    useradd --system --uid 10001 --home-dir /var/lib/slipway --shell /usr/sbin/nologin slipway && \
    install -d -o slipway -g slipway -m 0700 /var/lib/slipway
COPY --from=build /src/build/release/bin/slipwayd /src/build/release/bin/slipway /usr/bin/
COPY config/slipway.toml LICENSE /usr/share/doc/slipway/
USER slipway
VOLUME /var/lib/slipway
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD curl --fail -sS http://127.0.0.1:8080/readyz || exit 1
# GPGME leaves its gpg processes to process 1, which has to reap them.
ENTRYPOINT ["/usr/bin/tini", "--", "/usr/bin/slipwayd"]
CMD ["serve", "--data", "/var/lib/slipway", "--listen", "0.0.0.0:8080"]

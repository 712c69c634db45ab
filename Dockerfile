# syntax=docker/dockerfile:1

# Give digests for a build that can be repeated: --build-arg DENO_IMAGE=denoland/deno@sha256:...
ARG DENO_IMAGE=docker.io/denoland/deno:debian-2.9.6
ARG BASE_IMAGE=gcr.io/distroless/cc-debian12:nonroot

FROM ${DENO_IMAGE} AS build
WORKDIR /src
COPY . .
# Bundles what the lock file says and compiles it, with its permissions, to one executable.
RUN deno task compile

# glibc and libgcc, which Deno links, and no shell.
FROM ${BASE_IMAGE}
ARG VERSION=0.1.0
ARG REVISION
LABEL org.opencontainers.image.title="KubeTask" \
      org.opencontainers.image.description="Runs one AI-agent task over many repositories, each as a Job of its own" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /src/dist/kubetask /kubetask
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/kubetask"]

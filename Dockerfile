# syntax=docker/dockerfile:1
# The image of any service: docker build --build-arg SERVICE=users .
# SERVICE is a subgraph of supergraph.yaml, gateway, storefront, stripe, mail or google.

FROM node:24-bookworm-slim AS workspace
WORKDIR /work
ENV CI=true
COPY . .
RUN --mount=type=cache,target=/root/.local/share/pnpm/store npx -y pnpm@12.21.0 install --frozen-lockfile

FROM workspace AS build
ARG SERVICE
RUN set -eu; \
    case "${SERVICE:?name one by --build-arg SERVICE=}" in \
      gateway | storefront) folder="$SERVICE" ;; \
      stripe | mail | google) folder="local/$SERVICE" ;; \
      *) folder="subgraphs/$SERVICE" ;; \
    esac; \
    node local/build.mjs "$SERVICE"; \
    mkdir /out; \
    cp -r "$folder/dist" /out/dist; \
    if [ -d "$folder/migrations" ]; then cp -r "$folder/migrations" /out/migrations; fi; \
    if [ -d "$folder/node_modules/sharp" ]; then cp -rL "$(dirname "$(realpath "$folder/node_modules/sharp")")" /out/node_modules; fi; \
    if [ "$SERVICE" = gateway ]; then cp supergraph.graphql rate-limits.yaml packages/client/src/trusted.generated.json /out/; fi

FROM node:24-bookworm-slim
ENV NODE_ENV=production FILES_FOLDER=/data HOST=0.0.0.0 PORT=8080 APOLLO_TELEMETRY_DISABLED=1
WORKDIR /app
COPY --from=build /out ./
RUN install -d -o node -g node /data
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--expose-gc", "--enable-source-maps", "dist/main.mjs"]

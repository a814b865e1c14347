#!/bin/sh
# Fills the empty shop of a running "docker compose up" once. SEED_SIZE=small for less.
set -eu
for service in $(sed -n 's/^  \([a-z]*\):$/\1/p' "$(dirname "$0")/../../supergraph.yaml"); do
  echo "$service …"
  docker compose exec -T -e SEED_SIZE="${SEED_SIZE:-full}" "$service" node -e "
    if (!require('node:fs').existsSync('/app/dist/seed.mjs')) process.exit(0);
    import('/app/dist/seed.mjs').then(({ seed }) => seed(process.env.DATABASE_URL)).then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });"
done

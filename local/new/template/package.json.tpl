{
  "name": "@storegraph/samples",
  "private": true,
  "version": "0.1.0",
  "license": "MIT",
  "type": "module",
  "exports": {
    "./subgraph": "./src/subgraph.ts",
    "./contract": "./src/contract.ts"
  },
  "scripts": {
    "db:generate": "drizzle-kit generate"
  },
  "dependencies": {
    "@storegraph/commerce": "workspace:*",
    "@storegraph/kit": "workspace:*",
    "drizzle-orm": "catalog:",
    "type-graphql": "catalog:",
    "zod": "catalog:"
  },
  "devDependencies": {
    "drizzle-kit": "catalog:"
  }
}

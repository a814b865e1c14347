import type { CodegenConfig } from '@graphql-codegen/cli';

/** The SDK's types and documents, from the committed API schema. Run by `pnpm generate`. */
const config: CodegenConfig = {
  schema: 'packages/client/schema.graphql',
  documents: 'packages/client/operations/*.graphql',
  generates: {
    'packages/client/src/operations.generated.ts': {
      plugins: ['typescript', 'typescript-operations', './packages/client/documents.plugin.ts'],
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        immutableTypes: true,
        onlyOperationTypes: true,
        avoidOptionals: { field: true, inputValue: false },
        strictScalars: true,
        scalars: { Decimal: 'string', DateTime: 'string', UUID: 'string', CountryCode: 'string' },
      },
    },
  },
};

export default config;

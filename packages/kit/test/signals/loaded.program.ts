/** For loaded.test.ts: a process that loads a module, starts its signals by its variables, and names the libraries that were loaded. */
import { registerHooks } from 'node:module';

const loaded = new Set<string>();
registerHooks({
  resolve(specifier, context, next) {
    const [library] = /@opentelemetry|@sentry|prom-client/.exec(specifier) ?? [];
    if (library) loaded.add(library);
    return next(specifier, context);
  },
});
await import(process.argv[2]!);
const { startSignals } = await import('../../src/process/signals/signals.ts');
const signals = await startSignals({ service: 'things' });
await signals.stop();
process.stdout.write(JSON.stringify([...loaded].sort()));
process.exit(0);

/** For errorSink.test.ts: a process that ends by an error that nobody catches. */
import { startSignals } from '../../src/process/signals/signals.ts';

const [url, way] = process.argv.slice(2);
await startSignals({ service: 'things', environment: { ERROR_SINK_URL: url } });
setInterval(() => {}, 60_000);
const error = new Error(`nobody catches this: ${way}`);
if (way === 'reject') void Promise.reject(error);
else
  setImmediate(() => {
    throw error;
  });

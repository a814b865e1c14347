import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [reactRouter()],
  build: { assetsInlineLimit: 0 },
  environments: {
    ssr: {
      // the whole process in one file, with all that it needs, as every other one here
      resolve: { noExternal: true, conditions: ['node'] },
      build: { rollupOptions: { input: './src/main.ts' }, target: 'node24', sourcemap: true },
    },
  },
});

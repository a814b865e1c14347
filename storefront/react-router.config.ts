import type { Config } from '@react-router/dev/config';

export default {
  appDirectory: 'src',
  // the build says where, when it is not for this checkout
  buildDirectory: process.env.STOREFRONT_DIST ?? 'dist',
  serverBuildFile: 'main.mjs',
  ssr: true,
} satisfies Config;

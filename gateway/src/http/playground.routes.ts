import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const POLICY =
  "default-src 'self'; script-src 'self' blob: 'unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** `folder`: built by build-playground.mjs; without it there is no playground. */
export async function addPlayground(app: FastifyInstance, folder: string): Promise<void> {
  const isBuilt = existsSync(folder);
  app.get('/', (_request, reply) => reply.redirect('/playground'));
  if (isBuilt)
    await app.register(fastifyStatic, {
      root: folder,
      prefix: '/playground/',
      redirect: true,
      setHeaders: (reply) => void reply.setHeader('content-security-policy', POLICY),
    });
  app.get('/playground', (_request, reply) =>
    isBuilt
      ? reply.redirect('/playground/')
      : reply
          .code(404)
          .send({ errors: [{ message: 'There is no playground here', extensions: { code: 'NOT_FOUND' } }] }),
  );
}

import { z } from 'zod';

export const mailEnvironment = {
  HOST: z.string().default('127.0.0.1').describe('The address to listen at.'),
  PORT: z.coerce.number().int().default(4011).describe('The port of the page that shows the mails.'),
  SMTP_PORT: z.coerce.number().int().default(4025).describe('The port that takes mails.'),
  MAIL_DIRECTORY: z.string().default('.storegraph/mail').describe('The folder that keeps them.'),
};

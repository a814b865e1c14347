/** Files of a service: where they are kept, how clients send and read them, and what becomes of pictures. */
export type { FileStore } from './fileStore.ts';
export { filesEnvironment } from './files.env.ts';
export { serveFiles } from './files.routes.ts';
export { filesOf } from './openFiles.ts';
export { MOST_PICTURE_BYTES, PICTURE_RULES, PICTURE_TYPES } from './picture.rules.ts';
export { squarePictures } from './picture.ts';
export { UploadInput, uploadAnswer, UploadPayload } from './upload.type.ts';

export class StorageProblem extends Error {}
export function checkStorage(folder: string, neededInBytes?: number): void;
export function storageProblem(error: unknown, folder: string): StorageProblem | undefined;

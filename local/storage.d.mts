export class StartProblem extends Error {}
export function checkStorage(folder: string, neededInBytes?: number): void;
export function storageProblem(error: unknown, folder: string): StartProblem | undefined;

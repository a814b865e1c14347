import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const FOLDERS_OF_LONG_ONES = /^(proof|local\/new|local\/system)\//;
const STARTS_A_SHOP = /\b(runningWorld|startSystem|copyCheckout)\(/;

const isLong = ({ moduleId }: TestSpecification): boolean =>
  FOLDERS_OF_LONG_ONES.test(relative(process.cwd(), moduleId)) || STARTS_A_SHOP.test(readFileSync(moduleId, 'utf8'));

/** What takes long comes first: the hundreds of quick files fill the time that is left, and no worker waits for another at the end. */
export class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const long = new Set(sorted.filter(isLong));
    return [...long, ...sorted.filter((file) => !long.has(file))];
  }
}

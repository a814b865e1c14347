import 'reflect-metadata';

export * from './data/index.ts';
export * from './files/index.ts';
export * from './graph/index.ts';
export * from './messaging/index.ts';
export * from './process/index.ts';
export * from './subgraph/index.ts';

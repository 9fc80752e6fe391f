export * from './formula/index.ts';

export { serve, type ReadSiblings } from './server.ts';

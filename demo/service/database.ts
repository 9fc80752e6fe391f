export type { Database, Queries, SqlRow, SqlValue } from '../../src/gateway/database.ts';

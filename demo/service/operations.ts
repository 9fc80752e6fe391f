import type { Operation } from './api/operation.ts';
import { orderOperations } from './shop/order-operations.ts';

/** Everything the service can do. The routes and both descriptions are made from this list, in this order. */
export const operations: readonly Operation[] = [...orderOperations];

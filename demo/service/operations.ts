import type { Operation } from './api/operation.ts';
import { customerOperations } from './shop/customer-operations.ts';
import { eventOperations } from './shop/event-operations.ts';
import { figureOperations } from './shop/figure-operations.ts';
import { orderOperations } from './shop/order-operations.ts';
import { productOperations } from './shop/product-operations.ts';

/** Everything the service can do. The routes and both descriptions are made from this list, in this order. */
export const operations: readonly Operation[] = [
  ...orderOperations,
  ...eventOperations,
  ...productOperations,
  ...customerOperations,
  ...figureOperations,
];

import {
  boolean,
  choice,
  date,
  dateTime,
  defaulting,
  integer,
  list,
  money,
  nullable,
  object,
  optional,
  text,
} from '../api/schema.ts';
import { CATEGORIES } from '../seed/products.ts';

/** What the service speaks of, as its descriptions and checks read it. */

export const STATUSES = ['New', 'Confirmed', 'Packed', 'Shipped', 'Delivered', 'Cancelled', 'Returned'] as const;
export type Status = (typeof STATUSES)[number];

const orderStatus = choice('OrderStatus', STATUSES, { summary: 'Status', description: 'How far an order has come.' });
const priority = choice('Priority', ['Low', 'Normal', 'High'], { summary: 'Priority', description: 'How urgent an order is.' });
const category = choice('Category', CATEGORIES, {
  summary: 'Category',
  description: 'The department that a product belongs to.',
});
export const status = orderStatus;
export { category, priority };

const version = integer({
  minimum: 1,
  readOnly: true,
  summary: 'Version',
  description: 'Grows with each change; the ETag is the version in quotes.',
  example: 3,
});
const color = text({ pattern: '^#[0-9a-f]{6}$', readOnly: true, summary: 'Color', example: '#2f6690' });

export const id = (of: string, example: number) =>
  integer({ minimum: 1, summary: `${of} id`, description: `The number that identifies the ${of.toLowerCase()}.`, example });

const line = (summary: string, maxLength: number, example: string) => text({ minLength: 1, maxLength, summary, example });

export const address = object('Address', {
  name: line('Name', 120, 'Studio Lefèvre'),
  street: line('Street', 120, '12 rue des Tilleuls'),
  postalCode: line('Postal code', 16, '69001'),
  city: line('City', 80, 'Lyon'),
  country: line('Country', 60, 'France'),
});

export const order = object(
  'Order',
  {
    id: id('Order', 4217),
    number: text({ readOnly: true, summary: 'Number', description: 'The number on the papers.', example: 'SO-2026-004217' }),
    status: orderStatus,
    priority,
    orderedAt: dateTime({ readOnly: true, summary: 'Ordered', description: 'When the order came in, in universal time.' }),
    dueOn: date({ summary: 'Due', description: 'The day by which the customer expects the delivery.' }),
    deliveredOn: nullable(date({ readOnly: true, summary: 'Delivered', description: 'The day of delivery, once there is one.' })),
    total: money({ readOnly: true, summary: 'Total', description: 'The sum of the lines.', example: 329.5 }),
    currency: text({ readOnly: true, pattern: '^[A-Z]{3}$', summary: 'Currency', example: 'EUR' }),
    lineCount: integer({
      readOnly: true,
      minimum: 1,
      summary: 'Lines',
      description: 'How many lines the order has.',
      example: 3,
    }),
    note: text({
      maxLength: 500,
      summary: 'Note',
      description: 'What is to be observed; may be empty.',
      example: 'Call before delivery.',
    }),
    customer: object('OrderCustomer', {
      id: id('Customer', 17),
      name: text({ summary: 'Name', example: 'Margaux Lefèvre' }),
      company: text({ summary: 'Company', description: 'Empty for a private person.', example: 'Studio Lefèvre' }),
      email: text({ format: 'email', summary: 'E-mail', example: 'margaux.lefevre@studio-lefevre.example' }),
      initials: text({ summary: 'Initials', example: 'ML' }),
      color,
    }),
    shipTo: address,
    version,
  },
  { description: 'What a customer has ordered, without its lines.' },
);

export const orderChange = object(
  'OrderChange',
  {
    status: optional(orderStatus),
    priority: optional(priority),
    dueOn: optional(date({ summary: 'Due', description: 'Not before the day of the order.' })),
    note: optional(text({ maxLength: 500, summary: 'Note', example: 'Call before delivery.' })),
    shipTo: optional(address),
  },
  { description: 'What is to be different; the rest stays as it is.', minProperties: 1 },
);

const quantity = integer({ minimum: 1, maximum: 999, summary: 'Quantity', example: 2 });

export const newOrder = object(
  'NewOrder',
  {
    customerId: id('Customer', 17),
    lines: list(object('NewOrderLine', { productId: id('Product', 23), quantity }), {
      minItems: 1,
      maxItems: 20,
      summary: 'Lines',
    }),
    priority: optional(defaulting(priority, 'Normal')),
    dueOn: optional(date({ summary: 'Due', description: 'A week from now unless given.' })),
    note: optional(text({ maxLength: 500, summary: 'Note' })),
    shipTo: optional(address),
  },
  { description: 'An order to be placed. It goes to the customer’s address unless it says otherwise.' },
);

export const orderLine = object('OrderLine', {
  line: integer({ minimum: 1, summary: 'Line', example: 1 }),
  product: object('OrderLineProduct', {
    id: id('Product', 23),
    sku: text({ summary: 'SKU', example: 'KIT-303' }),
    name: text({ summary: 'Name', example: 'Morgen Mug, set of 4' }),
    imageUrl: text({ format: 'uri', summary: 'Picture' }),
  }),
  quantity,
  unitPrice: money({ summary: 'Unit price', example: 44 }),
  discount: integer({ minimum: 0, maximum: 100, summary: 'Discount', description: 'In percent.', example: 5 }),
  amount: money({ summary: 'Amount', example: 83.6 }),
});

const sku = text({ pattern: '^[A-Z]{3}-[0-9]{3}$', hint: 'Must look like KIT-303.', summary: 'SKU', example: 'KIT-303' });
const productName = line('Name', 80, 'Morgen Mug, set of 4');
const productText = text({ maxLength: 400, summary: 'Description', example: 'Stackable, glazed inside, unglazed foot.' });
const price = money({ minimum: 0.01, maximum: 99_999, summary: 'Price', description: 'In euros, including tax.', example: 44 });
const stock = integer({ minimum: 0, maximum: 100_000, summary: 'Stock', description: 'Pieces in the warehouse.', example: 118 });
const available = boolean({ summary: 'Available', description: 'Whether it can be ordered.', example: true });

export const product = object(
  'Product',
  {
    id: id('Product', 23),
    sku,
    name: productName,
    category,
    description: productText,
    price,
    currency: text({ readOnly: true, pattern: '^[A-Z]{3}$', summary: 'Currency', example: 'EUR' }),
    stock,
    available,
    color,
    imageUrl: text({ format: 'uri', readOnly: true, summary: 'Picture', description: 'Where its picture is.' }),
    version,
  },
  { description: 'Something that the shop sells.' },
);

export const newProduct = object('NewProduct', {
  sku,
  name: productName,
  category,
  price,
  description: optional(productText),
  stock: optional(defaulting(stock, 0)),
});

export const productChange = object(
  'ProductChange',
  {
    name: optional(productName),
    description: optional(productText),
    price: optional(price),
    stock: optional(stock),
    available: optional(available),
  },
  { description: 'What is to be different; the rest stays as it is.', minProperties: 1 },
);

const email = text({ format: 'email', maxLength: 120, summary: 'E-mail', example: 'margaux.lefevre@studio-lefevre.example' });
const company = text({
  maxLength: 120,
  summary: 'Company',
  description: 'Empty for a private person.',
  example: 'Studio Lefèvre',
});
const phone = text({ maxLength: 30, summary: 'Phone', example: '+33 42 118 9034' });

export const customer = object(
  'Customer',
  {
    id: id('Customer', 17),
    name: line('Name', 80, 'Margaux Lefèvre'),
    company,
    email,
    phone,
    street: line('Street', 120, '12 rue des Tilleuls'),
    postalCode: line('Postal code', 16, '69001'),
    city: line('City', 80, 'Lyon'),
    country: line('Country', 60, 'France'),
    initials: text({ readOnly: true, summary: 'Initials', example: 'ML' }),
    color,
    customerSince: date({ readOnly: true, summary: 'Customer since' }),
    orderCount: integer({
      readOnly: true,
      minimum: 0,
      summary: 'Orders',
      description: 'How many orders they have placed.',
      example: 12,
    }),
    version,
  },
  { description: 'Someone who orders.' },
);

export const customerChange = object(
  'CustomerChange',
  {
    name: optional(line('Name', 80, 'Margaux Lefèvre')),
    company: optional(company),
    email: optional(email),
    phone: optional(phone),
    street: optional(line('Street', 120, '12 rue des Tilleuls')),
    postalCode: optional(line('Postal code', 16, '69001')),
    city: optional(line('City', 80, 'Lyon')),
    country: optional(line('Country', 60, 'France')),
  },
  { description: 'What is to be different; the rest stays as it is.', minProperties: 1 },
);

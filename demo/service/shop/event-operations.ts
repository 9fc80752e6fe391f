import { inHeader, inQuery, operation } from '../api/operation.ts';
import { choice, dateTime, defaulting, money, object, text } from '../api/schema.ts';
import { eventStream } from './event-stream.ts';
import { id, status } from './model.ts';

/** What the data of an event holds. */
const orderEvent = object(
  'OrderEvent',
  {
    id: id('Order', 4217),
    number: text({ summary: 'Number', example: 'SO-2026-004217' }),
    status,
    customer: text({ summary: 'Customer', description: 'The customer’s name.', example: 'Margaux Lefèvre' }),
    total: money({ summary: 'Total', example: 329.5 }),
    at: dateTime({ summary: 'At', description: 'When it happened, in the shop’s time.' }),
  },
  { description: 'An order came in or changed its status.' },
);

const watchOrderEvents = operation({
  id: 'WatchOrderEvents',
  method: 'get',
  path: '/order-events',
  tag: 'Orders',
  summary: 'Watch orders',
  description: 'A stream of server-sent events: one named "order" for each order that comes in or changes its status.',
  parameters: {
    activity: inQuery(
      defaulting(
        choice('Activity', ['on', 'off'], {
          summary: 'Activity',
          description: 'While someone watches with "on", the shop goes about its business: every few seconds an order moves on.',
        }),
        'on',
      ),
    ),
    'Last-Event-ID': inHeader(
      text({
        pattern: '^[0-9]{1,9}$',
        hint: 'Must be a number.',
        summary: 'Last event id',
        description: 'Begins after this event.',
        example: '17',
      }),
    ),
  },
  responses: { 200: { description: 'The stream.', type: 'text/event-stream', events: { order: orderEvent } } },
  handle: ({ parameters, shop }) => {
    const since = parameters['Last-Event-ID'];
    const leave = parameters.activity === 'on' ? shop.activity.join() : () => undefined;
    return Promise.resolve({
      type: 'text/event-stream',
      body: eventStream((send) => shop.events.subscribe(since === undefined ? undefined : Number(since), send), leave),
    });
  },
});

export const eventOperations = [watchOrderEvents];

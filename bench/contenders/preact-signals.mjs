import { peer } from '../peer.mjs';
import { signalTasks } from './signals.mjs';

const { signal, computed, effect } = peer('@preact/signals-core');

export const tasks = signalTasks({
  signal,
  computed,
  effect,
  read: (node) => node.value,
  write: (cell, value) => {
    cell.value = value;
  },
});

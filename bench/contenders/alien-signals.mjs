import { peer } from '../peer.mjs';
import { signalTasks } from './signals.mjs';

const { signal, computed, effect } = peer('alien-signals');

export const tasks = signalTasks({ signal, computed, effect, read: (node) => node(), write: (cell, value) => cell(value) });

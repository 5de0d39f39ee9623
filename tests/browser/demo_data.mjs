// Not a journey: what the journeys start from.
import test from 'node:test';
import { makeDemoData } from './support/demo_data.mjs';

test('the demo deliveries are imported into both databases', makeDemoData);

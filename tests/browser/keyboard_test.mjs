import test from 'node:test';
import { keyboard } from './support/hands.mjs';
import { walk } from './support/journey.mjs';

test('a customer without a mouse goes the whole way', () => walk({
  journey: 'keyboard', language: 'sl', width: 1280, database: 'sqlite', hands: keyboard, spelling: '12 1805000001070',
}));

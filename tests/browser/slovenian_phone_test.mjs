import test from 'node:test';
import { pointer } from './support/hands.mjs';
import { walk } from './support/journey.mjs';

test('a customer with a phone goes the whole way in Slovenian', () => walk({
  journey: 'slovenian-phone', language: 'sl', width: 390, database: 'sqlite', hands: pointer,
}));

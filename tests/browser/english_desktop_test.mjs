import test from 'node:test';
import { pointer } from './support/hands.mjs';
import { walk } from './support/journey.mjs';
import { bill } from './support/words.mjs';

test('a customer without JavaScript goes the whole way in English, on MariaDB', () => walk({
  journey: 'english-desktop', language: 'en', width: 1280, javascript: false, database: 'mariadb', hands: pointer,
  spelling: 'sl121805000001070', code: bill.wrongCode,
}));

import assert from 'node:assert/strict';
import test from 'node:test';
import { pointer } from './support/hands.mjs';
import { fillsTheRegistration, readsTheMail, withPortal } from './support/journey.mjs';
import { bill, passwords, words } from './support/words.mjs';

test('the link opened elsewhere changes nothing by itself; the button and the password do', () => withPortal({ journey: 'another-device', database: 'sqlite' }, async ({ portal, open }) => {
  const text = words.sl;
  const email = 'marija.kranjc+another-device@primer.si';
  const computer = await open({ language: 'sl', width: 1280 });
  await computer.page.goto(`${portal.url}/register`);
  await fillsTheRegistration({ page: computer.page, hands: pointer(computer.page), text, email, javascript: true }, bill.reference);
  const [link] = (await readsTheMail({ portal, email })).links;

  for (let visit = 0; visit < 3; visit += 1) {
    const scanner = await fetch(link);
    assert.equal(scanner.status, 200);
    assert.ok(!(await scanner.text()).includes(text.success));
  }
  const phone = await open({ language: 'sl', width: 390 });
  await phone.page.goto(link);
  await phone.inspect('another-device');
  const hands = pointer(phone.page);
  const confirm = async (password) => {
    await hands.fill('#password', password);
    await hands.send('form[action^="/confirm/"] button[type="submit"]');
  };
  await confirm(passwords.second);
  await phone.inspect('another-device-wrong-password');
  await confirm(passwords.first);
  assert.equal(await phone.page.locator('h1').innerText(), text.success);
  await phone.inspect('registered');

  await computer.page.goto(link);
  await computer.inspect('link-used-already');
}));

// The newcomer's way through the portal, step by step; a test file says who walks it and how.
import assert from 'node:assert/strict';
import path from 'node:path';
import { launch, openVisitor } from './browser.mjs';
import { screenshots } from './folders.mjs';
import { startPortal } from './portal.mjs';
import { bill, passwords, utility, words } from './words.mjs';

// Gives the body a portal, a browser and what belongs to them, and takes everything down again. When the body fails, the page
// that it stood on is left as a picture, and the portal's log is shown.
export async function withPortal({ journey, database }, body) {
  const portal = await startPortal({ database });
  const browser = await launch();
  const visitors = [];
  const open = async (options) => {
    const visitor = await openVisitor(browser, { journey, ...options });
    visitors.push(visitor);
    return visitor;
  };
  try {
    await body({ portal, open });
  } catch (error) {
    const places = [];
    for (const [index, { page }] of visitors.entries()) {
      await page.screenshot({ path: path.join(screenshots, journey, `failed-${index + 1}.png`), fullPage: true }).catch(() => {});
      places.push(`${page.url()} "${await page.title().catch(() => '')}"`);
    }
    throw new Error(`${error.message}\nseen on ${places.join(' and ')}\nThe portal's last lines:\n${portal.log.slice(-15).join('\n')}`, { cause: error });
  } finally {
    await browser.close();
    await portal.stop();
  }
}

// Everything from the front page to the forgotten password.
export async function walk(traveller) {
  const { journey, language, database, hands, javascript = true } = traveller;
  await withPortal({ journey, database }, async ({ portal, open }) => {
    const visitor = await open(traveller);
    const at = {
      ...visitor, portal, javascript, language, text: words[language], hands: hands(visitor.page),
      email: `marija.kranjc+${journey}@primer.si`, spelling: traveller.spelling ?? bill.reference, code: traveller.code ?? bill.code,
    };
    await visitor.page.goto(portal.url);
    await seesTheFrontPage(at);
    await registers(at);
    await confirmsTheMailbox(at);
    await looksAround(at);
    await reportsTheMeter(at);
    await changesThePassword(at);
    await signsOut(at);
    await forgetsThePassword(at);
    await losesTheWay(at);
  });
}

const shows = (page, selector) => page.locator(selector).locator('visible=true').first().waitFor();
const heading = (page) => page.locator('h1').innerText();
const content = (page) => page.locator('main').innerText();
const path_of = (page) => new URL(page.url()).pathname;

async function seesTheFrontPage({ page, inspect, text }) {
  assert.ok((await page.title()).includes(text.title));
  await shows(page, 'a[href="/sign-in"]');
  assert.ok((await content(page)).includes(utility));
  await inspect('front-page');
}

export async function fillsTheRegistration({ page, hands, text, email, javascript }, reference, code = bill.code) {
  if (!await page.locator('#reference').isVisible()) {
    const scriptSends = javascript && hands.pointing; // by keyboard every arrow is a choice, so the script leaves it to the button
    const arrived = scriptSends ? page.waitForEvent('load') : undefined;
    await hands.choose('#utility', utility);
    await (arrived ?? hands.send('#choose'));
  }
  await hands.fill('#reference', reference);
  await hands.fill('#code', code);
  await hands.fill('#email', email);
  await hands.fill('#password', passwords.first);
  await hands.fill('#password_again', passwords.first);
  await hands.choose('#terms', text.yes);
  await hands.send('form[action="/register"] button[type="submit"]:not([name])');
}

// With an error first: a check digit that does not fit is said beside the field, and what was typed stays, passwords excepted.
async function registers(at) {
  const { page, hands, inspect, text } = at;
  await hands.follow('main a[href="/register"]');
  await inspect('registration');
  await fillsTheRegistration(at, bill.wrongCheckDigit);
  assert.match(await page.locator('#reference-error').innerText(), text.checkDigit);
  assert.equal(await page.locator('#reference').inputValue(), bill.wrongCheckDigit);
  assert.equal(await page.locator('#password').inputValue(), '');
  await shows(page, '.summary a[href="#reference"]');
  await inspect('registration-with-an-error');
  await fillsTheRegistration(at, at.spelling, at.code);
  assert.match(await heading(page), text.looking);
  await inspect('look-into-your-mailbox');
}

export async function readsTheMail({ portal, email }) {
  const mail = await portal.mailbox.next(email);
  assert.ok(mail.tls && mail.user, 'the mail came encrypted and with a password');
  assert.match(mail.message_id, /^<[^<>@\s]+@[^<>@\s]+>$/);
  assert.ok(!Number.isNaN(Date.parse(mail.date)));
  assert.ok(mail.html.includes(mail.links[0].replaceAll('&', '&amp;')), 'text and HTML lead to the same place');
  return mail;
}

// Who copied the code wrongly learns of it only here, behind the confirmed mailbox, and mends it.
async function confirmsTheMailbox(at) {
  const { page, hands, inspect, text } = at;
  const mail = await readsTheMail(at);
  assert.ok(mail.from.includes(utility));
  await page.goto(mail.links[0]);
  if (at.code !== bill.code) {
    assert.equal(await heading(page), text.mend);
    await inspect('bill-to-mend');
    await hands.fill('#code', bill.code);
    await hands.send('form[action="/claim"] button[type="submit"]');
  }
  assert.equal(await heading(page), text.success);
  await inspect('registered');
}

async function looksAround({ page, hands, inspect, text }) {
  await hands.follow('a[href="/overview"]');
  assert.ok((await content(page)).includes(bill.number.slice(-5)));
  await inspect('overview');

  await hands.follow('nav a[href="/invoices"]');
  assert.match(await content(page), text.amount);
  assert.ok((await content(page)).includes(utility));
  await inspect('bills');
  await hands.follow('main a.row-link[href^="/invoices/"]');
  for (const fact of [bill.number, bill.reference, utility]) assert.ok((await content(page)).includes(fact), fact);
  await inspect('bill');

  await hands.follow('nav a[href="/transactions"]');
  assert.ok((await page.locator('tbody tr').count()) > 1);
  await inspect('movements');

  await hands.follow('nav a[href="/meters"]');
  await inspect('meters');
  await hands.follow('main a[href^="/meters/"]:not([href$="/readings"])');
  await inspect('meter');
}

const digits = (text) => Number(text.replace(/[^0-9,.-].*$/s, '').replace(/[.,]/g, ''));

// Too low is refused, far too high is asked about, and both yes and a correction are received.
async function reportsTheMeter({ page, hands, inspect, text }) {
  await hands.follow('main a[href$="/readings"]');
  const last = digits(await page.locator('#value-last b').innerText());
  await inspect('reading');
  await hands.fill('#value', String(last - 1));
  await hands.send('form[action$="/readings"] button[type="submit"]');
  assert.match(await page.locator('#value-error').innerText(), text.below);
  await inspect('reading-below-the-last-one');

  await hands.fill('#value', String(last + 500));
  await hands.send('form[action$="/readings"] button[type="submit"]');
  assert.ok((await content(page)).includes('500'), 'the consequence is shown in units');
  await inspect('reading-unusual');
  await hands.send('form[action$="/readings/confirm"] button[type="submit"]');
  assert.match(await heading(page), text.received);
  await inspect('reading-received');

  await hands.follow('main a[href$="/readings"]');
  await inspect('reading-corrected');
  await hands.fill('#value', String(last + 9));
  await hands.send('form[action$="/readings"] button[type="submit"]');
  assert.match(await heading(page), text.received);

  await page.goBack();
  await page.goForward();
  await hands.follow('nav a[href="/meters"]');
  await hands.follow('main a[href^="/meters/"]:not([href$="/readings"])');
  const table = await page.locator('section[aria-labelledby="readings"] tbody').innerText();
  const plain = (number) => new RegExp(`(^|\\D)${String(number).replace(/\B(?=(\d{3})+$)/g, '[.,]?')}(\\D|$)`);
  assert.match(table, plain(last + 9), 'the correction stands in the history');
  assert.doesNotMatch(table, plain(last + 500), 'and what it corrected does not');
  await inspect('meter-after-the-reading');
}

async function changesThePassword({ page, hands, inspect, text }) {
  await hands.follow('nav a[href="/settings"]');
  await inspect('settings');
  const form = 'form[action="/settings/password"]';
  await hands.fill(`${form} [autocomplete="current-password"]`, passwords.first);
  await hands.fill(`${form} [name="password"]`, passwords.second);
  await hands.fill(`${form} [name="password_again"]`, passwords.second);
  await hands.send(`${form} button[type="submit"]`);
  assert.match(await page.locator('[role="status"]').innerText(), text.passwordChanged);
  await inspect('settings-password-changed');

  await page.goto(new URL('/utilities/add', page.url()).href);
  await inspect('add-a-utility');
}

async function signsOut({ page, hands, portal }) {
  await hands.send('form[action="/sign-out"] button');
  await page.goto(`${portal.url}/overview`);
  assert.equal(path_of(page), '/sign-in', 'after signing out nothing is shown');
}

async function signsIn({ hands, email }, password) {
  await hands.fill('#email', email);
  await hands.fill('#password', password);
  await hands.send('form[action="/sign-in"] button[type="submit"]');
}

async function forgetsThePassword(at) {
  const { page, hands, inspect, email, portal } = at;
  await inspect('sign-in');
  await signsIn(at, passwords.first);
  await shows(page, '.summary');
  await inspect('sign-in-with-an-error');

  await hands.follow('a[href="/password/forgot"]');
  await inspect('forgotten-password');
  await hands.fill('#email', email);
  await hands.send('form[action="/password/forgot"] button[type="submit"]');
  await inspect('forgotten-password-sent');
  let mail = await readsTheMail(at);
  while (!mail.links[0].includes('/password/reset/')) mail = await readsTheMail(at); // a notice of the changed password may come first
  await page.goto(mail.links[0]);
  await inspect('new-password');
  await hands.fill('#password', passwords.third);
  await hands.fill('#password_again', passwords.third);
  await hands.send('form[action^="/password/reset/"] button[type="submit"]');
  await inspect('new-password-set');
  await page.goto(`${portal.url}/sign-in`);
  if (path_of(page) === '/sign-in') await signsIn(at, passwords.third);
  assert.equal(path_of(page), '/overview');
}

async function losesTheWay({ page, inspect, portal }) {
  await page.goto(`${portal.url}/terms/logatec`);
  await inspect('terms');
  const response = await page.goto(`${portal.url}/no-such-page`);
  assert.equal(response.status(), 404);
  await inspect('page-not-found');
}

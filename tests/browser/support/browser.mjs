// Chromium, and what is asked of every page that a journey visits: no axe violation, no CSP report, no sideways scrolling,
// a picture of it on a phone and on a desk.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { screenshots, tools } from './folders.mjs';

const require = createRequire(`${tools}/`);
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

// Without these Chromium looks for its maker's servers, which a test machine need not reach.
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 900 };
const narrow = { width: 320, height: 640 }; // 1280 at 400 %: WCAG 2.2, 1.4.10 reflow

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: quiet });

// One person's browser. `inspect(name)` is called on every page of the journey.
export async function openVisitor(browser, { journey, language, width, javascript = true }) {
  const viewport = width <= phone.width ? phone : desk;
  const context = await browser.newContext({ viewport, locale: language === 'sl' ? 'sl-SI' : 'en-GB', javaScriptEnabled: javascript, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = watch(page);
  const auditor = javascript ? undefined : await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const folder = path.join(screenshots, journey);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  let number = 0;

  const inspect = async (name) => {
    number += 1;
    const picture = path.join(folder, `${String(number).padStart(2, '0')}-${name}`);
    assert.equal(await page.locator('html').getAttribute('lang'), language, `${name}: language of the page`);
    assert.equal(await page.locator('h1').count(), 1, `${name}: one main heading`);
    const audited = auditor ? await copyInto(auditor, page) : page;
    for (const colorScheme of ['dark', 'light']) {
      await audited.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(audited), [], `${name} (${colorScheme}): axe`);
    }
    for (const size of [narrow, phone, desk]) {
      await page.setViewportSize(size);
      assert.deepEqual(await overflowing(page), [], `${name}: wider than ${size.width} px`);
      if (size !== narrow) await page.screenshot({ path: `${picture}-${size.width}.png`, fullPage: true });
    }
    await page.setViewportSize(viewport);
    assert.deepEqual(complaints.splice(0), [], `${name}: what the browser complained of`);
  };
  const close = async () => {
    await context.close();
    await auditor?.close();
  };
  return { page, context, inspect, close };
}

// CSP reports and script errors come as console messages; a status of 4xx for the page itself is part of some journeys.
function watch(page) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    const expected = message.text().startsWith('Failed to load resource') && message.location().url === page.url();
    if (message.type() === 'error' && !expected) complaints.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== 'document') complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
}

// axe needs scripts. Where the visitor has none, a copy of what the browser shows is examined in a browser that has.
async function copyInto(auditor, page) {
  const [copy = await auditor.newPage()] = auditor.pages();
  const html = await page.content();
  await copy.unrouteAll();
  await copy.route((url) => url.pathname.endsWith('.js'), (route) => route.abort());
  await copy.route(page.url(), (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }));
  await copy.goto(page.url());
  return copy;
}

async function violations(page) {
  const result = await new AxeBuilder({ page }).withTags(standards).analyze();
  return result.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

// The elements that stick out at the right, if the page can be scrolled sideways.
const overflowing = (page) => page.evaluate(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
  return wide.slice(-3).map((element) => `${element.tagName.toLowerCase()}.${element.className} ${Math.round(element.getBoundingClientRect().right)}`);
});

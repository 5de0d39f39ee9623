// How a person works a page: with a pointer, or with the keyboard alone. Both offer follow, send, fill and choose.
import assert from 'node:assert/strict';

const seen = (page, selector) => page.locator(selector).locator('visible=true').first();

// Every link and every form of the portal loads a page; what comes next is looked at only when it is there.
async function loading(page, act) {
  const loaded = page.waitForEvent('load');
  loaded.catch(() => {}); // when act() fails first, its error is the one to tell
  await act();
  await loaded;
}

export function pointer(page) {
  const click = (selector) => loading(page, () => seen(page, selector).click());
  return {
    pointing: true,
    follow: click,
    send: click,
    fill: (selector, text) => seen(page, selector).fill(text),
    choose: (selector, label) => seen(page, selector).selectOption({ label }),
  };
}

export function keyboard(page) {
  const press = (key) => page.keyboard.press(key);
  const enter = async (selector) => {
    await reach(page, selector);
    await loading(page, () => press('Enter'));
  };
  return {
    pointing: false,
    follow: enter,
    send: enter,
    fill: async (selector, text) => {
      await reach(page, selector);
      await press('Control+A');
      await page.keyboard.type(text);
    },
    // Typing the first letters picks an entry of a drop-down.
    choose: async (selector, label) => {
      await reach(page, selector);
      await page.keyboard.type(label);
    },
  };
}

// Tab by Tab, as somebody without a mouse does; the place must be seen when it is reached.
async function reach(page, selector) {
  const target = seen(page, selector);
  for (let presses = 0; presses < 150; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      assert.equal(await target.evaluate(howFocusShows), 'visible', `${selector}: the focus`);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} cannot be reached with the Tab key on ${page.url()}`);
}

// Runs in the page: WCAG 2.2, 2.4.7 and 2.4.11.
function howFocusShows(element) {
  const style = getComputedStyle(element);
  if (style.outlineStyle === 'none' && style.boxShadow === 'none') return 'not marked';
  const box = element.getBoundingClientRect();
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return hit && (element.contains(hit) || hit.contains(element)) ? 'visible' : `covered by ${hit?.className || hit?.tagName || 'the edge'}`;
}

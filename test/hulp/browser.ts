/**
 * A browser for tests of screens: Debian's Chromium through playwright-core, with the checks that every page must pass.
 *
 * Where Chromium is absent a test skips itself and says so: `describe.skipIf(!hasBrowser())`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The widths at which a page is checked: a desk, and the narrowest that WCAG 1.4.10 asks for. */
export const WIDTHS = [1280, 320] as const;

/** WCAG 2.2 level A and AA, as axe groups its rules, and its best practices. */
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] as const;

/** The part of axe's answer that is used here. */
interface AxeResults {
  readonly violations: readonly { id: string; help: string; nodes: readonly { html: string }[] }[];
  readonly passes: readonly unknown[];
}

export function hasBrowser(): boolean {
  return existsSync(EXECUTABLE);
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
}

export interface OpenOptions {
  readonly width: number;
  /** Off by default: our pages must work without. */
  readonly javaScript?: boolean;
}

/** A page in a context of its own (no cookies shared). Closing the page's context is up to the caller. */
export async function openPage(browser: Browser, { width, javaScript = false }: OpenOptions): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    javaScriptEnabled: javaScript,
    locale: 'nl-NL',
  });
  return context.newPage();
}

/** What a check found wrong, one line each; empty when the page is right. */
export type Findings = readonly string[];

/**
 * Runs axe in the page. The page itself has no scripts and refuses them (CSP); axe comes in from outside, in a page with
 * JavaScript switched on.
 */
export async function axeFindings(page: Page): Promise<Findings> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const run = `${source};axe.run(document, { runOnly: ${JSON.stringify(AXE_TAGS)} })`;
  const results = (await page.evaluate(run)) as AxeResults;
  if (results.passes.length < 10) return [`axe looked at ${results.passes.length} rules only: is this a page of ours?`];
  return results.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`,
  );
}

/** Geometry of a page, measured in the page. */
const MEASURE = `(() => {
  const visible = (box) => box.width > 1 && box.height > 1;
  const name = (element) => element.tagName.toLowerCase() + ' "' + (element.textContent || '').trim().slice(0, 40) + '"';
  const width = document.documentElement.clientWidth;
  const findings = [];
  if (document.documentElement.scrollWidth > width) {
    findings.push('scrolls sideways: ' + document.documentElement.scrollWidth + ' px in ' + width + ' px');
  }
  // Scrolls by itself, or is clipped away because it is there for a screen reader only.
  const apart = (element) => {
    for (let around = element; around !== null; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.clipPath === 'inset(50%)' || (around !== element && style.overflowX === 'auto')) return true;
      if (around === document.body) return false;
    }
    return false;
  };
  for (const element of document.querySelectorAll('body *')) {
    const box = element.getBoundingClientRect();
    if (visible(box) && box.right > width + 1 && !apart(element)) findings.push('sticks out: ' + name(element));
  }
  for (const table of document.querySelectorAll('table')) {
    const room = table.parentElement;
    if (room.scrollWidth > room.clientWidth) findings.push('table scrolls: ' + name(table));
  }
  // A column that is squeezed breaks its words letter by letter.
  for (const cell of document.querySelectorAll('th, td')) {
    const box = cell.getBoundingClientRect();
    if (visible(box) && !apart(cell) && box.width < 56) findings.push('narrower than 56 px: ' + name(cell));
  }
  for (const element of document.querySelectorAll('button, input:not([type=checkbox]), select, textarea, nav a')) {
    const box = element.getBoundingClientRect();
    if (visible(box) && box.height < 43.5) findings.push('lower than 44 px: ' + name(element) + ' ' + box.height);
  }
  for (const label of document.querySelectorAll('label')) {
    const field = document.getElementById(label.htmlFor);
    const above = label.getBoundingClientRect();
    const below = field === null ? null : field.getBoundingClientRect();
    // The words beside a box belong to the target.
    if (field !== null && field.type === 'checkbox') {
      if (above.height < 43.5) findings.push('lower than 44 px: ' + name(label));
      if (above.left < below.right || above.top > below.top || above.bottom < below.bottom) findings.push('not beside its box: ' + name(label));
      continue;
    }
    if (below === null || above.bottom > below.top + 1 || Math.abs(above.left - below.left) > 24) {
      findings.push('not above its field: ' + name(label));
    }
  }
  return findings;
})()`;

/**
 * What axe does not see: a page that scrolls sideways (WCAG 1.4.10), parts that stick out, squeezed columns, targets
 * under 44 px in navigation and forms, labels that are not above their field or beside their box.
 */
export async function layoutFindings(page: Page): Promise<Findings> {
  return (await page.evaluate(MEASURE)) as string[];
}

/**
 * Saves a picture of the whole page as `<name>.png` in the folder named by the variable SCHERMEN, to be looked at by a
 * person; does nothing when it is not set. What is broken to the eye often passes every other check.
 */
export async function savePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCHERMEN'];
  if (folder === undefined || folder === '') return;
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** What a browser does with a file that somebody stored to do harm: it saves it, and runs nothing of it (RS-F71). */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Documenten, documenten } from '../src/registraties/documenten/documenten.testhulp.ts';
import { hasBrowser, openPage, startBrowser } from './hulp/browser.ts';

/** Tells that it runs: to the page around it, and to a server. */
const SCRIPT = `window.liep=true;try{top.liep=true}catch{};fetch('/gelopen').catch(()=>0)`;
const BESTANDEN: readonly (readonly [naam: string, inhoud: Buffer])[] = [
  ['pagina.html', Buffer.from(`<!doctype html><title>x</title><script>${SCRIPT}</script>`)],
  ['plaatje.svg', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>${SCRIPT}</script></svg>`)],
  ['blad.xhtml', Buffer.from(`<html xmlns="http://www.w3.org/1999/xhtml"><script>${SCRIPT}</script></html>`)],
  // A picture and a script at once.
  ['plaatje.gif', Buffer.from(`GIF89a=1;${SCRIPT}`)],
  // A PDF and a page at once.
  ['brief.pdf', Buffer.from(`%PDF-1.7\n<html><script>${SCRIPT}</script></html>\n%%EOF`)],
  ['notitie.txt', Buffer.from(`<script>${SCRIPT}</script>`)],
];

describe.skipIf(!hasBrowser())('a browser that opens a document (no browser: skipped)', () => {
  let d: Documenten;
  let browser: Browser;
  let page: Page;
  let origin: string;
  let gelopen: number;
  beforeAll(async () => {
    d = await documenten();
    origin = await d.r.server.listen({ port: 0, host: '127.0.0.1' });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await d.r.server.close();
  });
  beforeEach(async () => {
    gelopen = 0;
    page = await openPage(browser, { width: 1280, javaScript: true });
    await page.context().route('**/gelopen', async (route) => {
      gelopen += 1;
      await route.abort();
    });
    const authorization = `Bearer ${await d.r.token('beheer')}`;
    await page.route(`${origin}/documenten/**`, (route) =>
      route.continue({ headers: { ...route.request().headers(), authorization } }),
    );
  });
  afterEach(() => page.context().close());

  const bewaar = async (bestandsnaam: string, inhoud: Buffer): Promise<string> => {
    const { url } = await d.maak({ bestandsnaam, inhoud: inhoud.toString('base64'), formaat: 'text/html' });
    return `${origin}${new URL(url).pathname}/download`;
  };

  it.each(BESTANDEN)('saves %s as it was sent, under its name, and runs nothing of it', async (naam, inhoud) => {
    const adres = await bewaar(naam, inhoud);
    const [download] = await Promise.all([page.waitForEvent('download'), page.goto(adres).catch(() => null)]);
    expect(readFileSync(await download.path()).equals(inhoud)).toBe(true);
    expect(download.suggestedFilename()).toBe(naam);
    expect(page.url()).toBe('about:blank');
    expect(gelopen).toBe(0);
  });

  /** Opens this page as one of a site of somebody else; gives whether a script ran in it. */
  async function opElders(html: string): Promise<boolean> {
    const elders = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
    await new Promise<void>((resolve) => elders.listen(0, '127.0.0.1', resolve));
    try {
      await page.goto(`http://127.0.0.1:${(elders.address() as AddressInfo).port}/`, { waitUntil: 'load' });
      return (await page.evaluate('window.liep')) === true;
    } finally {
      elders.close();
    }
  }

  it('runs nothing of it inside a page of another either: as a script, a frame, an object or a style', async () => {
    const adressen = await Promise.all(BESTANDEN.map(([naam, inhoud]) => bewaar(naam, inhoud)));
    const delen = adressen.map(
      (a) =>
        `<script src="${a}"></script><iframe src="${a}"></iframe><object data="${a}"></object><link rel=stylesheet href="${a}">`,
    );
    expect([await opElders(delen.join('')), gelopen]).toEqual([false, 0]);
  });
  it('would have told this test', async () => {
    expect([await opElders(BESTANDEN[0]![1].toString()), gelopen]).toEqual([true, 1]);
  });
});

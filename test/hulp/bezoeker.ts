/** A browser without a screen: keeps cookies per host, follows redirects when told, and logs in at the simulator. */

export interface Antwoord {
  readonly status: number;
  readonly url: string;
  readonly tekst: string;
  readonly headers: Headers;
}

export interface Bezoeker {
  /** One request, no redirect followed. A path is one of the base. */
  vraag(url: string, init?: RequestInit): Promise<Antwoord>;
  /** A page, wherever it leads. */
  ga(url: string): Promise<Antwoord>;
  /** A form of our own page; its redirect is not followed. */
  stuur(url: string, velden?: Readonly<Record<string, string>>): Promise<Antwoord>;
  /** Chooses at the login simulator, and gives the page that it ends on. */
  logIn(wie?: string, pad?: string): Promise<Antwoord>;
  /** The cookies that go to this base. */
  cookies(): ReadonlyMap<string, string>;
  zetCookie(naam: string, waarde: string): void;
}

export function bezoeker(base: string): Bezoeker {
  /** All hosts of a test are one computer, whose ports share cookies as in a browser (RFC 6265 §8.5). */
  const jar = new Map<string, string>();
  const self: Bezoeker = {
    async vraag(url, init = {}) {
      const headers = new Headers(init.headers);
      if (jar.size > 0) headers.set('cookie', [...jar].map(([naam, waarde]) => `${naam}=${waarde}`).join('; '));
      const target = new URL(url, base).href;
      const answer = await fetch(target, { ...init, headers, redirect: 'manual' });
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const [naam, waarde] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
        if (/max-age=0/i.test(line)) jar.delete(naam);
        else jar.set(naam, waarde);
      }
      return { status: answer.status, url: target, tekst: await answer.text(), headers: answer.headers };
    },
    async ga(url) {
      let answer = await self.vraag(url);
      for (let hops = 0; answer.headers.has('location') && hops < 10; hops++)
        answer = await self.vraag(new URL(answer.headers.get('location')!, answer.url).href);
      return answer;
    },
    stuur: (url, velden = {}) =>
      self.vraag(url, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams(velden),
      }),
    async logIn(wie = 'beheerder-1', pad = '/beheer') {
      const keuze = await self.ga(pad);
      const gekozen = await self.stuur(keuze.url, { wie });
      const terug = gekozen.headers.get('location');
      return terug === null ? gekozen : await self.ga(terug);
    },
    cookies: () => jar,
    zetCookie: (naam, waarde) => void jar.set(naam, waarde),
  };
  return self;
}

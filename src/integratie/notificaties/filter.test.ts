/** What an abonnement is sent, for any wishes and any news. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutboxEvent } from '../../platform/outbox/index.ts';
import { CLOUDEVENTS, INTERN, type Wens, wil } from './filter.ts';

const NAMEN = ['zaken', 'parkeren', 'lopendezaken', 'digikoppeling', CLOUDEVENTS, '__proto__', ''];
const word = fc.oneof(fc.constantFrom(...NAMEN, 'wijk', 'toString', 'noord'), fc.string({ maxLength: 5 }));
const kenmerken = fc.dictionary(word, word, { maxKeys: 4 });
const wens: fc.Arbitrary<Wens> = fc.record({
  kanalen: fc.array(fc.record({ naam: word, filters: kenmerken }), { maxLength: 4 }),
  cloudeventFilters: fc.array(fc.record({ typeSubstring: word, filters: kenmerken }), { maxLength: 3 }),
});

const event = (channel: string, kind: string, body: unknown): OutboxEvent => ({
  id: '',
  channel,
  kind,
  subject: '',
  subjectNr: 1,
  body,
  trace: null,
  at: new Date(0),
});
const bericht = (kanaal: string, has: Readonly<Record<string, string>>) =>
  event(kanaal, 'zaak.create', { kanaal, kenmerken: has });

/** The rule, said another way: on the list by name, and nothing asked that is otherwise. */
const gevraagd = ({ kanalen }: Wens, kanaal: string, has: Readonly<Record<string, string>>): boolean =>
  kanalen
    .filter(({ naam }) => naam === kanaal)
    .map(({ filters }) => Object.keys(filters).filter((k) => !Object.keys(has).includes(k) || has[k] !== filters[k]))
    .some((mismatches) => mismatches.length === 0);

describe('an abonnement', () => {
  const kanaalnaam = word.filter((naam) => naam !== CLOUDEVENTS && !INTERN.has(naam));

  it('wants a message exactly when it asks for its kanaal, with no kenmerk that is otherwise', () => {
    fc.assert(
      fc.property(wens, kanaalnaam, kenmerken, (w, kanaal, has) => {
        expect(wil(w, bericht(kanaal, has))).toBe(gevraagd(w, kanaal, has));
      }),
    );
  });
  it('without kenmerken wants everything on its kanaal, and with those of the message itself too', () => {
    fc.assert(
      fc.property(kanaalnaam, kenmerken, (naam, has) => {
        for (const filters of [{}, has])
          expect(wil({ kanalen: [{ naam, filters }], cloudeventFilters: [] }, bericht(naam, has))).toBe(true);
      }),
    );
  });
  it('wants less with each kenmerk more, and more with each kanaal more', () => {
    fc.assert(
      fc.property(wens, wens, kanaalnaam, kenmerken, kenmerken, (w, other, kanaal, has, extra) => {
        const news = bericht(kanaal, has);
        const narrower = { ...w, kanalen: w.kanalen.map((one) => ({ ...one, filters: { ...extra, ...one.filters } })) };
        const wider = { ...w, kanalen: [...w.kanalen, ...other.kanalen] };
        if (wil(narrower, news)) expect(wil(w, news)).toBe(true);
        if (wil(w, news)) expect(wil(wider, news)).toBe(true);
      }),
    );
  });
  it('chooses CloudEvents by a part of their type and what is in their data, and by nothing else', () => {
    fc.assert(
      fc.property(wens, word, kenmerken, (w, type, has) => {
        const expected = w.cloudeventFilters.some(
          (one) => type.includes(one.typeSubstring) && gevraagd({ ...w, kanalen: [{ naam: '', ...one }] }, '', has),
        );
        expect(wil(w, event(CLOUDEVENTS, `extern.${type}`, { type, data: has }))).toBe(expected);
      }),
    );
  });
});

describe('what goes on inside', () => {
  it.each([...INTERN])('on %s never goes to an abonnement, whatever it asks for and whatever is said', (channel) => {
    const anything = fc.oneof(
      fc.record({ zaakbericht: fc.uuid() }),
      fc.record({ kanaal: fc.constantFrom(channel, 'zaken'), kenmerken }),
      fc.jsonValue({ maxDepth: 1 }),
    );
    fc.assert(
      fc.property(wens, word, anything, (w, kind, body) => {
        const all = { ...w, kanalen: [...w.kanalen, { naam: channel, filters: {} }, { naam: 'zaken', filters: {} }] };
        expect(wil(all, event(channel, kind, body))).toBe(false);
      }),
    );
  });
});

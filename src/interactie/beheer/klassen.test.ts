/** No class name on a screen without a rule in the style sheet: a typing mistake, or a rule that was purged. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { classesOf } from '../../../test/hulp/html.ts';
import { nepBeheer } from '../../../test/hulp/nep-beheer.ts';
import { NEP_GEBRUIK } from '../../../test/hulp/nep-gebruik.ts';
import { idVan } from '../../../test/hulp/nep-notificaties.ts';
import { nepZaakbericht } from '../../../test/hulp/nep-zaakberichten.ts';
import { apiPages } from '../api/index.ts';
import { demoHome, standIn } from '../mijngemeente/index.ts';

const CSS = readFileSync(join(import.meta.dirname, '../ui/assets/app.css'), 'utf8');

/** Names that the NL Design System prescribes and gives no rule of its own. */
const WITHOUT_RULE = ['utrecht-data-list--html-dl'];

it('every class on the screens has a rule', async () => {
  const { app, get, post } = await nepBeheer(200, { demo: true, gebruik: () => NEP_GEBRUIK });
  const pages = [
    '/beheer',
    '/beheer/lopende-zaken/berichten?van=x',
    '/beheer/lopende-zaken/berichten?staat=x&zaaknummer=a&zaaknummer=b',
    '/beheer/elders',
    '/beheer/gebruik',
    ...[
      '',
      '/signalen',
      '/nieuw',
      `/${idVan(1)}?nummer=x`,
      `/${idVan(3)}?nummer=9`,
      `/${idVan(1)}/herhalen?vanaf=1`,
    ].map((path) => `/beheer/notificaties${path}`),
    ...Array.from({ length: 13 }, (_, n) => `/beheer/lopende-zaken/berichten/${nepZaakbericht(n).id}`),
    '/beheer/lopende-zaken/zoeken',
    '/beheer/lopende-zaken/planning',
    '/beheer/lopende-zaken/planning/lopende-zaken',
    '/beheer/lopende-zaken/statussen?zoek=veel',
    '/beheer/lopende-zaken/statussen/KAPVERGUNNING',
    '/beheer/lopende-zaken/verantwoording',
    ...['', '/versies/0', '/ontvangers', '/berichten', '/stromen', '/stromen/nieuw'].map(
      (path) => `/beheer/lopende-zaken/inrichting${path}`,
    ),
  ];
  const html = await Promise.all(pages.map(async (path) => (await get(path)).payload));
  html.push((await post(`/beheer/lopende-zaken/berichten/${nepZaakbericht(3).id}/overslaan`)).payload);
  await app.close();
  const rest = Fastify();
  await rest.register(standIn({ gemeente: 'Voorbeeld' }));
  const verwijzingen = [{ href: '/beheer', titel: 'Beheer', uitleg: 'Voor de beheerder.' }];
  await rest.register(demoHome({ gemeente: 'Voorbeeld', verwijzingen }));
  await rest.register(apiPages({ gemeente: 'Voorbeeld', base: '', apis: [] }));
  for (const url of ['/', '/mijnzaken/x', '/api']) html.push((await rest.inject(url)).payload);
  await rest.close();

  const used = new Set(html.flatMap((page) => [...classesOf(page)]));
  expect(used.size).toBeGreaterThan(60);
  const known = new Set([...CSS.matchAll(/\.(-?[A-Za-z_][\w-]*)/g)].map((match) => match[1]));
  expect([...used].filter((name) => !known.has(name))).toEqual(WITHOUT_RULE);
});

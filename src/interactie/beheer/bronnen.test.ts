import { expect, it } from 'vitest';
import { visibleText } from '../../../test/hulp/html.ts';
import { nepBeheer } from '../../../test/hulp/nep-beheer.ts';
import { NEP_BRONNEN } from '../../../test/hulp/nep-bronnen.ts';

it('shows of each register of others whether its statussen come through, and what is wrong', async () => {
  const { app, get } = await nepBeheer(1, { bronnen: async () => NEP_BRONNEN });
  const { statusCode, payload } = await get('/beheer/bronnen');
  await app.close();
  expect(statusCode).toBe(200);
  const [goed, fout] = visibleText(payload).split('Register zaaksysteem-van-een-leverancier', 2);
  expect(goed).toContain('Register openzaak');
  expect(goed).toContain('Abonnement Goed');
  expect(goed).toContain('1.234 statussen, waarvan 12 door zelf te vragen');
  expect(fout).toContain('Zelf vragen lukt niet');
  const alles = visibleText(payload);
  for (const melding of [
    'heeft een storing (503)',
    'weigert ons (403)',
    '3 notificaties konden wij niet gebruiken',
    'niet van nieuw naar oud',
  ])
    expect(alles).toContain(melding);
});

it('says that there is none, and how to add one', async () => {
  const { app, get } = await nepBeheer(1);
  expect(visibleText((await get('/beheer/bronnen')).payload)).toContain('Zaakbode gebruikt alleen het eigen register');
  await app.close();
});

it('says so when the source fails', async () => {
  const { app, get } = await nepBeheer(1, { bronnen: () => Promise.reject(new Error('weg')) });
  expect((await get('/beheer/bronnen')).statusCode).toBe(503);
  await app.close();
});

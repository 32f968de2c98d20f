import { expect, it } from 'vitest';
import { visibleText } from '../../../test/hulp/html.ts';
import { nepBeheer } from '../../../test/hulp/nep-beheer.ts';
import { NEP_GEBRUIK } from '../../../test/hulp/nep-gebruik.ts';

it('shows per application and API, by their names, how much, how often in vain, and how fast', async () => {
  const apis = [{ name: 'zaken', title: 'Zaken API' }];
  const { app, get } = await nepBeheer(1, { gebruik: () => NEP_GEBRUIK, apis });
  const { statusCode, payload } = await get('/beheer/gebruik');
  await app.close();
  expect(statusCode).toBe(200);
  const text = visibleText(payload);
  expect(text).toContain('12.456 verzoeken sinds de start');
  expect(text).toContain('zaaksysteem-van-een-leverancier-met-een-lange-naam Zaken API 12.345 0 0 5 ms');
  expect(text).toContain('zaaksysteem-van-een-leverancier-met-een-lange-naam catalogi 1 1 0 meer dan 10 s');
  expect(text).toContain('portaal zaakbevraging 102 3 3 10 ms');
  expect(text).toContain('portaal referentielijsten 1 0 0 2,5 s');
  expect(text).toContain('Zonder geldig token Zaken API 7 7 0 1 ms');
  expect(payload).toContain('aria-current="true">Gebruik van de API’s</a>');
});

it('says so when nobody used anything yet', async () => {
  const { app, get } = await nepBeheer(1);
  expect(visibleText((await get('/beheer/gebruik')).payload)).toContain('Er is nog geen gebruik gemaakt van de API’s.');
  await app.close();
});

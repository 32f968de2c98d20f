/** POST besluit_verwerken: a besluit and its documents together, or nothing. */
import { beforeAll, describe, expect, it } from 'vitest';
import { newZaak, type Registers, registers } from '../registers.testhulp.ts';
import {
  BRC,
  berichten,
  besluitBody,
  clientVoor,
  codes,
  documentElders,
  type Wereld,
  wereld,
} from './besluiten.testhulp.ts';

let r: Registers;
let w: Wereld;
beforeAll(async () => {
  r = await registers();
  w = await wereld(r);
});

const post = (body: object, as = 'beheer') => r.send('POST', `${BRC}/besluit_verwerken`, body, { as });
const verwerk = (extra: object, documenten: readonly string[], as = 'beheer') =>
  post(
    {
      besluit: besluitBody(w.besluittype, extra),
      besluitinformatieobjecten: documenten.map((informatieobject) => ({ informatieobject })),
    },
    as,
  );
const document = (naam: string, type = w.documenttype) => documentElders(r, naam, type);
const aantal = async () => (await r.send('GET', `${BRC}/besluiten`)).body.count;

describe('besluit_verwerken', () => {
  it('201: the besluit, its documents and its zaakbesluit, each with its notification', async () => {
    const zaak = await newZaak(r, w.zaaktype);
    const { status, body } = await verwerk({ zaak }, [document('1'), document('2')]);
    expect(status).toBe(201);
    expect((await r.send('GET', body.besluit.url)).body).toEqual(body.besluit);
    const { body: lijst } = await r.send('GET', `${BRC}/besluitinformatieobjecten`);
    expect(body.besluitinformatieobjecten).toEqual(lijst);
    expect(lijst.map((bio: { besluit: string }) => bio.besluit)).toEqual([body.besluit.url, body.besluit.url]);
    expect((await r.send('GET', `${zaak}/besluiten`)).body).toMatchObject([{ besluit: body.besluit.url }]);
    expect(await berichten(r, body.besluit.url)).toEqual([
      'besluit.create',
      'besluitinformatieobject.create',
      'besluitinformatieobject.create',
    ]);
    expect((await verwerk({}, [])).body.besluitinformatieobjecten).toEqual([]);
  });
  it('400: nothing is made when a part is wrong, and all that is wrong is told by its place', async () => {
    const before = await aantal();
    const goed = document('3');
    expect(codes(await verwerk({ datum: 'gisteren' }, [goed, 'x']))).toEqual([
      'besluit.datum:invalid',
      'besluitinformatieobjecten.1.informatieobject:invalid',
    ]);
    expect(codes(await verwerk({ datum: '2027-01-01' }, [goed]))).toEqual(['besluit.datum:future_not_allowed']);
    expect(codes(await verwerk({}, [goed, document('4', '')]))).toEqual([
      'besluitinformatieobjecten.1.nonFieldErrors:missing-besluittype-informatieobjecttype-relation',
    ]);
    expect(codes(await verwerk({}, [goed, goed]))).toEqual(['besluitinformatieobjecten.1.nonFieldErrors:unique']);
    expect(await aantal()).toBe(before);
  });
  it.each([
    [{}, 'besluit:required'],
    [{ besluit: {} }, 'besluitinformatieobjecten:required'],
    [{ besluit: {}, besluitinformatieobjecten: {} }, 'besluitinformatieobjecten:not_a_list'],
    [{ besluit: 1, besluitinformatieobjecten: [] }, 'besluit.nonFieldErrors:invalid'],
  ])('400 for a body like %j', async (body, code) => {
    expect(codes(await post(body))).toEqual([code]);
  });
  it('403 for who may not make besluiten, or none of this type', async () => {
    await clientVoor(r, 'lezer', w.besluittype, ['lezen']);
    await clientVoor(r, 'vreemde', crypto.randomUUID(), ['aanmaken']);
    for (const as of ['lezer', 'vreemde']) expect((await verwerk({}, [], as)).status).toBe(403);
  });
});

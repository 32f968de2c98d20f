import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoPersonen } from '../index.ts';
import { type Opstelling, startOpstelling } from '../simulator.testhulp.ts';

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});
afterEach(() => proef.close());

async function vraag(dienst: 'accounts' | 'brp', payload: unknown) {
  const answer = await proef.app.inject({
    method: 'POST',
    url: `/simulator/${dienst}/controle`,
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  });
  return { status: answer.statusCode, json: answer.json(), headers: answer.headers, text: answer.body };
}

describe('POST /simulator/accounts/controle', () => {
  test('tells per BSN, in the order asked, whether there is an account and since when', async () => {
    const { status, json, headers } = await vraag('accounts', { bsns: ['999990342', '999990202', '999993653'] });
    expect(status).toBe(200);
    expect(json).toEqual({
      accounts: [
        { bsn: '999990342', status: 'actief', geactiveerdOp: '2026-11-02T11:00:00.000Z' },
        { bsn: '999990202', status: 'geen', geactiveerdOp: null },
        { bsn: '999993653', status: 'actief', geactiveerdOp: '2019-03-04T08:00:00.000Z' },
      ],
    });
    expect(headers['cache-control']).toBe('no-store');
  });

  test('a BSN that is nobody here has no account', async () => {
    const { json } = await vraag('accounts', { bsns: ['111222333'] });
    expect(json).toEqual({ accounts: [{ bsn: '111222333', status: 'geen', geactiveerdOp: null }] });
  });

  test('follows an account that is opened or closed', async () => {
    expect(proef.simulator.setAccount('p-n8fr', { status: 'actief', geactiveerdOp: '2026-11-02T09:00:00.000Z' })).toBe(
      true,
    );
    expect((await vraag('accounts', { bsns: ['999990202'] })).json.accounts[0].status).toBe('actief');
    expect(proef.simulator.setAccount('niemand', { status: 'geen', geactiveerdOp: null })).toBe(false);
  });
});

describe('POST /simulator/brp/controle', () => {
  test('tells per BSN whether it is known', async () => {
    const { json } = await vraag('brp', { bsns: ['999993653', '999990408', '111222333'] });
    expect(json).toEqual({
      personen: [
        { bsn: '999993653', bekend: true },
        { bsn: '999990408', bekend: false },
        { bsn: '111222333', bekend: false },
      ],
    });
  });
});

describe.each(['accounts', 'brp'] as const)('a wrong question to %s', (dienst) => {
  test.each([
    ['no bsns', {}],
    ['an empty list', { bsns: [] }],
    ['251 of them', { bsns: Array.from({ length: 251 }, () => '999993653') }],
    ['eight digits', { bsns: ['99999365'] }],
    ['outside the 11-proef', { bsns: ['999993653', '123456789'] }],
    ['a number instead of a text', { bsns: [999993653] }],
  ])('%s: 400, without repeating a BSN', async (_naam, body) => {
    const { status, json, text } = await vraag(dienst, body);
    expect(status).toBe(400);
    expect(json.detail).not.toBe('');
    expect(text).not.toMatch(/[0-9]{8}/);
  });

  test('no JSON: 400', async () => {
    const answer = await proef.app.inject({
      method: 'POST',
      url: `/simulator/${dienst}/controle`,
      headers: { 'content-type': 'application/json' },
      payload: '{"bsns":["999993653"',
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).not.toContain('999993653');
  });
});

test('250 BSNs at once are answered', async () => {
  const bsns = Array.from({ length: 250 }, () => '999993653');
  expect((await vraag('accounts', { bsns })).json.accounts).toHaveLength(250);
});

test('with personen "alle" every BSN that passes the 11-proef is known and has an account', async () => {
  await proef.close();
  proef = await startOpstelling({ personen: 'alle' });
  expect((await vraag('accounts', { bsns: ['111222333'] })).json.accounts[0].status).toBe('actief');
  expect((await vraag('brp', { bsns: ['111222333'] })).json.personen[0].bekend).toBe(true);
  expect((await vraag('brp', { bsns: ['123456789'] })).status).toBe(400);
});

test('the fictional people cover every combination that matters, each with a BSN of its own', () => {
  expect(new Set(demoPersonen.map(({ bsn }) => bsn)).size).toBe(demoPersonen.length);
  expect(demoPersonen.every(({ bsn }) => /^99999[0-9]{4}$/.test(bsn))).toBe(true);
  const kinds = new Set(
    demoPersonen.map(({ inBrp, account, email }) => `${inBrp} ${account.status} ${email !== null}`),
  );
  for (const kind of [
    'true actief true',
    'true actief false',
    'true geen false',
    'false geen false',
    'false actief false',
  ]) {
    expect(kinds).toContain(kind);
  }
});

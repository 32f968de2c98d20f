import { describe, expect, it } from 'vitest';
import { isSameOrigin } from './origin.ts';

const HOST = 'zaakbode.voorbeeld.example:8443';

describe('a change is accepted', () => {
  it.each([
    ['from our own page', { origin: `https://${HOST}`, 'sec-fetch-site': 'same-origin' }],
    ['from our own page in a browser without Sec-Fetch-Site', { origin: `https://${HOST}` }],
    ['from our own page in a browser that leaves out Origin', { 'sec-fetch-site': 'same-origin' }],
  ])('%s', (_what, headers) => {
    expect(isSameOrigin(headers, HOST)).toBe(true);
  });

  it('whatever the case in which the host was typed', () => {
    expect(isSameOrigin({ origin: 'http://localhost:8080' }, 'LOCALHOST:8080')).toBe(true);
  });
});

describe('a change is refused', () => {
  it.each([
    ['without either header, as from a script outside a browser', {}],
    ['from another site', { origin: 'https://elders.example', 'sec-fetch-site': 'cross-site' }],
    [
      'from a neighbour on the same domain',
      { origin: 'https://werk.voorbeeld.example', 'sec-fetch-site': 'same-site' },
    ],
    ['from another port', { origin: 'https://zaakbode.voorbeeld.example:9000' }],
    ['from a host that starts like ours', { origin: `https://${HOST}.elders.example` }],
    ['from a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['from a page that hides its origin', { origin: 'null' }],
    ['when the headers contradict each other', { origin: 'https://elders.example', 'sec-fetch-site': 'same-origin' }],
    ['when typed in the address bar', { 'sec-fetch-site': 'none' }],
    ['with an Origin that is no address', { origin: '//' }],
  ])('%s', (_what, headers) => {
    expect(isSameOrigin(headers, HOST)).toBe(false);
  });
});

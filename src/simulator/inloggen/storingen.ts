/** What can be made wrong with a login, so that the other side shows that it sees it. */
export const INLOGFOUTEN = [
  // in the id_token
  'nonce',
  'ontvanger',
  'uitgever',
  'verlopen',
  'sleutel',
  'zonder-handtekening',
  'ander-algoritme',
  // on the way back
  'state',
  'andere-uitgever-in-antwoord',
  'geweigerd',
  // the provider as a whole
  'weg',
] as const;

export type InlogFout = (typeof INLOGFOUTEN)[number];

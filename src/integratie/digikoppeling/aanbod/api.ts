/**
 * The Digikoppeling API: for systems that send and receive over Digikoppeling without a message handler of their own. Not
 * of any standard; polling and confirming is how such systems work with the adapters that they know.
 */
export const digikoppelingApi = {
  name: 'digikoppeling',
  title: 'Digikoppeling API',
  version: '1.0.0',
  root: '/digikoppeling/api/v1',
} as const;

/** Kanaal of the Notificaties API on which is told what becomes of messages, and what can be chosen by. */
export const KANAAL = { naam: 'digikoppeling', kenmerken: ['cpaId', 'action', 'gebeurtenis'] } as const;

/** Any one of the scopes is enough. Each can be given for all CPAs, or for one (`cpa` of the autorisatie). */
export const SCOPES = {
  verzenden: ['digikoppeling.verzenden'],
  /** Who sends a message sees what becomes of it. */
  lezen: ['digikoppeling.lezen', 'digikoppeling.verzenden'],
  ontvangen: ['digikoppeling.ontvangen'],
} as const;

/** Payloads in a JSON message, base64 not counted: it stands in memory as a whole. */
export const MEESTE_JSON = 4 * 1024 * 1024;
/** What a JSON message with the largest payloads may measure. */
export const MEESTE_BERICHT = Math.ceil(MEESTE_JSON / 3) * 4 + 64 * 1024;
/** Each payload that comes as a file of its own; Digikoppeling sends above 20 MiB with Grote Berichten (KV §6). */
export const MEESTE_BESTAND = 1024 * 1024 * 1024;
export const MEESTE_BIJLAGEN = 50;
/** Payloads that are together no larger stand in the row of their message. */
export const IN_RIJ = 64 * 1024;

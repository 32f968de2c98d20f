/**
 * Warnings for operators (L10, O4): within a minute of it happening a message that something is stuck, away, failing or about
 * to expire; again while it lasts; and one when it is over.
 *
 *   kijken.ts: what is there ── regels.ts: what is wrong ── bevinding.ts: what is new ── event ── bezorgen.ts: webhook, mail
 *
 * Of all processes one looks, in turns; what it found and what is told of it are stored in one transaction, so each is told
 * once and none is lost. Start reading at `kijken.ts`.
 */
export type { Afzender } from './bericht.ts';
export type { Post, Webhook } from './bezorgen.ts';
export { createWaarschuwingen, type Waarschuwing, type Waarschuwingen, type WaarschuwingenOpties } from './kijken.ts';
export type { Grenzen } from './regels.ts';

export const waarschuwingenMigrations = {
  component: 'waarschuwingen',
  folder: new URL('./migraties', import.meta.url).pathname,
};

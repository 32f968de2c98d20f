/** What an event can be chosen by. */

/** The attributes of the data that are one value, as text (Open Notificaties: cloudeventFilters). */
export function kenmerkenVan(data: unknown): Readonly<Record<string, string>> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return {};
  const enkel = Object.entries(data).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(enkel.map(([key, value]) => [key, String(value)]));
}

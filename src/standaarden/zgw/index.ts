/** Facts of the ZGW standard that more than one register uses. */

/** Vertrouwelijkheidaanduidingen, from open to secret: a maximum allows itself and all before it. */
export const VERTROUWELIJKHEDEN = [
  'openbaar',
  'beperkt_openbaar',
  'intern',
  'zaakvertrouwelijk',
  'vertrouwelijk',
  'confidentieel',
  'geheim',
  'zeer_geheim',
] as const;

export type Vertrouwelijkheid = (typeof VERTROUWELIJKHEDEN)[number];

/** Items on a page of a list (ZGW "Paginering"). */
export const PAGE_SIZE = 100;

/** The only coordinate reference system of the Zaken API. */
export const CRS = 'EPSG:4326';

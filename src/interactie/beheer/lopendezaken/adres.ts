/** The addresses of Lopende Zaken in /beheer. */
export const LOPENDE_ZAKEN = '/beheer/lopende-zaken';
export const BERICHTEN = `${LOPENDE_ZAKEN}/berichten`;
export const ZOEKEN = `${LOPENDE_ZAKEN}/zoeken`;
export const UITVOER = `${LOPENDE_ZAKEN}/uitvoer.csv`;
export const STATUSSEN = `${LOPENDE_ZAKEN}/statussen`;
export const PLANNING = `${LOPENDE_ZAKEN}/planning`;
export const INRICHTING = `${LOPENDE_ZAKEN}/inrichting`;
export const STROMEN = `${INRICHTING}/stromen`;
export const VERANTWOORDING = `${LOPENDE_ZAKEN}/verantwoording`;

/** The address of one zaakbericht. */
export function hrefOfDetail(id: string): string {
  return `${BERICHTEN}/${encodeURIComponent(id)}`;
}

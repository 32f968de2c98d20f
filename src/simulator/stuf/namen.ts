/** Namespaces of StUF 03.01 and the sector models BG 03.10 and ZKN 03.10. */

export const STUF = 'http://www.egem.nl/StUF/StUF0301';
export const ZKN = 'http://www.egem.nl/StUF/sector/zkn/0310';
export const BG = 'http://www.egem.nl/StUF/sector/bg/0310';
/** Of the template for the MO-bericht that comes with Zaakbode; the real one is not public. */
export const MO = 'urn:x-zaakbode:mo-bericht:1';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

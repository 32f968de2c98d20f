/** Namespaces of StUF 03.01 and the sector models BG 03.10 and ZKN 03.10. */

export const STUF = 'http://www.egem.nl/StUF/StUF0301';
export const ZKN = 'http://www.egem.nl/StUF/sector/zkn/0310';
export const BG = 'http://www.egem.nl/StUF/sector/bg/0310';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

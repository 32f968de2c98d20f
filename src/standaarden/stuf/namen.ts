/** The namespaces of StUF 03.01, BG 03.10 and ZKN 03.10, and how they are declared in what we write. */
import { rawXml } from '../xml/index.ts';

export const STUF = 'http://www.egem.nl/StUF/StUF0301';
export const BG = 'http://www.egem.nl/StUF/sector/bg/0310';
export const ZKN = 'http://www.egem.nl/StUF/sector/zkn/0310';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** For a text or bytes that starts a document: UTF-8, no byte order mark. */
export const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Why an element is empty: there is no value (yet). Both attributes, since not every type allows empty content. */
export const GEEN_WAARDE = rawXml('xsi:nil="true" StUF:noValue="geenWaarde"');

/** Why an element is empty: there may be a value, we do not know it. */
export const WAARDE_ONBEKEND = rawXml('xsi:nil="true" StUF:noValue="waardeOnbekend"');

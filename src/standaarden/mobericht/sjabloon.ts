/**
 * Reads a template for a message: XML with named places, checked once so that whatever is filled in gives well-formed XML.
 *
 * A place stands in text or in a quoted attribute value; an optional block holds whole elements and stands within the root. So the template
 * with everything in it is well-formed exactly when each choice of blocks is.
 */
import { parseXml, type XmlElement, XmlFault } from '../xml/index.ts';
import { PLAATSEN, TIJDSTIPPEN } from './plaatsen.ts';

export type Deel =
  | { readonly soort: 'vast'; readonly tekst: string }
  | { readonly soort: 'waarde'; readonly plaats: string }
  | { readonly soort: 'blok'; readonly plaats: string; readonly alsLeeg: boolean; readonly delen: readonly Deel[] };

export interface Sjabloon {
  /** The element with which the messages begin, for a schema to judge them by. */
  readonly wortel: { readonly namespace: string; readonly naam: string };
  readonly delen: readonly Deel[];
}

/** Everything that is wrong with a template, as sentences for the administrator. */
export class SjabloonFout extends Error {
  override readonly name = 'SjabloonFout';
  readonly fouten: readonly string[];

  constructor(fouten: readonly string[]) {
    super(fouten.join(' '));
    this.fouten = fouten;
  }
}

const MAX_TEKENS = 200_000;
const NAMEN: ReadonlySet<string> = new Set(PLAATSEN.map(({ naam }) => naam));

/** Markup, a mark of ours, or text between them. Attribute values are taken along with their quotes. */
const STUK =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<(?:"[^"]*"|'[^']*'|[^<>"'])*>|\{\{[\s\S]*?\}\}|[^<{]+|[\s\S]/g;
const MERK = /^\{\{\s*([#^/]?)\s*([\w.]+)\s*\}\}$/;

/** @throws SjabloonFout with all that is found */
export function laadSjabloon(tekst: string): Sjabloon {
  const bron = tekst.startsWith('\uFEFF') ? tekst.slice(1) : tekst;
  if (bron.length > MAX_TEKENS) throw new SjabloonFout([`Het sjabloon is langer dan ${MAX_TEKENS} tekens.`]);
  const fouten: string[] = [];
  const wortel = leesWortel(bron, fouten);
  const { delen, gebruikt } = verdeel(bron, fouten);
  const mist = PLAATSEN.filter(({ naam, verplicht }) => verplicht && !gebruikt.has(naam)).map(({ naam }) => naam);
  if (!TIJDSTIPPEN.some((naam) => gebruikt.has(naam))) mist.push(TIJDSTIPPEN.join(' of '));
  for (const naam of mist) fouten.push(`Het sjabloon mist {{${naam}}}. Zet deze naam op zijn plaats.`);
  if (fouten.length > 0 || wortel === null) throw new SjabloonFout(fouten);
  return { wortel: { namespace: wortel.ns, naam: wortel.name }, delen };
}

/** With a value in each place and each block in it; lines stay where they are. */
function leesWortel(bron: string, fouten: string[]): XmlElement | null {
  const vol = bron.replace(/\{\{\s*([#^/]?)[\s\S]*?\}\}/g, (merk, soort) =>
    soort === '' ? 'x' : merk.replace(/[^\n]/g, ''),
  );
  try {
    if (/^<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])/i.test(bron)) fouten.push('Bewaar het sjabloon in UTF-8.');
    return parseXml(vol);
  } catch (fault) {
    if (!(fault instanceof XmlFault)) throw fault;
    const waar = fault.line > 0 ? ` (regel ${fault.line})` : '';
    const wat = fault.code === 'doctype' ? 'heeft een DOCTYPE; haal dat weg' : 'is geen goede XML; verbeter het';
    fouten.push(`Het sjabloon ${wat}${waar}.`);
    return null;
  }
}

interface OpenBlok {
  readonly plaats: string;
  readonly alsLeeg: boolean;
  readonly delen: Deel[];
  readonly diepte: number;
}

function verdeel(bron: string, fouten: string[]): { delen: readonly Deel[]; gebruikt: ReadonlySet<string> } {
  const delen: Deel[] = [];
  const open: OpenBlok[] = [];
  const gebruikt = new Set<string>();
  let diepte = 0;
  let regel = 1;
  const fout = (melding: string): void => {
    fouten.push(`Regel ${regel}: ${melding}`);
  };
  const hier = (): Deel[] => open.at(-1)?.delen ?? delen;
  const vast = (tekst: string): void => {
    if (tekst !== '') hier().push({ soort: 'vast', tekst });
  };
  const waarde = (plaats: string): void => {
    if (!NAMEN.has(plaats)) fout(`{{${plaats}}} bestaat niet. Kies een naam uit de lijst in docs/zaakbericht.md.`);
    gebruikt.add(plaats);
    hier().push({ soort: 'waarde', plaats });
  };

  const merk = (tekst: string): void => {
    const [, soort, plaats = ''] = MERK.exec(tekst) ?? [];
    if (soort === undefined) fout('wat tussen {{ en }} staat is geen naam.');
    else if (soort === '') waarde(plaats);
    else if (soort === '/') sluit(plaats);
    else begin(plaats, soort === '^');
  };
  const begin = (plaats: string, alsLeeg: boolean): void => {
    if (!NAMEN.has(plaats)) fout(`{{${plaats}}} bestaat niet. Kies een naam uit de lijst in docs/zaakbericht.md.`);
    if (diepte === 0) fout(`het blok ${plaats} staat buiten het buitenste element.`);
    open.push({ plaats, alsLeeg, delen: [], diepte });
  };
  const sluit = (plaats: string): void => {
    const blok = open.pop();
    if (blok?.plaats !== plaats) {
      fout(`{{/${plaats}}} sluit geen blok dat hier open is.`);
      return;
    }
    if (blok.diepte !== diepte) fout(`het blok ${plaats} bevat geen hele elementen.`);
    hier().push({ soort: 'blok', plaats, alsLeeg: blok.alsLeeg, delen: blok.delen });
  };
  const tag = (tekst: string): void => {
    if (tekst.startsWith('</')) diepte -= 1;
    else if (!tekst.endsWith('/>')) diepte += 1;
    const blok = open.at(-1);
    if (blok !== undefined && diepte < blok.diepte) fout(`het blok ${blok.plaats} bevat geen hele elementen.`);
    // Between quotes, and nowhere else: a name of an element is not filled in.
    for (const stuk of tekst.match(/"[^"]*"|'[^']*'|[^"']+/g) ?? []) {
      if (!/^["']/.test(stuk)) {
        if (stuk.includes('{{'))
          fout('een naam tussen {{ en }} staat in tekst of tussen aanhalingstekens, niet in een tag.');
        vast(stuk);
        continue;
      }
      for (const deel of stuk.match(/\{\{[\s\S]*?\}\}|\{|[^{]+/g) ?? []) {
        if (!deel.startsWith('{{')) vast(deel);
        else if (/^\{\{\s*[#^/]/.test(deel)) fout('een blok kan niet in een attribuut staan.');
        else merk(deel);
      }
    }
  };

  for (const stuk of bron.match(STUK) ?? []) {
    if (stuk.startsWith('<!--') || stuk.startsWith('<?xml')) {
      // Neither goes along: the writer has a declaration of its own.
    } else if (stuk.startsWith('<![CDATA[') || stuk.startsWith('<?')) {
      if (stuk.includes('{{')) fout('een naam tussen {{ en }} kan niet in CDATA of een instructie staan.');
      vast(stuk);
    } else if (stuk.startsWith('<') && stuk.length > 1) tag(stuk);
    else if (stuk.startsWith('{{')) merk(stuk);
    else vast(stuk);
    regel += stuk.split('\n').length - 1;
  }
  if (bron.replace(/<!--[\s\S]*?-->|\{\{[\s\S]*?\}\}/g, '').includes('{{')) {
    fouten.push('Achter {{ staat nergens }}. Sluit de naam met twee accolades.');
  }
  for (const { plaats } of open) fout(`het blok ${plaats} wordt niet gesloten.`);
  return { delen, gebruikt };
}

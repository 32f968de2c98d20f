/**
 * A document as a page that prints well: on paper no navigation, a scenario or a table row is not cut in two, and links
 * and colours are not needed to read it. The same page as a file of its own, for the command line.
 */
import type { ReactNode } from 'react';
import { renderPage } from '../../ui/index.ts';
import { aantalOpen, type Blok, type Cel, type Document } from '../bron.ts';

/** Served beside the pages, because a page has no style of its own in it (CSP); in a file it stands in the page. */
export const DOCUMENT_CSS = `
body{font:16px/1.5 'Noto Sans',system-ui,sans-serif;color:#111;background:#fff;margin:0 auto;max-width:50rem;padding:1.5rem 1rem 3rem}
h1{font-size:1.75rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.2rem;margin:2rem 0 .5rem;border-top:1px solid #767676;padding-top:1rem}
h1,h2,p,li{overflow-wrap:break-word}
p,li{max-width:42rem}
dl{display:grid;grid-template-columns:minmax(9rem,15rem) 1fr;gap:.25rem 1rem;margin:.75rem 0}
dt{font-weight:700}dd{margin:0;overflow-wrap:anywhere}
.mist{display:inline-block;box-sizing:border-box;max-width:100%;font-style:italic;border:1px dashed #767676;padding:0 .35rem}
table{border-collapse:collapse;width:100%;margin:.75rem 0}
th,td{border:1px solid #767676;padding:.35rem .5rem;text-align:left;vertical-align:top;min-width:4.5rem;overflow-wrap:break-word}
th{background:#eef1f4}
caption{text-align:left;font-weight:700;padding:.25rem 0}
.stil{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
figure{margin:.75rem 0}figcaption{font-weight:700}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #767676;padding:.75rem;font-size:.85rem}
svg{display:block;width:100%;max-width:26rem;height:auto;margin:.75rem 0}
a{color:#0b4f8a}nav a{display:inline-block;padding:.65rem 0}
@media screen and (max-width:40rem){h1{font-size:1.4rem}dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}table,caption,tbody,tr,td{display:block}thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}tr{border:1px solid #767676;margin-bottom:.5rem}td{border:0}td::before{content:attr(data-kop) ': ';font-weight:700}}
@media print{body{font-size:11pt;max-width:none;padding:0}table{font-size:9.5pt}.scherm{display:none}h2{break-after:avoid}tr,dt,dd,svg{break-inside:avoid}@page{margin:2cm}}
`;

export interface DocumentProps {
  readonly document: Document;
  /** Address of the style sheet; without one the style stands in the page. */
  readonly css?: string;
  /** Where a reader on a screen goes back to. */
  readonly terug?: string;
}

export function DocumentPagina({ document, css, terug }: DocumentProps) {
  return (
    <html lang="nl">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{document.titel}</title>
        {css === undefined ? <style>{DOCUMENT_CSS}</style> : <link rel="stylesheet" href={css} />}
      </head>
      <body>
        {terug === undefined ? null : (
          <nav className="scherm" aria-label="Terug">
            <a href={terug}>Terug naar de documenten</a>
          </nav>
        )}
        <main>
          <h1>{document.titel}</h1>
          <p>{document.ondertitel}</p>
          <Open aantal={aantalOpen(document)} />
          {document.secties.map(({ kop, blokken }) => (
            <section key={kop}>
              <h2>{kop}</h2>
              {blokken.map((blok, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
                <BlokInhoud key={index} blok={blok} kop={kop} />
              ))}
            </section>
          ))}
        </main>
      </body>
    </html>
  );
}

/** The whole page as a file. */
export function documentHtml(document: Document): string {
  return `${renderPage(<DocumentPagina document={document} />)}\n`;
}

/** A reader must know at once whether it can be sent. */
function Open({ aantal }: { readonly aantal: number }) {
  if (aantal === 0) return null;
  return (
    <p className="mist">
      {aantal === 1 ? 'In dit document is nog 1 ding' : `In dit document zijn nog ${aantal} dingen`} in te vullen. Waar,
      dat staat erbij.
    </p>
  );
}

function BlokInhoud({ blok, kop }: { readonly blok: Blok; readonly kop: string }): ReactNode {
  switch (blok.soort) {
    case 'tekst':
      return <p>{blok.tekst}</p>;
    case 'lijst':
    case 'stappen': {
      const Lijst = blok.soort === 'lijst' ? 'ul' : 'ol';
      return (
        <Lijst>
          {blok.regels.map((regel) => (
            <li key={regel}>{regel}</li>
          ))}
        </Lijst>
      );
    }
    case 'feiten':
      return (
        <dl>
          {blok.feiten.map(({ naam, waarde }) => [
            <dt key={`${naam}-naam`}>{naam}</dt>,
            <dd key={`${naam}-waarde`}>
              <Inhoud cel={waarde} />
            </dd>,
          ])}
        </dl>
      );
    case 'tabel':
      return <Tabel {...blok} stil={blok.titel === kop} />;
    case 'code':
      return (
        <figure>
          <figcaption>{blok.naam}</figcaption>
          <pre>{blok.tekst}</pre>
        </figure>
      );
    case 'tekening':
      return <Tekening {...blok} />;
  }
}

// Shown as blocks on a narrow screen, these elements may lose their meaning: the explicit role keeps it.
const AS = {
  table: { role: 'table' },
  rows: { role: 'rowgroup' },
  row: { role: 'row' },
  column: { role: 'columnheader', scope: 'col' },
  cell: { role: 'cell' },
} as const;

function Inhoud({ cel }: { readonly cel: Cel }) {
  if (typeof cel !== 'string' && 'mist' in cel) return <span className="mist">Nog in te vullen: {cel.mist}</span>;
  return breekbaar(typeof cel === 'string' ? cel : cel.tekst);
}

/** Longer than any word that a column can hold: an address, an id. */
const LANG = /\S*[\d/.:@_]\S{15,}|\S{40,}/g;
const STUK = /[^/.:@_-]{1,16}[/.:@_-]*|[/.:@_-]+/g;

/** A column is as wide as its longest word, so that words stay whole; what is no word may break where its parts do. */
function breekbaar(tekst: string): ReactNode {
  const lang = [...tekst.matchAll(LANG)];
  if (lang.length === 0) return tekst;
  const delen: ReactNode[] = [];
  let tot = 0;
  for (const { 0: woord, index } of lang) {
    delen.push(tekst.slice(tot, index));
    for (const deel of woord.match(STUK) ?? []) delen.push(<wbr key={delen.length} />, deel);
    tot = index + woord.length;
  }
  return [...delen, tekst.slice(tot)];
}

type TabelProps = Extract<Blok, { soort: 'tabel' }> & {
  /** The heading above says the same: its title is for who cannot see that. */
  readonly stil: boolean;
};

function Tabel({ titel, koppen, rijen, leeg, stil }: TabelProps) {
  if (rijen.length === 0)
    return (
      <p>
        {stil ? null : `${titel}: `}
        <Inhoud cel={leeg} />
      </p>
    );
  return (
    <table {...AS.table}>
      <caption className={stil ? 'stil' : undefined}>{titel}</caption>
      <thead {...AS.rows}>
        <tr {...AS.row}>
          {koppen.map((kop) => (
            <th key={kop} {...AS.column}>
              {kop}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...AS.rows}>
        {rijen.map((rij, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
          <tr key={index} {...AS.row}>
            {rij.map((cel, plaats) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
              <td key={plaats} {...AS.cell} data-kop={koppen[plaats]}>
                <Inhoud cel={cel} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const BREED = 360;
const VAK = 300;
const REGEL = 18;
const PIJL = 46;
/** Characters that fit on a line of a box at 13 px. */
const PAST = 40;

/** The chain from top to bottom, with what goes down and what comes back between two parts. */
function Tekening({ titel, vakken }: Extract<Blok, { soort: 'tekening' }>) {
  const links = (BREED - VAK) / 2;
  const inhoud = vakken.map((vak) => ({ ...vak, titel: breek(vak.titel), regels: vak.regels.flatMap(breek) }));
  const hoogten = inhoud.map((vak) => (vak.titel.length + vak.regels.length) * REGEL + 20);
  const boven = hoogten.map((_, index) => 4 + hoogten.slice(0, index).reduce((som, hoogte) => som + hoogte + PIJL, 0));
  const totaal = 8 + hoogten.reduce((som, hoogte) => som + hoogte, 0) + PIJL * Math.max(0, vakken.length - 1);
  return (
    <svg
      viewBox={`0 0 ${BREED} ${totaal}`}
      role="img"
      aria-label={`${titel}: ${vakken.map((vak) => [vak.titel, ...vak.regels].join(', ')).join('; dan ')}`}
    >
      <title>{titel}</title>
      {inhoud.map((vak, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two parts may have the same name
        <g key={index} fontFamily="'Noto Sans', sans-serif" fontSize="13" fill="#111">
          <rect x={links} y={boven[index]} width={VAK} height={hoogten[index]} rx="6" fill="#eef1f4" stroke="#333" />
          {[...vak.titel, ...vak.regels].map((regel, nummer) => (
            <text
              // biome-ignore lint/suspicious/noArrayIndexKey: the place of a line is what it is
              key={nummer}
              x={links + 12}
              y={boven[index]! + 22 + nummer * REGEL}
              fontWeight={nummer < vak.titel.length ? 700 : 400}
            >
              {regel}
            </text>
          ))}
          {index === vakken.length - 1 ? null : (
            <g fontSize="11">
              <Pijl
                x={BREED / 2 - 16}
                van={boven[index]! + hoogten[index]! + 4}
                tot={boven[index]! + hoogten[index]! + PIJL - 4}
              />
              <Pijl
                x={BREED / 2 + 16}
                van={boven[index]! + hoogten[index]! + PIJL - 4}
                tot={boven[index]! + hoogten[index]! + 4}
              />
              <text x={BREED / 2 - 26} y={boven[index]! + hoogten[index]! + PIJL / 2 + 4} textAnchor="end">
                {vak.heen}
              </text>
              <text x={BREED / 2 + 26} y={boven[index]! + hoogten[index]! + PIJL / 2 + 4}>
                {vak.terug}
              </text>
            </g>
          )}
        </g>
      ))}
    </svg>
  );
}

function Pijl({ x, van, tot }: { readonly x: number; readonly van: number; readonly tot: number }) {
  const richting = tot > van ? -1 : 1;
  return (
    <path
      d={`M${x} ${van}V${tot}m-5 ${richting * 7}l5 ${-richting * 7}l5 ${richting * 7}`}
      fill="none"
      stroke="#333"
      strokeWidth="1.5"
    />
  );
}

/** Lines that fit in a box; broken at spaces where there are some. */
function breek(tekst: string): readonly string[] {
  const regels: string[] = [];
  let rest = tekst;
  while (rest.length > PAST) {
    const spatie = rest.lastIndexOf(' ', PAST);
    const einde = spatie > PAST / 2 ? spatie : PAST;
    regels.push(rest.slice(0, einde));
    rest = rest.slice(einde).trimStart();
  }
  return [...regels, rest];
}

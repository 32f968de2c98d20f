/** CPAs on a terminal: plain lines that fit 100 columns, the worst first. */
import type { Controle, CpaDetail, CpaFinding, CpaRegel } from '../integratie/digikoppeling/index.ts';

const dag = (instant: Date): string => instant.toISOString().slice(0, 10);
const moment = (instant: Date): string => `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

export function toonBevindingen(bevindingen: readonly CpaFinding[]): string {
  const lines = bevindingen
    .filter(({ code }) => code !== 'profiel')
    .map(
      ({ code, severity, places, text }) =>
        `${severity.toUpperCase()}  ${code}\n${inspringen(text)}\n${places.map((place) => `  - ${place}`).join('\n')}`,
    );
  return lines.length === 0 ? 'Geen opmerkingen.' : lines.join('\n\n');
}

export function toonActies(acties: Controle['acties']): string {
  return acties
    .map(
      ({ action, from, to, profile, endpoint }) =>
        `  ${action}: ${profile ?? 'geen profiel'}, van ${from} naar ${to}\n    ${endpoint}`,
    )
    .join('\n');
}

export function toonControle({ cpaId, acties, bevindingen, bekend }: Controle): string {
  const wat =
    cpaId === null
      ? 'Dit is geen CPA die Zaakbode kan lezen.'
      : bekend === null
        ? `${cpaId} is hier nog niet geladen.`
        : bekend.gelijk
          ? `${cpaId} is hier geladen als versie ${bekend.versie}, met deze tekst.`
          : `${cpaId} is hier geladen als versie ${bekend.versie}, met een andere tekst.`;
  const parts = [wat, ...(acties.length > 0 ? [`Acties:\n${toonActies(acties)}`] : []), toonBevindingen(bevindingen)];
  return parts.join('\n\n');
}

export function toonLijst(regels: readonly CpaRegel[]): string {
  if (regels.length === 0) return 'Er zijn geen CPA’s geladen. Laad er een met: zaakbode cpa load BESTAND';
  return regels.map(toonRegel).join('\n\n');
}

function toonRegel(regel: CpaRegel): string {
  const { cpaId, versie, omgeving, inGebruik, partijen, profielen, van, totEnMet, fouten, waarschuwingen } = regel;
  const lines = [
    `${cpaId} (versie ${versie}, ${omgeving ?? 'omgeving onbekend'})`,
    ...(inGebruik ? [] : ['  hoort bij een andere omgeving en wordt hier niet gebruikt']),
    `  ${partijen.map(({ naam, partyId, wij }) => `${naam} ${partyId}${wij ? ' (wij)' : ''}`).join(' en ')}`,
    `  ${profielen.join(', ') || 'geen profiel'}, geldig van ${dag(van)} tot en met ${dag(totEnMet)}`,
    `  ${kanaal(regel)}`,
    ...(fouten + waarschuwingen > 0 ? [`  controle: ${fouten} × fout, ${waarschuwingen} × waarschuwing`] : []),
    ...eersteVerloop(regel),
  ];
  return lines.join('\n');
}

function kanaal({ neerSinds, neerReden, oudsteTeVerzenden, oudsteOnbevestigd }: CpaRegel): string {
  const parts = [
    neerSinds === null
      ? 'verbinding in orde'
      : `GEEN VERBINDING sinds ${moment(neerSinds)}: ${neerReden ?? 'reden onbekend'}`,
    ...(oudsteTeVerzenden === null ? [] : [`wacht op verzending sinds ${moment(oudsteTeVerzenden)}`]),
    ...(oudsteOnbevestigd === null ? [] : [`wacht op bevestiging sinds ${moment(oudsteOnbevestigd)}`]),
  ];
  return parts.join('; ');
}

function eersteVerloop({ certificaten }: CpaRegel): string[] {
  const [eerste] = [...certificaten].sort((a, b) => a.dagen - b.dagen);
  if (eerste === undefined) return [];
  const when = eerste.dagen < 0 ? `VERLOPEN op ${dag(eerste.tot)}` : `nog ${eerste.dagen} dagen geldig`;
  return [`  certificaat ${eerste.id}: ${when}`];
}

export function toonDetail(detail: CpaDetail): string {
  const { acties, bevindingen, adressen, certificaten, vervangingen, versies, ping } = detail;
  const lijst = (titel: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${titel}:\n${lines.map((line) => `  ${line}`).join('\n')}`];
  return [
    toonRegel(detail),
    ...lijst('Acties', [toonActies(acties).trim()]),
    ...lijst(
      'Adressen',
      adressen.map(({ partij, kanaal, inTekst, geldend }) =>
        inTekst === geldend
          ? `${partij}, ${kanaal}: ${geldend}`
          : `${partij}, ${kanaal}: ${geldend} (in de tekst: ${inTekst})`,
      ),
    ),
    ...lijst(
      'Certificaten',
      certificaten.map(
        ({ id, partij, gebruik, tot, dagen, vervangen }) =>
          `${id} van ${partij} (${gebruik.join(', ')}): tot ${dag(tot)}, ${dagen} dagen${vervangen ? ', vervangen' : ''}`,
      ),
    ),
    ...lijst(
      'Vervangingen',
      vervangingen.map(
        ({ nr, cpaId, soort, bron, doel, reden, wie, sinds, tot }) =>
          `${nr}. ${soort}${cpaId === null ? ' voor alle CPA’s' : ''}: ${bron} -> ${soort === 'adres' ? doel : 'ander certificaat'}\n     ${dag(sinds)}${tot ? ` tot ${dag(tot)}` : ''}, ${wie}: ${reden}`,
      ),
    ),
    ...lijst(
      'Versies',
      versies.map(
        ({ versie, geladenOp, wie, vingerafdruk, elders }) =>
          `${versie}: ${moment(geladenOp)}, ${wie}, ${vingerafdruk.slice(0, 16)}${elders ? `, andere kant: ${elders}` : ''}`,
      ),
    ),
    ...(ping === null
      ? []
      : [`Laatste ping: ${moment(ping.op)}, ${ping.ms === null ? ping.fout : `Pong na ${ping.ms} ms`}`]),
    `Controle:\n${toonBevindingen(bevindingen)}`,
  ].join('\n\n');
}

/** Wrapped at words, two spaces in. */
function inspringen(text: string, width = 96): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `  ${one}`).join('\n');
}

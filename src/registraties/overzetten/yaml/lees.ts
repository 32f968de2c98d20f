/** Reads the files of a catalogus: what each is about, and what in it cannot be understood, with its line. */
import { LineCounter, parseDocument } from 'yaml';
import { delenVan } from '../catalogus/lees.ts';
import { OverzetFout } from '../fout.ts';
import { eigenVelden, type Soort } from '../soorten.ts';
import type { Bestanden } from './uit.ts';
import type { Vorm } from './vorm.ts';

/** One version of one type, as a file has it. */
export interface Stuk {
  readonly soort: Soort;
  readonly bestand: string;
  readonly vorm: Vorm;
}

/** In the order of the kinds: the catalogus first. Other files than `.yaml` are not looked at. */
export function leesBestanden(bestanden: Bestanden, soorten: readonly Soort[]): readonly Stuk[] {
  const stukken = [...bestanden]
    .filter(([pad]) => /\.ya?ml$/.test(pad))
    .flatMap(([pad, tekst]) => stukkenIn(pad, tekst, soorten));
  return stukken.sort((a, b) => soorten.indexOf(a.soort) - soorten.indexOf(b.soort));
}

function stukkenIn(pad: string, tekst: string, soorten: readonly Soort[]): readonly Stuk[] {
  const [eerste, tweede] = pad.replace(/\.ya?ml$/, '').split('/');
  const soort = soorten.find(
    (one) => (one.ouder === null || one.versies) && eerste === (one.ouder === null ? one.naam : one.meervoud),
  );
  if (!soort) {
    const bekend = soorten.filter((one) => one.versies).map((one) => one.meervoud);
    throw new OverzetFout(`${pad}: hier hoort geen bestand. Zaakbode leest catalogus.yaml en ${bekend.join(', ')}.`);
  }
  const inhoud = leesYaml(pad, tekst);
  const lijst = tweede === undefined && soort.ouder !== null ? inhoud : [inhoud];
  if (!Array.isArray(lijst)) throw new OverzetFout(`${pad}: hier hoort een lijst.`);
  return lijst.map((one: unknown, i) => {
    const waar = lijst.length > 1 ? `${pad}, onderdeel ${i + 1}` : pad;
    if (typeof one !== 'object' || one === null || Array.isArray(one)) {
      throw new OverzetFout(`${waar}: hier horen velden met hun waarde.`);
    }
    keurVelden(waar, one as Vorm, soort, soorten);
    return { soort, bestand: waar, vorm: one as Vorm };
  });
}

function leesYaml(pad: string, tekst: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(tekst, { lineCounter: lines, uniqueKeys: true });
  const [fout] = document.errors;
  if (fout) {
    const [eerste] = fout.message.split('\n');
    throw new OverzetFout(`${pad}, regel ${lines.linePos(fout.pos[0]).line}: dit is geen goede YAML (${eerste}).`);
  }
  try {
    // No aliases: a small file that becomes a very large one is refused here.
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw new OverzetFout(`${pad}: verwijzingen binnen YAML (& en *) kan Zaakbode niet lezen. Schrijf ze uit.`);
  }
}

/** A field that the kind does not have is a mistake of the writer: the API would not see it. */
function keurVelden(waar: string, vorm: Vorm, soort: Soort, soorten: readonly Soort[]): void {
  const delen = delenVan(soorten, soort).filter(() => soort.versies);
  const bekend = [...eigenVelden(soort).map(([veld]) => veld), ...delen.map((deel) => deel.meervoud)];
  for (const veld of Object.keys(vorm)) {
    if (!bekend.includes(veld)) throw new OverzetFout(`${waar}: een ${soort.naam} heeft geen veld ${veld}.`);
  }
  for (const deel of delen) {
    const lijst = vorm[deel.meervoud] ?? [];
    if (!Array.isArray(lijst)) throw new OverzetFout(`${waar}: bij ${deel.meervoud} hoort een lijst.`);
    for (const [i, one] of lijst.entries()) {
      if (typeof one !== 'object' || one === null || Array.isArray(one))
        throw new OverzetFout(`${waar}: ${deel.meervoud}, onderdeel ${i + 1}: hier horen velden met hun waarde.`);
      keurVelden(`${waar}: ${deel.meervoud}, onderdeel ${i + 1}`, one as Vorm, deel, soorten);
    }
  }
}

/**
 * The profile of the account check over WUS, from a JSON file (LZ_WUS_PROFIEL): what it leaves out is as the Berichtenbox
 * has it. The two codes come from Logius; the first is our OIN unless it says otherwise.
 */
import { BERICHTENBOX, type ValidatieProfiel } from '../../standaarden/wus/index.ts';

const NAMEN: Readonly<Record<keyof ValidatieProfiel, 'tekst' | 'uri' | 'ja-nee'>> = {
  soapAction: 'uri',
  dienst: 'uri',
  typen: 'uri',
  gedeeld: 'uri',
  berichtleverancierCode: 'tekst',
  berichtTypeCode: 'tekst',
  adressering: 'ja-nee',
};

/** Throws an Error with what is wrong, in Dutch. */
export function leesWusProfiel(text: string): Partial<ValidatieProfiel> {
  let gelezen: unknown;
  try {
    gelezen = JSON.parse(text);
  } catch {
    throw new Error('dit is geen geldige JSON');
  }
  if (typeof gelezen !== 'object' || gelezen === null || Array.isArray(gelezen))
    throw new Error('hier hoort een object: {"berichtTypeCode":"..."}');
  for (const [naam, waarde] of Object.entries(gelezen)) {
    const soort = (NAMEN as Record<string, string | undefined>)[naam];
    if (soort === undefined) throw new Error(`"${naam}" bestaat niet; kies uit ${Object.keys(NAMEN).join(', ')}`);
    if (soort === 'ja-nee' && typeof waarde !== 'boolean') throw new Error(`${naam} is true of false`);
    if (soort !== 'ja-nee' && (typeof waarde !== 'string' || waarde.trim() === ''))
      throw new Error(`${naam} is een tekst die niet leeg is`);
    if (soort === 'uri' && !URL.canParse(waarde as string)) throw new Error(`${naam} is geen URI`);
  }
  return gelezen as Partial<ValidatieProfiel>;
}

/** Complete, or what is missing. */
export function vulProfielAan(eigen: Partial<ValidatieProfiel>, oin: string): ValidatieProfiel | null {
  const { berichtTypeCode } = eigen;
  if (berichtTypeCode === undefined) return null;
  return { ...BERICHTENBOX, berichtleverancierCode: oin, ...eigen, berichtTypeCode };
}

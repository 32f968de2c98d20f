/** What the code of an error means and what to do about it, in Dutch, with the English term that suppliers use. */
import { explainFoutcode, STUF_FOUTCODES } from '../../../standaarden/stuf/index.ts';
import { DataList, Heading } from '../../ui/index.ts';

/** A code as StUF writes it: the letters of the standard or of a sector model, and three digits. */
const CODE = /\b([A-Z][A-Za-z]{2,9}\d{3})\b/;

const ACTIE = {
  'kanaal stoppen': ['Elk volgend bericht gaat ook fout. Los eerst de oorzaak op.', 'stop the channel'],
  'opnieuw met nieuw referentienummer': [
    'Het bericht moet opnieuw, met een nieuw nummer.',
    'resend with a new reference number',
  ],
  'later opnieuw': ['Later opnieuw aanbieden helpt meestal.', 'retry later'],
  parkeren: ['Het bericht blijft bewaard tot u beslist.', 'park (dead letter)'],
} as const;

export function Foutcode({ reden, antwoord }: { readonly reden: string | null; readonly antwoord: string | null }) {
  if (antwoord === null) return null;
  const code = CODE.exec(reden ?? '')?.[1];
  if (code === undefined) return null;
  const { betekenis, actie, advies } = explainFoutcode(code);
  const [gevolg, engels] = ACTIE[actie];
  const bron = Object.hasOwn(STUF_FOUTCODES, code) ? 'StUF 03.01' : 'niet in de standaard';
  return (
    <section className="zb-blok">
      <Heading level={2}>Over foutcode {code}</Heading>
      <DataList
        facts={[
          { name: 'Code', value: `${code} (${bron})` },
          { name: 'Betekenis', value: betekenis },
          {
            name: 'Gevolg',
            value: (
              <>
                {gevolg} In het Engels: <span lang="en">{engels}</span>.
              </>
            ),
          },
          { name: 'Wat te doen', value: advies },
        ]}
      />
    </section>
  );
}

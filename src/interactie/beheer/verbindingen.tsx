/** Whether the ways out and the checks work, and which certificates end soon. */
import { EmptyState, Link, longDate, Paragraph, StatusBadge, Table, Time, type Tone } from '../ui/index.ts';
import type { Certificaatregel, Controlestand, CpaRegel } from './bron.ts';
import type { BeheerOptions } from './kader.tsx';

export interface Verbindingenstand {
  readonly controle: Controlestand;
  readonly cpas: readonly CpaRegel[];
}

export async function leesVerbindingen({ zaakberichten, digikoppeling }: BeheerOptions): Promise<Verbindingenstand> {
  const [controle, cpas] = await Promise.all([zaakberichten.controle(), digikoppeling.cpas()]);
  return { controle, cpas: cpas.filter(({ inGebruik }) => inGebruik) };
}

interface Regel {
  readonly naam: string;
  readonly href: string | null;
  readonly tone: Tone;
  readonly stand: string;
  readonly tijd: Date | null;
  readonly reden: string | null;
}

function regelsVan({ controle, cpas }: Verbindingenstand): readonly Regel[] {
  const { laatst, wacht } = controle;
  return [
    {
      naam: 'Controle van personen en accounts',
      href: null,
      tone: wacht !== null ? 'wrong' : laatst === null ? 'rest' : 'good',
      stand: wacht !== null ? 'Antwoordt niet' : laatst === null ? 'Nog niet gebruikt' : 'Werkt',
      tijd: wacht?.geprobeerdOp ?? laatst,
      reden: wacht?.reden ?? null,
    },
    ...cpas.map(({ cpaId, partijen, neerSinds, neerReden }): Regel => {
      const ander = partijen.find(({ wij }) => !wij)?.naam;
      return {
        naam: ander === undefined ? cpaId : `Digikoppeling met ${ander}`,
        href: `/beheer/digikoppeling/${encodeURIComponent(cpaId)}`,
        tone: neerSinds === null ? 'good' : 'wrong',
        stand: neerSinds !== null ? 'Neemt niets aan' : 'Werkt',
        tijd: neerSinds,
        reden: neerReden,
      };
    }),
  ];
}

export function Verbindingen({ stand }: { readonly stand: Verbindingenstand }) {
  return (
    <Table
      caption="Verbindingen"
      columns={[
        {
          name: 'Verbinding',
          cell: ({ naam, href }) => (href === null ? naam : <Link href={href}>{naam}</Link>),
          roomy: true,
        },
        { name: 'Stand', cell: ({ tone, stand: tekst }) => <StatusBadge tone={tone}>{tekst}</StatusBadge> },
        { name: 'Sinds of laatst', cell: ({ tijd }) => (tijd === null ? null : <Time at={tijd} />) },
        { name: 'Reden', cell: ({ reden }) => reden, roomy: true },
      ]}
      rows={regelsVan(stand)}
      rowKey={({ naam, href }) => href ?? naam}
    />
  );
}

/** From this many days before its end a certificate is shown here: asking for one takes weeks. */
const WAARSCHUW_DAGEN = 60;
const DRINGEND_DAGEN = 7;

export function Certificaten({ stand }: { readonly stand: Verbindingenstand }) {
  const rows = stand.cpas
    .flatMap(({ cpaId, certificaten }) => certificaten.map((certificaat) => ({ ...certificaat, cpaId })))
    .filter(({ dagen }) => dagen <= WAARSCHUW_DAGEN)
    .sort((a, b) => a.dagen - b.dagen);
  if (rows.length === 0)
    return <EmptyState>Er eindigt geen certificaat in de komende {WAARSCHUW_DAGEN} dagen.</EmptyState>;
  return (
    <>
      <Paragraph>Vraag op tijd een nieuw certificaat aan en geef het door aan de andere partij.</Paragraph>
      <Table<Certificaatregel & { readonly cpaId: string }>
        caption="Certificaten die eindigen"
        columns={[
          { name: 'Certificaat van', cell: ({ partij }) => partij },
          {
            name: 'CPA',
            cell: ({ cpaId }) => <Link href={`/beheer/digikoppeling/${encodeURIComponent(cpaId)}`}>{cpaId}</Link>,
            roomy: true,
          },
          {
            name: 'Eindigt',
            cell: ({ tot, dagen }) => (
              <>
                {longDate(tot)}
                <br />
                <StatusBadge tone={dagen <= DRINGEND_DAGEN ? 'wrong' : 'attention'}>
                  {dagen < 0 ? 'verlopen' : dagen === 1 ? 'nog 1 dag' : `nog ${dagen} dagen`}
                </StatusBadge>
              </>
            ),
          },
        ]}
        rows={rows}
        rowKey={({ cpaId, partij, id }) => `${cpaId} ${partij} ${id}`}
      />
    </>
  );
}

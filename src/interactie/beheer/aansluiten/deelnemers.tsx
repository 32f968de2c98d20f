/** Who may be sent to before everybody is: test-BSNs (A8), or people who take part in the limited run (A9). */
import { Button, EmptyState, Heading, Paragraph, PostForm, Table } from '../../ui/index.ts';
import { type Deelnemer, datumInWoorden, type Omgeving } from '../bron.ts';
import { Blad, Fouten, type PaginaProps, Velden } from './formulier.tsx';
import { AANSLUITEN } from './woorden.ts';

export interface DeelnemersProps extends PaginaProps {
  readonly omgeving: Omgeving;
  readonly lijst: readonly Deelnemer[];
  readonly omschrijving: string;
}

export function Deelnemers({ options, omgeving, lijst, fouten, gedaan, omschrijving }: DeelnemersProps) {
  const echt = omgeving === 'productie';
  return (
    <Blad
      options={options}
      title={echt ? 'Deelnemers aan de beperkte productierun' : 'Test-BSN’s'}
      fouten={fouten}
      gedaan={gedaan}
    >
      <Paragraph lead>
        {echt
          ? 'Tot de vrijgave gaat alleen naar deze mensen bericht. Zet er alleen mensen op die bij het aansluiten betrokken zijn en het goed vinden.'
          : 'Op preproductie gaat alleen naar deze test-BSN’s bericht. Wat er niet op staat, gaat nooit weg.'}
      </Paragraph>
      <section className="zb-blok">
        <Heading level={2}>Op de lijst</Heading>
        {lijst.length === 0 ? (
          <EmptyState>De lijst is nog leeg.</EmptyState>
        ) : (
          <Table
            caption="Op de lijst"
            columns={[
              { name: 'Wie', roomy: true, cell: (deelnemer: Deelnemer) => deelnemer.omschrijving },
              { name: 'BSN', cell: ({ bsn }: Deelnemer) => bsn },
              ...(echt
                ? []
                : [
                    {
                      name: 'Ingelogd op preproductie',
                      cell: (deelnemer: Deelnemer) => <Ingelogd deelnemer={deelnemer} />,
                    },
                  ]),
              { name: 'Toegevoegd', cell: ({ wie, op }: Deelnemer) => `${datumInWoorden(op)}, door ${wie}` },
              {
                name: 'Doen',
                cell: ({ id }: Deelnemer) => (
                  <PostForm action={`${AANSLUITEN}/deelnemers/${id}/weg`}>
                    <Button kind="secondary">Haal weg</Button>
                  </PostForm>
                ),
              },
            ]}
            rows={lijst}
            rowKey={({ id }) => id}
          />
        )}
      </section>
      <section className="zb-blok">
        <Heading level={2}>Toevoegen</Heading>
        <PostForm action={`${AANSLUITEN}/deelnemers`} className="zb-formulier" noValidate>
          <Fouten fouten={fouten} />
          <Velden
            fouten={fouten}
            velden={[
              {
                id: 'bsn',
                label: 'Burgerservicenummer',
                hint: '9 cijfers. Na het bewaren laten wij alleen de laatste twee zien.',
                secret: true,
                value: '',
                maxLength: 12,
              },
              {
                id: 'omschrijving',
                label: 'Wie of wat is dit?',
                hint: 'Bijvoorbeeld test-account 3, of een functie.',
                value: omschrijving,
                maxLength: 100,
              },
            ]}
          />
          <Button>Zet op de lijst</Button>
        </PostForm>
      </section>
    </Blad>
  );
}

function Ingelogd({ deelnemer: { id, ingelogdOp, ingelogdDoor } }: { readonly deelnemer: Deelnemer }) {
  if (ingelogdOp !== null) return <>{`${datumInWoorden(ingelogdOp)}, gezien door ${ingelogdDoor}`}</>;
  return (
    <PostForm action={`${AANSLUITEN}/deelnemers/${id}/ingelogd`}>
      <Button kind="secondary">Vandaag ingelogd</Button>
    </PostForm>
  );
}

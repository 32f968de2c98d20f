/** One scenario of a test: what is done and must happen, what was sent, and how it went. */
import { Button, DataList, EmptyState, Heading, Link, longTime, PostForm, StatusBadge, Table } from '../../ui/index.ts';
import type { Berichtregel, Proefregel, Proefsoort } from '../bron.ts';
import { UITLEG } from '../lopendezaken/uitleg.ts';
import { Blad, Fouten, Keuze, type PaginaProps, Tekstvak, Velden } from './formulier.tsx';
import { PROEF } from './proef.tsx';
import { BOVEN, hrefVanProef } from './woorden.ts';

export interface ScenarioProps extends PaginaProps {
  readonly soort: Proefsoort;
  readonly regel: Proefregel;
  readonly berichten: Proefregel['berichten'];
}

export function Scenariopagina({ soort, regel, berichten, ...props }: ScenarioProps) {
  const { fouten } = props;
  const { id, titel, doen, verwacht, kijken, zaaknummer, uitkomst, bevinding, gezienDoor } = regel;
  return (
    <Blad {...props} title={titel} above={[...BOVEN, { label: PROEF[soort].titel, href: hrefVanProef(soort) }]}>
      <DataList
        facts={[
          { name: 'Nummer', value: id },
          { name: 'Wat u doet', value: doen },
          { name: 'Wat er moet gebeuren', value: verwacht },
          ...(kijken === '' ? [] : [{ name: 'In het portaal', value: kijken }]),
        ]}
      />
      {zaaknummer === '' ? null : (
        <section className="zb-blok">
          <Heading level={2}>Wat er is verstuurd en terugkwam</Heading>
          {berichten.length === 0 ? (
            <EmptyState>Van zaak {zaaknummer} is nog geen zaakbericht gemaakt.</EmptyState>
          ) : (
            <Table
              caption={`Zaakberichten van ${zaaknummer}`}
              columns={[
                { name: 'Status', cell: ({ statustype }: Berichtregel) => statustype },
                {
                  name: 'Wat ermee gebeurde',
                  cell: ({ staat }: Berichtregel) => (
                    <StatusBadge tone={UITLEG[staat].tone}>{UITLEG[staat].label}</StatusBadge>
                  ),
                },
                { name: 'Toelichting', roomy: true, cell: ({ reden }: Berichtregel) => reden || null },
                { name: 'MessageId', roomy: true, cell: ({ messageId }: Berichtregel) => messageId ?? null },
                { name: 'Op', cell: ({ op }: Berichtregel) => longTime(new Date(op)) },
              ]}
              rows={berichten}
              rowKey={({ statustype, op }) => `${statustype}-${op}`}
            />
          )}
        </section>
      )}
      <section className="zb-blok">
        <Heading level={2}>Hoe ging het?</Heading>
        <PostForm action={`${hrefVanProef(soort)}/${encodeURIComponent(id)}`} className="zb-formulier" noValidate>
          <Fouten fouten={fouten} />
          <Velden
            fouten={fouten}
            velden={[
              {
                id: 'zaaknummer',
                label: 'Zaaknummer (niet verplicht)',
                hint: 'Daarmee zoekt Zaakbode op wat er is verstuurd. Zo komt het bewijs in het verslag.',
                value: zaaknummer,
                maxLength: 40,
              },
            ]}
          />
          <Keuze
            id="uitkomst"
            label="Uitkomst"
            value={uitkomst}
            fouten={fouten}
            groep="Uitkomsten"
            opties={{ goed: 'Goed', fout: 'Niet goed', nvt: 'Niet van toepassing' }}
            leeg="Nog niet gedaan"
          />
          {kijken === '' ? null : (
            <Keuze
              id="gezien"
              label="Hebt u in het portaal gezien dat het klopt?"
              value={gezienDoor === '' ? '' : 'ja'}
              fouten={fouten}
              groep="Antwoorden"
              opties={{ ja: 'Ja, gezien' }}
              leeg="Nog niet gekeken"
            />
          )}
          <Tekstvak
            id="bevinding"
            label="Bevinding"
            hint="Verplicht als het niet goed ging of niet van toepassing is. Noem geen burgerservicenummer."
            value={bevinding}
            fouten={fouten}
          />
          <div className="zb-knoppen">
            <Button>Bewaar</Button>
            <Link href={hrefVanProef(soort)}>Terug naar de test</Link>
          </div>
        </PostForm>
      </section>
    </Blad>
  );
}

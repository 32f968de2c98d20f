/** A test: its scenarios to fill in, its report and the verdict; and of productie the limited run and its release (A9). */
import {
  Alert,
  Button,
  DataList,
  EmptyState,
  Heading,
  Link,
  Paragraph,
  PostForm,
  StatusBadge,
  Table,
} from '../../ui/index.ts';
import {
  datumInWoorden,
  type Fout,
  type Proef,
  type Proefregel,
  type Proefrun,
  type Proefsoort,
  type Scenario,
} from '../bron.ts';
import { Blad, Fouten, Keuze, type PaginaProps, Tekstvak, Velden } from './formulier.tsx';
import { AANSLUITEN, AKKOORD, hrefVanDocument, hrefVanProef, UITKOMST } from './woorden.ts';

export const PROEF: Readonly<
  Record<Proefsoort, { readonly titel: string; readonly document: string; readonly wie: string }>
> = {
  compliance: { titel: 'Test met de Compliancevoorziening', document: 'compliancerapport', wie: 'Is de test gelukt?' },
  acceptatie: {
    titel: 'Interne acceptatietest',
    document: 'acceptatietest',
    wie: 'Accepteert uw organisatie de test?',
  },
  keten: { titel: 'Ketentest', document: 'ketentestrapport', wie: 'Keurde Logius het rapport goed?' },
  proefproductie: {
    titel: 'Beperkte productierun',
    document: 'proefproductierapport',
    wie: 'Zijn alle koppelingen gecontroleerd en in orde?',
  },
};

const dag = (id: string, label: string) => ({
  id,
  label,
  hint: 'Bijvoorbeeld 22-11-2026.',
  value: '',
  maxLength: 10,
});

export interface ProefProps extends PaginaProps {
  readonly soort: Proefsoort;
  readonly proeven: readonly Proef[];
  readonly scenarios: readonly Scenario[];
  /** Of productie only. */
  readonly run: Proefrun | null;
}

export function Proefpagina({ soort, proeven, scenarios, run, ...props }: ProefProps) {
  const { fouten } = props;
  const [laatste] = proeven;
  const { titel, document } = PROEF[soort];
  const kanBeginnen = laatste === undefined || laatste.staat !== 'open';
  return (
    <Blad {...props} title={titel}>
      <Fouten fouten={fouten} />
      {soort === 'proefproductie' ? <Run run={run} fouten={fouten} /> : null}
      <Paragraph>
        <Link href={hrefVanDocument(document)}>
          {laatste ? 'Bekijk en druk het verslag af' : 'Bekijk en druk de scenario’s af'}
        </Link>
      </Paragraph>
      {laatste === undefined ? (
        <Scenarios scenarios={scenarios} />
      ) : (
        <Verslag soort={soort} proef={laatste} fouten={fouten} />
      )}
      {kanBeginnen && (soort !== 'proefproductie' || run !== null) ? (
        <section className="zb-blok">
          <Heading level={2}>{laatste === undefined ? 'Beginnen' : 'Volgende versie'}</Heading>
          <Paragraph>
            {laatste === undefined
              ? 'U vult bij elk scenario in hoe het ging.'
              : laatste.staat === 'goedgekeurd'
                ? 'Dit verslag is goedgekeurd. Verandert er iets aan de keten, dan test u opnieuw, helemaal.'
                : soort === 'acceptatie'
                  ? 'De test wordt helemaal opnieuw gedraaid.'
                  : 'In een volgende versie test u wat niet goed was. Wat goed was, gaat mee.'}
          </Paragraph>
          {soort === 'acceptatie' ? (
            <PostForm action={`${hrefVanProef(soort)}/draai`} className="zb-formulier">
              <Paragraph>
                Zaakbode kan de scenario’s zelf doorlopen tegen de simulator. Met veel zaaktypen duurt dat minuten. Er
                gaat niets naar buiten.
              </Paragraph>
              <Button>Draai de test</Button>
            </PostForm>
          ) : (
            <PostForm action={`${hrefVanProef(soort)}/begin`} className="zb-formulier">
              <Button>{laatste === undefined ? 'Begin de test' : `Begin versie ${laatste.versie + 1}`}</Button>
            </PostForm>
          )}
        </section>
      ) : null}
    </Blad>
  );
}

function Scenarios({ scenarios }: { readonly scenarios: readonly Scenario[] }) {
  return (
    <section className="zb-blok">
      <Heading level={2}>Scenario’s</Heading>
      {scenarios.length === 0 ? (
        <EmptyState>
          Er zijn nog geen scenario’s. Er is geen zaaktype waarvan een status naar de inwoner gaat.
        </EmptyState>
      ) : (
        <Table
          caption="Scenario’s"
          columns={[
            { name: 'Nummer', cell: ({ id }: Scenario) => id },
            { name: 'Scenario', roomy: true, cell: ({ titel }: Scenario) => titel },
            { name: 'Wat er moet gebeuren', roomy: true, cell: ({ verwacht }: Scenario) => verwacht },
          ]}
          rows={scenarios}
          rowKey={({ id }) => id}
        />
      )}
    </section>
  );
}

const STAND: Readonly<Record<Proef['staat'], string>> = {
  open: 'Bezig',
  klaar: 'Afgerond',
  goedgekeurd: 'Goedgekeurd',
  afgekeurd: 'Afgekeurd',
};

function Verslag({
  soort,
  proef,
  fouten,
}: {
  readonly soort: Proefsoort;
  readonly proef: Proef;
  readonly fouten: readonly Fout[];
}) {
  const open = proef.regels.filter(({ uitkomst }) => uitkomst === '').length;
  return (
    <section className="zb-blok">
      <Heading level={2}>Versie {proef.versie}</Heading>
      <DataList
        facts={[
          {
            name: 'Stand',
            value:
              proef.oordeelOp === null
                ? STAND[proef.staat]
                : `${STAND[proef.staat]} op ${datumInWoorden(proef.oordeelOp)}, vastgelegd door ${proef.oordeelDoor}`,
          },
          { name: 'Begonnen', value: `${datumInWoorden(proef.begonnen)}, door ${proef.wie}` },
          ...(proef.opmerking === '' ? [] : [{ name: 'Opmerking', value: proef.opmerking }]),
        ]}
      />
      <Table
        caption={`Scenario’s van versie ${proef.versie}`}
        columns={[
          {
            name: 'Nummer',
            cell: ({ id }: Proefregel) =>
              proef.staat === 'open' ? <Link href={`${hrefVanProef(soort)}/${encodeURIComponent(id)}`}>{id}</Link> : id,
          },
          { name: 'Scenario', roomy: true, cell: ({ titel }: Proefregel) => titel },
          {
            name: 'Uitkomst',
            cell: ({ uitkomst }: Proefregel) => (
              <StatusBadge tone={UITKOMST[uitkomst].tone}>{UITKOMST[uitkomst].label}</StatusBadge>
            ),
          },
          {
            name: 'Bevinding',
            roomy: true,
            cell: ({ bevinding, eerder }: Proefregel) =>
              [bevinding, eerder === null ? '' : `Getest in versie ${eerder}.`].join(' ').trim() || null,
          },
        ]}
        rows={proef.regels}
        rowKey={({ id }) => id}
      />
      {proef.staat === 'open' ? (
        <PostForm action={`${hrefVanProef(soort)}/afronden`} className="zb-formulier" noValidate>
          <Paragraph>
            {open === 0 ? 'Alles is ingevuld.' : `Nog in te vullen: ${open}. Kies een nummer hierboven.`}
          </Paragraph>
          <Tekstvak
            id="opmerking"
            label="Opmerking bij het verslag (niet verplicht)"
            hint="Noem geen burgerservicenummer."
            fouten={fouten}
          />
          <Button>Rond het verslag af</Button>
        </PostForm>
      ) : null}
      {proef.staat === 'klaar' ? (
        <PostForm action={`${hrefVanProef(soort)}/oordeel`} className="zb-formulier" noValidate>
          <Keuze
            id="oordeel"
            label={PROEF[soort].wie}
            value=""
            fouten={fouten}
            groep="Oordeel"
            opties={{ goed: 'Ja', fout: 'Nee' }}
            leeg="Kies ja of nee"
          />
          <Velden fouten={fouten} velden={[dag('datum', 'Op welke dag?')]} />
          <Button>Leg het oordeel vast</Button>
        </PostForm>
      ) : null}
    </section>
  );
}

function Run({ run, fouten }: { readonly run: Proefrun | null; readonly fouten: readonly Fout[] }) {
  if (run === null)
    return (
      <section className="zb-blok">
        <Heading level={2}>Nog niet begonnen</Heading>
        <Paragraph>
          Vanaf het begin gaat er alleen bericht naar de mensen op de lijst van deelnemers. Berichten voor anderen gaan
          ook later niet meer weg.
        </Paragraph>
        <PostForm action={`${AANSLUITEN}/proefrun/begin`} className="zb-formulier">
          <Button>Begin de beperkte productierun</Button>
        </PostForm>
      </section>
    );
  const { vrijgegevenOp, gevraagdDoor } = run;
  return (
    <section className="zb-blok">
      <Heading level={2}>De run</Heading>
      <DataList
        facts={[
          { name: 'Begonnen', value: `${datumInWoorden(run.begonnenOp)}, door ${run.begonnenDoor}` },
          { name: 'Gemeld bij Logius', value: run.gemeldOp === null ? 'Nog niet' : datumInWoorden(run.gemeldOp) },
          {
            name: 'Vrijgave gevraagd',
            value: run.gevraagdOp === null ? 'Nog niet' : `${datumInWoorden(run.gevraagdOp)}, door ${run.gevraagdDoor}`,
          },
          {
            name: 'Vrijgegeven',
            value:
              vrijgegevenOp === null ? 'Nog niet' : `${datumInWoorden(vrijgegevenOp)}, door ${run.vrijgegevenDoor}`,
          },
        ]}
      />
      {vrijgegevenOp !== null ? (
        <Alert kind="ok" title="De aansluiting is vrijgegeven" level={3}>
          <Paragraph>Berichten gaan naar iedereen voor wie een status is bedoeld.</Paragraph>
        </Alert>
      ) : gevraagdDoor === null ? (
        <PostForm action={`${AANSLUITEN}/proefrun/vraag`} className="zb-formulier" noValidate>
          <Velden
            fouten={fouten}
            velden={[dag('gemeldOp', 'Wanneer hebt u Logius gemeld dat de berichten zijn aangekomen?')]}
          />
          <Button>Vraag de vrijgave aan</Button>
        </PostForm>
      ) : (
        <Alert kind="info" title="Wacht op een tweede persoon" level={3}>
          <Paragraph>
            {gevraagdDoor} vroeg de vrijgave aan. Een andere beheerder geeft akkoord, en dan gebeurt het: berichten gaan
            naar alle inwoners voor wie een status is bedoeld. <Link href={AKKOORD}>Naar Akkoord</Link>
          </Paragraph>
        </Alert>
      )}
    </section>
  );
}

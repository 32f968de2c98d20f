/** `/beheer/bronnen`: the registers of others on which Lopende Zaken works, and whether everything of them comes through. */
import type { FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import {
  Alert,
  count,
  DataList,
  EmptyState,
  type Fact,
  FailedBlock,
  Heading,
  Paragraph,
  StatusBadge,
  Time,
} from '../ui/index.ts';
import type { RegisterStand } from './bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from './kader.tsx';

export async function bronnen(
  request: FastifyRequest,
  options: BeheerOptions,
): Promise<{ readonly page: ReactElement; readonly ok: boolean }> {
  const found = await load(request, options, async () => (await options.bronnen?.()) ?? []);
  const page = (
    <Kader options={options} title="Bronnen" current="/beheer/bronnen">
      <Heading level={1}>Bronnen</Heading>
      <Paragraph lead>
        Hier ziet u van welke zaakregisters elders de statussen naar MijnOverheid gaan, en of dat goed gaat.
      </Paragraph>
      {found.ok ? (
        <Registers standen={found.value} />
      ) : (
        <FailedBlock what="de bronnen" reference={referenceOf(request)} />
      )}
      <Bijgewerkt at={options.clock.now()} />
    </Kader>
  );
  return { page, ok: found.ok };
}

function Registers({ standen }: { readonly standen: readonly RegisterStand[] }) {
  if (standen.length === 0)
    return (
      <EmptyState>
        Er is geen register elders ingesteld. Zaakbode gebruikt alleen het eigen register. Uw beheerder stelt een ander
        register in met ZGW_BRONNEN.
      </EmptyState>
    );
  return standen.map((stand) => (
    <section className="zb-blok" key={stand.naam}>
      <Heading level={2}>{`Register ${stand.naam}`}</Heading>
      <Meldingen stand={stand} />
      <DataList facts={feiten(stand)} />
    </section>
  ));
}

/** What somebody must do something about. */
function Meldingen({ stand }: { readonly stand: RegisterStand }) {
  const { abonnementFout, peilingFout, peilingFoutSinds, genegeerdReden, gesorteerd } = stand;
  return (
    <>
      {peilingFout === null ? null : (
        <Alert kind="error" title="Zelf vragen lukt niet" level={3}>
          <Paragraph>
            {peilingFout}
            {peilingFoutSinds === null ? null : (
              <>
                {' '}
                Dat is zo sinds <Time at={peilingFoutSinds} />.
              </>
            )}
          </Paragraph>
        </Alert>
      )}
      {abonnementFout === null ? null : (
        <Alert kind="warning" title="Het abonnement is niet goed" level={3}>
          <Paragraph>{abonnementFout} Zolang dat zo is, komen statussen later door: Zaakbode vraagt ze zelf.</Paragraph>
        </Alert>
      )}
      {genegeerdReden === null ? null : (
        <Alert
          kind="warning"
          title={`${count(stand.genegeerd, 'notificatie', 'notificaties')} konden wij niet gebruiken`}
          level={3}
        >
          <Paragraph>{genegeerdReden}</Paragraph>
        </Alert>
      )}
      {gesorteerd === false ? (
        <Alert kind="info" title="Dit register geeft zijn statussen niet van nieuw naar oud" level={3}>
          <Paragraph>
            Een status waarover geen notificatie kwam, wordt daarom pas in de dagelijkse ronde gevonden.
          </Paragraph>
        </Alert>
      ) : null}
    </>
  );
}

const ABONNEMENT = {
  goed: ['good', 'Goed'],
  fout: ['attention', 'Niet goed'],
  wacht: ['busy', 'Wordt gemaakt'],
  geen: ['rest', 'Geen: Zaakbode vraagt zelf'],
} as const;

function feiten(stand: RegisterStand): readonly Fact[] {
  const [tone, label] = ABONNEMENT[stand.abonnement];
  const moment = (at: Date | null): Fact['value'] => (at === null ? 'Nog niet' : <Time at={at} />);
  return [
    { name: 'Adres', value: stand.zaken },
    { name: 'Statussen tellen vanaf', value: <Time at={stand.begin} /> },
    { name: 'Abonnement', value: <StatusBadge tone={tone}>{label}</StatusBadge> },
    { name: 'Laatste notificatie', value: moment(stand.laatsteNotificatie) },
    { name: 'Laatst zelf gevraagd', value: moment(stand.laatstePeiling) },
    { name: 'Alles gezien tot', value: moment(stand.gezienTot) },
    { name: 'Laatste dagelijkse ronde', value: moment(stand.laatsteDiepePeiling) },
    {
      name: 'Statussen gevonden',
      value: `${count(stand.gevonden, 'status', 'statussen')}, waarvan ${stand.doorPeiling} door zelf te vragen`,
    },
  ];
}

/** `/beheer/lopende-zaken/inrichting/stromen`: the zaakberichtstromen in their order (A2). */
import type { FastifyRequest } from 'fastify';
import { Alert, Button, DataList, FailedBlock, Heading, Link, Paragraph, PostForm, Spoken } from '../../../ui/index.ts';
import type { Antwoord } from '../../antwoord.ts';
import type { Inrichting, Stroom } from '../../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from '../../kader.tsx';
import { INRICHTING, STROMEN } from '../adres.ts';
import { type Afloopmelding, Melding, NIETS } from '../afloop.tsx';
import { Basis } from '../formulier.tsx';
import { hrefVanStroom as hrefVanPlanning } from '../planning.tsx';
import { inZinnen } from '../planning-invoer.ts';
import { NIEUW, restVoor } from './stroom-invoer.ts';
import { dragerInWoorden, vormInWoorden, zaaktypenInWoorden } from './woorden.ts';

export const hrefVanStroom = (naam: string): string => `${STROMEN}/${encodeURIComponent(naam)}`;

export const AFLOPEN = {
  bewaard: { kind: 'ok', title: 'De stroom is bewaard', text: 'Hij geldt vanaf de volgende status die wordt gezet.' },
  leeg: {
    kind: 'ok',
    title: 'De stroom is leeg',
    text: 'Er komt niets meer bij. Wat er nog in wacht, gaat nog weg.',
  },
  verplaatst: { kind: 'ok', title: 'De volgorde is veranderd', text: 'Zij geldt vanaf de volgende status.' },
  niets: NIETS,
} as const satisfies Readonly<Record<string, Afloopmelding>>;
export type Afloop = keyof typeof AFLOPEN;

export async function stromen(
  request: FastifyRequest,
  options: BeheerOptions,
  afloop: Afloop | null,
): Promise<Antwoord> {
  const found = await load(request, options, () => options.lopendeZaken.inrichtingen.actueel());
  return {
    status: found.ok ? 200 : 503,
    page: (
      <Kader options={options} title="Stromen" current={INRICHTING} above={[{ label: 'Inrichting', href: INRICHTING }]}>
        <Melding afloop={afloop === null ? null : AFLOPEN[afloop]} />
        <Heading level={1}>Stromen</Heading>
        <Paragraph lead>
          Een stroom zegt van welke zaaktypen de berichten gaan, in welke vorm, langs welke weg en wanneer. Een status
          gaat met de eerste stroom die het zaaktype heeft.
        </Paragraph>
        {found.ok ? (
          <Lijst inrichting={found.value} />
        ) : (
          <>
            <Heading level={2}>Lijst</Heading>
            <FailedBlock what="de stromen" reference={referenceOf(request)} />
          </>
        )}
        <Bijgewerkt at={options.clock.now()} />
      </Kader>
    ),
  };
}

function Lijst({ inrichting }: { readonly inrichting: Inrichting }) {
  const { stromen: alle } = inrichting;
  return (
    <>
      <Paragraph>
        <Link href={`${STROMEN}/${NIEUW}`}>Maak een nieuwe stroom</Link>
      </Paragraph>
      {alle.some(({ zaaktypen }) => zaaktypen === null) ? null : (
        <Alert kind="info" title="Niet alle zaaktypen hebben een stroom">
          <Paragraph>
            Wat in geen stroom zit, gaat niet naar MijnOverheid. Bij ‘Statussen’ ziet u welke dat zijn.
          </Paragraph>
        </Alert>
      )}
      {alle.map((stroom, i) => (
        <Een key={stroom.naam} inrichting={inrichting} stroom={stroom} nr={i + 1} />
      ))}
    </>
  );
}

interface EenProps {
  readonly inrichting: Inrichting;
  readonly stroom: Stroom;
  readonly nr: number;
}

function Een({ inrichting, stroom, nr }: EenProps) {
  const { naam, zaaktypen, drager, planning } = stroom;
  const rest = restVoor(inrichting.stromen, naam);
  const href = hrefVanStroom(naam);
  const verschuif = (waarheen: 'eerder' | 'later') => (
    <PostForm action={`${href}/${waarheen}`}>
      <Basis inrichting={inrichting} />
      <Button kind="secondary">
        Zet {waarheen}
        <Spoken>: stroom {naam}</Spoken>
      </Button>
    </PostForm>
  );
  return (
    <section className="zb-blok">
      <Heading level={2}>
        {nr}. {naam}
      </Heading>
      {rest !== null && (zaaktypen === null || zaaktypen.length > 0) ? (
        <Alert kind="warning" title="Deze stroom krijgt niets" level={3}>
          <Paragraph>
            Stroom {rest.naam} staat ervoor en krijgt alle overige zaaktypen. Zet deze stroom eerder.
          </Paragraph>
        </Alert>
      ) : null}
      <DataList
        facts={[
          { name: 'Zaaktypen', value: zaaktypenInWoorden(stroom) },
          { name: 'Vorm', value: vormInWoorden(stroom) },
          { name: 'Weg', value: dragerInWoorden(drager) },
          { name: 'Planning', value: inZinnen(planning) },
        ]}
      />
      <Paragraph>
        <Link href={href}>Wijzig stroom {naam}</Link>
      </Paragraph>
      <Paragraph>
        <Link href={hrefVanPlanning(naam)}>Wijzig de planning van {naam}</Link>
      </Paragraph>
      {zaaktypen?.length === 0 ? null : (
        <Paragraph>
          <Link href={`${href}/leeg`}>Maak stroom {naam} leeg</Link>
        </Paragraph>
      )}
      <div className="zb-knoppen">
        {nr === 1 ? null : verschuif('eerder')}
        {nr === inrichting.stromen.length ? null : verschuif('later')}
      </div>
    </section>
  );
}

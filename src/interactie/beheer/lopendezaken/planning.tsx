/** `/beheer/lopende-zaken/planning`: per stroom when messages leave, what that means, when next, and a pause (L6). */
import type { FastifyRequest } from 'fastify';
import {
  Alert,
  Button,
  DataList,
  ErrorSummary,
  FailedBlock,
  Heading,
  Link,
  Paragraph,
  PostForm,
  SelectField,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { Inrichting, LoopStand, Stroom } from '../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from '../kader.tsx';
import { PLANNING } from './adres.ts';
import { type Afloopmelding, Melding, NIETS } from './afloop.tsx';
import { type FormulierStand, formulierPagina, velden } from './formulier.tsx';
import { type Getypt, getyptVan, inZinnen } from './planning-invoer.ts';
import { type FoutInReden, MAX_REDEN } from './redenveld.ts';
import { laatste, volgende, wachtInWoorden } from './rondes.tsx';

export const AFLOPEN = {
  bewaard: { kind: 'ok', title: 'De planning is bewaard', text: 'Zij geldt vanaf nu.' },
  begonnen: {
    kind: 'ok',
    title: 'Er wordt nu verzonden',
    text: 'Wat wacht, gaat weg. Ververs de pagina om te zien of het klaar is.',
  },
  niet_begonnen: { kind: 'warning', title: 'Er is niets begonnen', text: 'Er is een pauze. Hef eerst de pauze op.' },
  gepauzeerd: {
    kind: 'ok',
    title: 'De stroom is gepauzeerd',
    text: 'Er gaat niets meer weg. Wat binnenkomt, blijft bewaard.',
  },
  hervat: { kind: 'ok', title: 'De pauze is voorbij', text: 'Wat wacht, gaat weg in de goede volgorde.' },
  niets: NIETS,
} as const satisfies Readonly<Record<string, Afloopmelding>>;
export type Afloop = keyof typeof AFLOPEN;

export const hrefVanStroom = (naam: string): string => `${PLANNING}/${encodeURIComponent(naam)}`;

export interface PlanningStand {
  readonly afloop?: Afloop | null;
  /** The form to pause as it was sent, of which stroom. */
  readonly pauze?: FoutInReden & { readonly stroom: string };
}

export async function planning(
  request: FastifyRequest,
  options: BeheerOptions,
  { afloop = null, pauze }: PlanningStand = {},
): Promise<Antwoord> {
  const { inrichtingen, lopen } = options.lopendeZaken;
  const found = await load(request, options, async () => {
    const inrichting = await inrichtingen.actueel();
    return await Promise.all(inrichting.stromen.map(async (stroom) => ({ stroom, stand: await lopen.stand(stroom) })));
  });
  return {
    status: found.ok ? (pauze === undefined ? 200 : 422) : 503,
    page: (
      <Kader options={options} title="Planning" current={PLANNING} invalid={pauze !== undefined}>
        <Melding afloop={afloop === null ? null : AFLOPEN[afloop]} />
        <ErrorSummary errors={pauze ? [{ field: `reden-${pauze.stroom}`, message: pauze.fout }] : []} />
        <Heading level={1}>Planning</Heading>
        <Paragraph lead>Hier bepaalt u wanneer zaakberichten naar MijnOverheid gaan.</Paragraph>
        {found.ok ? (
          found.value.map(({ stroom, stand }) => (
            <Blok
              key={stroom.naam}
              stroom={stroom}
              stand={stand}
              now={options.clock.now()}
              pauze={pauze?.stroom === stroom.naam ? pauze : undefined}
            />
          ))
        ) : (
          <>
            <Heading level={2}>Stromen</Heading>
            <FailedBlock what="de planning" reference={referenceOf(request)} />
          </>
        )}
        <Bijgewerkt at={options.clock.now()} />
      </Kader>
    ),
  };
}

interface BlokProps {
  readonly stroom: Stroom;
  readonly stand: LoopStand;
  readonly now: Date;
  readonly pauze: FoutInReden | undefined;
}

function Blok({ stroom, stand, pauze }: BlokProps) {
  const { naam, zaaktypen, planning: plan } = stroom;
  const href = hrefVanStroom(naam);
  return (
    <section className="zb-blok">
      <Heading level={2}>Stroom {naam}</Heading>
      {plan.pauze === null ? null : (
        <Alert kind="warning" title="Deze stroom is gepauzeerd" level={3}>
          <Paragraph>Reden: {plan.pauze.reden}</Paragraph>
        </Alert>
      )}
      <Paragraph>{inZinnen(plan)}</Paragraph>
      <DataList
        facts={[
          {
            name: 'Zaaktypen',
            value: zaaktypen === null ? 'Alle die in geen andere stroom zitten' : zaaktypen.join(', '),
          },
          { name: 'Laatste ronde', value: laatste(stroom, stand) },
          { name: 'Wacht nog', value: wachtInWoorden(stand) },
          { name: 'Volgende', value: volgende(stroom, stand) },
        ]}
      />
      <Paragraph>
        <Link href={href}>Wijzig de planning van {naam}</Link>
      </Paragraph>
      <div className="zb-keuzes">
        {plan.pauze === null ? (
          <>
            <div className="zb-keuze">
              <Heading level={3}>Nu verzenden</Heading>
              <Paragraph>Alles wat in deze stroom wacht, gaat nu weg, ook buiten de tijden van de planning.</Paragraph>
              <PostForm action={`${href}/nu`} className="zb-formulier">
                <Button>Verzend nu</Button>
              </PostForm>
            </div>
            <div className="zb-keuze">
              <Heading level={3}>Pauzeren</Heading>
              <Paragraph>Er gaat niets meer weg tot u de pauze opheft. Accounts worden wel gecontroleerd.</Paragraph>
              <PostForm action={`${href}/pauze`} className="zb-formulier" noValidate>
                <TextArea
                  id={`reden-${naam}`}
                  label="Reden van de pauze"
                  hint={`Hoogstens ${MAX_REDEN} tekens.`}
                  rows={2}
                  error={pauze?.fout}
                  value={pauze?.reden}
                  required
                />
                <Button kind="secondary">Pauzeer</Button>
              </PostForm>
            </div>
          </>
        ) : (
          <div className="zb-keuze">
            <Heading level={3}>Pauze opheffen</Heading>
            <Paragraph>Wat wacht, gaat dan weg volgens de planning.</Paragraph>
            <PostForm action={`${href}/hervat`} className="zb-formulier">
              <Button>Hef de pauze op</Button>
            </PostForm>
          </div>
        )}
      </div>
    </section>
  );
}

/** The form of one stroom. */
export function planningFormulier(
  options: BeheerOptions,
  inrichting: Inrichting,
  stroom: Stroom,
  stand: FormulierStand<Getypt>,
): Antwoord {
  const field = velden(stand.getypt ?? getyptVan(stroom.planning), stand.fouten ?? []);
  const zinnen = inZinnen(stroom.planning);
  return formulierPagina({
    options,
    inrichting,
    title: `Planning van ${stroom.naam}`,
    current: PLANNING,
    above: [{ label: 'Planning', href: PLANNING }],
    lead: zinnen,
    action: hrefVanStroom(stroom.naam),
    terug: PLANNING,
    stand,
    nuGeldt: `Nu geldt: ${zinnen}`,
    children: (
      <>
        <TextField {...field('interval', 'Minuten tussen twee rondes')} hint="Met 0 gaat elk bericht meteen weg." />
        <TextField
          {...field('dagen', 'Dagen (niet verplicht)')}
          hint="Bijvoorbeeld: ma, di, wo, do, vr. Leeg: alle dagen."
        />
        <TextField {...field('van', 'Vanaf (niet verplicht)')} hint="Bijvoorbeeld 08:00, Nederlandse tijd." />
        <TextField
          {...field('tot', 'Tot (niet verplicht)')}
          hint="Bijvoorbeeld 18:00. Een tijd voor ‘vanaf’ is de volgende dag."
        />
        <TextField
          {...field('perSeconde', 'Hoogstens zoveel berichten per seconde (niet verplicht)')}
          hint="Spreek een grote hoeveelheid af met Logius."
        />
        <SelectField
          {...field('controle', 'Wanneer wordt het account gecontroleerd?')}
          first={{ value: 'bij_wijziging', label: 'Meteen na de wijziging (zo hoort het)' }}
          options={[{ value: 'bij_verzending', label: 'Als het bericht vertrekt' }]}
        />
      </>
    ),
  });
}

/** Per stroom the last run, what waits, and when messages leave next: on the dashboard, and in words for the planning. */
import { Link, Paragraph, Table, Time } from '../../ui/index.ts';
import { type LoopStand, type Stroom, WACHT_GETELD } from '../bron.ts';
import type { BeheerOptions } from '../kader.tsx';
import { PLANNING } from './adres.ts';

export interface Ronde {
  readonly stroom: Stroom;
  readonly stand: LoopStand;
}

export async function leesRondes({ lopendeZaken: { inrichtingen, lopen } }: BeheerOptions): Promise<readonly Ronde[]> {
  const { stromen } = await inrichtingen.actueel();
  return await Promise.all(stromen.map(async (stroom) => ({ stroom, stand: await lopen.stand(stroom) })));
}

export function laatste({ planning }: Stroom, { begonnenOp, loopt, gevraagdDoor }: LoopStand) {
  if (begonnenOp === null)
    return planning.intervalMinuten === 0 ? 'Geen rondes: alles gaat meteen weg' : 'Er is nog geen ronde geweest';
  const door = gevraagdDoor === null ? '' : `, op verzoek van ${gevraagdDoor}`;
  return (
    <>
      <Time at={begonnenOp} long /> begonnen{door}
      {loopt ? ', nog bezig' : ''}
    </>
  );
}

export function volgende({ planning }: Stroom, { volgende: wanneer, loopt }: LoopStand) {
  if (planning.pauze !== null) return 'Niet zolang de pauze duurt';
  if (wanneer !== null) return <Time at={wanneer} long />;
  return loopt ? 'Deze ronde is bezig' : 'Meteen als er iets is';
}

const AANTAL = new Intl.NumberFormat('nl-NL');

export function wachtInWoorden({ wacht }: LoopStand): string {
  if (wacht === 0) return 'Niets';
  return wacht > WACHT_GETELD ? `Meer dan ${AANTAL.format(WACHT_GETELD)}` : AANTAL.format(wacht);
}

export function Rondes({ rondes }: { readonly rondes: readonly Ronde[] }) {
  return (
    <>
      <Table
        caption="Rondes per stroom"
        columns={[
          { name: 'Stroom', cell: ({ stroom }) => stroom.naam },
          { name: 'Laatste ronde', cell: ({ stroom, stand }) => laatste(stroom, stand), roomy: true },
          { name: 'Wacht nog', cell: ({ stand }) => wachtInWoorden(stand) },
          { name: 'Volgende', cell: ({ stroom, stand }) => volgende(stroom, stand), roomy: true },
        ]}
        rows={rondes}
        rowKey={({ stroom }) => stroom.naam}
      />
      <Paragraph>
        <Link href={PLANNING}>Bekijk de planning</Link>
      </Paragraph>
    </>
  );
}

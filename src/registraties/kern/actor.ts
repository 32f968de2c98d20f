/**
 * Who asks, and what he may. The engine knows this shape only; the register of authorisations makes it
 * (`registraties/autorisaties`, joined in app.ts).
 */
import type { ZgwIdentity } from '../../platform/identity/index.ts';
import type { Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';

/** Component codes of the Autorisaties API; `dgk`, the Digikoppeling API, is ours. */
export type Component = 'ac' | 'nrc' | 'zrc' | 'ztc' | 'drc' | 'brc' | 'dgk';

/** One line of an Applicatie's autorisaties (AC 1.1): scopes, and for what. */
export interface Autorisatie {
  readonly component: Component;
  readonly scopes: readonly string[];
  /** Uuid of the zaaktype, informatieobjecttype or besluittype that it counts for; null when the component has none. */
  readonly type: string | null;
  readonly maxVertrouwelijkheid: Vertrouwelijkheid | null;
  /** Of `dgk`: the CPA that it counts for; all of them when it is null or left out. */
  readonly cpa?: string | null;
}

export interface Actor extends ZgwIdentity {
  /** Name of the application, for the audit trail. */
  readonly applicatie: string;
  readonly heeftAlleAutorisaties: boolean;
  readonly autorisaties: readonly Autorisatie[];
  /** AC 1.1: of documents only those that are ready for publication; no, unless said. */
  readonly alleenIsGereedVoorPublicatie?: boolean;
}

/** The component whose right a scope is, by the first part of its name. */
const OWNERS: Readonly<Record<string, Component>> = {
  autorisaties: 'ac',
  notificaties: 'nrc',
  zaken: 'zrc',
  catalogi: 'ztc',
  documenten: 'drc',
  besluiten: 'brc',
  digikoppeling: 'dgk',
};

/**
 * The lines that give any of these scopes in this component. A scope of another component counts where it was given:
 * who got `zaken.lezen` in the Zaken API reads zaaktypen with it (ztc-014).
 */
export function linesFor(actor: Actor, component: Component, scopes: readonly string[]): readonly Autorisatie[] {
  return actor.autorisaties.filter((line) =>
    line.scopes.some(
      (scope) =>
        scopes.includes(scope) && (line.component === component || line.component === OWNERS[scope.split('.')[0]!]),
    ),
  );
}

/** The coarse right: may this actor do this at all, on whatever object? */
export function mayAtAll(actor: Actor, component: Component, scopes: readonly string[]): boolean {
  return actor.heeftAlleAutorisaties || linesFor(actor, component, scopes).length > 0;
}

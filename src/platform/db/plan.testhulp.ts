/** Test help: reading the plan of a statement, and running one by a name as the driver does. */
import { raw, type Sql } from './sql.ts';

/** A part of what `explain (format json)` gives, with `verbose` or `buffers` where a test asks for it. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Schema?: string;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

/** What `explain (format json)` answers with. */
export interface Explained {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }];
}

/** The node with all below it. */
export function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** The tables that a plan reads from one end to the other, with their schema: of a plan made `verbose`. */
export function readWhole(plan: PlanNode): readonly string[] {
  return nodesOf(plan)
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => `${node.Schema}.${node['Relation Name']}`);
}

/** Past five executions PostgreSQL may settle on one plan for all parameters of a named statement. */
export const EXECUTIONS = 12;

/** `execute` of a prepared statement with these values. */
export function execute(name: string, values: readonly unknown[]): string {
  return values.length === 0 ? `execute ${name}` : `execute ${name}(${values.map(literal).join(', ')})`;
}

/** `prepare` of this statement under this name. */
export function prepare(name: string, statement: Sql): Sql {
  return raw(`prepare ${name} as ${statement.compile().text}`);
}

function literal(value: unknown): string {
  if (value === null || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `'{${value.map((v) => literal(v).replaceAll("'", '"')).join(', ')}}'`;
  return `'${value instanceof Date ? value.toISOString() : String(value)}'`;
}

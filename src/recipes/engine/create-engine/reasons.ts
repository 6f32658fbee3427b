import type { Argument, DatabaseSite, Expr } from '../../../program/index.ts';
import type { Finding, RecipeContext } from '../../recipe.ts';

type Reason = Pick<Finding, 'why' | 'next'>;

/** Why an engine stays synchronous on purpose; undefined when the web application uses it. */
export function whyKept(site: DatabaseSite, reached: boolean): (Reason & Pick<Finding, 'applicability'>) | undefined {
  const { role } = site.module;
  if (role === 'alembic') {
    return { why: 'Alembic runs migrations without an event loop.', applicability: 'safe', next: '' };
  }
  if (role === 'setup' || (role !== 'application' && !reached)) {
    return {
      why: `No application on the loop imports this ${role} module.`,
      applicability: 'safe',
      next: '',
    };
  }
  if (reached) return undefined;
  return {
    why: 'No application on the loop imports this module.',
    applicability: 'needs-review',
    next: 'If it is loaded by name after all, import create_engine from ferryman there.',
  };
}

/** Arguments that hand SQLAlchemy a piece of the synchronous driver. */
const REFUSED: Readonly<Record<string, string>> = {
  creator: 'its connections are made by a synchronous function of the application',
  module: 'it names a synchronous driver',
  pool: 'it hands over a ready-made pool of synchronous connections',
  strategy: 'such an engine never connects',
};

const POOLS = new Set([
  'QueuePool',
  'AsyncAdaptedQueuePool',
  'NullPool',
  'StaticPool',
  'AssertionPool',
  'SingletonThreadPool',
]);

/** Why an engine that the web application uses cannot go onto an asynchronous driver. */
export function whyRefused(context: RecipeContext, site: DatabaseSite): Reason | undefined {
  const args = site.call.args;
  const bad = args.find((arg) => arg.name !== undefined && arg.name in REFUSED && !isNone(arg.value));
  if (bad?.name !== undefined) {
    return {
      why: `${bad.name}= is given: ${REFUSED[bad.name]}.`,
      next: `Replace ${bad.name}= by a URL and connect_args, or keep this engine and its endpoints on threads.`,
    };
  }
  const drivername = site.url?.drivername;
  if (drivername !== undefined) {
    const known = context.knowledge.asyncDrivers(drivername);
    if (known === undefined || (!known.isAsync && known.siblings.length === 0)) {
      return {
        why: `No asynchronous driver is known for ${drivername}.`,
        next: 'Keep this engine and its endpoints on threads, or move the data to a database that has one.',
      };
    }
  }
  const pool = nameOfPool(args);
  if (pool === 'StaticPool' && drivername !== undefined && !drivername.startsWith('sqlite')) {
    return {
      why: 'StaticPool shares one connection, which only SQLite survives on a loop.',
      next: 'Use the default pool, or NullPool.',
    };
  }
  if (pool !== undefined && pool.endsWith('Pool') && !POOLS.has(pool)) {
    return { why: `poolclass=${pool} is not known to work on an event loop.`, next: 'Use QueuePool or NullPool.' };
  }
  return undefined;
}

/** What somebody should look at although the engine is carried: the runtime checks it again when the engine is made. */
export function whyReview(site: DatabaseSite): Reason | undefined {
  const pool = poolArgument(site.call.args);
  if (pool && !isNone(pool) && nameOfPool(site.call.args) === undefined) {
    return {
      why: 'poolclass= is chosen at run time.',
      next: 'Check that it is QueuePool, NullPool or StaticPool (SQLite); the runtime refuses any other when it starts.',
    };
  }
  if (site.call.args.some((arg) => arg.name === '**')) {
    return {
      why: 'Some arguments are put together elsewhere.',
      next: 'Check that creator=, module=, pool= and poolclass= are not among them; the runtime refuses those when it starts.',
    };
  }
  return undefined;
}

function poolArgument(args: readonly Argument[]): Expr | undefined {
  return args.find((arg) => arg.name === 'poolclass')?.value;
}

function nameOfPool(args: readonly Argument[]): string | undefined {
  const pool = poolArgument(args);
  const name = pool?.kind === 'attribute' ? pool.name : pool?.kind === 'name' ? pool.id : undefined;
  return name !== undefined && /^[A-Z]\w*Pool$/.test(name) ? name : undefined;
}

function isNone(value: Expr): boolean {
  return value.kind === 'literal' && value.type === 'none';
}

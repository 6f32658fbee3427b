import { indexAwaitables } from './awaitables.ts';
import { indexFaces } from './faces.ts';
import { asyncDrivers } from './drivers.ts';
import type { DriverFamily, Entry, Fact, Knowledge, Library, PackageFact } from './model.ts';
import { indexTwins } from './twins.ts';

interface Indexed {
  readonly entry: Entry;
  readonly library: Library;
}

/** Answer questions from knowledge files. Later libraries win over earlier ones for the same name. */
export function indexKnowledge(
  libraries: readonly Library[],
  drivers: readonly DriverFamily[],
  packages: readonly PackageFact[] = [],
): Knowledge {
  const named = new Map(packages.flatMap((fact) => fact.names.map((name) => [name, fact] as const)));
  const exact = new Map<string, Indexed>();
  const below = new Map<string, Indexed>();
  const owners = new Map<string, Library>();
  const distinctive = new Map<string, Fact[]>();
  const aliases = new Map<string, string>();
  const bases = new Map<string, readonly string[]>();
  const returns = new Map<string, string>();
  const attributes = new Map<string, string>();
  const carriers = new Set<string>();
  const decorators = new Set<string>();
  const driverModules = drivers.flatMap((family) => family.modules);
  const connections = new Set(drivers.flatMap((family) => family.connections));

  for (const library of libraries) {
    for (const module of library.modules) owners.set(module, library);
    for (const [from, to] of Object.entries(library.aliases)) aliases.set(from, to);
    for (const [name, list] of Object.entries(library.bases)) bases.set(name, list);
    for (const [name, type] of Object.entries(library.returns)) returns.set(name, type);
    for (const [name, type] of Object.entries(library.attributes)) attributes.set(name, type);
    for (const name of library.carries) carriers.add(name);
    for (const name of library.decorators) decorators.add(name);
    for (const entry of library.entries) {
      for (const name of entry.names) {
        if (name.endsWith('.*')) below.set(name.slice(0, -2), { entry, library });
        else exact.set(name, { entry, library });
        if (!entry.distinctive) continue;
        const method = name.slice(name.lastIndexOf('.') + 1);
        distinctive.set(method, [...(distinctive.get(method) ?? []), factOf(name, { entry, library })]);
      }
    }
  }

  const mentioned = new Set(
    [...exact.keys(), ...below.keys(), ...bases.keys(), ...returns.keys(), ...returns.values(), ...attributes.values()]
      .flatMap((name) => [name, ownerName(name)])
      .filter((name) => /(?:^|\.)_*[A-Z]\w*$/u.test(name)),
  );

  // Aliases of aliases end somewhere; a user's file that sends them in a circle must not hang us.
  const canonical = (name: string, hops = 8): string => {
    for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
      const target = aliases.get(name.slice(0, end));
      if (target !== undefined && hops > 0) return canonical(target + name.slice(end), hops - 1);
    }
    return name;
  };
  const lineage = (name: string): readonly string[] => {
    const all = [name];
    for (const at of all) for (const base of bases.get(at) ?? []) if (!all.includes(base)) all.push(base);
    return all;
  };
  /** The same name on the class and on each of its bases. */
  const spellings = (name: string): readonly string[] => {
    const dot = name.lastIndexOf('.');
    return dot < 0 ? [name] : lineage(name.slice(0, dot)).map((base) => `${base}${name.slice(dot)}`);
  };
  const ownerOf = (name: string): Library | undefined => {
    for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
      const owner = owners.get(name.slice(0, end).replace(/\(\).*$/u, ''));
      if (owner) return owner;
    }
    return undefined;
  };
  const wild = (name: string): Indexed | undefined => {
    for (let end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
      const found = below.get(name.slice(0, end)) ?? below.get(name.slice(0, end).replace(/\(\)$/u, ''));
      if (found) return found;
    }
    return undefined;
  };

  const lookup = (asked: string): Fact | 'unknown' => {
    const name = canonical(asked);
    const spelled = spellings(name);
    for (const item of spelled) {
      const found = exact.get(item);
      if (found) return factOf(item, found);
    }
    for (const item of spelled) {
      const found = wild(item);
      if (found) return factOf(item, found);
    }
    const library = ownerOf(name);
    if (!library || library.rest === 'unknown') return 'unknown';
    return restOf(name, library);
  };
  /** A file says something of it, or of the class that it belongs to. */
  const isMentioned = (name: string): boolean =>
    spellings(name).some((item) => exact.has(item)) || mentioned.has(name) || mentioned.has(ownerName(name));
  const cached = new Map<string, Fact | 'unknown'>();
  return {
    libraries,
    lookup(name) {
      const known = cached.get(name) ?? lookup(name);
      cached.set(name, known);
      return known;
    },
    returns: (name) => returns.get(canonical(name)),
    attribute: (name) => attributes.get(canonical(name)),
    canonical: (name) => canonical(name),
    publicName(module, qualname) {
      const parts = module.split('.');
      const spelled = parts.map((_, index) => `${parts.slice(0, parts.length - index).join('.')}.${qualname}`);
      return spelled.map((name) => canonical(name)).find(isMentioned) ?? spelled[0] ?? qualname;
    },
    lineage: (name) => lineage(canonical(name)),
    carries: (name) => {
      const asked = canonical(name);
      const spelled = spellings(asked);
      if (spelled.some((item) => carriers.has(item) || carriers.has(`${item.slice(0, item.lastIndexOf('.'))}.*`)))
        return true;
      for (let end = asked.lastIndexOf('.'); end > 0; end = asked.lastIndexOf('.', end - 1)) {
        const above = asked.slice(0, end);
        if (carriers.has(`${above}.*`) || carriers.has(`${above.replace(/\(\)$/u, '')}.*`)) return true;
      }
      return false;
    },
    ...indexAwaitables(libraries, (name) => lineage(canonical(name))),
    ...indexTwins(
      libraries,
      (name) => lineage(canonical(name)),
      (name) => returns.get(canonical(name)),
    ),
    ...indexFaces(libraries, (name) => lineage(canonical(name))),
    runsDecorated: (name) => decorators.has(canonical(name)),
    byMethodName: (method) => distinctive.get(method) ?? [],
    knowsModule: (name) => ownerOf(canonical(name)) !== undefined,
    packageNamed: (name) => named.get(name),
    isRawConnection: (name) => connections.has(canonical(name)),
    driverModule: (name) => driverModules.find((module) => name === module || name.startsWith(`${module}.`)),
    isSyncDriver: (name) => name !== '' && drivers.some((family) => family.sync.includes(name)),
    asyncDrivers: (drivername) => asyncDrivers(drivers, drivername),
  };
}

/** `requests.Session` of `requests.Session.get`. */
function ownerName(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

function factOf(name: string, { entry, library }: Indexed): Fact {
  const { effect, severity, kind, why, remedy, dispatches } = entry;
  const offload = entry.offload ?? (effect === 'thread-local' || effect === 'lock' ? 'never' : 'function');
  return {
    name,
    effect,
    severity,
    kind,
    why,
    remedy,
    dispatches,
    offload,
    waits: entry.waits,
    isRemote: false,
    library: library.library,
  };
}

function restOf(name: string, library: Library): Fact {
  const effect = library.rest === 'unknown' ? 'harmless' : library.rest;
  const why =
    effect === 'harmless'
      ? 'computes in memory, or only describes'
      : `belongs to ${library.library}, where nearly everything holds the thread`;
  return {
    name,
    effect,
    severity: 'stall',
    kind: library.library,
    why,
    remedy: 'Keep the endpoint threaded, or call it through wait(to_thread(...)).',
    library: library.library,
    dispatches: false,
    offload: 'function',
    waits: true,
    isRemote: effect === 'blocks' && library.remote,
  };
}

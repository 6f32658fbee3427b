import type { Awaitable, Knowledge, Library } from './model.ts';

/** What of a class is known under its public name is true of the module that defines it: `asyncio.locks.Lock`. */
export function spellings(name: string): readonly string[] {
  const match = /^(?<path>[\w.]*?)\.?(?<last>_*[A-Z]\w*|\w+\(\))$/u.exec(name);
  const parts = match?.groups?.['path']?.split('.') ?? [];
  const last = match?.groups?.['last'];
  if (last === undefined || parts.some((part) => !/^[a-z_]\w*$/u.test(part))) return [name];
  return parts.map((_, at) => `${parts.slice(0, parts.length - at).join('.')}.${last}`);
}

/** Answer what wants an await from the files' own keys. `lineage`: canonical name first, then bases. */
export function indexAwaitables(
  libraries: readonly Library[],
  lineage: (name: string) => readonly string[],
): Pick<Knowledge, 'awaitable' | 'awaitableMethods' | 'isAsyncManager' | 'takes'> {
  const members = new Map<string, Awaitable>();
  const methods = new Map<string, { owner: string; gives: Awaitable }[]>();
  const managers = new Set<string>();
  const taken = new Map<string, 'awaits' | 'values'>();
  for (const library of libraries) {
    for (const [owner, lists] of Object.entries(library.awaitable)) {
      for (const [gives, names] of Object.entries(lists)) {
        for (const name of names) {
          members.set(`${owner}.${name}`, gives as Awaitable);
          if (/(?:^|\.)_*[A-Z]\w*$/u.test(owner))
            methods.set(name, [...(methods.get(name) ?? []), { owner, gives: gives as Awaitable }]);
        }
      }
    }
    for (const name of library.managers) managers.add(name);
    for (const name of library.values) taken.set(name, 'values');
    for (const name of library.awaits) taken.set(name, 'awaits');
  }
  const owners = (name: string) => lineage(name).flatMap(spellings);
  const split = (name: string) => {
    const dot = name.lastIndexOf('.');
    return { owner: name.slice(0, Math.max(0, dot)), member: name.slice(dot + 1) };
  };
  return {
    awaitable(name) {
      const { owner, member } = split(name);
      for (const each of owners(owner)) {
        const gives = members.get(`${each}.${member}`);
        if (gives) return gives;
      }
      return undefined;
    },
    awaitableMethods: (method) => methods.get(method) ?? [],
    isAsyncManager: (name) => owners(name).some((each) => managers.has(each)),
    takes(name) {
      const { owner, member } = split(name);
      const spelled = [...owners(name), ...owners(owner).map((each) => `${each}.${member}`)];
      for (const each of spelled) {
        const found = taken.get(each);
        if (found) return found;
      }
      for (const each of spelled) {
        for (let end = each.length; end > 0; end = each.lastIndexOf('.', end - 1)) {
          const found = taken.get(`${each.slice(0, end)}.*`);
          if (found) return found;
        }
      }
      return undefined;
    },
  };
}

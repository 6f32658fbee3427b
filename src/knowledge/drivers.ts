import type { AsyncDriver, DriverFamily } from './model.ts';

/**
 * Asynchronous siblings of a URL's drivername. `isAsync`: the drivername is asynchronous already, and is then the
 * only sibling. Undefined for a dialect or driver that no file names.
 */
export function asyncDrivers(
  families: readonly DriverFamily[],
  drivername: string,
): { readonly isAsync: boolean; readonly siblings: readonly AsyncDriver[] } | undefined {
  const [dialect = '', driver = ''] = drivername.toLowerCase().split('+');
  const known = families.filter((family) => family.dialect === dialect);
  const already = known.flatMap((family) => family.async).find((item) => item.driver === driver);
  const family = known.find((item) => item.sync.includes(driver));
  // psycopg 3 serves both colours under one name: then the synchronous reading counts and the sibling is itself.
  if (family) return { isAsync: false, siblings: family.async };
  return already && { isAsync: true, siblings: [already] };
}

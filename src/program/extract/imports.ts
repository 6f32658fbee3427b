import type { ImportFacts } from '../facts.ts';
import { field, fields, type Raw } from './raw.ts';
import { type Reading, spanOf, textOf } from './scope.ts';

/** One fact per bound name of an import statement. */
export function readImport(reading: Reading, raw: Raw): readonly ImportFacts[] {
  const common = { span: spanOf(raw), typeCheckingOnly: reading.typeCheckingOnly };
  if (raw.type === 'import_statement') {
    return fields(raw, 'name').map((item): ImportFacts => {
      const alias = field(item, 'alias');
      const path = textOf(reading, item.type === 'aliased_import' ? (field(item, 'name') ?? item) : item).replaceAll(
        /\s/gu,
        '',
      );
      const bound = alias ? textOf(reading, alias) : (path.split('.')[0] ?? path);
      // Without an alias the first package is bound and the rest is reached through it.
      return { bound, module: alias ? path : bound, level: 0, name: undefined, ...common };
    });
  }
  if (raw.type === 'future_import_statement') return [];
  const from = field(raw, 'module_name');
  const written = from ? textOf(reading, from).replaceAll(/\s/gu, '') : '';
  const level = /^\.*/u.exec(written)?.[0].length ?? 0;
  const module = written.slice(level);
  const names = fields(raw, 'name').map((item): ImportFacts => {
    const alias = field(item, 'alias');
    const name = textOf(reading, item.type === 'aliased_import' ? (field(item, 'name') ?? item) : item);
    return { bound: alias ? textOf(reading, alias) : name, module, level, name, ...common };
  });
  const star = raw.kids.some((kid) => kid.type === 'wildcard_import');
  return star ? [...names, { bound: '*', module, level, name: '*', ...common }] : names;
}

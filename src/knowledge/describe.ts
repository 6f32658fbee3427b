import { z } from 'zod';
import { driverSchema, entrySchema, type Library, librarySchema } from './model.ts';

const judgement = [
  '## What becomes of a fact',
  '',
  'An endpoint runs on the event loop only when everything it reaches is known and fit. `stall` keeps it threaded, with the chain of calls as the reason. `brief` is noted and bridged, because a small local file holds the loop no longer than a database driver that decodes a result. `database` is what the crossing is for. A library that no file describes keeps the endpoint threaded: describe it in a file of your own. A lock keeps it threaded when anyone holds it across something that waits.',
  '',
];

/** The knowledge files' keys as a Markdown page, written from the schema itself, and what the given files know. */
export function describeKnowledge(libraries: readonly Library[] = []): string {
  return [
    '# Knowledge files',
    '',
    'One YAML file per library says what its callables do to the thread that calls them. Your own files follow the same schema.',
    '',
    ...section('A library', librarySchema),
    ...section('An entry', entrySchema),
    ...section('A database dialect', driverSchema),
    ...judgement,
    '## Known today',
    '',
    '| library | modules | facts from |',
    '|---|---|---|',
    ...libraries.map(
      ({ library, modules, version, source }) => `| ${library} | ${modules.join(', ')} | [${version}](${source}) |`,
    ),
    '',
  ].join('\n');
}

function section(title: string, schema: z.ZodType): readonly string[] {
  const json = z.toJSONSchema(schema, { io: 'input' });
  const required = new Set(json.required);
  const rows = Object.entries(json.properties ?? {}).map(([key, value]) => {
    const { description = '', enum: choices } = typeof value === 'object' ? value : {};
    const values = choices ? `; one of ${choices.map((choice) => `\`${String(choice)}\``).join(', ')}` : '';
    return `| \`${key}\` | ${required.has(key) ? 'yes' : 'no'} | ${description}${values} |`;
  });
  return [
    `## ${title}`,
    '',
    `${json.description ?? ''}`,
    '',
    '| key | required | meaning |',
    '|---|---|---|',
    ...rows,
    '',
  ];
}

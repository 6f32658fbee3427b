import { z } from 'zod';
import { driverSchema, entrySchema, librarySchema } from './model.ts';

/** The knowledge files' keys as a Markdown page, written from the schema itself. */
export function describeKnowledge(): string {
  return [
    '# Knowledge files',
    '',
    'One YAML file per library says what its callables do to the thread that calls them. Your own files follow the same schema.',
    '',
    ...section('A library', librarySchema),
    ...section('An entry', entrySchema),
    ...section('A database dialect', driverSchema),
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

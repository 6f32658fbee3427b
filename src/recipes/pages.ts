/** One example of a recipe's page: a small project before and after, and what is said about it. */
export interface Example {
  /** The heading it stands under. */
  readonly title: string;
  /** 1-based line of the heading. */
  readonly line: number;
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** The recipe's findings, as {@link renderFinding} writes them; undefined when the page does not list them. */
  readonly findings: string | undefined;
  /** Code of the error that refuses the whole project. */
  readonly error: string | undefined;
}

/**
 * The examples of a page: fenced blocks under one heading make one project. The word after the language says what a
 * block is: `before FILE`, `after FILE`, and `findings` or `error` alone. Blocks without such a word are prose.
 */
export function readPage(markdown: string): readonly Example[] {
  const examples: Example[] = [];
  let current: Mutable | undefined;
  let fence: { readonly marker: string; readonly info: string; readonly lines: string[] } | undefined;
  const lines = markdown.split('\n');
  for (const [index, line] of lines.entries()) {
    if (fence) {
      if (line.trim() === fence.marker) {
        if (current) take(current, fence.info, fence.lines);
        fence = undefined;
      } else fence.lines.push(line);
      continue;
    }
    const heading = /^#+\s+(.*)$/.exec(line);
    if (heading) {
      current = { title: heading[1] ?? '', line: index + 1, before: new Map(), after: new Map() };
      examples.push(current as Example);
    }
    const open = /^(`{3,})(.*)$/.exec(line);
    if (open) fence = { marker: open[1] ?? '', info: (open[2] ?? '').trim(), lines: [] };
  }
  return examples.filter((example) => example.before.size > 0);
}

interface Mutable extends Omit<Partial<Example>, 'before' | 'after'> {
  readonly title: string;
  readonly line: number;
  readonly before: Map<string, string>;
  readonly after: Map<string, string>;
  findings?: string;
  error?: string;
}

function take(example: Mutable, info: string, lines: readonly string[]): void {
  const [language, kind, file] = info.split(/\s+/);
  const text = lines.map((line) => `${line}\n`).join('');
  if (kind === 'before' && file !== undefined) put(example.before, file);
  else if (kind === 'after' && file !== undefined) put(example.after, file);
  else if (language === 'findings') example.findings = once(example.findings);
  else if (language === 'error') example.error = once(example.error).trim();

  function put(blocks: Map<string, string>, name: string): void {
    blocks.set(name, once(blocks.get(name)));
  }

  /** The later of two would hide the earlier one, which nobody would test any more. */
  function once(before: string | undefined): string {
    if (before === undefined) return text;
    throw new TypeError(`two blocks for the same under "${example.title}": give the second project its own heading`);
  }
}

/** `app/db.py:3 safe: what. Why. Next.` on one line. */
export function renderFinding(finding: {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly why: string;
  readonly applicability: string;
  readonly next: string;
}): string {
  const place = finding.line === 0 ? finding.file : `${finding.file}:${finding.line}`;
  const next = finding.next === '' ? '' : ` ${finding.next}`;
  return `${place} ${finding.applicability}: ${finding.what}. ${finding.why}${next}`;
}

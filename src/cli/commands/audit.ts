import * as path from 'node:path';
import type { AuditReport } from '../../audit/index.ts';
import { type Emit, FerryError } from '../../base/index.ts';
import type { Program, SeeOptions } from '../../program/index.ts';
import { baselineUse } from '../audit/baseline.ts';
import { chosenRules, exitCodeOf, FAIL_ON, ofRules } from '../audit/rules.ts';
import { type CommandResult, defineCommand } from '../command.ts';
import { checkNamedFile, writeNamedFile } from '../output.ts';
import { TYPE_DETAILS, TYPE_OPTIONS, typeChoice } from '../types.ts';
import { version } from '../version.ts';

export const audit = defineCommand(
  {
    name: 'audit',
    summary: 'Says what stands between the application and the event loop, and what would be gained',
    details: [
      'Follows every call from every endpoint: what is fit as it is, what is after how many edits, what should stay in threads, and why; blocking calls and forgotten awaits in code that is asynchronous already. Reads only: nothing of the application is run, and neither git nor an environment is needed.',
      TYPE_DETAILS,
      'Ends with 1 when there are findings that count (see --fail-on); with a baseline, new ones. What `--format json` prints is described by docs/audit.schema.json.',
    ],
    options: {
      only: { kind: 'text', value: 'rules', help: 'Only findings of these rules, separated by commas' },
      explain: {
        kind: 'text',
        value: 'place',
        help: 'Everything about an endpoint (GET /bookings), a function (module:name) or a line (file.py:123)',
      },
      all: { kind: 'flag', help: 'Lists are not cut' },
      ...TYPE_OPTIONS,
      output: {
        kind: 'text',
        value: 'file',
        help: 'Write into this file; its ending chooses the format (.html, .md, .sarif, .json)',
      },
      baseline: { kind: 'text', value: 'file', help: 'Findings that are in this file are not new' },
      noCache: { kind: 'flag', help: 'Read everything anew; otherwise a report by syntax of the same files is kept' },
      writeBaseline: { kind: 'flag', help: 'Write all findings into the baseline' },
      failOn: { kind: 'choice', values: FAIL_ON, help: 'The least level that ends with 1 (default: warning)' },
    },
    formats: ['markdown', 'sarif', 'html'],
    examples: [
      ['ferryman audit', 'what it would take'],
      ["ferryman audit --explain 'POST /bookings'", 'one endpoint, every chain drawn'],
      ['ferryman audit --only forgotten-await,blocking-call', 'as a linter'],
      ['ferryman audit --output audit.html', 'for a browser: endpoints, chains, the map of modules'],
      ['ferryman audit --baseline audit-baseline.json --write-baseline', 'from now on only new findings count'],
    ],
  },
  async (options, _rest, { root, cwd, config, emit }) => {
    const room = await import('../../audit/index.ts');
    const only = chosenRules(options.only, room.RULES);
    const { output } = options;
    if (output !== undefined) checkNamedFile(cwd, output);
    const baseline = baselineUse(options, cwd, room.readBaseline);
    const knowledge = (config.knowledge ?? []).map((folder) => path.resolve(root, folder));
    const types = typeChoice(root, options, config);
    if (options.explain !== undefined) {
      const { program, report } = await look(root, knowledge, types, emit);
      return { ...(await explained(program, report, options.explain, cwd)), output };
    }
    // What a language server says rests on an environment, of which nobody knows cheaply whether it is the same.
    const isByText = types === undefined && !options.noCache;
    const report = isByText
      ? await lookAgain(root, knowledge, emit)
      : (await look(root, knowledge, types, emit)).report;
    if (baseline?.kind === 'write') {
      writeNamedFile(cwd, baseline.file, room.writeBaseline(report.findings));
      const written = `Wrote ${room.counted(report.findings.length, 'finding')} to ${baseline.file}; from now on only others are new.\n`;
      return { exitCode: 0, data: { ...report }, render: () => ({ out: written }), output };
    }
    const chosen = { ...report, findings: ofRules(report.findings, only) };
    const shown =
      baseline === undefined
        ? chosen
        : room.compareWithBaseline(chosen, {
            ...baseline.baseline,
            findings: [...ofRules(baseline.baseline.findings, only)],
          });
    const { renderAudit } = await import('../render-audit.ts');
    const about = { name: path.basename(root), version: version() };
    const view = { name: about.name, path: path.relative(cwd, root), all: options.all, only };
    return {
      exitCode: exitCodeOf(shown, options.failOn ?? 'warning', room.RULES),
      data: { ...shown },
      render: (paint, columns) => ({ out: renderAudit(shown, view, paint, columns) }),
      document: (format) => {
        switch (format) {
          case 'markdown':
            return room.renderMarkdown(shown, about);
          case 'sarif':
            return room.renderSarif(shown, about);
          case 'html':
            return room.renderHtml(shown, about);
        }
      },
      output,
    };
  },
);

/** The same report as before where nothing that it rests on has changed. */
async function lookAgain(root: string, knowledge: readonly string[], emit: Emit): Promise<AuditReport> {
  const { rememberedAudit } = await import('../audit/remembered.ts');
  const before = rememberedAudit(root, knowledge);
  const known = before.recall();
  if (known !== undefined) return step(emit, 'read', 'Reading the project', () => known);
  const { report } = await look(root, knowledge, undefined, emit);
  before.keep(report);
  return report;
}

/** Reads the project and audits it; nothing of it is run. */
async function look(
  root: string,
  knowledgeFolders: readonly string[],
  types: SeeOptions | undefined,
  emit: Emit,
): Promise<{ readonly program: Program; readonly report: AuditReport }> {
  const { audit: auditProgram } = await import('../../audit/index.ts');
  const { typesOf } = await import('../../colour/index.ts');
  const { loadKnowledge } = await import('../../knowledge/index.ts');
  const { openProgram, seeTypes } = await import('../../program/index.ts');
  const knowledge = loadKnowledge(knowledgeFolders);
  const text = await step(emit, 'read', 'Reading the project', () => openProgram(root, { types: typesOf(knowledge) }));
  if (text.modules.length + text.refusals.length === 0) throw notPython(root);
  const program =
    types === undefined
      ? text
      : await step(emit, 'types', 'Asking for types', () => seeTypes(text, { ...types, emit }));
  const report = await step(emit, 'audit', 'Following every call', () => auditProgram(program, knowledge));
  return { program, report };
}

function notPython(root: string): FerryError {
  return new FerryError({
    code: 'FERRY_NOT_PYTHON',
    message: 'There is no Python file here',
    where: root,
    next: 'Run Ferryman in the folder that holds the application.',
    exitCode: 2,
  });
}

async function explained(program: Program, report: AuditReport, wanted: string, cwd: string): Promise<CommandResult> {
  const { explain } = await import('../audit/explain.ts');
  const { renderExplanation } = await import('../audit/render-explain.ts');
  const explanation = explain(program, report, wanted, cwd);
  return {
    exitCode: 0,
    data: { explanation },
    render: (paint, columns) => ({ out: renderExplanation(explanation, paint, columns) }),
  };
}

async function step<T>(emit: Emit, id: string, title: string, work: () => T | Promise<T>): Promise<T> {
  const started = performance.now();
  emit({ kind: 'step', id, title });
  const result = await work();
  emit({ kind: 'done', id, title, ms: performance.now() - started });
  return result;
}

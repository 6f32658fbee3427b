import type { AuditFinding, AuditReport, ChainStep } from '../model.ts';
import { RULES } from '../rules.ts';
import { shortName } from './chains.ts';
import { sentence, whatAndWhy } from './words.ts';

/**
 * A SARIF 2.1.0 log, for code scanning. Paths are relative to `%SRCROOT%`, the project's root; lines are 1-based. Chains
 * are code flows. With a baseline, every result says whether it is new; fingerprints are those of the baseline.
 */
export function renderSarif(report: AuditReport, { version }: { readonly version: string }): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Ferryman', semanticVersion: version, version, rules: rules() } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: "The project's folder." } } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(report) }],
        results: report.findings.map(result),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rules(): readonly object[] {
  return RULES.map(({ id, title, help, level }) => ({
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: help },
    help: { text: help },
    defaultConfiguration: { level },
    properties: { tags: ['asyncio', id === 'forgotten-await' ? 'correctness' : 'performance'] },
  }));
}

/** Files that were not read: nothing is said about them, and that is said. */
function notifications({ project }: AuditReport): readonly object[] {
  return project.refusals.map(({ file, why, next }) => ({
    level: 'warning',
    message: { text: `Not read: ${sentence(why)} ${next}`.trimEnd() },
    locations: [{ physicalLocation: physical({ file, line: 0 }) }],
  }));
}

function result(finding: AuditFinding): object {
  const { rule, place, inside, what, why, next, applicability, entryPoints, chain, fingerprint, since } = finding;
  const ruleIndex = RULES.findIndex(({ id }) => id === rule);
  const sentences = [whatAndWhy(what, why), next].filter((text) => text !== '');
  return {
    ruleId: rule,
    ruleIndex,
    level: RULES[ruleIndex]?.level ?? 'warning',
    message: { text: plain(sentences.map(sentence).join(' ')) },
    locations: [
      {
        physicalLocation: physical(place),
        logicalLocations: [{ fullyQualifiedName: inside, kind: 'function' }],
      },
    ],
    ...(chain.length === 0 ? {} : { codeFlows: [{ threadFlows: [{ locations: chain.map(flow) }] }] }),
    partialFingerprints: { 'ferrymanFinding/v1': fingerprint },
    ...(since === undefined ? {} : { baselineState: since === 'new' ? 'new' : 'unchanged' }),
    properties: { applicability, entryPoints },
  };
}

function flow({ name, place }: ChainStep, index: number, chain: readonly ChainStep[]): object {
  const isEntry = index === 0;
  const text = isEntry ? `${shortName(name)} is entered here` : `calls ${shortName(name)}`;
  return {
    location: {
      physicalLocation: physical(place),
      logicalLocations: [{ fullyQualifiedName: name }],
      message: { text },
    },
    nestingLevel: index,
    importance: isEntry || index === chain.length - 1 ? 'essential' : 'important',
  };
}

/** SARIF reads `[words](where)` in a message as a link. */
function plain(text: string): string {
  return text.replace(/\[(?=[^\]]*\]\()/g, '\\[');
}

/** A region needs a line; a finding about a file as a whole has none. */
function physical({ file, line }: { readonly file: string; readonly line: number }): object {
  const artifactLocation = { uri: relativeUri(file), uriBaseId: '%SRCROOT%' };
  return line > 0 ? { artifactLocation, region: { startLine: line } } : { artifactLocation };
}

/** Each part encoded, so that `a:b.py` is no scheme and `#` no fragment. */
function relativeUri(file: string): string {
  return file.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

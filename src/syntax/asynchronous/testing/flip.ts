import { checkEdited } from '../../check.ts';
import { applyEdits } from '../../edits.ts';
import type { SyntaxNode } from '../../python.ts';
import { rangeOf } from '../../range.ts';
import { analyseScopes } from '../../scopes/analyse.ts';
import { withSource } from '../../source.ts';
import { planImports } from '../../imports/plan.ts';
import { asFactory, asMethod, asyncHeader } from '../headers.ts';
import type { AsyncUse, PlacedUse } from '../model.ts';
import { placeAwaits } from '../place.ts';
import { argumentsOf, headOf } from '../tree.ts';

/** Which names are asynchronous from now on; calls are told apart by the last name of their callee. */
export interface Wanted {
  /** Functions of the file that become `async def`, by name. */
  readonly flip: readonly string[];
  readonly coroutines?: readonly string[];
  readonly iterators?: readonly string[];
  readonly managers?: readonly string[];
  /** Properties that become methods. */
  readonly reads?: readonly string[];
  /** Classes whose objects come from a factory. */
  readonly made?: readonly string[];
  readonly minor?: number;
  /** Those of the coroutines for which a program may run a loop. */
  readonly runs?: readonly string[];
  /** Those of the iterators that clean up when they are closed; `aclosing` is at hand then. */
  readonly tidy?: readonly string[];
  /** Iterators may be bridged where they stand: `iterate` is at hand. */
  readonly iterates?: boolean;
}

/** A file with some functions made asynchronous, and what became of each use that was not simply awaited. */
export interface Flipped {
  readonly text: string;
  readonly notes: readonly string[];
  readonly placed: readonly PlacedUse[];
  /** How often the name of `wait` was asked for. */
  readonly waits: number;
}

/** Flip by name: every call of the names given is a use. */
export function flip(text: string, wanted: Wanted): Flipped {
  const result = withSource('ferry.py', Buffer.from(text), (file, root) => {
    const definitions = root
      .descendantsOfType('function_definition')
      .filter((node) => wanted.flip.includes(node.childForFieldName('name')?.text ?? '') && !isTwin(node));
    const functions = definitions.map(rangeOf);
    const uses = root.descendantsOfType('call').flatMap((call) => useOf(call, wanted));
    const reads = root.descendantsOfType('attribute').filter((node) => {
      const name = node.childForFieldName('attribute')?.text ?? '';
      return text.includes('@property') && wanted.reads?.includes(name);
    });
    for (const { startIndex: start, endIndex: end } of reads)
      uses.push({ start, end, gives: 'coroutine', shape: 'read' });
    let waits = 0;
    const wait = () => {
      waits += 1;
      return 'wait';
    };
    const aclosing = wanted.tidy ? { aclosing: () => 'aclosing' } : {};
    const iterate = wanted.iterates === true ? { iterate: () => 'iterate' } : {};
    const minor = wanted.minor === undefined ? {} : { minor: wanted.minor };
    const run = wanted.runs ? { run: () => 'asyncio.run' } : {};
    const change = { functions, uses, wait, ...run, ...minor, ...aclosing, ...iterate };
    const { edits, placed } = placeAwaits(file, root, change);
    const notes = placed
      .filter(({ how }) => how !== 'await')
      .map(({ use, how, why }) => `${text.slice(use.start, use.end).split('\n')[0]}: ${how}. ${why}`);
    const scopes = analyseScopes(root);
    const headers = definitions.map((definition) => asyncHeader(definition, scopes));
    const layout = { newline: '\n', indentation: '    ', unit: '    ' };
    const methods = definitions.flatMap((definition) =>
      definition.childForFieldName('name')?.text === '__init__'
        ? (asFactory(definition, '', layout) ?? [])
        : asMethod(definition),
    );
    const all = [...edits, ...methods, ...headers.flatMap((header) => header.edits)];
    const requests = headers.flatMap((header) => header.requests);
    const imports = planImports(file, root, scopes, requests, { edits: all });
    const after = applyEdits(file, [...all, ...imports.edits]);
    checkEdited(file, after);
    return { text: after, notes, placed, waits };
  });
  if ('kind' in result) throw new Error(result.message);
  return result;
}

/** `HBoat.__init__`, beside `Boat.__init__`. */
function isTwin(definition: SyntaxNode): boolean {
  return definition.parent?.parent?.childForFieldName('name')?.text.startsWith('H') ?? false;
}

function useOf(call: SyntaxNode, wanted: Wanted): AsyncUse[] {
  const callee = call.childForFieldName('function')?.text.replace(/^.*[.*(]|\)$/gs, '') ?? '';
  const mapped = /^(?:map|filter)$/.test(callee) ? argumentsOf(call)[0] : undefined;
  if (mapped && wanted.coroutines?.includes(mapped.text.replace(/^.*\./s, '')))
    return [{ start: headOf(call), end: call.endIndex, gives: 'coroutine', shape: 'mapped' }];
  if (wanted.made?.includes(callee))
    return [{ start: headOf(call), end: call.endIndex, gives: 'coroutine', shape: 'made' }];
  const gives = wanted.coroutines?.includes(callee)
    ? 'coroutine'
    : wanted.iterators?.includes(callee)
      ? 'iterator'
      : wanted.managers?.includes(callee)
        ? 'manager'
        : undefined;
  const cleansUp = wanted.tidy?.includes(callee) ? { cleansUp: true } : {};
  const mayRun = wanted.runs?.includes(callee) ? { mayRun: true } : {};
  const isFresh = wanted.iterates === true;
  return gives ? [{ start: headOf(call), end: call.endIndex, gives, isFresh, ...cleansUp, ...mayRun }] : [];
}

import type { Kind } from './kinds.ts';
import type { Layer } from './layers.ts';

interface Words {
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

const thing: Readonly<Record<Layer, string>> = {
  coroutine: 'a coroutine',
  future: 'a future',
  'async-generator': 'an asynchronous generator',
  'async-manager': 'an asynchronous context manager',
  either: 'a coroutine',
  container: 'a container of coroutines',
  manager: 'a context manager',
};

/**
 * What to say about a call that is not awaited. `name` is spelled like the code, `send_ticket(...)`; `where` says in
 * which line it is used instead of awaited, where that is another one.
 */
export function wordsFor(kind: Kind, name: string, layers: readonly Layer[], where: string, isAsync: boolean): Words {
  const what = thing[layers[0] ?? 'coroutine'];
  const isGenerator = layers[0] === 'async-generator';
  const isManager = layers[0] === 'async-manager';
  const around = isAsync ? '' : ' The function around it has to become asynchronous, or run it with `wait(...)`.';
  const insert = isGenerator
    ? `Go through it with \`async for\`.${around}`
    : isManager
      ? `Enter it with \`async with\`.${around}`
      : `Write \`await ${name}\`.${around}`;
  switch (kind) {
    case 'statement':
      return {
        what: `${name} is never ${isGenerator ? 'gone through' : isManager ? 'entered' : 'awaited'}`,
        why: `The call only makes ${what}; nothing of its body runs.`,
        next: insert,
      };
    case 'condition':
      return {
        what: `the condition tests ${what}: ${name}`,
        why: `Whatever the function would answer, ${what} is always true.`,
        next: insert,
      };
    case 'not':
      return {
        what: `\`not ${name}\` is always false`,
        why: `Whatever the function would answer, ${what} is always true.`,
        next: `Write \`not await ${name}\`.${around}`,
      };
    case 'boolean':
      return {
        what: `\`and\` / \`or\` takes ${what} for true: ${name}`,
        why: `${capital(what)} is always true, so the other side is always taken, or never.`,
        next: insert,
      };
    case 'unused':
      return {
        what: `${name} is stored and never awaited`,
        why: `Nobody uses what it is stored in; nothing of its body runs.`,
        next: insert,
      };
    case 'discarded':
      return { what: `${name} is thrown away`, why: `Assigning ${what} to _ runs nothing of its body.`, next: insert };
    case 'value':
      return {
        what: `${name} is used as a value, never awaited`,
        why: `What is stored is ${what}, not its result${where}.`,
        next: insert,
      };
    case 'argument':
      return {
        what: `${name} is passed on as ${what}`,
        why: `What takes it expects a value${where}, and does not await.`,
        next: isManager
          ? 'Enter it with `async with`, or give it to an AsyncExitStack.'
          : `Pass \`await ${name}\`; where a function is wanted, pass the function itself.`,
      };
    case 'format':
      return {
        what: `${name} is printed as ${what}`,
        why: `The text says \`<coroutine object ...>\` instead of the result.`,
        next: insert,
      };
    case 'returned':
      return {
        what: `${name} is returned as ${what} to a caller who cannot await`,
        why: `The caller of a synchronous function like this one takes the result as it is.`,
        next: `Make the function asynchronous and return \`await ${name}\`, or run it with \`wait(...)\`.`,
      };
    case 'collection':
      return {
        what: `${name} is kept among other values, never awaited`,
        why: `What is stored is ${what}, and nobody awaits or gathers it${where}.`,
        next: `Write \`await ${name}\`, or \`await asyncio.gather(...)\` over all of them.`,
      };
    case 'comparison':
      return {
        what: `${name} is compared as ${what}`,
        why: `A coroutine equals nothing but itself and has no order.`,
        next: insert,
      };
    case 'operator':
      return {
        what: `${name} is computed with as ${what}`,
        why: `${capital(what)} knows no operators: this raises TypeError.`,
        next: insert,
      };
    case 'chain':
      return {
        what: `the await is on the wrong part, or missing: ${name}`,
        why: `Attributes, items and methods are asked of ${what}, which has none of them.`,
        next: `Write \`(await ${name})\` before the dot or bracket.${around}`,
      };
    case 'two-awaits':
      return {
        what: `${name} needs two awaits`,
        why: `One await gives ${what === 'a coroutine' ? 'another coroutine' : what}, not the result${where}.`,
        next: `Return \`await ${name}\` where it is made, or await the outcome again.`,
      };
    case 'callback':
      return {
        what: `${name} is asynchronous and given to something that never awaits`,
        why: `Each call makes ${isGenerator ? what : 'a coroutine'} that is taken for a result, or dropped.`,
        next: `Give it a synchronous function, or call ${name} in a loop of your own with an await.`,
      };
    case 'async-generator':
      return {
        what: `${name} is an asynchronous generator, used like a plain one`,
        why: `It can only be gone through with \`async for\`.`,
        next: `Write \`async for ... in ${name}\` or \`[item async for item in ${name}]\`.`,
      };
    case 'with':
      return {
        what: `${name} is entered as a context manager that it is not`,
        why: isManager
          ? 'It can only be entered with `async with`.'
          : `${capital(what)} is no context manager; its result may be one.`,
        next: isManager
          ? `Write \`async with ${name}\`.`
          : `Write \`async with await ${name}\`, or \`with await ${name}\` for a synchronous one.`,
      };
    case 'iterated':
      return {
        what: `${name} is taken apart as ${what}`,
        why: `A loop or an unpacking goes through the result, and this is ${what}.`,
        next: insert,
      };
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

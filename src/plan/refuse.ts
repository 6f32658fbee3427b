import { FerryError, type FerryErrorInit } from '../base/index.ts';
import { isTestModule, type Module, type Program } from '../program/index.ts';
import { allowsOnlyBelow, compareVersions } from './versions.ts';

/** Package versions by normalised name. */
export type Installed = ReadonlyMap<string, string>;

/** Throws the coded error that says why a project cannot be carried at all; the first that applies, most basic first. */
export function checkProject(program: Program, installed: Installed): void {
  const refusal =
    noPython(program) ?? noFastApi(program) ?? noEngine(program) ?? tooOld(program, installed) ?? otherLoop(program);
  if (refusal) throw new FerryError({ exitCode: 2, where: program.root, ...refusal });
}

type Refused = Omit<FerryErrorInit, 'exitCode' | 'where'> & Partial<Pick<FerryErrorInit, 'exitCode' | 'where'>>;

function noPython({ modules, refusals }: Program): Refused | undefined {
  if (modules.length > 0) return undefined;
  const [first] = refusals;
  return {
    code: 'FERRY_NOT_PYTHON',
    message: first
      ? `No Python file here can be read, the first because: ${first.why}`
      : 'There is no Python file here',
    next: first ? first.next : 'Run Ferryman in the folder that holds the application.',
  };
}

function noFastApi({ routers }: Program): Refused | undefined {
  if (routers.some((router) => router.kind === 'application' && !isTestModule(router.module))) return undefined;
  return {
    code: 'FERRY_NO_FASTAPI',
    message: 'No FastAPI application was found: no call of FastAPI() outside of tests',
    next: 'Run Ferryman in the folder that holds the application; it carries FastAPI applications only, so far.',
  };
}

function noEngine({ databases }: Program): Refused | undefined {
  if (databases.some((site) => site.kind === 'engine' && !isTestModule(site.module))) return undefined;
  const asynchronous = databases.find((site) => site.kind === 'async-engine');
  if (asynchronous) {
    return {
      code: 'FERRY_ASYNC_ALREADY',
      message: 'Every engine of this project is asynchronous already',
      where: `${asynchronous.module.file}:${asynchronous.place.line}`,
      next: 'There is nothing to carry onto the loop.',
    };
  }
  return {
    code: 'FERRY_NO_ENGINE',
    message: 'No SQLAlchemy engine was found: no call of create_engine() or engine_from_config() outside of tests',
    next: 'Ferryman carries applications whose I/O is a database behind SQLAlchemy or SQLModel, so far.',
  };
}

const OLDEST: ReadonlyArray<readonly [name: string, version: string, code: `FERRY_${string}`, next: string]> = [
  [
    'sqlalchemy',
    '1.4',
    'FERRY_SQLALCHEMY_TOO_OLD',
    'SQLAlchemy has asyncio from 1.4 on: upgrade to 1.4 first, which runs code written for 1.3.',
  ],
  ['fastapi', '0.79', 'FERRY_FASTAPI_TOO_OLD', 'Upgrade to FastAPI 0.79 or newer first.'],
];

function tooOld({ dependencyFiles }: Program, installed: Installed): Refused | undefined {
  for (const [name, oldest, code, next] of OLDEST) {
    const version = installed.get(name);
    if (version !== undefined && compareVersions(version, oldest) < 0) {
      return { code, message: `${name} ${version} is installed`, next, exitCode: 3 };
    }
    if (version !== undefined) continue;
    for (const { file, requirements } of dependencyFiles) {
      const pin = requirements.find((each) => each.name === name && allowsOnlyBelow(each.specifier, oldest));
      if (pin) return { code, message: `${name} ${pin.specifier} is asked for`, where: `${file}:${pin.line}`, next };
    }
  }
  return undefined;
}

const OTHER_LOOPS: ReadonlyArray<readonly [pattern: RegExp, code: `FERRY_${string}`, why: string, next: string]> = [
  [
    /^(gevent|eventlet)$/,
    'FERRY_GEVENT',
    'replaces threads and sockets by greenlets of its own, which cannot share a thread with an event loop',
    'Take it out first, and run the application under uvicorn or hypercorn on asyncio.',
  ],
  [
    /^trio$/,
    'FERRY_TRIO',
    'is another event loop; SQLAlchemy knows asyncio only',
    'Run the application on asyncio or uvloop.',
  ],
];

function otherLoop({ modules }: Program): Refused | undefined {
  for (const module of modules.filter((each) => !isTestModule(each))) {
    for (const [pattern, code, why, next] of OTHER_LOOPS) {
      const line = importLine(module, pattern);
      if (line === undefined) continue;
      return {
        code,
        message: `This project uses ${line.name}, which ${why}`,
        where: `${module.file}:${line.line}`,
        next,
      };
    }
  }
  return undefined;
}

function importLine(module: Module, pattern: RegExp): { name: string; line: number } | undefined {
  for (const fact of module.facts.body.imports) {
    const name = fact.module.split('.')[0] ?? '';
    if (fact.level === 0 && !fact.typeCheckingOnly && pattern.test(name)) return { name, line: fact.span.line };
  }
  return undefined;
}

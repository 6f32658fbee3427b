import { expect, test } from 'vitest';
import { FerryError } from '../base/index.ts';
import { openProgram } from '../program/index.ts';
import { smallProject } from '../program/testing/small-project.ts';
import { offloadsOf, verdictsOf } from './testing/verdicts.ts';
import { checkThreaded } from './threaded.ts';

const app = `
import requests
from fastapi import APIRouter, Depends, FastAPI
from sqlalchemy.orm import Session
app = FastAPI()
router = APIRouter(prefix="/voyages")
def charts():
    return sorted(range(9))
@app.get("/")
def plan(session: Session):
    return session.execute("select 1").all()
@router.api_route("/{number}", methods=["GET", "PUT"])
def voyage(number, session: Session):
    requests.get("https://tides.example")
    return session.execute("select 2").all()
@app.get("/tides")
async def tides(of=Depends(charts)):
    return of
@app.get("/berths")
def berths(session: Session):
    return session.execute("select 3").all()
app.include_router(router)
`;

const settings = (...names: readonly string[]) => ({
  'app.py': app,
  'ferryman.toml': `threaded = ${JSON.stringify(names)}\n`,
});

test('endpoints that the settings name stay in threads, and say why', async () => {
  expect(await verdictsOf(settings('app:plan', 'put /voyages/{number}', 'GET /tides'))).toMatchInlineSnapshot(`
    "app:plan database threaded
      cpu: mention the setting \`threaded\`
    app:voyage database threaded
      cpu: mention the setting \`threaded\`
      note blocks: call requests.get
    app:tides threaded
      cpu: mention the setting \`threaded\`
    app:berths database bridged"
  `);
});

test('calls go to threads only for endpoints that need it', async () => {
  expect(await offloadsOf(settings())).toMatch('app:voyage bridged\n  app.py:14 requests.get');
  expect(await offloadsOf(settings('GET /voyages/{number}'))).not.toMatch('app.py:14');
});

async function refusal(...names: readonly string[]): Promise<string> {
  const root = smallProject(settings(...names));
  const program = await openProgram(root);
  try {
    checkThreaded(program);
    return 'known';
  } catch (error) {
    if (!(error instanceof FerryError)) throw error;
    return `${error.code} ${error.where?.replace(root, 'ROOT')}: ${error.message}. ${error.next}`;
  }
}

test('an endpoint that there is not is an error with the nearest one', async () => {
  expect(await refusal('app:plan', 'GET /voyages/{number}', 'GET /')).toBe('known');
  expect(await refusal('app:plam')).toMatchInlineSnapshot(
    `"FERRY_CONFIG ROOT/ferryman.toml:1: setting "threaded": there is no endpoint "app:plam". Did you mean "app:plan"?"`,
  );
  expect(await refusal('GET /tides', 'GET /tide')).toMatchInlineSnapshot(
    `"FERRY_CONFIG ROOT/ferryman.toml:1: setting "threaded": there is no endpoint "GET /tide". Did you mean "GET /tides"?"`,
  );
  expect(await refusal('lighthouse.keeper:sleep')).toMatchInlineSnapshot(
    `"FERRY_CONFIG ROOT/ferryman.toml:1: setting "threaded": there is no endpoint "lighthouse.keeper:sleep". Name endpoints as "module:qualname" or "GET /path", as \`ferryman audit\` lists them."`,
  );
});

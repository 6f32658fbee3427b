import { expect, test } from 'vitest';
import { openProgram } from '../program.ts';
import { smallProject } from '../testing/small-project.ts';

async function endpoints(files: Readonly<Record<string, string>>): Promise<string> {
  const program = await openProgram(smallProject(files));
  return program.endpoints
    .map((endpoint) => {
      const dependencies = endpoint.dependencies.map(
        (item) => item.function?.qualname ?? item.external ?? `? ${item.text}`,
      );
      return `${endpoint.methods.join()} ${endpoint.path} ${endpoint.isAsync ? 'async ' : ''}${endpoint.id} <- ${dependencies.join(', ')}`;
    })
    .join('\n');
}

test('decorators, add_api_route and a call on a call declare endpoints', async () => {
  const found = await endpoints({
    'ferry/api.py': `
from fastapi import APIRouter
router = APIRouter(prefix="/crossings")
@router.get("/")
def list_crossings(): ...
@router.api_route("/{id}", methods=["PUT", "PATCH"])
async def change(id: int): ...
@router.websocket("/live")
async def live(socket): ...
def cancel(id: int): ...
router.add_api_route("/{id}", cancel, methods=["DELETE"])
def sail(): ...
router.post("/sail")(sail)
@router.on_event("startup")
def start(): ...
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "GET /crossings/ ferry.api:list_crossings <- 
    PUT,PATCH /crossings/{id} async ferry.api:change <- 
    WEBSOCKET /crossings/live async ferry.api:live <- 
    DELETE /crossings/{id} ferry.api:cancel <- 
    POST /crossings/sail ferry.api:sail <- "
  `);
});

test('identities are what Python gives: factories, classes, src layouts, decorators without wraps', async () => {
  const found = await endpoints({
    'src/ferry/__init__.py': '',
    'src/ferry/decorators.py': `
import functools
def logged(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        return fn(*args, **kwargs)
    return wrapper
def bare(fn):
    def inner():
        return fn()
    return inner
`,
    'src/ferry/app.py': `
from fastapi import FastAPI
from ferry.decorators import bare, logged
class FerryApp(FastAPI): ...
def make_app():
    app = FerryApp()
    @app.get("/health")
    def health(): ...
    register(app)
    return app
def register(app):
    @app.get("/version")
    def version(): ...
class Desk:
    def __init__(self, app: FastAPI):
        app.add_api_route("/desk", self.serve)
    def serve(self): ...
other = FastAPI()
@other.get("/logged")
@logged
def kept(): ...
@other.get("/bare")
@bare
def lost(): ...
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "GET /health ferry.app:make_app.<locals>.health <- 
    GET /version ferry.app:register.<locals>.version <- 
    GET /logged ferry.app:kept <- 
    GET /bare ferry.decorators:bare.<locals>.inner <- 
    GET /desk ferry.app:Desk.serve <- "
  `);
});

test('dependencies are found wherever FastAPI finds them', async () => {
  const found = await endpoints({
    'deps.py': `
from typing import Annotated
from fastapi import Depends, Security
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.orm import Session
scheme = OAuth2PasswordBearer(tokenUrl="token")
def get_session(): yield 1
SessionDep = Annotated[Session, Depends(get_session)]
def get_user(session: SessionDep, token: str = Depends(scheme)): ...
class Role:
    def __init__(self, name): ...
    def __call__(self, user=Security(get_user, scopes=["crew"])): ...
class Page:
    def __init__(self, limit: int = 10): ...
def audited(): ...
def limited(n):
    def check(): ...
    return check
`,
    'main.py': `
from fastapi import APIRouter, Depends, FastAPI
import deps
from deps import Page, Role, SessionDep, audited, limited
app = FastAPI(dependencies=[Depends(audited)])
router = APIRouter()
@router.get("/alias")
def alias(session: deps.SessionDep): ...
@router.get("/instance", dependencies=[Depends(limited(3))])
def instance(ok=Depends(Role("captain"))): ...
@router.get("/class")
def page(page: Page = Depends()): ...
@router.get("/lambda")
def quick(value=Depends(lambda: 1)): ...
app.include_router(router)
`,
  });
  expect(found).toMatchInlineSnapshot(`
    "GET /alias main:alias <- get_session, audited
    GET /instance main:instance <- Role.__call__, get_user, get_session, fastapi.security.OAuth2PasswordBearer, limited.<locals>.check, audited
    GET /class main:page <- Page.__init__, audited
    GET /lambda main:quick <- <lambda>, audited"
  `);
});

test('other frameworks with the same verbs are not FastAPI', async () => {
  const found = await endpoints({
    'main.py': `
from flask import Flask
app = Flask(__name__)
@app.get("/")
def home(): ...
cache = {}
@cache.get("/")
def odd(): ...
`,
  });
  expect(found).toBe('');
});

import { expect, test } from 'vitest';
import { typesOf } from '../colour/index.ts';
import { loadKnowledge } from '../knowledge/index.ts';
import { openProgram } from '../program/index.ts';
import { smallProject } from '../program/testing/small-project.ts';
import { audit } from './audit.ts';

async function programsIn(files: Readonly<Record<string, string>>): Promise<string> {
  const knowledge = loadKnowledge();
  const program = await openProgram(smallProject(files), { types: typesOf(knowledge) });
  return audit(program, knowledge)
    .programs.map(({ id, kind, isAsync, database, blocking, shared }) =>
      [
        `${kind} ${id}${isAsync ? ' async' : ''}${database ? ' database' : ''}`,
        ...blocking.map((what) => `  waits for ${what}`),
        ...shared.map((what) => `  shared ${what}`),
      ].join('\n'),
    )
    .join('\n');
}

const services = `
import requests
from sqlalchemy.orm import Session
def load(session: Session):
    return session.execute("select 1").all()
def announce(name):
    requests.post("https://harbour.example", data=name)
def title(name):
    return name.title()
`;
const app = `
from fastapi import FastAPI
from services import announce, title
app = FastAPI()
@app.get("/ferries")
def ferries():
    announce(title("Berlin"))
`;

test('commands, tasks, jobs, migrations and scripts, with what they share with endpoints', async () => {
  const programs = await programsIn({
    'app.py': app,
    'services.py': services,
    'cli.py': `
import click
import typer
from services import announce, load, title
group = typer.Typer()
@click.group()
def main():
    pass
@main.command()
def remind():
    announce(title("Berlin"))
@group.command()
def count(session):
    load(session)
def helper():
    announce("nobody's command")
`,
    'tasks.py': `
import celery
from services import announce
queue = celery.Celery()
@queue.task(bind=True)
def remind_later(self):
    announce("Berlin")
@celery.shared_task
def tidy():
    return 1
`,
    'jobs.py': `
import asyncio
import schedule
from apscheduler.schedulers.background import BackgroundScheduler
from fastapi_utils.tasks import repeat_every
from services import announce
scheduler = BackgroundScheduler()
@scheduler.scheduled_job("cron")
def nightly():
    asyncio.run(sweep())
async def sweep():
    pass
def hourly():
    announce("Gedser")
def minutely():
    pass
@repeat_every(seconds=60)
async def tick():
    pass
scheduler.add_job(hourly, "interval")
schedule.every(1).minutes.do(minutely)
`,
    'alembic/versions/0001_first.py': `
from alembic import op
def upgrade():
    op.execute("select 1")
def downgrade():
    pass
def rename():
    pass
`,
    'fill.py': `
from services import announce
def main():
    announce("Rostock")
if __name__ == "__main__":
    main()
`,
    'tests/test_cli.py': `
import click
@click.command()
def only_in_tests():
    pass
`,
  });
  expect(programs).toMatchInlineSnapshot(`
    "migration alembic.versions.0001_first:downgrade database
    migration alembic.versions.0001_first:upgrade database
    command cli:count database
    command cli:main
    command cli:remind
      waits for requests.post
      shared services:announce
    script fill:<module>
      waits for requests.post
      shared services:announce
    job jobs:hourly
      waits for requests.post
      shared services:announce
    job jobs:minutely
    job jobs:nightly async
    job jobs:tick async
    task tasks:remind_later
      waits for requests.post
      shared services:announce
    task tasks:tidy"
  `);
});

test('commands that installing the project makes', async () => {
  const programs = await programsIn({
    'app.py': app,
    'services.py': services,
    'harbour/__init__.py': 'from .office import remind, group\n',
    'harbour/office.py': `
from services import announce
def remind():
    announce("Berlin")
def tidy():
    pass
def sign():
    announce("nobody's command")
class Desk:
    @classmethod
    def open(cls):
        announce("Gedser")
group = object()
`,
    'pyproject.toml': `
[project.scripts]
harbour-remind = "harbour:remind"
harbour-nothing = "harbour:nothing"
harbour-group = "harbour:group"
elsewhere = "uvicorn:main"
[tool.poetry.scripts]
harbour-tidy = { reference = "harbour.office:tidy", type = "console" }
`,
    'setup.cfg': '[options.entry_points]\nconsole_scripts =\n    harbour-desk = harbour.office:Desk.open\n',
  });
  expect(programs).toMatchInlineSnapshot(`
    "command harbour.office:Desk.open
      waits for requests.post
      shared services:announce
    command harbour.office:remind
      waits for requests.post
      shared services:announce
    command harbour.office:tidy"
  `);
});

test('an application without anything of the kind has none', async () => {
  expect(await programsIn({ 'app.py': app, 'services.py': services })).toBe('');
});

import { expect, test } from 'vitest';
import { ferryman, temporaryProject } from './testing/harness.ts';

/** What a user sees who types this in an empty folder. */
async function typed(...argv: readonly string[]) {
  using project = temporaryProject({});
  const { exitCode, out, err } = await ferryman(project.root, ...argv);
  return `exit ${exitCode}\n${out}${err}`.replaceAll(project.root, '<here>');
}

test('help of a command', async () => {
  expect(await typed('doctor', '--help')).toMatchInlineSnapshot(`
    "exit 0
    Usage: ferryman doctor [path] [options]

    Says what is there, what is missing, and what to do about it

    Looks at Node, git, the project and its environment (Python, SQLAlchemy,
    FastAPI, drivers). Changes nothing.

    Arguments:
      path             The project's folder; this one when not given

    Options:
      --python <path>  The application's Python: an interpreter or an environment's
                       folder
      --format <name>  How results are printed: text (default), one JSON document,
                       or one JSON event a line (choices: "text", "json", "ndjson")
      --no-color       No colours (also: the environment variable NO_COLOR)
      --quiet          No progress, only the result
      --debug          Stack traces with errors
      -h, --help       Show this

    Examples:
      ferryman doctor --python .venv
          before the first migrate
    "
  `);
});

test('without a command there is help, and it is not a success', async () => {
  const seen = await typed();
  expect(seen.split('\n').slice(0, 2)).toMatchInlineSnapshot(`
    [
      "exit 2",
      "Usage: ferryman <command> [path] [options]",
    ]
  `);
});

test('no line of any help is wider than 80 columns', async () => {
  const commands = ['audit', 'migrate', 'rollback', 'prove', 'doctor'];
  const texts = await Promise.all([typed('--help'), ...commands.map((command) => typed(command, '--help'))]);
  expect(
    texts
      .join('\n')
      .split('\n')
      .filter((line) => line.length > 80),
  ).toEqual([]);
});

test('a mistyped flag', async () => {
  expect(await typed('doctor', '--pyton', '.venv')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: unknown option '--pyton'
      next:  Did you mean --python?
    "
  `);
});

test('a mistyped command', async () => {
  expect(await typed('migrat')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: unknown command 'migrat'
      next:  Did you mean \`ferryman migrate\`?
    "
  `);
});

test('help about a mistyped command', async () => {
  expect(await typed('help', 'migrat')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: unknown command 'migrat'
      next:  Did you mean \`ferryman migrate\`?
    "
  `);
});

test('a mistyped flag before the command', async () => {
  expect(await typed('--quite', 'doctor')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: unknown option '--quite'
      next:  Did you mean --quiet?
    "
  `);
});

test('a value that is not among the choices', async () => {
  expect(await typed('doctor', '--format', 'xml')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: option '--format <name>' argument 'xml' is invalid. Allowed
      choices are text, json, ndjson.
      next:  \`ferryman doctor --help\` shows what it takes.
    "
  `);
});

test('too many paths', async () => {
  expect(await typed('doctor', 'bookings', 'timetable')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: too many arguments for 'doctor'. Expected 1 argument but got 2:
      bookings, timetable.
      next:  \`ferryman doctor --help\` shows what it takes.
    "
  `);
});

test('words after -- that the command has no use for', async () => {
  expect(await typed('doctor', '--', '-k', 'booking')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: doctor takes nothing after \`--\`
      next:  \`ferryman doctor --help\` shows what it takes.
    "
  `);
});

test('a folder that is not there', async () => {
  expect(await typed('doctor', 'bookings')).toMatchInlineSnapshot(`
    "exit 2
    FERRY_USAGE: there is no such folder
      where: <here>/bookings
      next:  Name the folder of a Python project, the one with its pyproject.toml or
             requirements.txt.
    "
  `);
});

test('errors for machines are JSON, also when the arguments are wrong', async () => {
  expect(await typed('doctor', '--format', 'json', '--pyton', '.venv')).toMatchInlineSnapshot(`
    "exit 2
    {
      "schema": "ferryman/error",
      "version": 1,
      "exitCode": 2,
      "error": {
        "code": "FERRY_USAGE",
        "message": "unknown option '--pyton'",
        "where": null,
        "next": "Did you mean --python?"
      }
    }
    "
  `);
});

test('errors in the settings stop every command', async () => {
  using project = temporaryProject({ 'ferryman.toml': 'pyton = ".venv"\n' });
  const { exitCode, err } = await ferryman(project.root, 'doctor');
  expect({ exitCode, err: err.replace(project.root, '<here>') }).toMatchInlineSnapshot(`
    {
      "err": "FERRY_CONFIG: unknown setting "pyton"
      where: <here>/ferryman.toml:1
      next:  Did you mean "python"?
    ",
      "exitCode": 2,
    }
  `);
});

test('the version', async () => {
  expect(await typed('--version')).toMatch(/^exit 0\n\d+\.\d+\.\d+\n$/);
});

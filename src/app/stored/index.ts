/** Apps as data that runs without the language: written when an app is exported, read by a page. */
export { writeApp } from './write-app.ts';
export { isStoredApp, readApp, readAppText } from './read-app.ts';
export { StoredAppError, type StoredApp } from './stored-app.ts';

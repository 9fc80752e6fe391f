/**
 * What a page loads to run an app that was exported: `<fx-app src="app.json">` without parser, checker and readers of app files and
 * definitions. Those come when something needs them: a connection, the source of an app, formulas in attributes of the page.
 */
import './usual-kinds.ts';

export { AppElement } from './app/element.ts';
export { StoredAppError } from './app/stored/stored-app.ts';
export { readApp, readAppText } from './app/stored/read-app.ts';

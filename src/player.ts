/**
 * What one script tag brings to a page: the language, connectors, `<fx-app>`, and the functions and kinds of controls that nearly every app has. All
 * others are loaded when an app or the page uses them (`loadFunctions`, `loadKinds`).
 */
import './controls/screen.ts';
import './controls/group-container.ts';
import './controls/label.ts';
import './controls/icon.ts';
import './controls/image.ts';
import './controls/rectangle.ts';
import './controls/button.ts';
import './controls/text-input.ts';
import './controls/gallery.ts';
import './controls/placeholder.ts';
import './controls/autoload.ts';

export * from './formula/core.ts';
export type { Category } from './formula/core.ts';
export * from './connectors/index.ts';
export * from './controls/core.ts';
export * from './app/core.ts';

/** The folder without the kinds of controls: `<fx-app>` loads those that its app uses. */
import { provideLanguage } from './language-late.ts';
import * as language from './language.ts';

provideLanguage(language);

export { App, createApp, type AppConnector, type AppOptions, type AppUser, type View } from './app.ts';
export {
  AppDocument,
  allControls,
  type AppDiagnostic,
  type AppSource,
  type ComponentSource,
  type ControlSource,
  type PropertySource,
} from './document.ts';
export type { Place, SourceFile } from './places.ts';
export type { AppModel } from './app-model.ts';
export { ControlModel, type Kind } from './control-model.ts';
export { Property } from './property.ts';
export { appDefinition } from './kinds.ts';
export { RowContext } from './rows.ts';
export { Graph, type Cell, type FormulaNode, type Node, type Watcher } from './graph.ts';
export { loadConnections, type ConnectionSurroundings, type LoadedConnections } from './connections.ts';
export type { Notification, Notifications } from './notifications.ts';
export type { Move, Navigation, Transition } from './navigation.ts';
export { mount, type MountOptions } from './mount.ts';
export type { Device, Question } from './device.ts';
export type { TraceMessage } from './perform.ts';
export { openFiles, type AppFiles } from './app-files.ts';
export type { MediaAddresses } from './media.ts';
export type { AppPackage, MediaFile, OpenedPackage } from './package/index.ts';
export { observe } from './observe.ts';
export { AppElement } from './element.ts';

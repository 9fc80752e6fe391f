/**
 * What a host of controls needs, without any kind of control: those that an app uses are loaded by `loadKinds`.
 */
export { aliasesOf, findControl, kindNames, loadedKinds, loadKinds, loadTags, type FoundControl } from './catalogue.ts';
export { ControlElement, type EventDetail, type Mode, type OutputCause, type OutputDetail } from './control.ts';
export { controlElement, register, type ControlClass, type ControlKind } from './define.ts';
export {
  attributeName,
  both,
  commonParts,
  commonStates,
  data,
  design,
  domEventName,
  kebab,
  output,
  type ControlCategory,
  type ControlDefinition,
  type Derive,
  type Held,
  type PropertiesOf,
  type PropertyDefinition,
  type ReadProperty,
} from './definition.ts';
export { displayText, rowText, sameRow } from './display-text.ts';
export * as enums from './enums.ts';
export { enumAliases, enums as optionSets } from './enums.ts';
export { type Extent, type RenderRow, type RowHandle, type RowsElement } from './gallery-rows.ts';
export { fromAttribute, hold, tableOfValues } from './hold.ts';
export { glyph, paths } from './glyphs.ts';
export { loadIcons } from './icons.ts';
export { linkAddress, mediaAddress } from './addresses.ts';
export { languageAround, loadMessages } from './languages.ts';
export { messages } from './messages.ts';
export { Popup, popupStyles } from './popup.ts';
export { sentence } from './sentences.ts';
export { defineElement } from './define-element.ts';
export { applyTheme, type Theme } from './brand.ts';
export { color, colors, motion, shadow, size } from './theme.ts';
export { contrast } from './contrast.ts';

/** What pages load for files in unusual forms of YAML, and for editing. */
export { editSource } from './document-edit.ts';
export { copyControls, insertControls, insertScreen, removeControl } from './document-structure.ts';
export { parseYaml } from './yaml-library.ts';

import { attributeName, fromAttribute, hold, kebab, loadedKinds, type ControlDefinition } from '../controls/core.ts';
import { printValue } from '../formula/index.ts';
import type { AppSource, ControlSource, PropertySource } from './document.ts';
import type { Place } from './places.ts';

/** The controls that stand in the page within an `fx-app`, as an app of one screen. */
export interface Island {
  readonly source: AppSource;
  /** The element of each control; those in templates have none. */
  readonly elements: ReadonlyMap<string, Element>;
}

/**
 * Reads the controls within an element. A control's name is its `id` or `name`, else its kind and a number. An attribute that begins with
 * `=` is a formula; other attributes of a control are values that formulas can read. A `template` within a gallery is its rows.
 */
export function readIsland(root: Element): Island {
  const reader = new IslandReader();
  const children = reader.children(root, ['Screens', SCREEN]);
  const place = { file: 'page', line: 1, column: 1, offset: 0 };
  const app: ControlSource = { name: 'App', control: 'App', properties: new Map(), children: [], place, path: ['App'] };
  const screen: ControlSource = {
    name: SCREEN,
    control: 'Screen',
    properties: new Map(),
    children,
    place,
    path: ['Screens', SCREEN],
  };
  return {
    source: { app, screens: [screen], components: [], dataSources: [], diagnostics: [] },
    elements: reader.elements,
  };
}

/** The tags of all elements within an element and its templates: the kinds of controls among them have to be loaded before it is read. */
export function tagsIn(root: ParentNode): Set<string> {
  const tags = new Set<string>();
  for (const element of root.querySelectorAll('*')) {
    tags.add(element.localName);
    if (element.localName === 'template') for (const tag of tagsIn((element as HTMLTemplateElement).content)) tags.add(tag);
  }
  return tags;
}

/** The formulas in attributes of elements within an element and its templates. */
export function* formulasIn(root: ParentNode): Iterable<string> {
  for (const element of root.querySelectorAll('*')) {
    for (const { value } of element.attributes) if (value.startsWith('=')) yield value;
    if (element.localName === 'template') yield* formulasIn((element as HTMLTemplateElement).content);
  }
}

/** The name of the screen that the page stands for. */
const SCREEN = 'Page';

class IslandReader {
  private readonly byTag = new Map<string, ControlDefinition>(
    loadedKinds().map(({ definition }) => [definition.tag, definition]),
  );
  readonly elements = new Map<string, Element>();
  private readonly counts = new Map<string, number>();
  private readonly names = new Set<string>(['App', SCREEN]);

  /** The controls directly within an element, other markup aside. */
  children(root: ParentNode, path: readonly string[], inTemplate = false): ControlSource[] {
    const found: ControlSource[] = [];
    for (const child of root.children) {
      const definition = this.byTag.get(child.localName);
      if (definition !== undefined) found.push(this.control(child, definition, path, inTemplate));
      else if (child.localName !== 'template' && child.localName !== 'fx-app')
        found.push(...this.children(child, path, inTemplate));
    }
    return found;
  }

  private control(
    element: Element,
    definition: ControlDefinition,
    parent: readonly string[],
    inTemplate: boolean,
  ): ControlSource {
    const name = this.nameOf(element, definition);
    if (!inTemplate) this.elements.set(name, element);
    const path = [...parent, name];
    const place: Place = { file: `<${element.localName} id="${name}">`, line: 1, column: 1, offset: 0 };
    const template = definition.children === 'rows' ? element.querySelector(':scope > template') : null;
    const rows = template === null ? [] : this.children((template as HTMLTemplateElement).content, path, true);
    return {
      name,
      control: definition.name,
      template: definition.name,
      properties: this.properties(element, definition, place),
      children: definition.children === 'rows' ? rows : this.children(element, path, inTemplate),
      place,
      path,
    };
  }

  private nameOf(element: Element, { name: kind }: ControlDefinition): string {
    const wanted = element.id || element.getAttribute('name') || '';
    if (wanted !== '' && !this.names.has(wanted)) {
      this.names.add(wanted);
      return wanted;
    }
    let name: string;
    do {
      const count = (this.counts.get(kind) ?? 0) + 1;
      this.counts.set(kind, count);
      name = `${kind}${count}`;
    } while (this.names.has(name));
    this.names.add(name);
    return name;
  }

  private properties(element: Element, definition: ControlDefinition, place: Place): Map<string, PropertySource> {
    const properties = new Map<string, PropertySource>();
    for (const { name: attribute, value } of element.attributes) {
      const name = propertyOf(definition, attribute);
      if (name === undefined) continue;
      const formula = value.startsWith('=') ? value.slice(1) : asFormula(definition, name, value);
      if (formula === undefined) continue;
      const at = { ...place, file: place.file.replace('>', ` ${attribute}>`) };
      properties.set(name, { name, formula, place: at, placeOf: (offset) => ({ ...at, column: offset + 1, offset }) });
    }
    return properties;
  }
}

/** The property or event that an attribute sets. */
function propertyOf(definition: ControlDefinition, attribute: string): string | undefined {
  for (const [name, property] of Object.entries(definition.properties))
    if (attributeName(name, property) === attribute) return name;
  for (const [alias, name] of Object.entries(definition.propertyAliases ?? {})) if (kebab(alias) === attribute) return name;
  return Object.keys(definition.events).find((event) => kebab(event) === attribute);
}

/** A plain attribute as a formula of its value. */
function asFormula(definition: ControlDefinition, name: string, text: string): string | undefined {
  const property = definition.properties[name];
  return property === undefined ? undefined : printValue(hold(property.type, fromAttribute(property.type, text)));
}

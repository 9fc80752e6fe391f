import type { ComponentSource, ControlSource, CustomParameter, CustomProperty, DataSourceSource } from './document.ts';
import type { YamlFile, YamlNode, YamlPair } from './document-yaml.ts';
import { textOf } from './document-yaml.ts';
import { isList } from './yaml-nodes.ts';

const COMPONENT_KEYS = [
  'DefinitionType',
  'Description',
  'AllowCustomization',
  'AccessAppScope',
  'CustomProperties',
  'Properties',
  'Children',
];
const CUSTOM_KEYS = [
  'PropertyKind',
  'DisplayName',
  'Description',
  'DataType',
  'ReturnType',
  'Default',
  'RaiseOnReset',
  'Parameters',
];
const PARAMETER_KEYS = ['Description', 'IsOptional', 'DataType', 'Default'];
const KINDS: readonly string[] = ['Input', 'Output', 'InputFunction', 'OutputFunction', 'Event', 'Action'];

/** Reads the definition of a component. `children` reads the controls in it, which have a namespace of their own. */
export function readComponent(
  file: YamlFile,
  name: string,
  pair: YamlPair,
  children: (value: YamlNode, path: readonly string[]) => readonly ControlSource[],
): ComponentSource {
  const what = `Component ${name}`;
  const keys = file.keys(pair.value, what, COMPONENT_KEYS, 'a map with DefinitionType, CustomProperties and Children');
  const type = file.text(keys, 'DefinitionType');
  if (type !== 'CanvasComponent' && type !== 'CommandComponent') {
    file.report(pair.key, 'MissingDefinitionType', `${what} needs a line "DefinitionType: CanvasComponent".`, { control: name });
  }
  const customProperties = new Map<string, CustomProperty>();
  for (const [property, custom] of file.entries(keys.get('CustomProperties')?.value, `CustomProperties of ${name}`)) {
    customProperties.set(property, readCustomProperty(file, property, custom, name));
  }
  const path = ['ComponentDefinitions', name];
  return {
    name,
    control: 'CanvasComponent',
    definitionType: type === 'CommandComponent' ? type : 'CanvasComponent',
    accessAppScope: file.flag(keys, 'AccessAppScope'),
    customProperties,
    properties: file.properties(keys.get('Properties')?.value, name),
    children: children(keys.get('Children')?.value, path),
    place: file.at(pair.key),
    path,
  };
}

function readCustomProperty(file: YamlFile, name: string, pair: YamlPair, owner: string): CustomProperty {
  const keys = file.keys(pair.value, `Custom property ${name}`, CUSTOM_KEYS, 'a map with PropertyKind and DataType');
  const kind = file.text(keys, 'PropertyKind');
  if (kind === undefined || !KINDS.includes(kind)) {
    const place = keys.get('PropertyKind')?.value ?? pair.key;
    const message = `PropertyKind of ${name} should be one of ${KINDS.join(', ')}.`;
    file.report(place, 'InvalidPropertyKind', message, { control: owner, property: name });
  }
  const parameters: CustomParameter[] = [];
  const list = keys.get('Parameters')?.value;
  if (isList(list)) {
    for (const item of list.items) {
      for (const [parameter, entry] of file.entries(item, `A parameter of ${name}`)) {
        parameters.push(readParameter(file, parameter, entry, owner));
      }
    }
  }
  const byDefault = keys.get('Default');
  const formula = byDefault && file.formula(name, byDefault, owner);
  return {
    name,
    kind: (kind ?? 'Input') as CustomProperty['kind'],
    dataType: file.text(keys, 'DataType') ?? file.text(keys, 'ReturnType') ?? 'None',
    raiseOnReset: file.flag(keys, 'RaiseOnReset'),
    ...(formula && { default: formula }),
    parameters,
    place: file.at(pair.key),
  };
}

function readParameter(file: YamlFile, name: string, pair: YamlPair, owner: string): CustomParameter {
  const keys = file.keys(pair.value, `Parameter ${name}`, PARAMETER_KEYS, 'a map with DataType');
  const byDefault = keys.get('Default');
  const formula = byDefault && file.formula(name, byDefault, owner);
  return {
    name,
    dataType: file.text(keys, 'DataType') ?? 'Text',
    optional: file.flag(keys, 'IsOptional'),
    ...(formula && { default: formula }),
  };
}

/** Reads an entry of DataSources. */
export function readDataSource(file: YamlFile, name: string, pair: YamlPair): DataSourceSource {
  const keys = file.keys(
    pair.value,
    `Data source ${name}`,
    ['Type', 'ConnectorId', 'Parameters'],
    'a map with Type and Parameters',
  );
  const parameters = new Map<string, string>();
  for (const [key, entry] of file.entries(keys.get('Parameters')?.value, `Parameters of ${name}`)) {
    parameters.set(key, textOf(entry.value) ?? '');
  }
  const connectorId = file.text(keys, 'ConnectorId');
  return {
    name,
    type: file.text(keys, 'Type') ?? 'Table',
    ...(connectorId !== undefined && { connectorId }),
    parameters,
    place: file.at(pair.key),
  };
}

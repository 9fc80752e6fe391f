import { types, type Diagnostic, type Type } from '../formula/index.ts';
import type { ControlModel } from './control-model.ts';
import type { AppDiagnostic, PropertySource } from './document.ts';

// What is wrong with an app, in the words and with the places that its maker sees.

/** Which control a diagnostic is about. */
export function about(owner: ControlModel): Pick<AppDiagnostic, 'control' | 'component'> {
  const component = owner.isPrototype ? owner : owner.component;
  return component === undefined ? { control: owner.name } : { control: owner.name, component: component.kind!.component!.name };
}

/** A formula's diagnostic with its place in the file. */
export function placed(
  owner: ControlModel,
  source: PropertySource,
  diagnostic: Diagnostic,
  stage: AppDiagnostic['stage'],
): AppDiagnostic {
  const { file, line, column } = source.placeOf(diagnostic.from);
  const { severity, code, from, to } = diagnostic;
  return {
    file,
    line,
    column,
    severity,
    stage,
    code,
    // Read when it is shown: a message may look for the name that was meant among all there are.
    get message() {
      return diagnostic.message;
    },
    ...about(owner),
    property: source.name,
    from,
    to,
  };
}

/** A control of a kind, or an instance of a component, that there is none of. */
export function unknownKind(control: ControlModel): AppDiagnostic {
  const { file, line, column } = control.source.place;
  const { componentName } = control.source;
  const what = componentName === undefined ? `control "${control.source.control}"` : `component "${componentName}"`;
  const message = `There is no ${what} here. ${control.name} is kept, and a placeholder stands in its place.`;
  return { file, line, column, severity: 'warning', stage: 'advice', code: 'UnknownControl', message, ...about(control) };
}

/** A property that the kind of a control does not have. */
export function unknownProperty(owner: ControlModel, { name, place }: PropertySource): AppDiagnostic {
  const { file, line, column } = place;
  const kind = owner.kind?.definition.name ?? owner.source.control;
  const message = `${kind} has no property ${name} here. It is kept, but has no effect.`;
  const at = { file, line, column, severity: 'warning', stage: 'advice' } as const;
  return { ...at, code: 'UnknownProperty', message, ...about(owner), property: name };
}

/** `a number`, `an option`. */
export const withArticle = (type: Type): string => {
  const name = types.kindName(type).toLowerCase();
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
};

/** For makers of connectors: what is wrong with a definition, its reference page, and the package that certification expects. */
export { checkDefinition, definitionRules } from './check-definition.ts';
export { checkProperties, isProperties } from './check-properties.ts';
export type { DefinitionFinding } from './findings.ts';
export { exampleFormula } from './example.ts';
export { referenceOf, type OperationReference, type ParameterReference, type Reference } from './reference.ts';
export { referenceHtml, referenceMarkdown } from './reference-page.ts';
export { brandColorProblem, iconProblem, packageOf, type ConnectorPackage, type PackageFacts } from './package.ts';
export { toSwagger, type SwaggerResult } from './to-swagger.ts';

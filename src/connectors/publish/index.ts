/** For makers of connectors: what is wrong with a definition, its reference page, and the package that certification expects. */
export { checkDefinition, definitionRules, type DefinitionFinding } from './check-definition.ts';
export { exampleFormula } from './example.ts';
export { referenceOf, type OperationReference, type ParameterReference, type Reference } from './reference.ts';
export { referenceHtml, referenceMarkdown } from './reference-page.ts';
export { brandColorProblem, iconProblem, packageOf, type ConnectorPackage, type PackageFacts } from './package.ts';
export { toSwagger, type SwaggerResult } from './to-swagger.ts';

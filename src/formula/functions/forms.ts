import { FormulaError } from '../error.ts';
import { defineFunction, raw, type CallShape, type Documentation, type FunctionDefinition } from '../function.ts';
import { any, boolean } from '../type.ts';
import { onApp } from './behavior.ts';

/*
 * What is done with a form as a whole. What it means is the app's matter: it knows the form's data source and cards.
 */

export const documentation: Documentation = {
  behavior: {
    EditForm: {
      summary: 'Lets people change the record that a form shows.',
      examples: [['EditForm(Order); Order.Mode = FormMode.Edit', 'true']],
    },
    NewForm: {
      summary: 'Empties a form for a new record: its cards show the defaults of the data source.',
      examples: [['NewForm(Order); Order.Mode = FormMode.New', 'true']],
    },
    ViewForm: {
      summary: 'Lets people read a form, not change it.',
      examples: [['ViewForm(Order); Order.Mode = FormMode.View', 'true']],
    },
    ResetForm: {
      summary: 'Puts back what people have typed in a form, and its mode to the default one.',
      examples: [['ResetForm(Order); Order.Unsaved', 'false']],
      remarks: 'The form’s OnReset then runs.',
    },
    SubmitForm: {
      summary: 'Sends what people have typed in a form to its data source; true where it was saved.',
      examples: [['SubmitForm(Order)', 'true']],
      remarks: 'Cards are checked first: their Valid and Error say what is wrong. Then the form’s OnSuccess or OnFailure runs.',
    },
  },
};

/** The argument must be a control. */
const ofControl = (call: CallShape) => {
  const [type] = call.types;
  if (type !== undefined && type.kind !== 'control' && type.kind !== 'unknown') call.error(0, 'ErrBadType');
  return boolean;
};

const onForm = (name: string): FunctionDefinition =>
  defineFunction({
    name,
    behavior: true,
    awaits: true,
    parameters: [raw('form_name', any)],
    result: ofControl,
    evaluate: (form, run) => (form instanceof FormulaError ? form : onApp(run, (effects) => effects.perform(name, [form]))),
  });

export const forms: readonly FunctionDefinition[] = [
  onForm('EditForm'),
  onForm('NewForm'),
  onForm('ViewForm'),
  onForm('ResetForm'),
  onForm('SubmitForm'),
];

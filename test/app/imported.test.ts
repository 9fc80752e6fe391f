import { expect } from 'chai';
import type { AppElement } from '../../src/app/index.ts';
import type { ControlElement } from '../../src/controls/index.ts';
import { Color } from '../../src/formula/index.ts';
import { appOf, codesOf, control, screenOf } from './app-text.ts';

/** How Power Apps begins the files that it writes. */
const heads = [
  `# ${'*'.repeat(96)}\n# Warning: YAML source code for Canvas Apps is in preview. The schema is being actively developed.\n`,
  '# Warning: YAML source code for Canvas Apps should only be used to review changes made within Power Apps Studio.\r\n',
];

describe('apps that Power Apps has written', () => {
  const text = screenOf(
    control('Out', 'Text', {
      Color: 'If(1 = 1, Color.White, RGBA(0, 0, 0, 1))',
      Align: "'TextCanvas.Align'.End",
      Weight: "'TextCanvas.Weight'.Bold",
      Text: 'Text(Date(2026, 3, 1), "[$-en-US]mmmm")',
    }),
    control('Day', 'DatePicker', { Format: "'DatePickerCanvas.Format'.Short" }),
  );

  for (const head of heads)
    it(`are judged by the rules of Power Apps today: ${head.slice(0, 20)}`, () => {
      const app = appOf(head + text);
      expect(codesOf(app)).to.deep.equal([]);
      expect(app.value('Out.Text')).to.equal('March');
      expect(app.value('Out.Align')).to.deep.include({ value: 'end' });
    });

  it('others are judged by those of new apps', () => {
    expect(codesOf(appOf(text))).to.include('Out.Color ErrBadType_NonBehavioralVoidExpression');
    expect(codesOf(appOf(`${text}\n# Warning: YAML source code for Canvas Apps`))).to.include(
      'Out.Color ErrBadType_NonBehavioralVoidExpression',
    );
  });

  it('have a theme with colours, which a screen may name', () => {
    const blue = new Color(15, 108, 189, 1);
    for (const formula of ['PowerAppsTheme.Colors.Primary', 'App.Theme.Colors.Primary', 'App.Theme.Colors.Darker70']) {
      const app = appOf(
        screenOf(control('Out', 'Label', { Color: formula })).replace(/^/, 'App:\n  Properties:\n    Theme: =PowerAppsTheme\n'),
      );
      expect(codesOf(app), formula).to.deep.equal([]);
      expect(app.value('Out.Color'), formula).to.deep.equal(formula.endsWith('70') ? new Color(6, 23, 36, 1) : blue);
    }
  });

  it('may call an instance of a component a Component', () => {
    const app = appOf(`${screenOf('- One:\n    Control: Component\n    ComponentName: Box')}
ComponentDefinitions:
  Box:
    DefinitionType: CanvasComponent
    Children:
      - In: { Control: Label, Properties: { Text: ="inside" } }
`);
    expect(app.value('One.In.Text')).to.equal('inside');
    expect(codesOf(appOf(screenOf('- One:\n    Control: Component')))).to.include('One.undefined MissingComponentName');
  });
});

describe('a formula of looks that fails', () => {
  for (const [what, formula] of [
    ['when it runs', 'ColorValue("#0707077")'],
    ['when it is checked', 'Colour.Red'],
  ] as const)
    it(`leaves what the control says in its place, ${what}`, async () => {
      const element: AppElement = document.createElement('fx-app');
      document.body.append(element);
      const text = screenOf(
        control('Out', 'Label', { Text: '"Monday"', HoverColor: formula }),
        control('No', 'Label', { Text: '1 / 0' }),
      );
      const app = await element.open({ files: [{ name: 'app.pa.yaml', text }] });
      const shown = (name: string): string => {
        const found = element.shadowRoot!.querySelector<ControlElement>(`[data-control="${name}"]`)!;
        return found.shadowRoot!.textContent.trim();
      };
      for (let i = 0; shown('No') === '' && i < 100; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      expect(shown('Out')).to.equal('Monday');
      expect(shown('No')).to.match(/zero/);
      expect(app.diagnostics.map(({ property }) => property)).to.deep.equal(what === 'when it runs' ? [] : ['HoverColor']);
      element.remove();
    });
});

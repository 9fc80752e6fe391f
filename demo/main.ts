import '../src/index.ts';
import '../src/studio/formula-bar.ts';

const bar = document.querySelector('fx-formula-bar')!;

/** An example that is pressed stands in the bar, ready to be changed. */
document.querySelector('#examples')!.addEventListener('click', (event) => {
  const formula = (event.target as Element).closest('button')?.textContent.trim();
  if (formula === undefined) return;
  bar.formula = formula;
  bar.dispatchEvent(new CustomEvent('fx-commit', { detail: { formula, result: undefined } }));
  bar.focus();
});

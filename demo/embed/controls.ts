import '../../src/index.ts';

const form = document.querySelector<HTMLFormElement>('#form')!;
const sent = document.querySelector<HTMLOutputElement>('#sent')!;

/** What the form would send: controls take part in it by their names. */
document.querySelector('#send')!.addEventListener('select', () => {
  sent.textContent = [...new FormData(form)].map(([name, value]) => `${name} = ${String(value)}`).join(', ');
});

import '../../src/index.ts';
import '../../src/studio/index.ts';

const studio = document.querySelector('fx-studio')!;
const player = document.querySelector('fx-app')!;

/** The studio works on the app that the element runs; a new one after its source was changed. */
async function follow(): Promise<void> {
  studio.app = await player.ready;
}

player.addEventListener('fx-ready', () => void follow());
void follow();

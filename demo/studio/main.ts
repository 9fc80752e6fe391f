import '../../src/index.ts';
import '../../src/studio/index.ts';

// The page that an authorization server sends people back to.
import { finishPopup } from '../../src/app/sign-in.ts';

finishPopup();

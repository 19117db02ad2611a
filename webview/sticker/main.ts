import { mountPanel } from '../host/mountPanel.ts';
import '../ui/theme.css';
import './sticker.css';
import './inspector.css';
import { StickerPanel } from './stickerPanel.ts';

mountPanel<'sticker'>(() => new StickerPanel());

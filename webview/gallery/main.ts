import '../filter/filter.css';
import '../grid/grid.css';
import { mountPanel } from '../host/mountPanel.ts';
import '../ui/theme.css';
import './gallery.css';
import { GalleryPanel } from './galleryPanel.ts';

mountPanel<'gallery'>(() => new GalleryPanel());

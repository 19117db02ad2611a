import { mountPanel } from '../host/mountPanel.ts';
import '../plots/plots.css';
import '../ui/theme.css';
import './map.css';
import { MapPanel } from './mapPanel.ts';

mountPanel<'map'>(() => new MapPanel());

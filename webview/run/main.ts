import { mountPanel } from '../host/mountPanel.ts';
import '../plots/plots.css';
import '../ui/theme.css';
import './run.css';
import { RunPanel } from './runPanel.ts';

mountPanel<'run'>(() => new RunPanel());

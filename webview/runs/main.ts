import '../analysis/analysis.css';
import { mountPanel } from '../host/mountPanel.ts';
import '../plots/parallelCoordinates.ts';
import '../plots/plots.css';
import '../ui/theme.css';
import './runs.css';
import { RunsPanel } from './runsPanel.ts';

mountPanel<'runs'>(() => new RunsPanel());

import { mountPanel } from '../host/mountPanel.ts';
import '../plots/plots.css';
import '../ui/theme.css';
import './analysis.css';
import { AnalysisPanel } from './analysisPanel.ts';

mountPanel<'analysis'>(() => new AnalysisPanel());

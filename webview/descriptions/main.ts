import '../filter/filter.css';
import '../grid/grid.css';
import { mountPanel } from '../host/mountPanel.ts';
import '../ui/theme.css';
import './descriptions.css';
import { DescriptionsPanel } from './descriptionsPanel.ts';

mountPanel<'descriptions'>(() => new DescriptionsPanel());

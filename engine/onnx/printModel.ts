import type { AttributeValue, ModelRecord, ValueInfo } from './modelProto.ts';

const printValue = ({ name, dataType, shape }: ValueInfo) => `${name}: ${dataType}[${shape.join(', ')}]`;

function printAttribute(value: AttributeValue): string {
  if ('int' in value) return String(value.int);
  if ('float' in value) return value.float.toPrecision(6);
  if ('ints' in value) return `[${value.ints.join(', ')}]`;
  return value.text;
}

/** A model as readable text, one node a line, for snapshot tests and for people. */
export function printModel(model: ModelRecord): string {
  const lines = [`graph ${model.name}`];
  for (const input of model.inputs) lines.push(`  in   ${printValue(input)}`);
  for (const initializer of model.initializers) lines.push(`  init ${printValue(initializer)}`);
  for (const node of model.nodes) {
    const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}=${printAttribute(value)}`).join(' ');
    lines.push(`  ${node.outputs.join(', ')} = ${node.opType}(${node.inputs.join(', ')})${attributes ? ` {${attributes}}` : ''}`);
  }
  for (const output of model.outputs) lines.push(`  out  ${printValue(output)}`);
  return lines.join('\n');
}

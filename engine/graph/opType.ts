/** The ONNX operators that models are built of. MatMul may transpose and scale its inputs, which makes it onnxruntime's FusedMatMul. */
export type OpType =
  | 'Add' | 'Sub' | 'Mul' | 'Div' | 'Neg' | 'Exp' | 'Log' | 'Sqrt' | 'Erf' | 'Relu' | 'Gelu' | 'Identity' | 'Cast'
  | 'MatMul' | 'Gemm' | 'Softmax' | 'LayerNormalization' | 'ReduceSum' | 'ReduceMean' | 'ReduceMax'
  | 'Reshape' | 'Transpose' | 'Expand' | 'Slice' | 'Pad' | 'Concat' | 'Gather' | 'ScatterND' | 'GatherElements' | 'ScatterElements' | 'TopK';

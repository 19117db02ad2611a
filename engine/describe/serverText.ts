/** A page or a proxy's message that came with status 200; time-out texts have been kept as captions by other tools. */
const page = /^(?:<\?xml[^>]*>\s*)?<(?:!doctype\b|html\b|head\b|body\b)|<\/(?:html|body)>/iu;
const jsonError = /^\{\s*"(?:error|errors|detail|message|code|status)"\s*:/iu;
const trace = /^(?:Traceback \(most recent call last\)|panic:|(?:Type|Syntax|Range|Value|Runtime|Key|Connection|Timeout|HTTP)Error\b ?:|Error: |Exception in thread|\[?Errno -?\d+)/u;
/** All of the first line, and little after it: a description may well speak of a sticker with an error message. */
const messages = new RegExp(`^(?:\\W*(?:HTTP(?:/\\d(?:\\.\\d)?)?|error|status)?[ :]*(?:code )?[45]\\d\\d[ :,-]*)?(?:${[
  'bad gateway', 'gateway time-?out', 'service (?:temporarily )?unavailable', 'internal server error', 'too many requests', 'bad request', 'unauthori[sz]ed', 'forbidden', '(?:page |404 )?not found',
  '(?:the )?(?:request|connection|operation|model|server|read|response|generation|inference)(?: has)? (?:timed? ?-?out|was aborted|was cancell?ed)\\b.*', 'time-?d? ?out\\b(?: after .*| while .*|: .*)?', 'time-?out(?: error)?\\b(?: after .*|: .*)?',
  'upstream (?:connect error|request timeout)\\b.*', 'connection (?:refused|reset|closed|error)\\b(?: by peer)?', '(?:fetch|request) failed(?: with .*)?', 'e(?:connrefused|connreset|timedout|pipe)\\b.*',
  'context (?:deadline exceeded|canceled)', 'rate limit (?:exceeded|reached)\\b.*', 'server (?:is )?busy\\b.*', 'no healthy upstream', 'out of memory', '(?:cuda|ggml|llama)\\S* error\\b.*', 'model (?:["\'].*["\'] |\\S+ )?not found\\b.*',
  'an? (?:unexpected |internal |unknown )?error (?:has )?occurr?ed\\b.*', 'something went wrong(?:\\W+(?:please )?try again\\b.*)?', '请求超时', '服务器错误', '连接超时',
].join('|')})(?:: .*)?\\W*$`, 'iu');

/** Whether a text is a server's message instead of an answer. */
export function isServerText(text: string): boolean {
  if (page.test(text) || jsonError.test(text) || trace.test(text)) return true;
  return text.length < 300 && messages.test(text.split('\n', 1)[0]);
}

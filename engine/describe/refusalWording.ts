import { withoutQuotes } from './quotedSpeech.ts';

/**
 * Everything here is matched at the start of a sentence in the writer's own voice: `a man who says sorry, I can't see the picture` is none.
 * What softens it is taken off before, piece by piece: as a repetition within one expression it could be read in too many ways.
 */
const softener = /^(?:(?:I(?:'m| am)(?: (?:really|very|so|truly))? (?:sorry|afraid)|(?:my|please accept my) apologies|I (?:do )?apologi[sz]e(?: for [^,.]{1,40})?|apologies|sorry|unfortunately|regrettably|however|but|that|because|and|it (?:seems|appears|looks)(?: like| that)?)\b[,;:.!-]*\s*|as an? [^,.!?]{2,60},\s*)/iu;
const mostSofteners = 5;
const apology = String.raw`^(?:I(?:'m| am)(?: (?:really|very|so|truly))? (?:sorry|afraid)|(?:my )?apologies|I (?:do )?apologi[sz]e|sorry|unfortunately)\b`;
const inability = String.raw`I(?:'m| am)? ?(?:(?:currently |simply |just )?(?:can(?:'t|not| not)|could(?: not|n't)|unable to|not able to|not allowed to|not permitted to|won't|will not|don't have (?:the )?(?:ability|capability) to|do not have (?:the )?(?:ability|capability) to))(?: (?:actually|directly|physically|currently|really|visually|help but))?`;
const picture = String.raw`(?:images?|pictures?|photos?|photographs?|stickers?|attachments?|visuals?|visual content|screenshots?)`;
const absent = String.raw`(?:attached|provided|uploaded|included|supplied|shared|sent|given|available|accessible|visible to me|to (?:describe|analy[sz]e|look at))`;

const plain = [
  `^${inability} (?:assist|comply|fulfil|accommodate|engage|continue)\\b`,
  `^${inability} help(?: you)? (?:with|describ|analy|identif)`,
  `^${inability} (?:see|view|access|open|load|display|process|analy[sz]e|interpret|describe|read|perceive|look at|comment on|discuss|identify|recogni[sz]e|interact with|determine)\\b[^.!?]*\\b(?:${picture}|people|persons?|individuals?|content|request)\\b`,
  `^${inability} (?:provide|give|offer|generate|create|produce|make|write|answer)\\b[^.!?]*\\b(?:descriptions?|analysis|information|interpretations?|content|answers?|assistance|response|details|request|question|that|this)\\b`,
  `^I (?:don't|do not|didn't|did not|haven't|have not) (?:actually |currently )?(?:see|have|have access to|receive|find|received|been given|been provided with)(?: access to)? (?:an?|any|the|your|this|that)?(?: attached| actual| such)? ?${picture}\\b(?! of)`,
  `^I (?:don't|do not) have (?:the )?(?:ability|capability) to\\b`,
  `^(?:there (?:is|was|are|were)|there's) no (?:actual |visible )?${picture}(?: that)?(?: (?:was|were|is|are|has been|have been))? ${absent}`,
  `^no (?:actual )?${picture} (?:was|were|is|are|has been|have been|seems? to be)(?: been| actually)? ${absent}`,
  `^the ${picture} (?:you [^.]{1,40} )?(?:was|were|is|has|did|does|could)(?: not|n't) (?:been |be |seem to be |appear to be )?(?:attached|provided|uploaded|loaded|load|come through|shared|included with)\\b`,
  `^you (?:haven't|have not|didn't|did not|forgot to) (?:actually )?(?:provided?|attach(?:ed)?|upload(?:ed)?|shared?|included?|send|sent)\\b[^.!?]*\\b${picture}\\b`,
  `^(?:could you )?please (?:provide|upload|share|attach|send)(?: me)? (?:the|an?|your|that|this)(?: \\w+){0,2} ${picture}(?: (?:so|and I|for me|first|again|you)\\b|[^.!?]* (?:describe|analy[sz]e|help you)\\b)`,
  `^I(?:'m| am) (?:just |only )?an? (?:AI|artificial intelligence|(?:large )?language model|text-based)\\b[^.!?]*(?:\\b(?:and|so|but)\\b|,|$)`,
  `^(?:this|your) request (?:violates|goes against|is against)\\b`,
];

const apologetic = [
  `${apology}[^.!?]*\\bI (?:can(?:'t|not| not)|am unable to|won't) (?:do (?:that|this|so)|answer)\\b`,
  `${apology}[^.!?]*\\bI (?:don't|do not) (?:have (?:any |enough )?(?:access|information)|know what)\\b`,
  `^as an? (?:AI|artificial intelligence|(?:large )?language model|text-based|multimodal model)\\b[^.!?]*\\bI\\b`,
];

const chinesePicture = '(?:图片|图像|图|照片|贴纸|表情包?|附件|圖片|圖像|圖|貼圖|貼紙)';
const chinese = [
  `^(?:(?:很|非常|真的)?(?:抱歉|遗憾|遺憾)|对不起|對不起|不好意思)[，,。！! ]*(?:但是?|作为[^，,]{2,20}[，,])?我?(?:目前|现在|暂时|暫時)?(?:无法|無法|不能|没有?办法|沒有?辦法|没法)(?:直接|为您|为你)?(?:查看|看到|识别|識別|访问|訪問|描述|分析|提供|协助|協助|帮助|幫助|回答|处理|處理|打开|解读|满足|完成)`,
  `^(?:(?:很|非常)?(?:抱歉|遗憾)|对不起|對不起|不好意思)?[，,。 ]*我?(?:目前|现在)?(?:无法|無法|不能|没有?办法|看不到|看不见|没有?看到|沒有看到|没有收到)(?:直接)?(?:查看|看到|识别|識別|访问|打开|分析|处理)?(?:您|你)?(?:任何|这张|這張|该|所?(?:上传|提供|发送)的)*${chinesePicture}`,
  `^(?:(?:很|非常)?抱歉|对不起|對不起)?[，, ]*(?:您|你)?(?:并?没有|沒有|未)(?:提供|上传|上傳|附上|发送)(?:任何)?${chinesePicture}`,
  '^(?:作为|作為|我是|我只是)(?:一个|一個|一名|一种)?(?:AI|人工智能|人工智慧|(?:大型?)?语言模型|語言模型)',
];

const plainWordings = new RegExp(plain.join('|'), 'iu');
/** With what softens them. */
const wholeWordings = new RegExp([...apologetic, ...chinese].join('|'), 'iu');

function isRefusal(sentence: string): boolean {
  if (wholeWordings.test(sentence)) return true;
  let rest = sentence;
  for (let i = 0; i < mostSofteners; i++) rest = rest.replace(softener, '');
  return plainWordings.test(rest);
}

/** An answer that apologises and says nothing else. */
const onlyApology = /^(?:(?:I(?:'m| am) (?:so |very |really )?)?sorry|I (?:can(?:'t|not)|won't)(?: (?:do (?:that|this)|answer|say))?|no comment|(?:很|非常)?抱歉|对不起|無法回答|无法回答)[.!。！ ]*$/iu;

/** How a sentence with any of the wordings begins: most are told by that alone. */
const opening = new RegExp(`^(?:I\\b|my |please|apolog|sorry|unfortunately|regrettably|however|but |it (?:seems|appears|looks)|as an? |there|no |the ${picture}|you |could you|this request|your request|[很非真抱遗遺对對不我目现現暂暫无無没沒看您你并未作])`, 'iu');
const apologises = new RegExp(`${apology}|^(?:很|非常|真的)?(?:抱歉|遗憾|遺憾)|^对不起|^對不起`, 'iu');

/** The sentence in which the text's writer refuses or sees no picture; null where there is none. What the text quotes does not count. */
export function refusalIn(text: string): string | null {
  const own = withoutQuotes(text.replaceAll(/[’‘]/gu, "'"));
  if (onlyApology.test(own.trim())) return own.trim();
  const sentences = own.split(/(?<=[.!?。！？])\s*|\n+/u).map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
  for (let i = 0; i < sentences.length; i++) {
    if (opening.test(sentences[i]) && isRefusal(sentences[i])) return sentences[i];
    // `I'm sorry. I can't see it.`
    if (i === 0 || !apologises.test(sentences[i - 1])) continue;
    const joined = `${sentences[i - 1]} ${sentences[i]}`;
    if (isRefusal(joined)) return joined;
  }
  return null;
}

import { describe, expect, test } from 'vitest';
import { judgeAnswer } from '../../../engine/describe/judgeAnswer.ts';

const faultOf = (text: string, ended: 'stop' | 'length' = 'stop') => {
  const judged = judgeAnswer(text, ended);
  return 'fault' in judged ? judged.fault : null;
};
const textOf = (text: string) => {
  const judged = judgeAnswer(text, 'stop');
  return 'text' in judged ? judged.text : judged;
};

describe('refusals', () => {
  test.each([
    'I\'m sorry, but I can\'t assist with that request.',
    'I’m sorry, I can’t help with that.',
    'I\'m sorry. I can\'t see the image.',
    'I am sorry, I cannot help you with identifying people in images.',
    'Sorry, I am unable to view images.',
    'I apologize, but I cannot see any image in our conversation.',
    'I apologize for the inconvenience, but I am not able to access the picture you mentioned.',
    'Unfortunately, I am unable to analyze the sticker as no image was provided.',
    'I cannot see any image.',
    'I can\'t actually see the sticker, but it is probably a cat that waves at somebody.',
    'I don\'t see an image attached to your message. Could you share it?',
    'I don\'t see any image.',
    'I do not have access to the image.',
    'I don\'t have the ability to see pictures.',
    'As an AI, I can\'t see pictures.',
    'As an AI language model, I do not have personal feelings, so I cannot say what the sender wants.',
    'As a text-based AI model, I cannot view or interpret images.',
    'I\'m just an AI, so I have no eyes.',
    'No image was provided.',
    'No image has been attached, so the style is not known.',
    'There is no image attached to describe.',
    'It seems that no image was uploaded. Please upload the sticker so I can describe it.',
    'It looks like the image did not load.',
    'The image you mentioned was not uploaded.',
    'You haven\'t provided an image. Please share it.',
    'Please provide the image so that I can describe its style.',
    'I cannot identify the person in the image, but there is a man in a suit who points at the viewer.',
    'I\'m not able to provide a description of this content.',
    'I won\'t describe this image because it may be offensive.',
    'The sticker is colourful. However, I cannot provide further details as I cannot see the image.',
    'I\'m sorry.',
    'I cannot do that.',
    '"I\'m sorry, but I can\'t help with that."',
    'Answer: I\'m sorry, I can\'t see the picture.',
    '抱歉，我无法查看图片。',
    '很抱歉，我无法帮助您描述这张图片。',
    '对不起，我不能提供这方面的描述。',
    '作为一个AI语言模型，我无法看到图片。',
    '我看不到图片，请您上传。',
    '您没有提供图片。',
    '無法查看圖片。',
  ])('%s', (text) => expect(faultOf(text)).toBe('refusal'));

  test.each([
    'The sticker shows a man who says "I\'m sorry, I can\'t help with that." He bows deeply.',
    'A cat with big eyes says “I’m sorry, I can’t see the picture”. The sender apologises with humour.',
    'The sender wants to say "I\'m sorry" and ask a friend for forgiveness.',
    'The character is sorry and cannot look at the viewer; its ears hang down.',
    'A person would send it to say no: they do not want to help with the task.',
    'The words read: I\'m sorry, I can\'t come. The bear lowers its head.',
    'The caption says: Sorry. I can\'t help you with that. The bear shrugs.',
    'The text "No" is written in red letters above a dog that turns its head away.',
    'No, is what this sticker says: the dog shakes its head and closes its eyes.',
    'The sender says no to a request and does not feel sorry about it.',
    'Someone sends this when they can\'t help laughing, for example at a silly picture of a friend.',
    'I see a cat that holds a heart. I can tell that it is happy from its smile.',
    'The man cannot see the picture that hangs behind him, which is the joke.',
    'The blind mole says it cannot see anything, with a smile.',
    'A robot, as an AI would be drawn in a comic, looks at its hands.',
    'As an AI robot would, the character stands stiffly with its arms raised.',
    'Unfortunately for the mouse, the cat sees it: its eyes are wide open and it grins.',
    'There is no image of a face, only the word "sorry" in pink letters.',
    'There is no background, only a white outline around the character.',
    'The sticker means that the sender cannot provide an answer now and asks for patience.',
    'The sticker shows a grey box with the words "No image available", as if the picture had not loaded.',
    'A sad frog apologises. Sorry is written under it in crooked letters.',
    'The sender is an adult who will not continue the conversation and waves goodbye.',
    'It asks the reader to please send a picture of their dinner.',
    'The cat holds a sign with \'I can\'t describe this picture\' on it and winks.',
    'A polite refusal: the sender cannot attend the party and is sorry for it.',
    '这张贴纸上写着“抱歉，我无法帮助你”，一只小猫低着头。',
    '一个女孩说「对不起」，她双手合十，表情很难过。',
    '发送者想表达歉意，因为他不能参加聚会。',
    '小狗没有看到身后的猫，表情很开心。',
  ])('not: %s', (text) => expect(textOf(text)).toBe(text));
});

describe('loops', () => {
  const good = 'The cat sits on a red cushion and looks at the viewer with wide eyes, while a small bird stands on its head and sings. ';
  test.each([
    'The cat is happy and '.repeat(8),
    `${good}${'It is cute and funny. '.repeat(6)}`,
    good.repeat(4),
    `${good}${'very '.repeat(30)}`,
    `${good}The sticker is drawn in a cute style. It has soft lines. The sticker is drawn in a cute style. It has bright colours. The sticker is drawn in a cute style. It has no shadows. The sticker is drawn in a cute style.`,
    `The colours are ${'red, blue, '.repeat(12)}and`,
    Array.from({ length: 14 }, (_, i) => `${i + 1}. The cat smiles`).join('\n'),
    `The character laughs ${'haha'.repeat(40)}`,
    `A dog ${'!'.repeat(60)}`,
    '这只猫很可爱。'.repeat(8),
    `这张贴纸${'非常'.repeat(10)}可爱`,
    `${good}${'The face shows joy, the eyes show joy, and the mouth shows joy. '.repeat(3)}`,
  ])('%s', (text) => {
    expect(faultOf(text)).toBe('loop');
    expect(faultOf(text, 'length')).toBe('loop');
  });

  test.each([
    'There are a red circle, a blue circle, a green circle, a yellow circle, a black circle and a white circle.',
    'The first cat wears a hat. The second cat wears a scarf. The third cat wears a coat. The fourth cat wears boots. The fifth cat wears nothing.',
    'The sticker says "NO NO NO NO NO NO NO NO NO NO NO NO NO" in growing letters.',
    'The words "ha ha ha ha ha ha ha ha ha ha ha ha" surround a laughing monkey.',
    'No, no, no: the sender refuses again and again, and shakes the head.',
    'It says that it is what it is, and that is that.',
    'The style is cute. The lines are thick. The style is flat. The colours are bright.',
    'A panda waves. A panda waves back. Both are drawn with the same lines, in the same colours, on the same background.',
    '图中有红色的圆、蓝色的圆、绿色的圆和黄色的圆，整体风格很可爱。',
    '哈哈哈哈！小猫笑得很开心。',
  ])('not: %s', (text) => expect(textOf(text)).toBe(text));
});

test.each(['', '   \n\t', '...', '—', '""', 'N/A', 'None.', '"null"', '```\n```', '\u0000\u200B', '无', '🙂'])('empty: %j', (text) => expect(faultOf(text)).toBe('empty'));

test.each(['None of the cats looks at the viewer.', 'Unknown creatures with three eyes dance.'])('not empty: %s', (text) => expect(textOf(text)).toBe(text));

describe('cut off', () => {
  test('at the limit, whatever it ends with', () => {
    expect(faultOf('The cat sits on a cushion and looks', 'length')).toBe('cutOff');
    expect(faultOf('The cat sits on a cushion.', 'length')).toBe('cutOff');
  });
  test.each(['The cat sits on a cushion and', 'The cat has a hat,', 'The sticker shows the', 'Its colours are (', 'The cat looks at a'])('%s', (text) => expect(faultOf(text)).toBe('cutOff'));
  test.each(['A cat that has somebody to talk to', 'Cute, flat, bright', 'The dog waves (as if to say bye)', 'Vitamin A.'])('not: %s', (text) => expect(textOf(text)).toBe(text));
});

describe('garbled', () => {
  test.each([
    '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>',
    '<html>\n<head><title>504 Gateway Time-out</title></head></html>',
    '502 Bad Gateway', 'HTTP/1.1 504 Gateway Timeout', '503 Service Unavailable: no healthy upstream', 'Internal Server Error',
    'Request timed out after 300 seconds.', 'The request timed out.', 'Timed out while waiting for the model', 'timeout', 'Error: connect ECONNREFUSED 127.0.0.1:11434', 'fetch failed',
    'context deadline exceeded', 'upstream request timeout', 'An error occurred while processing your request.', 'Something went wrong. Please try again.',
    'server busy, please try again.  maximum pending requests exceeded', 'model "llava:7b" not found, try pulling it first', 'CUDA error: out of memory',
    '{"error":"model not found"}', '{"detail": "Not authenticated"}', 'Traceback (most recent call last):\n  File "x.py", line 1', 'TypeError: cannot read properties of undefined',
    'The cat <|im_start|>user sits there', 'The cat [INST] sits there', '\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD the cat', '{"text": "A cat sits there."}',
    'a#$%^ &*()_ +{}|:"<>? ~!@#$ %^&*()_+ b', 'A cat <0x0A> sits there.',
  ])('%s', (text) => expect(faultOf(text)).toBe('garbled'));

  test.each([
    'A robot holds a sign with "404 Not Found" on it, and its eyes are crosses.',
    'The words Internal Server Error are written over a burning computer.',
    'Time out is called by a referee bear who makes a T with both paws.',
    'Error messages fill the screen, and the man before it pulls his hair.',
    'Forbidden love: two cats look at each other over a fence.',
    'Not found in nature: a pink elephant with wings smiles.',
    'The sticker shows <b>bold</b> letters, as a web page would.',
    'The price is 3 < 5, says the clever owl. :)',
    'Something went wrong for the clown, who has cake all over his face.',
  ])('not: %s', (text) => expect(textOf(text)).toBe(text));
});

describe('cleaned', () => {
  test.each([
    ['  A cat waves.  \r\n', 'A cat waves.'],
    ['"A cat waves."', 'A cat waves.'],
    ['“A cat waves.”', 'A cat waves.'],
    ['"Hello" is what the cat says, and the dog says "bye"', '"Hello" is what the cat says, and the dog says "bye"'],
    ['```\nA cat waves.\n```', 'A cat waves.'],
    ['```markdown\nA cat waves.\n\nIt smiles.\n```', 'A cat waves.\n\nIt smiles.'],
    ['Answer: A cat waves.', 'A cat waves.'],
    ['**Answer:** A cat waves.', 'A cat waves.'],
    ['Answer: "A cat waves."', 'A cat waves.'],
    ['回答：小猫在挥手。', '小猫在挥手。'],
    ['ASSISTANT: A cat waves.</s>', 'A cat waves.'],
    ['A cat waves.<|im_end|>', 'A cat waves.'],
    ['Sure! Here\'s a description of the sticker:\n\nA cat waves.', 'A cat waves.'],
    ['<think>I look at it.</think>\n\nA cat waves.', 'A cat waves.'],
    ['A \u001B[31mcat\u001B[0m \u0007waves.\u202E', 'A cat waves.'],
    ['A cat waves.\n\n\n\n\nIt smiles.', 'A cat waves.\n\nIt smiles.'],
    ['A family 👩‍👩‍👧 waves.', 'A family 👩‍👩‍👧 waves.'],
    ['The answer: it waves.', 'The answer: it waves.'],
    ['Style: flat.', 'Style: flat.'],
    ['A cat with \uD83D one eye waves at the whole audience of the circus.', 'A cat with  one eye waves at the whole audience of the circus.'],
  ])('%j', (written, text) => expect(textOf(written)).toBe(text));
});

test('no text takes long to judge, however it repeats the beginnings of what is looked for', () => {
  const beginnings = [
    'I am sorry, ', 'I am sorry. ', 'unfortunately but however ', 'as an image ', 'but as a cat ', 'as a cat, ', 'sorry,,,, ', 'I cannot see ', 'there is no image ', 'the image you ', 'it seems that ', '我', '抱歉，我',
    'a', '"', '\'s ', '‘', 'says: ', ' \n', '```\n', '<s>', '<think>', 'sure, here is ', 'error ', 'request timed out ', '{"error', '1. ', '- ', 'x < ', 'the cat. ', '\uFFFD', '**', '[INST]',
  ];
  const start = process.cpuUsage();
  for (const beginning of beginnings) judgeAnswer(`x${beginning.repeat(2000)}x`, 'stop');
  for (const beginning of beginnings) judgeAnswer(`${beginning.repeat(2000)}x`, 'stop');
  // As long as an answer may be: models that are to answer in JSON fall into white space.
  for (const beginning of [' ', '\u00a0', '\n \n', '<s> ', '"']) judgeAnswer(`A cat.${beginning.repeat(100_000 / beginning.length)}It waves.`, 'stop');
  // Each some milliseconds.
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
});

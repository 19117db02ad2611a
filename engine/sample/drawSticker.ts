import { createRandom, type Random } from '../random/random.ts';
import { emotionPlans, type Look } from './emotions.ts';
import { drawWord } from './letters.ts';
import type { StickerPlan } from './planStickers.ts';

export const stickerSide = 256;

const ink = '#221c24';

/** Face features on the light plate around (128, 142). `m` is which of the look's two mouths; `v` varies sizes by a tenth. */
const faces: Readonly<Record<Look, (m: 0 | 1, v: number) => string>> = {
  startled: (m, v) => `
    <path d="M66 84Q88 ${62 * v} 110 82M146 82Q168 ${62 * v} 190 84" fill="none" stroke="${ink}" stroke-width="8"/>
    <g fill="#fff" stroke="${ink}" stroke-width="7"><circle cx="88" cy="122" r="${27 * v}"/><circle cx="168" cy="122" r="${27 * v}"/></g>
    <circle cx="88" cy="122" r="8" fill="${ink}"/><circle cx="168" cy="122" r="8" fill="${ink}"/>
    ${m === 0 ? `<ellipse cx="128" cy="188" rx="${20 * v}" ry="25" fill="#571e2c"/>` : `<rect x="${128 - 27 * v}" y="168" width="${54 * v}" height="36" rx="10" fill="#571e2c"/>`}`,
  smiling: (m, v) => `
    <path d="M62 128Q86 ${92 / v} 110 128M146 128Q170 ${92 / v} 194 128" fill="none" stroke="${ink}" stroke-width="11"/>
    <path d="M${76} 158H180Q${m === 0 ? 172 : 160} ${216 * v} 128 ${216 * v}Q${m === 0 ? 84 : 96} ${216 * v} 76 158Z" fill="#c8283c"/>
    <circle cx="58" cy="158" r="13" fill="#f79aa4"/><circle cx="198" cy="158" r="13" fill="#f79aa4"/>`,
  drooping: (m, v) => `
    <path d="M58 120L110 ${104 / v}M198 120L146 ${104 / v}" stroke="${ink}" stroke-width="7"/>
    <path d="M60 128H112Q110 ${152 * v} 86 ${152 * v}Q62 ${152 * v} 60 128ZM144 128H196Q194 ${152 * v} 170 ${152 * v}Q146 ${152 * v} 144 128Z" fill="${ink}"/>
    ${m === 0 ? `<path d="M98 202Q128 ${176 / v} 158 202" fill="none" stroke="${ink}" stroke-width="9"/>` : `<path d="M98 194H158" stroke="${ink}" stroke-width="9"/>`}`,
  tense: (m, v) => `
    <path d="M54 ${88 / v}L112 118M202 ${88 / v}L144 118" stroke="${ink}" stroke-width="17"/>
    <circle cx="90" cy="134" r="11" fill="${ink}"/><circle cx="166" cy="134" r="11" fill="${ink}"/>
    ${m === 0 ? `<path d="M80 182Q104 166 128 182T176 182" fill="none" stroke="${ink}" stroke-width="9"/><ellipse cx="${146 * v}" cy="196" rx="15" ry="17" fill="#e0708a"/>`
    : `<path d="M78 172H178V202H78Z" fill="#fff" stroke="${ink}" stroke-width="8"/><path d="M103 172V202M128 172V202M153 172V202" stroke="${ink}" stroke-width="6"/>`}`,
};

/** The drawing's variation, drawn once for all that shows the sticker. A near-duplicate is its original, moved, turned and lit a little differently. */
function variationOf(plan: StickerPlan, seed: number) {
  const random = createRandom(seed, 'drawing', plan.drawing);
  const [headTurn, paperTurn] = [random.integer(24), random.integer(60)];
  const pose = poseOf(random);
  const nudge = plan.original ? nudgeOf(createRandom(seed, 'nudge', plan.index)) : '';
  return { headTurn, paperTurn, pose, nudge, size: 0.95 + 0.1 * random.uniform() };
}

const openSvg = '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 256 256">';
const plate = (fill: string) => `<ellipse cx="128" cy="146" rx="84" ry="76" fill="${fill}"/>`;

/** The sticker as SVG, of `stickerSide`. */
export function drawSticker(plan: StickerPlan, seed: number): string {
  const { headTurn, paperTurn, pose, nudge, size } = variationOf(plan, seed);
  const { style, character, hue } = plan;
  const [saturation, lightness] = style.head;
  const headHue = (hue + headTurn - 12 + 360) % 360;
  const fill = `hsl(${headHue} ${saturation}% ${lightness}%)`;
  const paper = `hsl(${(hue + 150 + paperTurn) % 360} ${style.background[0]}% ${style.background[1]}%)`;
  const line = style.lineWidth === 0 ? '' : `stroke="${ink}" stroke-width="${style.lineWidth}"`;
  const wordColour = style.background[1] < 50 ? '#ffffff' : ink;
  return `${openSvg}
<rect width="256" height="256" fill="${paper}"/><g transform="${nudge}"><g transform="${pose}">
<g fill="${fill}" ${line}>${character.behind}<circle cx="128" cy="136" r="92"/></g>
${plate('#fff6ea')}
<g stroke-linecap="round" stroke-linejoin="round">${faces[emotionPlans[plan.emotion].look](plan.mouth, size)}</g></g>
${plan.text === '' ? '' : drawWord(plan.text, 128, 228, 22, wordColour)}</g></svg>`;
}

/** The plate that the face is on, white on black, as SVG: where in the sticker its look is to be seen. */
export function drawFaceRegion(plan: StickerPlan, seed: number): string {
  const { pose, nudge } = variationOf(plan, seed);
  return `${openSvg}<rect width="256" height="256" fill="#000"/><g transform="${nudge}"><g transform="${pose}">${plate('#fff')}</g></g></svg>`;
}

function poseOf(random: Random): string {
  const scale = 0.86 + 0.1 * random.uniform();
  const turn = 14 * random.uniform() - 7;
  return `translate(${(128 + 14 * random.uniform() - 7).toFixed(1)} ${(122 + 10 * random.uniform() - 5).toFixed(1)}) rotate(${turn.toFixed(1)}) scale(${scale.toFixed(3)}) translate(-128 -130)`;
}

const nudgeOf = (random: Random) =>
  `translate(${(6 * random.uniform() - 3).toFixed(1)} ${(6 * random.uniform() - 3).toFixed(1)}) rotate(${(3 * random.uniform() - 1.5).toFixed(2)} 128 128) scale(${(0.97 + 0.06 * random.uniform()).toFixed(3)})`;

/** The two tones of a thing, and the wall behind it. */
export interface Tones {
  light: string;
  dark: string;
  wall: string;
}
/** Draws a thing that stands on a table at y = 670, in a picture of 800 by 800. */
export type Drawing = (tones: Tones) => string;

const FILL = 'fill="url(#a)"';
const line = (colour: string, width: number) => `fill="none" stroke="${colour}" stroke-width="${width}"`;

const pot: Drawing = ({ dark, light }) =>
  `<path d="M240 430h320v190q0 50-50 50H290q-50 0-50-50z" ${FILL}/><path d="M225 410h350v34H225z" fill="${dark}"/><path d="M560 500h110" ${line(dark, 26)}/><path d="M340 410q60-44 120 0" fill="${light}"/><circle cx="400" cy="378" r="16" fill="${dark}"/>`;
const pan: Drawing = ({ dark, light }) =>
  `<path d="M150 560h340l-34 86q-10 24-36 24H220q-26 0-36-24z" ${FILL}/><ellipse cx="320" cy="560" rx="170" ry="26" fill="${light}"/><path d="M486 572l190-42" ${line(dark, 28)}/>`;
const plate: Drawing = ({ dark, light, wall }) =>
  [0, 1, 2, 3]
    .map(
      (index) =>
        `<ellipse cx="400" cy="${640 - index * 34}" rx="${250 - index * 6}" ry="40" fill="${index % 2 ? light : dark}"/>`,
    )
    .join('') + `<ellipse cx="400" cy="534" rx="150" ry="20" fill="${wall}" opacity=".5"/>`;
const bowl: Drawing = ({ light }) =>
  `<path d="M190 470h420q-6 130-110 184-16 16-40 16H340q-24 0-40-16-104-54-110-184z" ${FILL}/><ellipse cx="400" cy="470" rx="210" ry="34" fill="${light}"/>`;
const mug: Drawing = ({ dark, light }) =>
  `<path d="M540 480q110-10 100 70t-120 60" ${line(dark, 30)}/><path d="M280 420h270l-16 220q-2 30-34 30H330q-32 0-34-30z" ${FILL}/><ellipse cx="415" cy="420" rx="135" ry="24" fill="${light}"/>`;
const jar: Drawing = ({ dark, light, wall }) =>
  `<rect x="290" y="400" width="220" height="270" rx="36" ${FILL}/><rect x="300" y="350" width="200" height="60" rx="14" fill="${dark}"/><rect x="340" y="490" width="120" height="90" rx="8" fill="${wall}" opacity=".85"/><path d="M360 520h80M360 548h50" ${line(light, 8)}/>`;
const box: Drawing = ({ dark, light }) =>
  `<rect x="190" y="450" width="420" height="220" rx="26" ${FILL}/><path d="M190 520h420" ${line(dark, 10)}/><rect x="350" y="500" width="100" height="34" rx="17" fill="${light}"/><path d="M216 450q0-60 60-60h248q60 0 60 60z" fill="${dark}"/>`;
const teapot: Drawing = ({ dark, light }) =>
  `<path d="M560 500q110 0 100 70t-120 50" ${line(dark, 24)}/><path d="M262 560q-70-10-100-110l44-20q26 70 76 70z" fill="${dark}"/><ellipse cx="410" cy="555" rx="170" ry="115" ${FILL}/><path d="M310 465q100-66 200 0z" fill="${light}"/><circle cx="410" cy="418" r="18" fill="${dark}"/>`;
const kettle: Drawing = ({ dark, light }) =>
  `<path d="M270 440q130-190 270 0" ${line(dark, 22)}/><path d="M600 470l70-50 10 26-60 80z" fill="${dark}"/><path d="M250 450h310l60 190q6 30-26 30H216q-32 0-26-30z" ${FILL}/><ellipse cx="405" cy="448" rx="120" ry="22" fill="${light}"/>`;
const planter: Drawing = ({ dark, light }) =>
  `<g fill="#5d8a57"><path d="M400 470q-150-40-150-190 120 30 150 190z"/><path d="M400 470q150-50 160-210-130 40-160 210z"/><path d="M400 470q-40-160 10-280 60 130-10 280z" fill="#477345"/></g><path d="M250 450h300l-36 190q-6 30-36 30H322q-30 0-36-30z" ${FILL}/><rect x="232" y="430" width="336" height="52" rx="14" fill="${dark}"/><path d="M290 520h220" ${line(light, 6)}/>`;
const windowBox: Drawing = ({ dark }) =>
  `<g fill="#5d8a57">${[240, 320, 400, 480, 560].map((x, index) => `<path d="M${x} 520q-60-40-50-${130 + (index % 2) * 40} 60 20 50 170q50-20 70-120 20 90-70 150z"/>`).join('')}</g><g fill="#e2a6a0">${[215, 330, 455, 570].map((x) => `<circle cx="${x}" cy="400" r="20"/>`).join('')}</g><path d="M150 510h500l-24 160H174z" ${FILL}/><path d="M150 510h500v26H150z" fill="${dark}"/>`;
const hangingPot: Drawing = ({ dark }) =>
  `<path d="M400 80L270 430M400 80l130 350M400 80v340" ${line(dark, 6)}/><g fill="#5d8a57"><path d="M290 450q-110 40-100 190 90-40 130-180zM510 450q120 50 90 210-90-60-120-200zM400 440q-60-110-10-190 70 90 10 190z"/></g><path d="M260 430h280q0 150-140 150T260 430z" ${FILL}/>`;
const tool: Drawing = ({ dark, light }) =>
  `<g transform="rotate(24 400 430)"><rect x="376" y="180" width="48" height="220" rx="24" fill="${dark}"/><rect x="388" y="390" width="24" height="90" fill="#9aa0a3"/><path d="M340 470h120v90q0 80-60 120-60-40-60-120z" fill="#b9bfc1"/><path d="M400 490v150" ${line('#8d9497', 6)}/><circle cx="400" cy="210" r="9" fill="${light}"/></g>`;
const pruner: Drawing = ({ dark, light }) =>
  `<g transform="rotate(14 400 430)"><path d="M392 400q-90-120-30-230 40 60 60 210z" fill="#b9bfc1"/><path d="M410 400q70-90 30-190-40 40-50 180z" fill="#9aa0a3"/><path d="M390 400q-90 90-70 270M412 400q90 90 70 270" ${line(dark, 40)}/><circle cx="400" cy="400" r="20" fill="${light}"/></g>`;
const wateringCan: Drawing = ({ dark }) =>
  `<path d="M300 450q60-170 240-30" ${line(dark, 22)}/><path d="M300 560L150 410" ${line(dark, 32)}/><path d="M96 420l80-64 20 34-64 56z" fill="${dark}"/><path d="M290 450h280v180q0 40-40 40H330q-40 0-40-40z" ${FILL}/>`;
const barrel: Drawing = ({ dark, light }) =>
  `<path d="M280 300h240q50 180 0 370H280q-50-190 0-370z" ${FILL}/><path d="M268 380h264M258 490h284M268 600h264" ${line(dark, 14)}/><ellipse cx="400" cy="300" rx="120" ry="22" fill="${light}"/><path d="M400 560v30h30" ${line(light, 12)}/>`;
const reel: Drawing = ({ dark, light }) =>
  `<circle cx="400" cy="470" r="180" ${FILL}/><circle cx="400" cy="470" r="120" ${line(dark, 16)}/><circle cx="400" cy="470" r="80" ${line(dark, 16)}/><circle cx="400" cy="470" r="34" fill="${light}"/><path d="M260 670l80-150M540 670l-80-150" ${line(dark, 20)}/>`;
const tableLamp: Drawing = ({ dark, light }) =>
  `<ellipse cx="400" cy="520" rx="260" ry="150" fill="#fff5cf" opacity=".55"/><path d="M310 240h180l70 190H240z" ${FILL}/><path d="M400 430v150" ${line(dark, 18)}/><path d="M330 670q0-90 70-90t70 90z" fill="${dark}"/><path d="M318 252h164" ${line(light, 8)}/>`;
const readingLamp: Drawing = ({ dark, light }) =>
  `<path d="M520 660V400L340 250" ${line(dark, 18)}/><circle cx="520" cy="400" r="16" fill="${light}"/><path d="M350 210l70 70-110 120-130-60z" ${FILL}/><path d="M190 350l120 60-60 190H120z" fill="#fff5cf" opacity=".6"/><path d="M420 670q0-50 100-50t100 50z" fill="${dark}"/>`;
const pendant: Drawing = ({ dark, light }) =>
  `<path d="M400 0v220" ${line(dark, 8)}/><ellipse cx="400" cy="540" rx="270" ry="110" fill="#fff5cf" opacity=".6"/><path d="M220 440q0-220 180-220t180 220z" ${FILL}/><ellipse cx="400" cy="440" rx="180" ry="26" fill="${light}"/><circle cx="400" cy="452" r="34" fill="#fff5cf"/>`;
const lantern: Drawing = ({ dark, light }) =>
  `<path d="M330 250q70-130 140 0" ${line(dark, 16)}/><path d="M300 260h200l30 60H270z" fill="${dark}"/><rect x="290" y="320" width="220" height="310" rx="10" ${FILL} opacity=".45"/><path d="M290 320v310M510 320v310M400 320v310" ${line(dark, 12)}/><path d="M400 560q-40-50 0-110 40 60 0 110z" fill="#f6c65b"/><rect x="270" y="626" width="260" height="44" rx="8" fill="${dark}"/><rect x="376" y="560" width="48" height="68" fill="${light}"/>`;
const lamps = [
  [270, 330, 76],
  [420, 450, 92],
  [550, 270, 64],
] as const;
const cluster: Drawing = ({ dark, light }) =>
  lamps
    .map(
      ([x, y, r]) =>
        `<path d="M${x} 0v${y - r}" ${line(dark, 6)}/><circle cx="${x}" cy="${y}" r="${r + 46}" fill="#fff5cf" opacity=".5"/><circle cx="${x}" cy="${y}" r="${r}" ${FILL}/><circle cx="${x - 20}" cy="${y - 20}" r="${r / 4}" fill="${light}"/>`,
    )
    .join('');
const candle: Drawing = ({ dark, light }) =>
  `<circle cx="400" cy="250" r="130" fill="#fff5cf" opacity=".6"/><path d="M400 320q-46-60 0-130 46 70 0 130z" fill="#f6c65b"/><path d="M400 300v50" ${line('#3b3026', 8)}/><rect x="320" y="350" width="160" height="320" rx="16" ${FILL}/><ellipse cx="400" cy="352" rx="80" ry="16" fill="${light}"/><path d="M350 360q0 90 24 90t20-80" fill="${light}"/><path d="M290 664h220" ${line(dark, 18)}/>`;
const candleHolder: Drawing = ({ dark, light }) =>
  `<path d="M400 210q-30-40 0-90 30 50 0 90z" fill="#f6c65b"/><rect x="378" y="220" width="44" height="210" fill="${light}"/><path d="M340 430h120v34H340z" fill="${dark}"/><path d="M400 464v150" ${line(dark, 30)}/><circle cx="400" cy="530" r="32" ${FILL}/><path d="M270 670q0-60 130-60t130 60z" ${FILL}/>`;
const folded: Drawing = ({ dark, light, wall }) =>
  [0, 1, 2, 3]
    .map(
      (index) =>
        `<rect x="${180 + index * 8}" y="${590 - index * 78}" width="${440 - index * 16}" height="80" rx="38" fill="${index % 2 ? light : dark}"/>`,
    )
    .join('') +
  `<path d="M250 356h300M250 434h300M250 512h300M250 590h300" ${line(wall, 5)} opacity=".6" stroke-dasharray="26 18"/><path d="M610 380q24 150 6 280" ${line(light, 10)} stroke-dasharray="4 14"/>`;
const cushion: Drawing = ({ dark, wall }) =>
  `<path d="M210 330q190-40 380 0 40 170 0 330-190 34-380 0-40-160 0-330z" ${FILL}/><path d="M232 352q168-34 336 0 34 150 0 288-168 28-336 0-34-138 0-288z" ${line(wall, 5)} opacity=".6" stroke-dasharray="14 12"/><circle cx="400" cy="495" r="14" fill="${dark}"/>`;
const floorCushion: Drawing = ({ dark, light }) =>
  `<ellipse cx="400" cy="590" rx="270" ry="80" fill="${dark}"/><path d="M130 530q0 60 270 60t270-60v50q0 80-270 80t-270-80z" ${FILL}/><ellipse cx="400" cy="530" rx="270" ry="70" fill="${light}"/><circle cx="400" cy="528" r="12" fill="${dark}"/>`;
const towel: Drawing = ({ dark, light, wall }) =>
  `<path d="M120 250h560" ${line(dark, 20)}/><path d="M240 250h320v330H240z" ${FILL}/><path d="M240 580h320v50H240z" fill="${light}"/><path d="M240 500h320M240 530h320" ${line(wall, 10)} opacity=".7"/>`;
const robe: Drawing = ({ dark, light }) =>
  `<path d="M330 160q70 50 140 0l120 70 40 210-90 20-20-110v320H280V350l-20 110-90-20 40-210z" ${FILL}/><path d="M330 160l70 200 70-200" ${line(dark, 16)}/><path d="M280 440h240" ${line(light, 30)}/><path d="M400 450l-24 130" ${line(light, 16)}/>`;
const book: Drawing = ({ dark, light, wall }) =>
  `<g transform="rotate(-6 400 450)"><rect x="250" y="240" width="310" height="420" rx="14" fill="${wall}"/><rect x="236" y="230" width="310" height="420" rx="14" ${FILL}/><path d="M290 230v420" ${line(dark, 12)}/><path d="M500 230v420" ${line(light, 8)}/><rect x="340" y="320" width="120" height="64" rx="6" fill="${wall}" opacity=".85"/></g>`;
const tray: Drawing = ({ dark, light }) =>
  `<path d="M160 540h480l40 130H120z" ${FILL}/><path d="M160 540l-40 130M640 540l40 130" ${line(dark, 14)}/><rect x="220" y="500" width="250" height="20" rx="6" fill="${light}"/><rect x="240" y="478" width="210" height="20" rx="6" fill="#fff" opacity=".8"/><path d="M520 530l90-60" ${line(dark, 12)}/>`;
const penStand: Drawing = ({ dark, light }) =>
  `<path d="M350 480L310 220M400 480V190M450 480l60-240" ${line(dark, 16)}/><path d="M310 220l-6-36M510 240l10-34" ${line('#d9a441', 16)}/><path d="M300 450h200v190q0 30-30 30H330q-30 0-30-30z" ${FILL}/><ellipse cx="400" cy="452" rx="100" ry="18" fill="${light}"/>`;
const bookend: Drawing = ({ dark, light }) =>
  `<path d="M190 280h60v390h-60z" ${FILL}/><path d="M250 630h180v40H190v-40z" fill="${dark}"/>${[0, 1, 2, 3].map((index) => `<rect x="${256 + index * 62}" y="${330 + (index % 3) * 30}" width="56" height="${300 - (index % 3) * 30}" rx="6" fill="${index % 2 ? light : dark}" opacity=".85"/>`).join('')}<path d="M560 670V380" ${line(light, 40)}/>`;
const bag: Drawing = ({ dark, light }) =>
  `<path d="M310 350q0-160 90-160t90 160" ${line(dark, 20)}/><path d="M210 340h380l36 300q2 30-28 30H202q-30 0-28-30z" ${FILL}/><path d="M210 340h380" ${line(light, 12)}/><rect x="330" y="470" width="140" height="110" rx="12" ${line(dark, 8)}/>`;
const backpack: Drawing = ({ dark, light }) =>
  `<path d="M360 220q40-70 80 0" ${line(dark, 16)}/><path d="M250 360q0-150 150-150t150 150v270q0 40-40 40H290q-40 0-40-40z" ${FILL}/><rect x="296" y="470" width="208" height="160" rx="24" fill="${dark}"/><path d="M296 530h208" ${line(light, 8)}/><path d="M300 350h200" ${line(light, 10)}/>`;
const sleeve: Drawing = ({ dark, light }) =>
  `<g transform="rotate(-8 400 480)"><rect x="190" y="350" width="440" height="300" rx="26" ${FILL}/><path d="M210 420h400" ${line(light, 8)} stroke-dasharray="18 10"/><rect x="380" y="400" width="60" height="44" rx="8" fill="${dark}"/></g>`;
const basket: Drawing = ({ dark, light }) =>
  `<path d="M230 450q0-220 170-220t170 220" ${line(dark, 22)}/><path d="M180 440h440l-46 200q-6 30-36 30H262q-30 0-36-30z" ${FILL}/><path d="M190 490h420M202 545h396M216 600h368M280 450l20 215M360 450l10 215M440 450l-10 215M520 450l-20 215" ${line(light, 7)} opacity=".7"/>`;
const cooler: Drawing = ({ dark, light }) =>
  `<path d="M250 400q150-150 300 0" ${line(dark, 22)}/><rect x="180" y="400" width="440" height="70" rx="20" fill="${dark}"/><rect x="196" y="460" width="408" height="210" rx="20" ${FILL}/><path d="M230 540h340" ${line(light, 14)}/><rect x="370" y="440" width="60" height="50" rx="10" fill="${light}"/>`;
const flask: Drawing = ({ dark, light }) =>
  `<rect x="350" y="170" width="100" height="90" rx="16" fill="${dark}"/><path d="M330 260h140l30 70v310q0 30-30 30H330q-30 0-30-30V330z" ${FILL}/><path d="M300 430h200M300 590h200" ${line(light, 12)}/>`;
const hammock: Drawing = ({ dark, light }) =>
  `<path d="M120 670V200M680 670V200" ${line(dark, 24)}/><path d="M120 260q40 30 80 70M680 260q-40 30-80 70" ${line(dark, 8)}/><path d="M190 320q210 300 420 0-30 250-210 250T190 320z" ${FILL}/><path d="M250 390q150 170 300 0M230 360q170 220 340 0" ${line(light, 6)} opacity=".8"/>`;
const stool: Drawing = ({ dark, light }) =>
  `<path d="M270 450l-50 220M530 450l50 220M330 450l-14 200M470 450l14 200" ${line(dark, 24)}/><path d="M246 560h308" ${line(dark, 14)}/><rect x="220" y="390" width="360" height="66" rx="26" ${FILL}/><path d="M250 410h300" ${line(light, 8)}/>`;
const tarp: Drawing = ({ dark, light }) =>
  `<path d="M400 240v420M160 660l240-420 240 420" ${line(dark, 10)}/><path d="M400 240q-40 240-250 380 150-50 250-40 100-10 250 40-210-140-250-380z" ${FILL}/><path d="M400 240v340" ${line(light, 8)}/>`;
const duffel: Drawing = ({ dark, light }) =>
  `<path d="M290 450q0-150 110-150t110 150" ${line(dark, 20)}/><rect x="150" y="430" width="500" height="240" rx="110" ${FILL}/><path d="M200 450h400" ${line(light, 10)}/><path d="M290 440v226M510 440v226" ${line(dark, 20)}/>`;
const pillow: Drawing = ({ dark, light }) =>
  `<path d="M230 640q-90-330 170-330t170 330q-10 40-60 30-50-8-36-70 40-170-74-170t-74 170q14 62-36 70-50 10-60-30z" ${FILL}/><path d="M270 610q-50-240 130-240t130 240" ${line(light, 8)} stroke-dasharray="16 12"/><circle cx="290" cy="640" r="10" fill="${dark}"/>`;
const blocks: Drawing = ({ dark, light }) =>
  `<rect x="190" y="530" width="140" height="140" rx="10" ${FILL}/><rect x="340" y="530" width="140" height="140" rx="10" fill="${light}"/><rect x="490" y="530" width="140" height="140" rx="10" fill="${dark}"/><rect x="264" y="382" width="140" height="140" rx="10" fill="${dark}"/><path d="M414 522h150l-75-140z" ${FILL}/><circle cx="334" cy="300" r="74" fill="${light}"/>`;
const puzzle: Drawing = ({ dark, light }) =>
  `<path d="M200 300h180v40a34 34 0 1 0 60 0v-40h160v150h-40a34 34 0 1 0 0 60h40v150H440v-40a34 34 0 1 0-60 0v40H200V510h40a34 34 0 1 0 0-60h-40z" ${FILL}/><path d="M410 300v360M200 480h400" ${line(light, 6)}/><circle cx="520" cy="400" r="26" fill="${dark}" opacity=".4"/>`;
const train: Drawing = ({ dark, light }) =>
  `<rect x="150" y="470" width="190" height="140" rx="16" fill="${light}"/><rect x="370" y="450" width="260" height="160" rx="16" ${FILL}/><rect x="370" y="340" width="120" height="130" rx="12" fill="${dark}"/><rect x="540" y="370" width="50" height="90" rx="8" fill="${dark}"/><path d="M340 580h30" ${line(dark, 16)}/>${[200, 290, 420, 510, 590].map((x) => `<circle cx="${x}" cy="630" r="40" fill="${dark}"/><circle cx="${x}" cy="630" r="14" fill="${light}"/>`).join('')}`;
const boardGame: Drawing = ({ dark, light, wall }) => {
  const squares = Array.from({ length: 36 }, (_, index) => [index % 6, Math.floor(index / 6)] as const)
    .filter(([x, y]) => (x + y) % 2 === 0)
    .map(
      ([x, y]) => `<rect x="${230 + x * 56}" y="${280 + y * 56}" width="56" height="56" fill="${wall}" opacity=".85"/>`,
    );
  return `<rect x="206" y="256" width="388" height="388" rx="18" fill="${dark}"/><rect x="230" y="280" width="336" height="336" ${FILL}/>${squares.join('')}<circle cx="314" cy="420" r="26" fill="${dark}"/><circle cx="482" cy="364" r="26" fill="${light}"/><circle cx="426" cy="532" r="26" fill="${dark}"/>`;
};
const cards: Drawing = ({ dark, light, wall }) =>
  [-16, 0, 16]
    .map(
      (angle, index) =>
        `<g transform="rotate(${angle} 400 700)"><rect x="300" y="280" width="200" height="290" rx="20" fill="${[dark, light, wall][index]}" stroke="${dark}" stroke-width="6"/></g>`,
    )
    .join('') +
  `<g transform="rotate(16 400 700)"><path d="M400 360q60-60 60 10 0 40-60 90-60-50-60-90 0-70 60-10z" ${FILL}/></g>`;
const dominoes: Drawing = ({ dark, wall }) =>
  [0, 1, 2]
    .map(
      (index) =>
        `<g transform="translate(${index * 130} ${index * -24}) rotate(${index * 6 - 6} 270 560)"><rect x="200" y="420" width="120" height="250" rx="18" ${FILL}/><path d="M214 545h92" ${line(dark, 6)}/>${[
          0, 1, 2,
        ]
          .slice(0, index + 1)
          .map(
            (dot) =>
              `<circle cx="${232 + dot * 28}" cy="${460 + dot * 24}" r="11" fill="${wall}"/><circle cx="${232 + dot * 28}" cy="${585 + dot * 24}" r="11" fill="${wall}"/>`,
          )
          .join('')}</g>`,
    )
    .join('');
const vase: Drawing = ({ light }) =>
  `<path d="M400 330q-10-120-70-220M400 330q0-140 30-240M400 330q20-110 100-180" ${line('#5d8a57', 8)}/><circle cx="330" cy="104" r="34" fill="#e2a6a0"/><circle cx="432" cy="84" r="30" fill="#f0cf8e"/><circle cx="504" cy="146" r="32" fill="#e2a6a0"/><path d="M350 320h100q-6 70 50 130 60 70 40 150-10 70-60 70H320q-50 0-60-70-20-80 40-150 56-60 50-130z" ${FILL}/><ellipse cx="400" cy="320" rx="50" ry="12" fill="${light}"/>`;
const budVase: Drawing = ({ light }) =>
  `<path d="M400 420q-10-160 20-270" ${line('#5d8a57', 8)}/><path d="M420 150q-60 20-50 70 50 10 50-70zM420 150q56 14 56 62-50 14-56-62z" fill="#e2a6a0"/><path d="M380 400h40q0 90 50 130 50 50 40 90-10 50-60 50H350q-50 0-60-50-10-40 40-90 50-40 50-130z" ${FILL}/><ellipse cx="400" cy="400" rx="20" ry="6" fill="${light}"/>`;
const pitcher: Drawing = ({ dark, light }) =>
  `<path d="M500 370q130-30 120 90t-130 110" ${line(dark, 26)}/><path d="M290 300l-40 26q50 20 56 60-50 100-40 200 6 84 60 84h150q54 0 60-84 8-140-50-240l24-46z" ${FILL}/><path d="M290 300h220" ${line(light, 12)}/>`;
const frame: Drawing = ({ dark, light, wall }) =>
  `<rect x="230" y="210" width="340" height="440" rx="8" ${FILL}/><rect x="268" y="248" width="264" height="364" fill="${wall}"/><path d="M268 540l90-110 70 70 50-50 54 70v92H268z" fill="${dark}" opacity=".6"/><circle cx="470" cy="340" r="36" fill="${light}"/>`;
const mirror: Drawing = ({ light }) =>
  `<ellipse cx="400" cy="420" rx="190" ry="240" ${FILL}/><ellipse cx="400" cy="420" rx="156" ry="206" fill="#eef4f5"/><path d="M310 470l130-190M350 520l150-220" ${line('#fff', 16)}/><circle cx="400" cy="170" r="16" fill="${light}"/>`;
const sideTable: Drawing = ({ dark, light }) =>
  `<path d="M280 450l-40 220M520 450l40 220M400 450v210" ${line(dark, 20)}/><ellipse cx="400" cy="440" rx="230" ry="44" ${FILL}/><ellipse cx="400" cy="428" rx="230" ry="40" fill="${light}"/><rect x="360" y="350" width="90" height="80" rx="10" fill="${dark}"/>`;
const shelf: Drawing = ({ dark, light }) =>
  `<path d="M230 210v460M570 210v460" ${line(dark, 22)}/><path d="M220 260h360M220 400h360M220 540h360" ${line(light, 26)}/><rect x="270" y="300" width="40" height="86" fill="${dark}"/><rect x="316" y="316" width="34" height="70" ${FILL}/><circle cx="480" cy="350" r="36" ${FILL}/><rect x="430" y="456" width="90" height="70" rx="8" fill="${dark}"/><path d="M300 526q0-70 40-70t40 70z" ${FILL}/>`;

/** By the words that names of products end with. */
export const drawings: ReadonlyMap<string, Drawing> = new Map(
  Object.entries({
    saucepan: pot,
    skillet: pan,
    stockpot: pot,
    wok: pan,
    'dinner-plate': plate,
    bowl,
    mug,
    jar,
    'bread-box': box,
    canister: jar,
    teapot,
    'pour-over': pitcher,
    kettle,
    planter,
    'window-box': windowBox,
    'hanging-pot': hangingPot,
    trowel: tool,
    pruner,
    weeder: tool,
    'watering-can': wateringCan,
    'hose-reel': reel,
    'rain-barrel': barrel,
    'table-lamp': tableLamp,
    'reading-lamp': readingLamp,
    pendant,
    lantern,
    cluster,
    candle,
    'candle-holder': candleHolder,
    throw: folded,
    blanket: folded,
    plaid: folded,
    cushion,
    'floor-cushion': floorCushion,
    towel,
    'bath-mat': folded,
    robe,
    notebook: book,
    sketchbook: book,
    planner: book,
    'desk-tray': tray,
    'pen-stand': penStand,
    bookend,
    tote: bag,
    backpack,
    sleeve,
    basket,
    cooler,
    flask,
    hammock,
    'camp-stool': stool,
    tarp,
    duffel,
    'wash-bag': bag,
    'travel-pillow': pillow,
    'block-set': blocks,
    puzzle,
    train,
    'board-game': boardGame,
    'card-game': cards,
    dominoes,
    vase,
    'bud-vase': budVase,
    pitcher,
    'picture-frame': frame,
    mirror,
    'side-table': sideTable,
    stool,
    shelf,
    box,
  }),
);

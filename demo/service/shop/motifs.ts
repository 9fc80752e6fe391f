/**
 * The drawings of the products, on a field of 240 by 240 whose floor is at 196. Paints are named: `main`, its `dark` and `light`
 * shades, `wood`, `paper`, `metal` and `glow`.
 */

const shape = (paint: string, d: string): string => `<path fill="${paint}" d="${d}"/>`;
const line = (paint: string, width: number, d: string): string =>
  `<path fill="none" stroke="${paint}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" d="${d}"/>`;
const disc = (paint: string, x: number, y: number, rx: number, ry = rx): string =>
  `<ellipse fill="${paint}" cx="${x}" cy="${y}" rx="${rx}" ry="${ry}"/>`;
const box = (paint: string, x: number, y: number, width: number, height: number, radius = 4): string =>
  `<rect fill="${paint}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`;

/** One drawing for each motif, from back to front. */
export const MOTIFS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    // Lighting
    'desk-lamp': [
      shape('glow', 'M66 112 L42 192 H132 Z'),
      box('dark', 122, 186, 64, 10, 5),
      line('metal', 7, 'M154 186 L178 118 L104 76'),
      disc('dark', 178, 118, 8),
      shape('main', 'M112 60 L134 96 L68 118 Q60 76 112 60 Z'),
    ],
    'floor-lamp': [
      shape('glow', 'M86 84 L58 192 H182 L154 84 Z'),
      line('metal', 6, 'M120 84 V190'),
      box('dark', 90, 188, 60, 8, 4),
      shape('main', 'M98 34 H142 L160 86 H80 Z'),
      shape('dark', 'M82 80 H158 L160 86 H80 Z'),
    ],
    pendant: [
      shape('glow', 'M74 126 L40 200 H200 L166 126 Z'),
      line('metal', 3, 'M120 0 V66'),
      box('dark', 111, 60, 18, 14, 4),
      shape('main', 'M120 70 C158 70 178 98 180 128 H60 C62 98 82 70 120 70 Z'),
      disc('light', 120, 128, 60, 8),
    ],
    lantern: [
      line('metal', 3, 'M120 0 V48'),
      disc('glow', 120, 116, 82),
      disc('paper', 120, 116, 64, 66),
      line(
        'main',
        2,
        'M78 68 Q120 78 162 68 M62 92 Q120 104 178 92 M56 116 Q120 130 184 116 M62 140 Q120 154 178 140 M78 164 Q120 176 162 164',
      ),
      box('main', 98, 46, 44, 8),
      box('main', 98, 178, 44, 8),
    ],
    'wall-light': [
      shape('glow', 'M96 92 L62 18 H178 L144 92 Z M96 136 L62 210 H178 L144 136 Z'),
      box('main', 94, 78, 52, 72, 10),
      box('light', 94, 78, 18, 72, 9),
      disc('paper', 120, 82, 22, 5),
      disc('dark', 120, 146, 22, 5),
    ],
    candle: [
      disc('glow', 120, 58, 46),
      box('paper', 96, 86, 48, 110, 6),
      box('main', 52, 122, 38, 74, 6),
      box('dark', 150, 140, 38, 56, 6),
      line('dark', 3, 'M120 86 V74 M71 122 V112 M169 140 V130'),
      shape(
        '#f2a33a',
        'M120 38 Q136 60 120 76 Q104 60 120 38 Z M71 88 Q80 102 71 112 Q62 102 71 88 Z M169 106 Q178 120 169 130 Q160 120 169 106 Z',
      ),
    ],
    // Furniture
    chair: [
      line('wood', 8, 'M82 40 L76 194 M158 40 L164 194 M92 134 L86 194 M148 134 L154 194'),
      shape('main', 'M80 46 Q120 36 160 46 L159 86 Q120 78 81 86 Z'),
      shape('dark', 'M74 124 H166 L172 138 H68 Z'),
      shape('main', 'M78 116 H162 L170 132 H70 Z'),
    ],
    armchair: [
      line('wood', 8, 'M76 170 L68 196 M164 170 L172 196'),
      shape('dark', 'M70 60 Q120 30 170 60 L174 150 H66 Z'),
      shape('main', 'M80 68 Q120 46 160 68 L160 130 H80 Z'),
      box('light', 76, 122, 88, 26, 12),
      box('main', 44, 100, 34, 76, 16),
      box('main', 162, 100, 34, 76, 16),
      box('dark', 70, 146, 100, 30, 8),
    ],
    stool: [
      line('wood', 8, 'M92 98 L74 194 M148 98 L166 194 M120 98 V190'),
      line('metal', 5, 'M82 152 H158'),
      disc('dark', 120, 94, 56, 16),
      disc('main', 120, 84, 56, 18),
      disc('light', 120, 80, 44, 11),
    ],
    table: [
      line('wood', 10, 'M60 104 L48 194 M180 104 L192 194'),
      line('dark', 8, 'M82 104 L78 180 M158 104 L162 180'),
      box('dark', 34, 98, 172, 12, 4),
      box('main', 30, 86, 180, 14, 5),
      shape('paper', 'M104 86 L108 58 H132 L136 86 Z'),
      line('#587a4d', 4, 'M120 58 C118 42 104 40 100 28 M120 58 C122 40 134 40 138 24'),
    ],
    shelf: [
      box('wood', 62, 34, 8, 162, 2),
      box('wood', 170, 34, 8, 162, 2),
      ...[46, 92, 138, 184].map((y) => box('main', 58, y, 124, 8, 2)),
      ...[
        box('dark', 80, 62, 12, 30, 2),
        box('light', 94, 56, 14, 36, 2),
        box('paper', 110, 66, 10, 26, 2),
        disc('wood', 150, 80, 13, 12),
      ],
      ...[
        box('paper', 84, 104, 42, 34, 3),
        disc('dark', 105, 121, 10),
        box('light', 142, 110, 12, 28, 2),
        box('dark', 156, 104, 10, 34, 2),
      ],
      ...[disc('light', 104, 170, 18, 14), box('wood', 132, 152, 36, 32, 3)],
    ],
    desk: [
      box('metal', 66, 104, 10, 84, 2),
      box('metal', 164, 104, 10, 84, 2),
      box('dark', 48, 186, 46, 10, 4),
      box('dark', 146, 186, 46, 10, 4),
      box('main', 30, 92, 180, 14, 5),
      box('metal', 114, 72, 12, 20, 2),
      box('dark', 82, 28, 76, 50, 5),
      box('light', 88, 34, 64, 38, 2),
    ],
    // Kitchen
    dripper: [
      shape('light', 'M78 132 H162 L152 192 Q120 200 88 192 Z'),
      shape('#5a3b28', 'M84 164 H156 L152 190 Q120 198 88 190 Z'),
      box('dark', 72, 122, 96, 10, 5),
      shape('main', 'M70 60 H170 L138 122 H102 Z'),
      disc('paper', 120, 60, 50, 10),
      line('dark', 2, 'M96 72 L112 120 M120 74 V120 M144 72 L128 120'),
    ],
    carafe: [
      shape('light', 'M100 40 H140 L136 92 C180 112 178 176 150 194 H90 C62 176 60 112 104 92 Z'),
      shape('#5a3b28', 'M68 146 Q120 156 172 146 C172 168 164 184 150 194 H90 C76 184 68 168 68 146 Z'),
      box('wood', 98, 84, 44, 22, 6),
      line('main', 4, 'M100 40 H140 M104 86 L100 40 M136 86 L140 40'),
    ],
    mug: [
      line('main', 12, 'M160 122 C196 116 196 166 156 162'),
      box('main', 66, 92, 96, 104, 14),
      box('light', 66, 92, 22, 104, 11),
      disc('dark', 114, 96, 47, 10),
      line('paper', 4, 'M98 74 C90 62 106 56 98 42 M126 74 C118 62 134 56 126 42'),
    ],
    knife: [
      shape('metal', 'M94 116 C128 82 170 54 210 34 C204 78 164 116 116 138 Z'),
      shape('paper', 'M106 128 C150 106 186 78 208 46 C198 84 160 118 116 138 Z'),
      line('wood', 20, 'M98 134 L44 180'),
      line('main', 4, 'M90 141 L52 173'),
    ],
    board: [
      box('main', 58, 58, 124, 138, 16),
      box('wood', 58, 58, 124, 138, 16),
      line('main', 5, 'M74 74 H166 V180 H74 Z'),
      box('wood', 100, 26, 40, 44, 16),
      disc('paper', 120, 46, 9),
      line('dark', 2, 'M92 88 V168 M120 88 V168 M148 88 V168'),
    ],
    bowl: [
      shape('main', 'M42 108 H198 C196 164 164 194 120 194 C76 194 44 164 42 108 Z'),
      disc('dark', 120, 108, 78, 16),
      disc('#587a4d', 96, 100, 26, 16),
      disc('#7f9f6c', 134, 98, 30, 18),
      disc('#c2503d', 112, 92, 12),
      disc('#e0a13a', 152, 100, 11),
      line('light', 4, 'M60 134 C66 160 82 176 100 182'),
    ],
    pan: [
      line('metal', 12, 'M166 122 L222 92'),
      shape('main', 'M26 112 H178 C176 154 158 166 138 168 H66 C46 166 28 154 26 112 Z'),
      disc('dark', 102, 112, 76, 15),
      disc('light', 102, 110, 64, 10),
      disc('paper', 90, 108, 24, 7),
      disc('#e0a13a', 92, 106, 9, 5),
    ],
    pot: [
      line('dark', 8, 'M58 118 H36 V136 M182 118 H204 V136'),
      box('metal', 56, 92, 128, 104, 12),
      box('light', 64, 92, 20, 104, 8),
      box('main', 50, 80, 140, 16, 8),
      disc('dark', 120, 70, 12, 9),
    ],
    teapot: [
      line('dark', 7, 'M76 96 C84 34 156 34 164 96'),
      line('main', 14, 'M172 138 C196 132 190 108 208 100'),
      disc('main', 120, 144, 66, 50),
      disc('dark', 120, 104, 34, 9),
      disc('main', 120, 98, 30, 9),
      disc('wood', 120, 86, 8),
      line('light', 5, 'M70 136 C74 160 90 174 106 180'),
    ],
    // Textiles
    throw: [
      shape('main', 'M58 54 Q120 36 182 54 L190 178 Q120 194 50 178 Z'),
      shape('dark', 'M56 84 Q120 68 184 84 L185 100 Q120 84 55 100 Z M53 134 Q120 118 187 134 L188 150 Q120 134 52 150 Z'),
      line('light', 4, 'M55 112 Q120 96 185 112 M54 122 Q120 106 186 122'),
      line(
        'main',
        4,
        'M56 180 V198 M72 184 V202 M88 186 V204 M104 188 V206 M120 188 V206 M136 188 V206 M152 186 V204 M168 184 V202 M184 180 V198',
      ),
    ],
    cushion: [
      shape('main', 'M50 62 Q120 76 190 62 Q178 126 190 190 Q120 178 50 190 Q62 126 50 62 Z'),
      line('light', 4, 'M84 74 L74 180 M108 76 L102 180 M132 76 L138 180 M156 74 L166 180'),
      line('dark', 3, 'M60 92 Q120 102 180 92 M62 126 H178 M60 160 Q120 150 180 160'),
    ],
    bedding: [
      box('wood', 34, 78, 172, 90, 10),
      box('paper', 40, 124, 160, 60, 8),
      box('paper', 52, 92, 62, 38, 14),
      box('light', 126, 92, 62, 38, 14),
      shape('main', 'M34 138 Q120 120 206 138 V186 H34 Z'),
      shape('light', 'M34 138 Q120 120 206 138 V152 Q120 134 34 152 Z'),
      line('wood', 9, 'M44 186 V198 M196 186 V198'),
    ],
    towel: [
      line('wood', 8, 'M44 52 H196'),
      shape('dark', 'M86 50 H168 V150 H86 Z'),
      shape('main', 'M72 50 H152 V190 H72 Z'),
      line(
        'light',
        3,
        'M72 76 H152 M72 92 H152 M72 108 H152 M72 124 H152 M72 140 H152 M88 50 V190 M104 50 V190 M120 50 V190 M136 50 V190',
      ),
      box('light', 72, 160, 80, 12, 0),
    ],
    rug: [
      shape('main', 'M70 72 H170 L212 182 H28 Z'),
      shape('light', 'M82 84 H158 L190 170 H50 Z'),
      shape('main', 'M120 94 L160 128 L120 162 L80 128 Z'),
      shape('dark', 'M120 108 L142 128 L120 148 L98 128 Z'),
      line(
        'paper',
        3,
        'M72 66 V58 M90 66 V58 M108 66 V58 M132 66 V58 M150 66 V58 M168 66 V58 M34 190 V200 M62 190 V200 M90 190 V200 M120 190 V200 M150 190 V200 M178 190 V200 M206 190 V200',
      ),
    ],
    apron: [
      line('wood', 5, 'M96 66 C92 20 148 20 144 66'),
      line('wood', 5, 'M68 112 H44 M172 112 H196'),
      shape('main', 'M92 62 H148 L154 100 L176 112 L182 196 H58 L64 112 L86 100 Z'),
      shape('dark', 'M84 132 H156 V168 H84 Z'),
      line('light', 3, 'M84 132 H156 M120 132 V168'),
    ],
    // Garden
    planter: [
      line('#587a4d', 5, 'M120 112 V60 M120 92 C104 84 92 70 88 48 M120 86 C138 78 150 62 152 40'),
      disc('#6f9460', 120, 48, 14, 26),
      shape('#587a4d', 'M88 36 Q70 62 96 82 Q110 60 88 36 Z M154 28 Q174 56 146 78 Q130 54 154 28 Z'),
      shape('main', 'M72 126 H168 L156 196 H84 Z'),
      box('dark', 64, 108, 112, 22, 5),
      line('light', 4, 'M84 136 L92 188'),
    ],
    'watering-can': [
      line('metal', 8, 'M96 86 C100 40 168 44 166 96'),
      line('main', 12, 'M84 150 L36 88'),
      shape('dark', 'M20 84 L44 66 L54 80 L30 98 Z'),
      shape('main', 'M80 88 H176 L184 196 H72 Z'),
      disc('dark', 128, 88, 48, 9),
      line('light', 4, 'M92 108 L88 184'),
    ],
    trowel: [
      line('wood', 18, 'M156 44 L134 84'),
      line('metal', 7, 'M134 84 L120 112'),
      shape('main', 'M98 96 L148 122 C144 164 112 196 76 202 C66 166 74 124 98 96 Z'),
      line('light', 4, 'M104 112 C88 138 82 166 84 188'),
    ],
    secateurs: [
      line('main', 14, 'M118 112 C84 140 72 168 68 196 M122 112 C158 136 168 164 172 194'),
      shape('metal', 'M112 114 C96 84 104 52 130 34 C136 62 132 92 126 114 Z'),
      shape('dark', 'M124 112 C142 96 152 76 148 56 C138 66 128 84 118 104 Z'),
      disc('paper', 120, 112, 8),
    ],
    seeds: [
      box('main', 72, 48, 96, 148, 6),
      shape('dark', 'M72 54 Q72 48 78 48 H162 Q168 48 168 54 V72 H72 Z'),
      box('paper', 84, 86, 72, 82, 6),
      line('#587a4d', 4, 'M120 158 V120 M120 146 C110 144 104 138 102 130 M120 138 C130 136 136 130 138 122'),
      ...[0, 72, 144, 216, 288].map(
        (turn) => `<ellipse fill="main" cx="120" cy="102" rx="6" ry="11" transform="rotate(${turn} 120 112)"/>`,
      ),
      disc('#e0a13a', 120, 112, 6),
    ],
    bench: [
      line('wood', 9, 'M52 88 L48 196 M188 88 L192 196 M70 148 L68 190 M170 148 L172 190'),
      ...[74, 94, 114].map((y) => box('main', 36, y, 168, 12, 4)),
      box('dark', 30, 140, 180, 14, 5),
      box('main', 34, 132, 172, 10, 4),
    ],
    'fire-bowl': [
      shape('#e0803a', 'M92 128 C80 94 112 84 110 46 C140 66 150 92 138 110 C152 104 152 92 152 86 C170 108 160 128 150 132 Z'),
      shape('#f2c45a', 'M108 130 C100 110 122 104 120 82 C138 100 140 120 132 130 Z'),
      line('metal', 7, 'M82 168 L72 196 M158 168 L168 196'),
      shape('main', 'M40 124 H200 C194 160 164 176 120 176 C76 176 46 160 40 124 Z'),
      line('dark', 6, 'M40 124 H200'),
    ],
    'bird-house': [
      box('wood', 114, 160, 12, 40, 2),
      shape('light', 'M72 98 L120 56 L168 98 V168 H72 Z'),
      shape('main', 'M120 36 L188 98 L176 110 L120 60 L64 110 L52 98 Z'),
      disc('dark', 120, 112, 15),
      line('wood', 7, 'M120 146 V142'),
      line('dark', 2, 'M92 100 V168 M148 100 V168'),
    ],
    // Office
    notebook: [
      box('dark', 66, 40, 116, 156, 8),
      box('paper', 70, 42, 108, 150, 6),
      box('main', 58, 38, 116, 156, 8),
      box('dark', 58, 38, 16, 156, 6),
      box('light', 96, 68, 58, 24, 3),
      line('#e0a13a', 6, 'M150 38 V206'),
    ],
    pen: [
      line('main', 20, 'M86 154 L176 52'),
      line('light', 4, 'M90 142 L166 56'),
      line('metal', 22, 'M122 113 L128 106'),
      shape('metal', 'M78 146 L96 162 L56 194 Z'),
      line('dark', 2, 'M58 192 L78 168'),
      line('main', 3, 'M40 200 C60 190 70 210 92 200 S130 192 148 202'),
    ],
    ink: [
      box('dark', 94, 56, 52, 32, 6),
      box('light', 100, 86, 40, 18, 2),
      shape('light', 'M78 104 H162 Q180 108 180 126 V184 Q180 196 168 196 H72 Q60 196 60 184 V126 Q60 108 78 104 Z'),
      shape('main', 'M60 132 H180 V184 Q180 196 168 196 H72 Q60 196 60 184 Z'),
      box('paper', 86, 142, 68, 34, 4),
    ],
    'desk-pad': [
      shape('main', 'M44 96 H196 L222 188 H18 Z'),
      shape('light', 'M84 114 H168 L174 140 H78 Z'),
      line('paper', 2, 'M86 122 H168 M84 130 H170'),
      shape('paper', 'M182 116 H200 L206 136 H186 Z'),
      line('dark', 3, 'M26 178 H214'),
    ],
    'pencil-cup': [
      line('#c2503d', 9, 'M100 112 L88 44'),
      line('#3f6c8f', 9, 'M120 112 V34'),
      line('#587a4d', 9, 'M138 112 L152 48'),
      shape('paper', 'M84 46 L86 30 L93 45 Z M115 36 L120 20 L125 36 Z M147 49 L156 34 L157 51 Z'),
      box('main', 78, 100, 84, 96, 10),
      box('light', 86, 104, 12, 88, 6),
      disc('dark', 120, 104, 42, 8),
    ],
    calendar: [
      box('paper', 54, 50, 132, 146, 8),
      shape('main', 'M54 58 Q54 50 62 50 H178 Q186 50 186 58 V92 H54 Z'),
      line('dark', 6, 'M88 40 V60 M152 40 V60'),
      ...[0, 1, 2, 3].flatMap((row) =>
        [0, 1, 2, 3, 4].map((column) =>
          box(row === 1 && column === 2 ? 'main' : 'light', 66 + column * 23, 104 + row * 22, 16, 14, 3),
        ),
      ),
    ],
    bag: [
      line('wood', 8, 'M70 98 C76 30 164 30 170 98'),
      box('main', 48, 92, 144, 104, 12),
      shape('dark', 'M48 104 Q48 92 60 92 H180 Q192 92 192 104 V142 Q120 160 48 142 Z'),
      box('wood', 78, 136, 16, 28, 3),
      box('wood', 146, 136, 16, 28, 3),
    ],
    headphones: [
      line('dark', 14, 'M62 138 C56 44 184 44 178 138'),
      line('main', 5, 'M66 110 C74 54 166 54 174 110'),
      box('main', 46, 118, 38, 68, 18),
      box('main', 156, 118, 38, 68, 18),
      box('light', 76, 124, 14, 56, 7),
      box('light', 150, 124, 14, 56, 7),
    ],
    clock: [
      line('wood', 10, 'M84 180 L74 196 M156 180 L166 196'),
      disc('main', 120, 120, 74),
      disc('paper', 120, 120, 60),
      line('dark', 5, 'M120 72 V80 M120 160 V168 M72 120 H80 M160 120 H168'),
      line('dark', 6, 'M120 120 L98 96 M120 120 L152 108'),
      disc('main', 120, 120, 6),
    ],
  }).map(([motif, parts]) => [motif, parts.join('')]),
);

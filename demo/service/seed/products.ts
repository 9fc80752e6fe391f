/** What the shop sells. The motif is the drawing on its picture. */
export interface SeedProduct {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly price: number;
  readonly motif: string;
  readonly color: string;
  readonly description: string;
}

const row = (
  sku: string,
  name: string,
  category: string,
  price: number,
  motif: string,
  color: string,
  description: string,
): SeedProduct => ({ sku, name, category, price, motif, color, description });

export const CATEGORIES = ['Lighting', 'Furniture', 'Kitchen', 'Textiles', 'Garden', 'Office'] as const;

// oxfmt-ignore
export const PRODUCTS: readonly SeedProduct[] = [
  row('LGT-101', 'Halden Desk Lamp',          'Lighting',  89.00, 'desk-lamp',    '#c2703d', 'Jointed steel arm with a warm, dimmable light; the head turns through a full circle.'),
  row('LGT-102', 'Halden Floor Lamp',         'Lighting', 189.00, 'floor-lamp',   '#c2703d', 'The tall sister of the desk lamp, for the chair that you read in.'),
  row('LGT-110', 'Orbit Pendant 30',          'Lighting', 129.50, 'pendant',      '#3f6c8f', 'Spun aluminium shade, 30 cm, on two metres of textile cable.'),
  row('LGT-111', 'Orbit Pendant 45',          'Lighting', 169.50, 'pendant',      '#587a4d', 'The large shade, 45 cm, for above a dining table.'),
  row('LGT-120', 'Sora Paper Lantern',        'Lighting',  39.90, 'lantern',      '#b98b2f', 'Washi paper over a bamboo frame; folds flat.'),
  row('LGT-121', 'Sora Table Lantern',        'Lighting',  49.90, 'lantern',      '#a5526b', 'The same soft paper light on a beech foot.'),
  row('LGT-130', 'Pico Reading Light',        'Lighting',  34.95, 'desk-lamp',    '#3f6c8f', 'Clips onto a shelf or headboard; charges by USB-C and lasts nine evenings.'),
  row('LGT-140', 'Tarn Wall Light',           'Lighting',  79.00, 'wall-light',   '#4f7f7a', 'Light upwards and downwards, with a diffuser of opal glass.'),
  row('LGT-150', 'Ember Candle Set',          'Lighting',  18.50, 'candle',       '#a5526b', 'Three beeswax candles, about eleven hours each.'),
  row('LGT-151', 'Ember Storm Glass',         'Lighting',  27.00, 'candle',       '#4f7f7a', 'Hand-blown glass that keeps a flame steady outdoors.'),
  row('FUR-201', 'Aarhus Chair',              'Furniture', 219.00, 'chair',       '#b98b2f', 'Steam-bent ash with a woven paper-cord seat.'),
  row('FUR-202', 'Aarhus Armchair',           'Furniture', 329.00, 'armchair',    '#4f7f7a', 'Wider, with arms that reach just under the table top.'),
  row('FUR-203', 'Aarhus Bar Stool',          'Furniture', 249.00, 'stool',       '#c2703d', 'Counter height, 65 cm, with a brass foot rail.'),
  row('FUR-210', 'Kielder Dining Table',      'Furniture', 890.00, 'table',       '#8a6248', 'Solid oak for six; two leaves make it a table for ten.'),
  row('FUR-211', 'Kielder Side Table',        'Furniture', 159.00, 'table',       '#587a4d', 'Small enough to carry to wherever the tea is.'),
  row('FUR-220', 'Tall Shelf Norr',           'Furniture', 279.00, 'shelf',       '#3f6c8f', 'Five boards, no visible screws, up to 40 kg a board.'),
  row('FUR-221', 'Low Shelf Norr',            'Furniture', 179.00, 'shelf',       '#a5526b', 'Three boards, fits under a window sill.'),
  row('FUR-230', 'Vela Lounge Chair',         'Furniture', 649.00, 'armchair',    '#a5526b', 'Wool bouclé over a beech frame; the back gives a little.'),
  row('FUR-231', 'Vela Footstool',            'Furniture', 199.00, 'stool',       '#a5526b', 'Belongs to the lounge chair, but travels.'),
  row('FUR-240', 'Cirrus Standing Desk',      'Furniture', 749.00, 'desk',        '#587a4d', 'Rises from 62 to 128 cm in nine seconds, quietly.'),
  row('KIT-301', 'Morgen Coffee Dripper',     'Kitchen',   32.00, 'dripper',      '#c2703d', 'Stoneware cone for two cups, with spiral ribs.'),
  row('KIT-302', 'Morgen Carafe',             'Kitchen',   38.50, 'carafe',       '#3f6c8f', 'Borosilicate glass, 0.8 litres, with a cork collar.'),
  row('KIT-303', 'Morgen Mug, set of 4',      'Kitchen',   44.00, 'mug',          '#4f7f7a', 'Stackable, glazed inside, unglazed foot.'),
  row('KIT-310', 'Sable Chef Knife 20 cm',    'Kitchen',  119.00, 'knife',        '#5c6670', 'Three-layer steel, walnut handle; sharpened for life.'),
  row('KIT-311', 'Sable Paring Knife',        'Kitchen',   54.00, 'knife',        '#8a6248', 'The small one that does most of the work.'),
  row('KIT-320', 'Larch Cutting Board',       'Kitchen',   48.00, 'board',        '#b98b2f', 'End grain, 40 by 28 cm, with a groove for juice.'),
  row('KIT-330', 'Harvest Bowl, large',       'Kitchen',   59.00, 'bowl',         '#587a4d', 'Four litres: salad for eight, or dough for two loaves.'),
  row('KIT-331', 'Harvest Bowl, small',       'Kitchen',   24.00, 'bowl',         '#a5526b', 'For one soup, or for olives.'),
  row('KIT-340', 'Copper Sauté Pan 24',       'Kitchen',  229.00, 'pan',          '#c2703d', 'Copper on steel, works on induction, with a cast handle.'),
  row('KIT-341', 'Steel Stock Pot 8 l',       'Kitchen',  139.00, 'pot',          '#5c6670', 'Measures on the inside, a lid that drains.'),
  row('KIT-350', 'Ona Tea Pot',               'Kitchen',   64.00, 'teapot',       '#3f6c8f', 'Cast iron, enamelled inside, 0.9 litres.'),
  row('TEX-401', 'Fjell Wool Throw',          'Textiles', 119.00, 'throw',        '#4f7f7a', 'Lambswool, woven in Røros, 130 by 200 cm.'),
  row('TEX-402', 'Fjell Cushion',             'Textiles',  49.00, 'cushion',      '#b98b2f', 'The weave of the throw on a 50 cm cushion, filled with feathers.'),
  row('TEX-410', 'Linen Bed Set, double',     'Textiles', 189.00, 'bedding',      '#7b7fa8', 'Stone-washed linen, softer every month.'),
  row('TEX-411', 'Linen Bed Set, single',     'Textiles', 129.00, 'bedding',      '#587a4d', 'One cover, one pillowcase, buttons of shell.'),
  row('TEX-420', 'Waffle Towel, bath',        'Textiles',  34.00, 'towel',        '#a5526b', 'Dries fast, folds small.'),
  row('TEX-421', 'Waffle Towel, hand',        'Textiles',  16.50, 'towel',        '#3f6c8f', 'The same cotton for the wash basin.'),
  row('TEX-430', 'Terra Rug 170 × 240',       'Textiles', 420.00, 'rug',          '#c2703d', 'Hand-knotted jute and wool; flat, so doors open over it.'),
  row('TEX-431', 'Terra Runner 70 × 250',     'Textiles', 189.00, 'rug',          '#4f7f7a', 'For the hall, with a felt back that does not slip.'),
  row('TEX-440', 'Apron Atelier',             'Textiles',  42.00, 'apron',        '#5c6670', 'Waxed canvas, crossed at the back, three pockets.'),
  row('GRD-501', 'Terracotta Planter 24',     'Garden',    28.00, 'planter',      '#c2703d', 'Frost-proof to −15 °C, with a saucer.'),
  row('GRD-502', 'Terracotta Planter 36',     'Garden',    46.00, 'planter',      '#a5526b', 'Holds a young olive tree for its first years.'),
  row('GRD-510', 'Brook Watering Can',        'Garden',    54.50, 'watering-can', '#3f6c8f', 'Galvanised, 6 litres, with a brass rose that rains gently.'),
  row('GRD-520', 'Hand Trowel Ash',           'Garden',    19.90, 'trowel',       '#8a6248', 'Forged in one piece with a handle of ash.'),
  row('GRD-521', 'Secateurs No. 7',           'Garden',    47.00, 'secateurs',    '#587a4d', 'Replaceable blade, a catch for either hand.'),
  row('GRD-530', 'Meadow Seed Mix',           'Garden',    12.50, 'seeds',        '#b98b2f', 'Thirty-one native flowers for twenty square metres.'),
  row('GRD-540', 'Harbour Bench',             'Garden',   389.00, 'bench',        '#4f7f7a', 'Robinia wood that needs no oil, for three.'),
  row('GRD-541', 'Harbour Folding Chair',     'Garden',    98.00, 'chair',        '#587a4d', 'Hangs flat on a nail in winter.'),
  row('GRD-550', 'Kindling Fire Bowl',        'Garden',   179.00, 'fire-bowl',    '#5c6670', 'Steel, 60 cm, with a grill plate.'),
  row('GRD-560', 'Bird House Sparrow',        'Garden',    36.00, 'bird-house',   '#7b7fa8', 'The right hole for tits and sparrows; opens for cleaning.'),
  row('OFF-601', 'Daily Notebook A5',         'Office',    14.90, 'notebook',     '#a5526b', '192 dotted pages that lie flat, two ribbons.'),
  row('OFF-602', 'Daily Notebook A4',         'Office',    19.90, 'notebook',     '#3f6c8f', 'The big one, for drawings and meetings.'),
  row('OFF-610', 'Fountain Pen Gull',         'Office',    58.00, 'pen',          '#4f7f7a', 'Steel nib, fine; fills by cartridge or piston.'),
  row('OFF-611', 'Ink Bottle 50 ml',          'Office',    13.50, 'ink',          '#3f6c8f', 'Dark blue, dries in four seconds.'),
  row('OFF-620', 'Felt Desk Pad',             'Office',    39.00, 'desk-pad',     '#5c6670', 'Merino felt, 80 by 35 cm, quiet under a keyboard.'),
  row('OFF-630', 'Brass Pencil Cup',          'Office',    29.00, 'pencil-cup',   '#b98b2f', 'Turns darker with the years.'),
  row('OFF-640', 'Wall Calendar 2027',        'Office',    24.50, 'calendar',     '#c2703d', 'One sheet a month, printed in two colours on heavy paper.'),
  row('OFF-650', 'Canvas Messenger Bag',      'Office',   139.00, 'bag',          '#587a4d', 'Carries a 15-inch computer and a lunch.'),
  row('OFF-660', 'Hush Headphones',           'Office',   249.00, 'headphones',   '#5c6670', 'Closes out the open-plan office; 38 hours on one charge.'),
  row('OFF-670', 'Tempo Desk Clock',          'Office',    72.00, 'clock',        '#7b7fa8', 'No ticking, a dial that can be read across the room.'),
];
